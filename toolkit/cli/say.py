"""``jimaku say``: a few words in a voice, to hear it before an hour is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.cli.options import flags, settings_of
from toolkit.cli.parents import parents


@click.command(
    "say",
    epilog="""\b
Examples:
  jimaku say 'きょうは、よく晴れました。'
  jimaku say '市場で会いましょう。' --voice takumi -o ichiba.wav
  jimaku say '市場で会いましょう。' --voice female --lexicon names.toml -o ichiba.mp3
  cat lines.txt | jimaku say -
  jimaku voices                             what there is to choose""",
)
@click.argument("text")
@click.option("--voice", default="", metavar="VOICE", help="A voice, or male, female, low, high; else the first.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("say.wav"),
    metavar="FILE",
    help="The file to write: .wav, .flac, .mp3, .opus or .m4b. Default: say.wav.",
)
@flags("say", "engine", "engine_url", "lexicon")
@parents
def command(text: str, voice: str, output: Path, **options: Any) -> None:
    """Say a few words in a voice, into a sound file."""
    from dataclasses import replace

    from toolkit.inputs.encoding import decode
    from toolkit.inputs.source import read_bytes
    from toolkit.said import say

    words = decode(read_bytes("-")[0], name="<stdin>").text if text == "-" else text
    speaking = replace(settings_of(**options).speaking(None), jobs=0)
    used, seconds = say(words, speaking, output, voice)
    click.echo(f"{used.name}: {seconds:.1f} s", err=True)
    if used.credit:
        click.echo(f"credit: {used.credit}", err=True)
    click.echo(output)
