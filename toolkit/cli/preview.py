"""``jimaku preview``: a page to look at subtitles."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import Range, Whole, read_subtitles, refuse_same, settings_of
from toolkit.cli.parents import parents
from toolkit.errors import InputError
from toolkit.styles import DEFAULT_STYLE, STYLES

if TYPE_CHECKING:
    from toolkit.check import Finding
    from toolkit.model import SubtitleFile
    from toolkit.preview import Media

_MOST_MB = 64  # read whole by the browser, a third longer in base64: what a page opens with in a moment


@click.command(
    epilog="""\b
Examples:
  jimaku preview talk.srt -o page.html
  jimaku preview talk.vtt talk.mp4 -o page.html --style netflix
  jimaku preview talk.srt talk.mp3 -o page.html --embed
  jimaku align talk.txt talk.mp4 -o talk.srt --json > talk.json
  jimaku preview talk.srt talk.mp4 -o page.html --align talk.json
  jimaku preview talk.csv -o page.html --fps 29.97df --lang en
  jimaku subtitle talk.txt -o - | jimaku preview - -o page.html"""
)
@click.argument("subtitles", metavar="SUBTITLES")
@click.argument("media", metavar="[MEDIA]", required=False, type=click.Path(path_type=Path))
@click.option("-o", "--output", metavar="PAGE", required=True, help="The page, .html (- for standard output).")
@click.option(
    "--style",
    metavar="NAME",
    help=f"One of {', '.join(STYLES)}; or your own, house.toml. If not given that of a jimaku.toml beside SUBTITLES or "
    f"above them, else {DEFAULT_STYLE}.",
)
@click.option("--line-width", type=Range(1, 100), help="Full-width characters a line.")
@click.option("--max-lines", type=Whole(1, 10), help="Lines a subtitle.")
@click.option("--embed", is_flag=True, help="Put MEDIA into the page, which then needs no other file.")
@click.option(
    "--embed-limit",
    metavar="MB",
    type=Range(0.001, 350),
    default=_MOST_MB,
    show_default=True,
    help="The largest MEDIA that --embed takes; the page is a third larger.",
)
@click.option(
    "--align",
    "report",
    type=click.Path(path_type=Path),
    metavar="JSON",
    help="What `jimaku align --json` printed of them: lines that are not spoken, sound that is not in the text and "
    "doubtful places stand beside the subtitles.",
)
@click.option("--lang", type=click.Choice(("ja", "en")), default="ja", show_default=True, help="The page's own words.")
@click.option("--from", "said", default="", metavar="FORMAT", help="What SUBTITLES is, as for convert.")
@click.option(
    "--fps", metavar="N", help="Frames a second of time codes in it (.csv, .tsv, .xlsx, .docx, .cap, markers)."
)
@click.option("--encoding", metavar="NAME", help="How SUBTITLES is encoded; found out by itself if not given.")
@parents
def command(
    subtitles: str,
    media: Path | None,
    output: str,
    style: str | None,
    line_width: float | None,
    max_lines: int | None,
    embed: bool,
    embed_limit: float,
    report: Path | None,
    lang: str,
    said: str,
    fps: str | None,
    encoding: str | None,
) -> None:
    """Make a page to look at subtitles.

    One HTML file that needs no network: the cues as on a screen, played by a clock or in step with MEDIA (sound or
    film), their widths and reading speeds against the style's limits, the findings of check beside them, speakers,
    histograms, a search. SUBTITLES may be in any format that convert reads; - is standard input. MEDIA is named by
    where it lies from the page, or with --embed is in it.
    """
    from toolkit.formats.frames import frame_rate
    from toolkit.preview import document
    from toolkit.wishes.project import find_project

    _refuse_output(output, subtitles, media)
    wished = settings_of(style=style, line_width=line_width, max_lines=max_lines)
    rules = wished.style(find_project(subtitles))
    file = read_subtitles(subtitles, encoding=encoding, said=_format_name(said), rate=frame_rate(fps) if fps else None)
    name = "stdin" if subtitles == "-" else PurePath(subtitles).name
    shown, misfits = _media(media, output, embed, embed_limit), _misfits(report, file)
    page = document(file, rules, name=name, media=shown, language=lang, misfits=misfits)
    _save(page, output)
    if output != "-":
        click.echo(f"{output}: {len(file.cues)} subtitles against {rules.name}", err=True)


def _format_name(said: str) -> str:
    """What a format is called. InputError for what is none."""
    from toolkit.formats import named

    name = said.lower().removeprefix(".")
    if name and name not in named():
        raise InputError(f"--from {said!r} is no format", mend=f"there are {', '.join(named())}")
    return name


def _refuse_output(output: str, subtitles: str, media: Path | None) -> None:
    """InputError for an output that is no page by its name, or would replace what is read."""
    if output != "-" and PurePath(output).suffix.lower() not in (".html", ".htm"):
        raise InputError("is no page by its name", where=output, mend="call it .html")
    if output != "-":
        refuse_same(Path(subtitles), Path(output), what="the subtitle file itself")
        if media is not None:
            refuse_same(media, Path(output), what="the recording itself")


def _misfits(report: Path | None, file: SubtitleFile) -> list[Finding]:
    """What does not fit the recording."""
    from toolkit.preview import misfits_of

    if report is None:
        return []
    try:
        return misfits_of(report.read_text("utf-8"), file.cues, str(report))
    except UnicodeDecodeError as error:
        raise InputError("is no report of `jimaku align`", where=str(report), mend="give its JSON") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(report), mend="look at its name") from error


def _media(media: Path | None, output: str, embed: bool, most_mb: float) -> Media | None:
    from toolkit.preview import embedded, referenced

    if media is None:
        if embed:
            raise InputError(
                "--embed without a recording", mend="name it: jimaku preview SUBTITLES MEDIA -o page.html --embed"
            )
        return None
    return embedded(media, most_mb) if embed else referenced(media, Path(output).parent if output != "-" else Path())


def _save(page: str, output: str) -> None:
    from toolkit.system.files import write_text

    if output == "-":
        click.echo(page, nl=False)
    else:
        write_text(Path(output), page)
