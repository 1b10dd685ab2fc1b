"""What the page that plays is made of: the book's text whole, its times to the millisecond, and nothing of people's
words as markup.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from player_pages import by_hand, made, narrated, phrase, saved, talk

from toolkit.cli import cli
from toolkit.edition.book import Book, Clip, Part, Passage, Phrase, Ruby, WordTime, book_of
from toolkit.edition.folder import editions
from toolkit.edition.forms import FORMS, PRODUCER
from toolkit.edition.player.body import body_of, clock
from toolkit.edition.player.markup import plain, ruled, shown
from toolkit.edition.player.page import page
from toolkit.edition.player.units import Stretch as Cut
from toolkit.edition.player.units import cue_units

VALIDATOR = Path(__file__).parents[2] / "scripts" / "validators" / "player.py"


@pytest.fixture(scope="module")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return narrated(tmp_path_factory.mktemp("narration"))


@pytest.fixture(scope="module")
def book(narration: Path) -> Book:
    (edition,) = editions(narration).values()
    return book_of(edition)


class Elements(HTMLParser):
    """The words of every element of a class, without readings, and the data."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.rows: dict[str, list[str]] = {"s": [], "w": []}
        self.data = ""
        self._open: list[tuple[str, str]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = (dict(attrs).get("class") or "").split()
        kind = "data" if dict(attrs).get("id") == "data" else next((name for name in self.rows if name in names), "")
        if kind in self.rows:
            self.rows[kind].append("")
        if tag not in ("meta", "link", "input", "path"):
            self._open.append((tag, kind))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if any(tag == "rt" for tag, _ in self._open):
            return
        for _, kind in self._open:
            if kind in self.rows:
                self.rows[kind][-1] += data
            elif kind == "data":
                self.data += data

    @property
    def known(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.data)
        return value


def pairs(times: list[int]) -> list[tuple[int, int]]:
    return list(zip(times[::2], times[1::2], strict=True))


def heard(book: Book) -> Iterator[tuple[str, Clip]]:
    """Names that are said and phrases, in reading order."""
    for part in book.parts:
        if part.announced:
            yield part.speaker or "", part.announced
        yield from ((each.text, each.clip) for each in part.phrases if each.clip)


# ---------------------------------------------------------------- the same times


def test_times_of_sentences_are_the_books_to_the_millisecond(book: Book) -> None:
    seen = Elements(page(book, "sentence", "sound.mp3"))
    found = dict(zip(seen.rows["s"], pairs(seen.known["units"]), strict=True))
    assert list(zip(seen.rows["s"], pairs(seen.known["units"]), strict=True)) == [
        (text, (clip.start, clip.end)) for text, clip in heard(book)
    ]
    assert len(found) > 20
    assert seen.known["duration"] == book.duration_ms
    assert seen.known["id"] == book.identifier


def test_times_of_words_are_the_books_to_the_millisecond(book: Book) -> None:
    seen = Elements(page(book, "word", "sound.mp3"))
    expected = [
        (each.text[word.start : word.end], (word.clip.start, word.clip.end))
        for each in book.phrases
        for word in each.words
    ]
    found = list(zip(seen.rows["w"], pairs(seen.known["words"]), strict=True))
    merged = [row for row in found if row not in expected]
    assert all("海鳴" in text for text, _ in merged), "only words under one reading are one"
    assert len(found) > 100
    assert pairs(seen.known["units"]) == [(clip.start, clip.end) for _, clip in heard(book)]


def test_times_of_cues_are_the_timelines_to_the_millisecond(book: Book) -> None:
    seen = Elements(page(book, "cue", "sound.mp3"))
    cues = {(cue.start_ms, cue.end_ms) for cue in book.timeline.cues}
    announced = {(part.announced.start, part.announced.end) for part in book.parts if part.announced}
    assert set(pairs(seen.known["units"])) == cues | announced


def test_the_contents_tell_when_chapters_begin(book: Book) -> None:
    text = page(book, "sentence", "sound.mp3")
    for number, chapter in enumerate(book.chapters, 1):
        assert chapter.clip
        assert f'<a href="#c{number}"><span class="title">{chapter.title}</span> <span class="at">' in text
        assert clock(chapter.clip.start) in text


@pytest.mark.parametrize(
    ("ms", "words"), [(0, "0:00"), (999, "0:00"), (61_000, "1:01"), (3_600_000, "1:00:00"), (36_065_999, "10:01:05")]
)
def test_clock(ms: int, words: str) -> None:
    assert clock(ms) == words


# ---------------------------------------------------------------- the whole text

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@st.composite
def rubied_text(draw: st.DrawFn) -> tuple[str, tuple[Ruby, ...], tuple[WordTime, ...]]:
    """Text with readings, and words that follow one another and cut none of them."""
    pieces = draw(st.lists(st.tuples(ANY, st.booleans(), ANY), max_size=6))
    text, rubies, words = "", [], []
    for k, (piece, ruled_, kana) in enumerate(pieces):
        start, text = len(text), text + piece
        if ruled_:
            rubies.append(Ruby(start, len(text), kana))
        words.append(WordTime(start, len(text), Clip(k, k + 1)))
    return text, tuple(rubies), tuple(words) if draw(st.booleans()) else ()


@given(rubied_text())
def test_markup_shows_the_text_and_nothing_else(given_: tuple[str, tuple[Ruby, ...], tuple[WordTime, ...]]) -> None:
    text, rubies, words = given_
    marked = ruled(text, rubies, words)
    assert plain(marked) == shown(text)
    assert set(re.findall(r"<(/?\w+)", marked)) <= {"ruby", "/ruby", "rt", "/rt", "span", "/span"}
    assert marked.count("<rt>") == sum(ruby.end > ruby.start for ruby in rubies)


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6), st.integers(0, 20), rubied_text())
def test_cues_cut_no_text_and_no_reading(
    cuts: list[tuple[int, int]], base: int, given_: tuple[str, tuple[Ruby, ...], tuple[WordTime, ...]]
) -> None:
    text, rubies, _ = given_
    passage = Passage("speech", (Phrase(text, "text", Clip(0, 1), (), rubies),), 1)
    stretches, at = [], 0
    for k, (start, end) in enumerate(sorted((min(pair), max(pair)) for pair in cuts)):
        if max(start, at) < end:
            stretches.append(Cut(max(start, at), end, Clip(k, k + 1)))
            at = end
    units = list(cue_units(passage, base, stretches))
    assert "".join(unit.text for unit in units) == text
    kept = sum(len(unit.rubies) for unit in units)
    assert kept == sum(ruby.end > ruby.start for ruby in rubies) or any(r.end == r.start for r in rubies)
    assert all(ruby.end <= len(unit.text) for unit in units for ruby in unit.rubies)


