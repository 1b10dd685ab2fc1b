"""``jimaku voices``: what there is to choose, and what each licence asks for."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.errors import EngineError, InputError
from toolkit.messages import said

if TYPE_CHECKING:
    from toolkit.model import Voice


@click.command(
    "voices",
    epilog="""\b
Examples:
  jimaku voices                        every engine that is installed
  jimaku voices --engine openjtalk     one engine
  jimaku voices --json                 for programs
  jimaku voices --play voices          hear them: a file a voice
  jimaku voices --engine voicevox --engine-url http://127.0.0.1:50021
  jimaku narrate talk.txt --voice '佐藤=takumi'""",
)
@click.option("--engine", "engine_name", metavar="NAME", help="Only the voices of this engine.")
@click.option("--engine-url", metavar="URL", help="Where VOICEVOX or AivisSpeech listens.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list for programs.")
@click.option(
    "--play",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Let each voice of one engine (openjtalk, or --engine) say a sentence into a file of its own there.",
)
def command(engine_name: str | None, engine_url: str | None, as_json: bool, play: Path | None) -> None:
    """List the voices there are to choose."""
    options = {"url": engine_url} if engine_url else {}
    if play:
        if as_json:
            raise InputError("--json and --play cannot go together", mend="--play prints the files, a line each")
        _play(play, engine_name or "openjtalk", options)
        return
    voices = _voices(engine_name, options)
    if as_json:
        click.echo(json.dumps([asdict(voice) for voice in voices], ensure_ascii=False, indent=2))
    else:
        _print_table(voices)


_SENTENCE = "こんにちは。きょうは、港の灯台を守る人たちの話を、ゆっくりお聞きください。"


def _play(folder: Path, engine_name: str, options: dict[str, str]) -> None:
    """A file a voice, in the order of casting."""
    from toolkit.pipeline import Speaking
    from toolkit.said import say
    from toolkit.speech import EngineSpec, engine_named
    from toolkit.system.files import safe_name

    speaking = Speaking(EngineSpec(engine_name, options), jobs=0)
    for voice in engine_named(engine_name, **options).voices():
        path = folder / f"{safe_name(f'{voice.engine}-{voice.name}')}.wav"
        say(_SENTENCE, speaking, path, voice.name)
        click.echo(path)


def _voices(engine_name: str | None, options: dict[str, str]) -> list[Voice]:
    """The voices of one engine, or of all; of all, those that are missing are named on stderr and left out."""
    from toolkit.speech import ENGINES, engine_named

    if options and engine_name is None:
        raise InputError("--engine-url goes with --engine", mend="write for example --engine voicevox --engine-url URL")
    if engine_name is not None:
        return list(engine_named(engine_name, **options).voices())
    voices: list[Voice] = []
    gone: list[str] = []
    for name in ENGINES:
        try:
            voices.extend(engine_named(name).voices())
        except EngineError:  # the usual case: nobody has every engine
            gone.append(name)
    if gone:
        why = f"jimaku voices --engine {gone[0]}"
        click.echo(f"engines that are not installed or not running: {', '.join(gone)} (`{why}` says more)", err=True)
    return voices


def _print_table(voices: Sequence[Voice]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for title in ("ENGINE", "VOICE", "GENDER", "DESCRIPTION", "LICENCE"):
        table.add_column(said(title), no_wrap=title != "DESCRIPTION")
    for voice in voices:
        table.add_row(voice.engine, voice.name, voice.gender, said(voice.description), said(voice.licence))
    console = Console()
    if not console.is_terminal:  # a pipe has no width: whoever reads it wants whole lines
        console.width = 160
    console.print(table)
