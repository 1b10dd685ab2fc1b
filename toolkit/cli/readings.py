"""``jimaku readings``: how every word will be spoken, the most doubtful first."""

from __future__ import annotations

import json
import sys
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import flags, transcript
from toolkit.cli.progress import Stages
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


Show = Callable[[str, int, int], None]  # (stage, done, in all)


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
    stages = Stages()
    lines = (
        _plain_lines(reader, file, encoding, stages.show)
        if plain
        else _script_lines(reader, file, encoding, project, stages.show)
    )
    if as_json:  # no bars: standard output is not to be caught by them
        for line in lines:
            click.echo(json.dumps(as_data(line, _RISKY if risky else 0.0), ensure_ascii=False))
        return
    with stages:
        read = list(lines)
    if suggest:
        _write_suggestions(suggest, read)
    _show(rank(read, _RISKY if risky else 0.01))


def make_reader(lexicon: Path | None) -> Reader:
    """A reader with the lexicon of a file, if one is named."""
    from toolkit.inputs.lexicon import read_lexicon
    from toolkit.japanese.readings import Reader

    return Reader(read_lexicon(lexicon) if lexicon else ())


def _script_lines(reader: Reader, file: Path, encoding: str | None, project: Any, show: Show) -> Iterator[Line]:
    from toolkit.transcript import read_script

    yield from _read_all(reader, read_script(file, encoding=encoding, project=project), show)


def _plain_lines(reader: Reader, file: Path, encoding: str | None, show: Show) -> Iterator[Line]:
    """One object for every line of the input, an empty one where there is nothing to say."""
    from toolkit.inputs.encoding import decode
    from toolkit.inputs.source import read_bytes
    from toolkit.transcript import parse_script

    data, name = read_bytes(file)
    text = decode(data, name=name, encoding=encoding).text.replace("\r\n", "\n").replace("\r", "\n")
    by_line: dict[int, list[Line]] = {}
    for line in _read_all(reader, parse_script(text, plain=True, name=name), show):
        by_line.setdefault(line.line, []).append(line)
    for number in range(1, text.removesuffix("\n").count("\n") + 2):
        read = by_line.get(number, [])
        yield Line(number, "".join(line.text for line in read), tuple(word for line in read for word in line.words))


def _read_all(reader: Reader, script: Script, show: Show) -> Iterator[Line]:
    """Every sentence; ``show`` is told how many there are."""
    from toolkit.japanese.sentences import utterance_spans

    paragraphs = [paragraph for turn in script.turns for paragraph in turn.paragraphs]
    whole = sum(1 for paragraph in paragraphs for _ in utterance_spans(paragraph.text))
    lines = (line for paragraph in paragraphs for line in _read(reader, paragraph))
    for done, line in enumerate(lines, 1):
        show("reading", done, whole)
        yield line


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
    with Stages() as stages:
        lines = list(_read_all(make_reader(None), script, stages.show))
    return _suggestions(lines)


def _suggestions(lines: list[Line]) -> tuple[int, str]:
    from toolkit.japanese.lexicon import to_csv

    rows = [
        (item.word.surface, item.word.reading, _note(item))
        for item in rank(lines, _SUGGESTED)
        if item.word.reading not in ("", "、", "。", "？")
    ]
    idle = {surface for surface, _, _ in rows if not one_word(surface, lines)}
    return len(rows), f"{_BOM}{to_csv(rows, idle)}"


def one_word(surface: str, lines: list[Line]) -> bool:
    """Whether a row of a lexicon for it is safe before anybody has looked at it: everywhere in the text it is a word of
    its own with one reading. 間 stands in 時間 too, and numbers (1日) in others (11日).
    """
    if len(surface) == 1 or any(unicodedata.numeric(char, None) is not None for char in surface):
        return False
    found = [word.reading for line in lines for word in line.words if word.surface == surface]
    return len(set(found)) == 1 and sum(line.text.count(surface) for line in lines) == len(found)


def _note(item: Ranked) -> str:
    """Where a word stands, how often, what its reading is from: the comment above its row."""
    return f"{said(f'line {item.line}')}, {item.count}×, {named(item.word.source, SOURCES)}: {item.context}"


def _write_suggestions(path: Path, lines: list[Line]) -> None:
    from toolkit.system.files import write_text

    count, lexicon = _suggestions(lines)
    write_text(path, lexicon)
    click.echo(f"{count} words to look over in {path}; a row behind a # counts when it is taken away", err=True)


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
