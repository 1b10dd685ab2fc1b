"""``jimaku verify``: a finished edition against its manifest and its sound."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.errors import InputError
from toolkit.messages import said

if TYPE_CHECKING:
    from toolkit.model.edition import Edition
    from toolkit.verify import Finding


@click.command(
    "verify",
    epilog="""\b
Exit code: 0 nothing found, 1 findings, 2 DIR is no edition, 3 a tool is missing.

\b
What is checked:
  FILE, CREDITS, SRT     every file is there and unchanged; credits shown; subtitles as in the manifest
  TEXT                   sentences and subtitles say what the transcript says, all of it
  LENGTH, SUM            all files are equally long; the tracks add up to the mix
  LOUDNESS, PEAK, CLICK  levels on target, no clipping, nothing breaks off
  TRACK, PRINT           each sentence is on its speaker's track alone, and sounds as when it was made
  PAUSE, SOUND, MORAE    silences by the table; sentences sound when and as long as they should
  STEP                   subtitles start with their sound, no sound is without one
  KANA (--listen)        a recogniser hears the sentence: the same kana
  READING (--listen)     words in doubt sound as they should be read, and not as they could be

\b
Examples:
  jimaku verify talk-narration
  jimaku verify talk-narration --listen --lexicon names.toml
  jimaku verify talk-narration --json | jq '.[].findings'""",
)
@click.argument("place", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--listen", is_flag=True, help="Let Whisper base hear it, sentence by sentence (extra 'verify'; slow).")
@click.option(
    "--lexicon",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="With --listen: the lexicon it was narrated with, whose readings are right.",
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list for programs.")
@click.pass_context
def command(ctx: click.Context, place: Path, listen: bool, lexicon: Path | None, as_json: bool) -> None:
    """Hold a finished edition against its manifest and its sound.

    DIR is a folder that `jimaku narrate` wrote, or a manifest in it for that edition alone.
    """
    from toolkit.cli.progress import Stages
    from toolkit.edition.folder import editions
    from toolkit.inputs.lexicon import read_lexicon
    from toolkit.verify import Listening, verify

    if lexicon and not listen:
        raise InputError("--lexicon goes with --listen", mend="add --listen")
    with Stages() as stages:
        progress = partial(stages.show, "listening")
        listening = Listening(read_lexicon(lexicon) if lexicon else (), progress) if listen else None
        found = [(path, one, verify(one, path.parent, listening)) for path, one in editions(place).items()]
    if as_json:
        click.echo(json.dumps([_as_data(*each) for each in found], ensure_ascii=False, indent=2))
    for path, edition, findings in found:
        if not as_json:
            for finding in findings:
                click.echo(f"{said(finding.where)}: {finding.rule} {said(finding.message)}")
        _summarise(path, edition, findings)
    ctx.exit(int(any(findings for _, _, findings in found)))


def _as_data(path: Path, edition: Edition, findings: list[Finding]) -> dict[str, object]:
    return {
        "edition": str(path),
        "seconds": round(edition.narration.seconds, 3),
        "sentences": _count(edition),
        "subtitles": len(edition.timeline.cues),
        "findings": [asdict(finding) for finding in findings],
    }


def _count(edition: Edition) -> int:
    return sum(utterance.audible for utterance in edition.narration.sentences)


def _summarise(path: Path, edition: Edition, findings: list[Finding]) -> None:
    minutes, subtitles = edition.narration.seconds / 60, len(edition.timeline.cues)
    counts = ", ".join(f"{count} {rule}" for rule, count in Counter(f.rule for f in findings).most_common())
    what = f"{minutes:.1f} min, {_count(edition)} sentences, {subtitles} subtitles"
    click.echo(f"{path}: {what}: {counts or 'nothing found'}", err=True)