@pytest.mark.parametrize("unit", ["sentence", "word", "cue"])
def test_every_character_of_a_talk_is_in_its_page(book: Book, unit: Any) -> None:
    text = plain(re.sub(r"<button.*?</button>", "", body_of(book, unit).text()))
    at = 0
    for part in book.parts:
        for passage in part.passages:
            at = text.index(passage.text, at) + len(passage.text)


EVIL = "</script><script>alert(1)</script>\"'&amp;\u202e\u2028太"


def test_words_of_people_are_never_markup() -> None:
    evil = by_hand([Part(0, EVIL, (Passage("speech", (phrase(EVIL, 1, 2),), 1),))], EVIL)
    text = page(evil, "sentence", "sound.mp3")
    assert text.count("<script") == 2
    assert Elements(text).rows["s"] == [EVIL]
    assert Elements(text).known["title"] == EVIL


def test_a_title_of_300_characters_and_no_speaker() -> None:
    book = by_hand([Part(0, None, (Passage("heading", (phrase("見出し", 1, 2),), 1),))], "長" * 300)
    text = page(book, "sentence", "sound.mp3")
    assert f"<title>{'長' * 300}</title>" in text
    assert "<h3><span" in text


def test_bullets_are_a_list_and_headings_are_headings() -> None:
    def passage(kind: Any, text: str, at: int) -> Passage:
        return Passage(kind, (phrase(text, at, at + 1),), 1)

    kinds = [
        passage("prose", "一", 1),
        passage("bullet", "二", 2),
        passage("bullet", "三", 3),
        passage("prose", "四", 4),
    ]
    text = body_of(by_hand([Part(0, None, tuple(kinds))]), "sentence").text()
    assert re.sub(r"\s*<(/?)span[^>]*>|<button.*?</button>|\n", "", text).endswith(
        "<p>一</p><ul><li>二</li><li>三</li></ul><p>四</p></div></section>"
    )


# ---------------------------------------------------------------- the files


def test_the_same_edition_gives_the_same_bytes(narration: Path, tmp_path: Path) -> None:
    first, second = (made(narration, tmp_path / name).parent for name in ("a", "b"))
    for path in sorted(first.iterdir()):
        assert path.read_bytes() == (second / path.name).read_bytes(), path.name
    assert sorted(path.name for path in first.iterdir()) == ["index.html", "sound.mp3"]
    assert PRODUCER in (first / "index.html").read_text("utf-8")
    assert FORMS["html"].ours(first)


@pytest.mark.parametrize("flags", [(), ("--one-file",), ("--by", "word"), ("--by", "cue", "--ruby", "none")])
def test_the_validator_finds_nothing(narration: Path, tmp_path: Path, flags: tuple[str, ...]) -> None:
    made(narration, tmp_path, *flags)
    done = validated(tmp_path)
    assert (done.returncode, done.stdout) == (0, "player (own): clean (1 pages)\n"), done.stderr


