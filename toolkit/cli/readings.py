"""``jimaku readings``: how every word will be spoken, the most doubtful first."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import flags, transcript
from toolkit.messages import named, said

if TYPE_CHECKING:
    from toolkit.japanese.reading import Word
    from toolkit.japanese.readings import Reader
    from toolkit.model import Paragraph, Script

_RISKY = 0.3  # where the riskiest 2 % of the words of ordinary sentences begin (japanese/readings/risk)
_SUGGESTED = 0.2
_SHOWN = 200
SOURCES = "source of a reading"  # what its words are named as
_BOM = "\ufeff"  # without it Excel takes UTF-8 for the system's code page
_EPILOG = """\b
Examples:
  jimaku readings talk.txt                          the doubtful words, worst first
  jimaku readings talk.txt --suggest names.csv      a lexicon to correct by hand
  jimaku readings talk.txt --lexicon names.csv      the same, with the corrections
  jimaku readings talk.txt --json | jq .reading     every sentence in katakana
  jimaku readings lines.txt --plain --json          one object for each line

\b
A lexicon is CSV (surface,reading,accent) or TOML ([[word]] tables). A reading in hiragana
is spelling (とうきょう), in katakana sound (トーキョー)."""


@dataclass(frozen=True, slots=True)
class Line:
    """One object of the output: a sentence, or with ``--plain`` a whole input line."""

    line: int
    text: str
    words: tuple[Word, ...]

    @property
    def reading(self) -> str:
        return "".join(word.reading for word in self.words)


@click.command(name="readings", epilog=_EPILOG)
@transcript
@flags("readings", "plain")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a sentence (with --plain: a line).")
@click.option("--risky", is_flag=True, help=f"Only words of risk {_RISKY} and more.")
@click.option(
    "--suggest",
    type=click.Path(path_type=Path),
    metavar="OUT",
    help="Write the doubtful words as a lexicon (CSV) to edit.",
)
@flags("readings", "lexicon", "encoding")
def command(
    file: Path,
    plain: bool,
    as_json: bool,
    risky: bool,
    suggest: Path | None,
    lexicon: Path | None,
    encoding: str | None,
) -> None:
    """Show how every word will be spoken, most doubtful first."""
    from toolkit.wishes.project import find_project
    from toolkit.wishes.settings import Settings

    project = find_project(file)
    reader = make_reader(Settings({"lexicon": lexicon}).wish("lexicon", project))
    lines = _plain_lines(reader, file, encoding) if plain else _script_lines(reader, file, encoding, project)
    if as_json:
        for line in lines:
            click.echo(json.dumps(as_data(line, _RISKY if risky else 0.0), ensure_ascii=False))
        return
    ranked = rank(list(lines), _RISKY if risky else 0.01)
    if suggest:
        _write_suggestions(suggest, [item for item in ranked if item.word.risk >= _SUGGESTED])
    _show(ranked)


def make_reader(lexicon: Path | None) -> Reader:
    """A reader with the lexicon of a file, if one is named."""
    from toolkit.inputs.lexicon import read_lexicon
    from toolkit.japanese.readings import Reader

    return Reader(read_lexicon(lexicon) if lexicon else ())


def _script_lines(reader: Reader, file: Path, encoding: str | None, project: Any) -> Iterator[Line]:
    from toolkit.transcript import read_script

    script = read_script(file, encoding=encoding, project=project)
    for paragraph in _paragraphs(script):
        yield from _read(reader, paragraph)


def _plain_lines(reader: Reader, file: Path, encoding: str | None) -> Iterator[Line]:
    """One object for every line of the input, an empty one where there is nothing to say."""
    from toolkit.inputs.encoding import decode
    from toolkit.inputs.source import read_bytes
    from toolkit.transcript import parse_script

    data, name = read_bytes(file)
    text = decode(data, name=name, encoding=encoding).text.replace("\r\n", "\n").replace("\r", "\n")
    by_line: dict[int, list[Line]] = {}
    for paragraph in _paragraphs(parse_script(text, plain=True, name=name)):
        by_line.setdefault(paragraph.line, []).extend(_read(reader, paragraph))
    for number in range(1, text.removesuffix("\n").count("\n") + 2):
        read = by_line.get(number, [])
        yield Line(number, "".join(line.text for line in read), tuple(word for line in read for word in line.words))


def _paragraphs(script: Script) -> list[Paragraph]:
    return [paragraph for turn in script.turns for paragraph in turn.paragraphs]


def _read(reader: Reader, paragraph: Paragraph) -> Iterator[Line]:
    from toolkit.japanese.readings.passages import passages

    rubies = [(span.start, span.end, span.value) for span in paragraph.spans if span.kind == "ruby"]
    for passage in passages(reader, paragraph.text, rubies):
        yield Line(paragraph.line, passage.reading.text, passage.reading.words)


def as_data(line: Line, least: float = 0.0) -> dict[str, Any]:
    """The object that ``--json`` prints; ``least`` leaves out words of less risk."""
    words = [
        {"surface": word.surface, "reading": word.reading, "source": word.source, "risk": round(word.risk, 2)}
        for word in line.words
        if word.risk >= least
    ]
    return {"line": line.line, "text": line.text, "reading": line.reading, "words": words}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A word with a reading, how often it came, and where first."""

    word: Word
    count: int
    line: int
    context: str


