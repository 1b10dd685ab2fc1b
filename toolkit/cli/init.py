"""``jimaku init``: the files of a series, begun from one of its transcripts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.inspect import cast_lines
from toolkit.cli.options import flags, transcript
from toolkit.errors import InputError, OutputError
from toolkit.messages import said

if TYPE_CHECKING:
    from toolkit.model import Script
    from toolkit.wishes.project import Key

LEXICON = "lexicon.csv"
# What a key of the project file may look like, where no default is one.
EXAMPLES: dict[str, Any] = {
    "speakers": ["潮田"],
    "not_speakers": ["まとめ"],
    "labels": ["■NAME■"],
    "columns": {"speaker": "話者", "text": "発言"},
    "leave_out": ["※*", "関連記事 .."],
    "headings": ["次の十年"],
    "protected": ["灯台の日"],
    "meta": {"series": "港の声"},
    "encoding": "cp932",
    "scope": "interview",
    "line_width": 16,
    "max_lines": 2,
    "cps": 7,
    "min_duration": 0.5,
    "max_duration": 7,
    "gap": 2,
    "punctuation": "spaces",
    "names": "change",
    "names_form": "bracket",
    "breaks": "my-breaks.json",
    "offset": "00:01:30",
    "fps": "29.97df",
    "bitrate": "128",
    "sample_rate": 48000,
    "bits": 24,
    "cover": "cover.jpg",
    "rate": 1.1,
}


@click.command(
    "init",
    epilog="""\b
Examples:
  jimaku init talks/a.txt                  talks/jimaku.toml and talks/lexicon.csv
  jimaku init talks/a.txt -o series        into another folder
  jimaku init talks/a.txt --force          anew, over what is there""",
)
@transcript
@flags("init", "encoding")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The folder of the series; the transcript's own if not given.",
)
@click.option("--force", is_flag=True, help="Write over a jimaku.toml and a lexicon.csv that are there.")
def command(file: Path, output: Path | None, encoding: str | None, force: bool) -> None:
    """Begin a series: a project file and a lexicon from one transcript.

    jimaku.toml holds who speaks, as it was understood, and every key it may have, with what it means; lexicon.csv the
    words whose reading is in doubt. Look them over: all that is made in the folder is made with both.
    """
    from toolkit.cli.readings import suggested_lexicon
    from toolkit.system.files import write_together
    from toolkit.transcript import read_script
    from toolkit.wishes.project import FILE_NAME

    if str(file) == "-" and output is None:
        raise InputError("of standard input no folder is known", mend="name one with -o")
    folder = output or file.parent
    places = folder / FILE_NAME, folder / LEXICON
    for place in places:
        if place.exists() and not force:
            raise OutputError("is there already", where=str(place), mend="--force writes over it, -o names a folder")
    script = read_script(file, encoding=encoding)
    count, lexicon = suggested_lexicon(script)
    text = "\n".join(project_lines(script)) + "\n"
    write_together(dict(zip(places, (text.encode(), lexicon.encode()), strict=True)))
    click.echo(
        f"{places[0]}: {len(script.cast)} people; look it over: all that is made in its folder is made with it",
        err=True,
    )
    click.echo(f"{count} words to look over in {places[1]}; a row behind a # counts when it is taken away", err=True)


def project_lines(script: Script) -> Iterator[str]:
    """The project file: what is known, and behind a # what else could be said, in the language that is spoken."""
    yield f"# {said('What every transcript in this folder is made with. Behind a # stands what may be said besides.')}"
    for doubt in script.doubts:
        yield said(f"# doubt, line {doubt.line}: {doubt.message}")
    yield ""
    for key in _keys():
        yield f"# {said(f'{key.meaning} ({key.takes})')}"
        yield f"lexicon = {_toml(LEXICON)}" if key.name == "lexicon" else f"# {key.name} = {_toml(example_of(key))}"
    yield from (said(line) if line.startswith("#") else line for line in cast_lines(script))


def _keys() -> Iterator[Key]:
    from toolkit.wishes.project import SCHEMA

    return (key for key in SCHEMA if key.name != "cast")


def example_of(key: Key) -> Any:
    """A value that the key may have: its default, or an example."""
    from toolkit.wishes.table import WISHES

    named = next((wish for wish in WISHES.values() if wish.key == key.name), None)
    return EXAMPLES.get(key.name, named and named.default)


def _toml(value: Any) -> str:
    """JSON writes TOML's strings, numbers and lists; a table is written in one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {_toml(one)}" for name, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