def validated(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONUTF8": "1"}
    command = [sys.executable, str(VALIDATOR), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


DAMAGES = (
    ('"units":[', '"units":[0,', "data cannot|elements of|not within|zip"),
    ("default-src 'none'", "default-src *", "lets in too much"),
    ('src="sound.mp3"', 'src="https://example.org/sound.mp3"', "not beside the page"),
    ('href="#c1"', 'href="#c99"', "leads nowhere"),
    ('"use strict";', '"use strict"; fetch("x");', "own script"),
    ('id="t0"', 'id="text"', "stand twice"),
    ('"duration":', '"duration":9', "its sound has"),
)


@pytest.mark.parametrize(("was", "becomes", "told"), DAMAGES)
def test_the_validator_sees_damage(tmp_path: Path, was: str, becomes: str, told: str) -> None:
    folder = tmp_path / "x-html"
    folder.mkdir()
    index = saved(talk(3), folder)
    text = index.read_text("utf-8")
    assert was in text
    index.write_text(text.replace(was, becomes, 1), "utf-8")
    done = validated(tmp_path)
    assert done.returncode == 1
    assert re.search(told, done.stderr), done.stderr


def test_the_validator_skips_where_there_is_no_page(tmp_path: Path) -> None:
    done = validated(tmp_path)
    assert (done.returncode, done.stdout) == (77, "player: skipped, there is no page\n")


def test_what_the_transcript_does_not_tell_may_be_told(tmp_path: Path) -> None:
    narration = narrated(tmp_path, "甲：はい。\n乙：いいえ。\n")
    text = made(narration, tmp_path / "o", "--author", "小野 <b>", "--date", "2026-01-02").read_text("utf-8")
    assert '<meta name="author" content="小野 &lt;b&gt;">' in text
    assert "<div><dt>著者</dt><dd>小野 &lt;b&gt;</dd></div>\n<div><dt>日付</dt><dd>2026-01-02</dd></div>" in text


def test_a_sound_that_was_changed_is_refused(tmp_path: Path) -> None:
    narration = narrated(tmp_path, "甲：はい。\n乙：いいえ。\n")
    mix = narration / "灯台.wav"
    mix.write_bytes(mix.read_bytes()[:-2])
    done = CliRunner().invoke(cli, ["edition", str(narration), "--as", "html"])
    assert done.exit_code == 2
    assert "not the one its manifest tells of" in done.output
    assert not (narration / "灯台-html").exists()


# ---------------------------------------------------------------- colours

CSS = (Path(__file__).parents[2] / "toolkit" / "edition" / "player" / "page" / "page.css").read_text("utf-8")
BLOCKS = [
    dict(re.findall(r"--([\w-]+): (#[0-9a-f]+);", block)) for block in re.findall(r"\{([^{}]*--ground:[^{}]*)\}", CSS)
]
PAIRS = (
    *(("ground", words) for words in ("ink", "soft", "mark")),
    *(("card", words) for words in ("ink", "soft", "mark")),
    ("mark", "on-mark"),
    ("lit", "on-lit"),
    ("lit-word", "on-here"),
    ("hit", "on-hit"),
    ("hit-here", "on-here"),
)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    values = [int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4)]
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("number", range(len(BLOCKS)))
@pytest.mark.parametrize(("ground", "words"), PAIRS)
def test_every_pair_of_colours_is_legible(number: int, ground: str, words: str) -> None:
    """WCAG 1.4.3, also where axe-core does not look: hits of a search are no elements."""
    below = BLOCKS[4] if number == 6 else {}  # more contrast in the dark stands upon the dark
    colours = {**BLOCKS[0], **below, **BLOCKS[number]}
    low, high = sorted(_luminance(colours[name]) for name in (ground, words))
    assert (high + 0.05) / (low + 0.05) >= 4.5


def test_all_themes_are_looked_at() -> None:
    """Light, dark, sepia, high contrast; dark, more contrast and both by the system; paper."""
    assert len(BLOCKS) == 8
    assert BLOCKS[4] == BLOCKS[1]


def _jar() -> Path:
    tools = Path(os.environ.get("JIMAKU_VALIDATORS") or Path(__file__).parents[2] / ".cache" / "validators")
    return tools / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"


@pytest.mark.parametrize("flags", [(), ("--one-file", "--by", "word", "--ruby", "all")])
def test_the_nu_html_checker_finds_nothing(narration: Path, tmp_path: Path, flags: tuple[str, ...]) -> None:
    java = shutil.which("java")
    if java is None:
        pytest.skip("there is no Java")
    if not _jar().exists():
        pytest.skip("the Nu Html Checker is not here: scripts/validate installs it (npm vnu-jar)")
    index = made(narration, tmp_path, *flags)
    command = [java, "-jar", str(_jar()), "--format", "json", str(index)]
    told = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    messages = json.loads(told.stderr)["messages"]
    assert [one for one in messages if one["type"] == "error"] == []
    # vnu 26.9.27 says of every sound that its policy forbids it, even of media-src *; Chromium, which enforces the
    # policy, does not: tests/edition/test_player_browser.py
    rest = [one["message"] for one in messages if "blocked by “media-src” directive" not in one["message"]]
    assert rest == []