def rank(lines: list[Line], least: float) -> list[Ranked]:
    """Each (surface, reading) once, the most doubtful first, then the most frequent."""
    first: dict[tuple[str, str], Ranked] = {}
    for line in lines:
        for word in line.words:
            if word.risk < least:
                continue
            known = first.get((word.surface, word.reading))
            context = known.context if known else line.text[max(0, word.start - 8) : word.end + 8].strip()
            count, at = (known.count + 1, known.line) if known else (1, line.line)
            first[word.surface, word.reading] = Ranked(word, count, at, context)
    return sorted(first.values(), key=lambda item: (-item.word.risk, -item.count, item.line))


def suggested_lexicon(script: Script) -> tuple[int, str]:
    """How many words of a script are in doubt, and the lexicon to correct them in."""
    reader = make_reader(None)
    lines = [line for paragraph in _paragraphs(script) for line in _read(reader, paragraph)]
    return _suggestions(rank(lines, _SUGGESTED))


def _suggestions(ranked: list[Ranked]) -> tuple[int, str]:
    from toolkit.japanese.lexicon import to_csv

    rows = [
        (item.word.surface, item.word.reading, f"line {item.line}, {item.count}×, {item.word.source}: {item.context}")
        for item in ranked
        if item.word.reading not in ("", "、", "。", "？")
    ]
    return len(rows), f"{_BOM}{to_csv(rows)}"


def _write_suggestions(path: Path, ranked: list[Ranked]) -> None:
    from toolkit.system.files import write_text

    count, lexicon = _suggestions(ranked)
    write_text(path, lexicon)
    click.echo(f"{count} words to look over in {path}", err=True)


def _show(ranked: list[Ranked]) -> None:
    if not sys.stdout.isatty():
        for item in ranked:
            word = item.word
            source = named(word.source, SOURCES)
            row = (f"{word.risk:.2f}", word.surface, word.reading or "-", source, str(item.line), item.context)
            click.echo("\t".join(row))
        return
    _table(ranked)


def _table(ranked: list[Ranked]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(*map(said, ("risk", "word", "reading", "source", "line", "×", "where")))
    for item in ranked[:_SHOWN]:
        word = item.word
        cells = (
            f"{word.risk:.2f}",
            word.surface,
            word.reading or said("(silent)"),
            named(word.source, SOURCES),
            str(item.line),
            str(item.count),
            item.context,
        )
        table.add_row(*map(escape, cells))
    Console().print(table)
    if len(ranked) > _SHOWN:
        click.echo(f"… and {len(ranked) - _SHOWN} more: use --json or --suggest", err=True)
