"""Editions for tests of their forms: narrated by the silent engine, or put together around given turns."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result
from narrations import RATE, narration_of

from toolkit.cli import cli
from toolkit.edition.book import book_of
from toolkit.edition.folder import load
from toolkit.edition.forms import Job, Wanted
from toolkit.edition.sound import Sound
from toolkit.model import Cue, Opening, TimedCue, Timeline, Turn
from toolkit.model.edition import Chapter, Edition
from toolkit.narration import Delivery
from toolkit.narration.delivery import USUAL

HARBOUR = """港の朝を歩く

著者：灘 しおり
出典：浦の便り
日付：2024年11月3日

はじまりの汽笛

佐藤
おはようございます。今日は港の話を聞きます（笑）。船は何時に出ますか？

田中
五時です。霧が出ると、遅れます。（汽笛）

網を直す人びと

佐藤
網はだれが直すのですか？
田中
みんなです。昼すぎに、浜で直します。
"""


def narrate(folder: Path, text: str = HARBOUR, *flags: str, name: str = "港") -> Path:
    """The folder of an edition, with announcements and directions said."""
    source = folder / f"{name}.txt"
    source.write_text(text, encoding="utf-8")
    out = folder / "版"
    usual = ("--scope", "all", "--announce", "change", "--directions", "speak")
    result = run("narrate", str(source), "-o", str(out), "--engine", "silent", "--jobs", "1", *usual, *flags)
    assert result.exit_code == 0, result.output
    return out


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, list(words))


def the_edition(folder: Path) -> Edition:
    (manifest,) = folder.glob("*.json")
    return load(manifest)


def around(base: Edition, turns: Sequence[Turn], sections: Sequence[Opening] = (), how: Delivery = USUAL) -> Edition:
    """``base`` with other turns, spoken by the silent engine into nothing; a cue a turn."""
    narration, _ = narration_of(turns, how)
    ms = [round(at * 1000 / RATE) for at in (*narration.turn_starts.values(), narration.length)]
    heard = [turns[k] for k in narration.turn_starts]
    cues = tuple(
        TimedCue(start, end, Cue(turn.speaker, (turn.text[:20].strip(),)))
        for turn, start, end in zip(heard, ms, ms[1:], strict=False)
        if turn.text.strip() and end > start
    )
    chapters = tuple(Chapter(at, "章") for at in narration.turn_starts.values())
    return replace(
        base,
        turns=tuple(turns),
        sections=tuple(sections),
        narration=narration,
        timeline=Timeline(cues, ms[-1]),
        chapters=chapters,
    )


def job(edition: Edition, folder: Path, spool: Path, wanted: Wanted | None = None) -> Job:
    """What a form's module is given."""
    spool.mkdir(exist_ok=True)
    mix = folder / edition.file("mix")
    return Job(edition, folder, book_of(edition), Sound(mix, spool), wanted or Wanted())


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def touched(path: Path, when: int) -> None:
    os.utime(path, (when, when))
