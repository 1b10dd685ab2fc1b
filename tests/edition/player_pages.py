"""Pages of the player for tests: of narrations by the silent engine, and of books made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from click.testing import CliRunner
from numpy.typing import NDArray

from toolkit.audio.encode import open_writer
from toolkit.audio.encoding import encoding_named
from toolkit.audio.tags import Tags
from toolkit.cli import cli
from toolkit.edition.book import Book, Chapter, Clip, Part, Passage, Phrase, Ruby, WordTime
from toolkit.edition.player.page import page
from toolkit.model import Timeline
from toolkit.model.edition import Role

TALK = """灯台守の一日

著者：早瀬 みのり
日付：2025年6月1日

島の灯台は、百二十年のあいだ一度も消えたことがない。

• 灯台の高さは28メートル。
• 光は37キロ先まで届く。

朝と夜
磯部さんは島で生まれた。潮の満ち引きで一日の仕事が決まるという。

以下は、その日の対談である。

早瀬
こんにちは。今日は灯台のお話をうかがいます。朝は何時に起きますか？
灯台守 磯部灯
四時です。（笑）海鳴《うみなり》が聞こえたら、すぐ外へ出ます。［拍手］ありがとうございます。
早瀬
早いですね。海鳴《うみなり》は毎日聞こえますか？
磯部
ええ、冬はほとんど毎日です。ＬＥＤの灯りに変えてからは、夜も静かになりました。

夏は静かです。
船長 サラ・リンド
私は沖から光を見ています。37キロ先でも、光は届きます。
画家 久我山泉
私は灯台の絵を描いています。光の色は毎晩ちがいます。
早瀬
ありがとうございました。
磯部
こちらこそ。
"""


def narrated(folder: Path, text: str = TALK) -> Path:
    """The folder of its narration in silence, names and directions said."""
    (folder / "灯台.txt").write_text(text, encoding="utf-8")
    flags = ("--engine", "silent", "--scope", "all", "--announce", "change", "--directions", "speak", "--jobs", "1")
    made = CliRunner().invoke(cli, ["narrate", str(folder / "灯台.txt"), "-o", str(folder / "n"), *flags])
    assert made.exit_code == 0, made.output
    return folder / "n"


def made(narration: Path, out: Path, *flags: str) -> Path:
    """The page of a narration."""
    done = CliRunner().invoke(cli, ["edition", str(narration), "-o", str(out), "--as", "html", *flags])
    assert done.exit_code == 0, done.output
    (folder,) = out.glob("*-html")
    return folder / "index.html"


def phrase(text: str, start: int, end: int, *rubies: Ruby, words: Sequence[WordTime] = ()) -> Phrase:
    return Phrase(text, "text", Clip(start, end), tuple(words), rubies)


def by_hand(parts: Sequence[Part], title: str = "題", duration_ms: int = 0) -> Book:
    """A book of one chapter without a heading."""
    ends = [part.clip.end for part in parts if part.clip]
    people = tuple(dict.fromkeys(part.speaker for part in parts if part.speaker))
    return Book(
        name="book",
        title=title,
        author="",
        date="",
        source="",
        identifier="urn:uuid:00000000-0000-5000-8000-000000000000",
        chapters=(Chapter(title, "interview", tuple(parts), False),),
        people=people,
        cast=tuple(Role(name, (), "voice", 1, 0, "", "") for name in people),
        timeline=Timeline((), duration_ms),
        credits=("声：「静寂」試験版 <c>",),
        doubtful=(),
        duration_ms=duration_ms or max(ends, default=0) + 1000,
    )


def talk(count: int, each_ms: int = 1000, speakers: Sequence[str] = ("甲", "乙")) -> Book:
    """So many turns of one sentence, a tenth of silence on either side of it."""
    edge = each_ms // 10

    def part(k: int) -> Part:
        own = phrase(f"これは{k}番の文です。", k * each_ms + edge, (k + 1) * each_ms - edge)
        return Part(k, speakers[k % len(speakers)], (Passage("speech", (own,), k),))

    return by_hand([part(k) for k in range(count)])


def saved(book: Book, folder: Path, *, unit: str = "sentence", seconds: float | None = None) -> Path:
    """Its page, with a sound of silence."""
    (folder / "index.html").write_text(page(book, unit, "sound.mp3"), encoding="utf-8")  # type: ignore[arg-type]
    silence(folder / "sound.mp3", seconds if seconds is not None else book.duration_ms / 1000)
    return folder / "index.html"


def silence(path: Path, seconds: float) -> Path:
    """An MP3 in which nothing is heard."""
    return sounded(path, np.zeros(round(seconds * 16000), np.int16))


def sounded(path: Path, samples: NDArray[np.int16], rate: int = 16000) -> Path:
    """An MP3 of these samples."""
    with open_writer(path, encoding_named("mp3"), (rate, len(samples)), Tags()) as writer:
        writer.write(samples)
        writer.finish()
    return path
