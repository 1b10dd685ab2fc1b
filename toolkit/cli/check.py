"""``jimaku check``: a subtitle file against a style."""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import flags, read_subtitles, refuse_same, settings_of, tell_missing
from toolkit.errors import InputError
from toolkit.messages import said

if TYPE_CHECKING:
    from toolkit.check import Finding
    from toolkit.formats.frames import FrameRate
    from toolkit.model import SubtitleFile
    from toolkit.styles import Style


@click.command(
    epilog="""\b
Exit code: 0 nothing but infos, 1 errors or warnings, 2 the file or an option is wrong.

\b
Examples:
  jimaku check talk.srt
  jimaku check talk.srt --style netflix --line-width 14 --cps 5
  jimaku check talk.srt --style house.toml
  jimaku check talk.srt --fix -o talk.fixed.srt
  jimaku check talk.vtt --errors-only
  jimaku check talk.srt --json | jq '.findings[].rule'
  jimaku check - < talk.srt"""
)
@click.argument("subtitles", metavar="SUB")
@flags("check", "cutting", "video")
@click.option("--encoding", help="How the file is encoded; found out by itself if not given.")
@click.option("--errors-only", is_flag=True, help="Leave warnings and infos out, of list and exit code.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="One JSON object on standard output: findings, and under condense what "
    "is too long to be read, by how many characters, with its fillers.",
)
@click.option("--fix", is_flag=True, help="Repair what is safe, write it to -o, list what is left.")
@click.option(
    "-o", "--output", metavar="OUT", help="Where --fix writes (- for standard output); its suffix says the format."
)
@click.pass_context
def command(
    ctx: click.Context,
    /,
    subtitles: str,
    encoding: str | None,
    errors_only: bool,
    as_json: bool,
    fix: bool,
    output: str | None,
    **options: Any,
) -> None:
    """Hold a subtitle file against a style.

    The style is that of the flags, else of a jimaku.toml beside the file or above it.
    SubRip, WebVTT, ASS, TTML, Lambda Cap, SBV and LRC are read, and told apart by their content; --fix writes any.
    One line a finding, FILE:LINE: severity RULE message (source); what --fix can repair ends in
    [fixable]. A summary goes to stderr.
    """
    from toolkit.check import findings
    from toolkit.formats import writer_of
    from toolkit.formats.frames import DROP, FrameRate
    from toolkit.wishes.figures import with_fps
    from toolkit.wishes.project import find_project

    if fix != (output is not None):
        raise InputError("--fix and -o go together", mend="write for example jimaku check SUB --fix -o OUT")
    if output is not None:
        writer_of(output)
        refuse_same(Path(subtitles), Path(output), "the subtitle file itself")
    project = find_project(subtitles)
    settings = settings_of(**options)
    style, rate = settings.style(project), settings.rate(project)
    name = "<stdin>" if subtitles == "-" else subtitles
    found_file = read_subtitles(subtitles, encoding=encoding, rate=rate)
    if rate is None and found_file.fps is not None:
        rate = DROP if found_file.fps == DROP.fps else FrameRate(found_file.fps)
        style = with_fps(style, rate)
    found = findings(found_file, style, rewrap=True)
    if output is not None:
        before, found_file = len(found), _fixed(found_file, style, output, rate)
        found, name = [replace(left, fixable=False) for left in findings(found_file, style, rewrap=True)], output
        click.echo(f"{output}: {before} findings before, {len(found)} after", err=True)
    if errors_only:
        found = [finding for finding in found if finding.severity == "error"]
    _print(found, found_file, name, style, as_json, to_stderr=output == "-")
    _summarise(found, name, style, len(found_file.cues))
    ctx.exit(int(any(finding.severity != "info" for finding in found)))


def _fixed(subtitles: SubtitleFile, style: Style, output: str, rate: FrameRate | None) -> SubtitleFile:
    """Writes the repaired file and returns it as it reads."""
    from toolkit.check import fixed
    from toolkit.formats import Options, writer_of
    from toolkit.segment import rewrap
    from toolkit.system.files import write_text

    writer = writer_of(output)
    timeline = fixed(subtitles, style, rewrap)
    text = writer.write(timeline, Options(rate=rate))
    if output == "-":
        sys.stdout.write(text)
    else:
        write_text(Path(output), text)
    tell_missing(output, writer, writer.missing(timeline))
    return writer.read(text, rate)


def _print(
    found: list[Finding], subtitles: SubtitleFile, name: str, style: Style, as_json: bool, *, to_stderr: bool
) -> None:
    if as_json:
        from toolkit.check.condense import hints

        counts = Counter(finding.severity for finding in found)
        report = {
            "file": name,
            "style": style.name,
            "errors": counts["error"],
            "warnings": counts["warning"],
            "infos": counts["info"],
            "findings": [asdict(finding) for finding in found],
            "condense": [
                {"cue": hint.cue, "too_long": hint.too_long, "fillers": [text for _, text in hint.fillers]}
                for hint in hints(subtitles, style)
            ],
        }
        click.echo(json.dumps(report, ensure_ascii=False, indent=2), err=to_stderr)
        return
    for finding in found:
        mark = f" [{said('fixable')}]" if finding.fixable else ""
        head = f"{name}:{finding.line}: {said(finding.severity)} {finding.rule}"
        click.echo(f"{head} {said(finding.message)} ({said(finding.source)}){mark}", err=to_stderr)


def _summarise(found: list[Finding], name: str, style: Style, cues: int) -> None:
    counts = Counter(finding.severity for finding in found)
    words = ", ".join(f"{counts[severity]} {severity}s" for severity in ("error", "warning", "info"))
    click.echo(f"{name}: {cues} subtitles against {style.name}: {words}", err=True)
    by_rule = Counter(f"{said(finding.severity)} {finding.rule}" for finding in found)
    for rule, count in by_rule.most_common():
        click.echo(f"  {count:5d}  {rule}", err=True)
