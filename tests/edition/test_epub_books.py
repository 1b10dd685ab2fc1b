"""The EPUB: its times are the book's, all of the text is in it, equal editions are equal files."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from talk_books import book_of_chapters, book_of_parts, book_of_texts

from toolkit.edition.book import Book, Chapter, Clip, Part, Passage, Phrase, Ruby, WordTime
from toolkit.edition.epub import cover, twin, write
from toolkit.edition.epub.check import durations, ordered
from toolkit.edition.epub.layout import bounds, sheets
from toolkit.edition.epub.markup import words, xml
from toolkit.edition.epub.reader import read as read_back
from toolkit.edition.forms import PRODUCER, Job, Wanted
from toolkit.edition.sound import Piece, chapter_bounds
from toolkit.errors import InputError
from toolkit.model import Cue, Source, TimedCue, Timeline

USUAL = Wanted()
ODD = "\"'<>&\u202e\u2067\u200f😀👩‍👩‍👧\x00\x1f\ufffe\u2028\r]]>海の話、です。A12 　"


class Silence:
    """Pieces that hold nothing: what is tested is where they lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cut: list[tuple[int, ...]] = []

    def pieces(self, cuts: Sequence[int], form: str = "mp3", titles: Sequence[str] = ()) -> tuple[Piece, ...]:
        self.cut.append(tuple(cuts))
        assert len(titles) == len(cuts) - 1
        made = []
        for number, (start, end) in enumerate(pairwise(cuts)):
            path = self.folder / f"{number}.{form}"
            path.write_bytes(b"sound")
            made.append(Piece(path, start, end))
        return tuple(made)


def made(book: Book, folder: Path, wanted: Wanted = USUAL, form: Any = write) -> Path:
    edition: Any = SimpleNamespace(provenance=SimpleNamespace(jimaku="1"))
    sound: Any = Silence(folder)
    out = folder / "book.epub"
    form(Job(edition, folder, book, sound, wanted), out)
    return out


def silent_part(text: str, number: int = 0) -> Part:
    return Part(number, "汐里", (Passage("speech", (Phrase(text, "silent"),), number),))


# any book

TEXT = st.text(st.sampled_from(ODD), min_size=1, max_size=12)
NAME = st.sampled_from(["汐里", '"<甲>&', "\u202e乙\u202c", "👩‍👩‍👧", None])


@st.composite
def phrases(draw: st.DrawFn, clock: list[int]) -> Phrase:
    text = draw(TEXT)
    if not draw(st.integers(0, 4)):
        return Phrase(text, "silent")
    start = clock[0] + draw(st.sampled_from([0, 1, 400]))
    length = draw(st.integers(1, 3000))
    clock[0] = start + length
    cuts = sorted(draw(st.sets(st.integers(1, len(text) - 1), max_size=3))) if len(text) > 1 else []
    words_ = ()
    if draw(st.booleans()) and length > len(cuts):
        edges = [0, *cuts, len(text)]
        times = [start + length * k // (len(edges) - 1) for k in range(len(edges))]
        words_ = tuple(
            WordTime(a, b, Clip(times[k], max(times[k + 1], times[k] + 1))) for k, (a, b) in enumerate(pairwise(edges))
        )
    rubies = (Ruby(0, min(2, len(text)), "うみ"),) if draw(st.booleans()) else ()
    kind = draw(st.sampled_from(["text", "text", "direction"]))
    return Phrase(text, kind, Clip(start, start + length), words_, rubies)


@st.composite
def books(draw: st.DrawFn) -> Book:
    clock = [draw(st.integers(0, 900))]
    number = 0
    chapters = []
    for _ in range(draw(st.integers(1, 3))):
        parts = []
        headed = draw(st.booleans())
        for k in range(draw(st.integers(1, 3))):
            speaker = draw(NAME)
            called = None
            if speaker and draw(st.booleans()):
                called = Clip(clock[0] + 10, clock[0] + 500)
                clock[0] += 510
            passages = []
            for n in range(draw(st.integers(1, 3))):
                kind = draw(st.sampled_from(["speech", "prose", "bullet", "heading"]))
                opens = headed and not k and not n
                found = tuple(draw(st.lists(phrases(clock), min_size=1, max_size=3)))
                passages.append(Passage("heading" if opens else kind, found, number))
            parts.append(Part(number, speaker, tuple(passages), called))
            number += 1
        chapters.append(Chapter(draw(TEXT), "interview", tuple(parts), headed))
    title = draw(st.one_of(TEXT, st.just("長い題名、" * 60)))
    return replace(book_of_chapters(*chapters, duration_ms=clock[0] + draw(st.integers(0, 800))), title=title)


def shown(text: str) -> str:
    """As an XML parser gives it back."""
    return "".join(c if (c >= " " and c not in "\ufffe\uffff") or c in "\t\n\r" else "\ufffd" for c in text)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(book=books(), unit=st.sampled_from(["sentence", "word"]))
def test_times_are_the_books_and_all_its_text_is_there(book: Book, unit: Any, tmp_path: Path) -> None:
    read = read_back(made(book, tmp_path, Wanted(unit=unit, vertical=False)))
    chapters = [page for page in read.pages if page.chapter]
    assert [text for page in chapters for text in page.texts] == [
        shown(passage.text) for part in book.parts for passage in part.passages
    ]
    assert [n for page in chapters for n in page.names] == [shown(p.speaker) for p in book.parts if p.speaker]
    cuts = bounds(book, sheets(book, unit))
    pieces = iter(pairwise(cuts))
    starts: list[int] = []
    for page in chapters:
        if page.overlay:
            start, end = next(pieces)
            starts += [start + par.begin for par in page.overlay]
            assert max(par.end for par in page.overlay) == end - start
            spans = sorted((par.begin, par.end) for par in page.overlay)
            assert all(before[1] == after[0] for before, after in pairwise(spans))
            assert page.lasts == sum(par.end - par.begin for par in page.overlay)
    assert starts == [clip.start for clip in expected(book, unit)]
    assert (read.lasts or 0) == sum(page.lasts or 0 for page in chapters)
    assert [*ordered(chapters[0]), *durations(read)] == []


def expected(book: Book, unit: str) -> list[Clip]:
    """What is heard of a book, in the order of its pages."""
    clips: list[Clip | None] = []
    for chapter in book.chapters:
        for k, part in enumerate(chapter.parts):
            opens = chapter.headed and not k
            own = [[clip for phrase in passage.phrases for clip in of(phrase, unit)] for passage in part.passages]
            first, rest = (own[:1], own[1:]) if opens else ([], own)
            clips += [*chain(*first), part.announced, *chain(*rest)]
    return [clip for clip in clips if clip]


def of(phrase: Phrase, unit: str) -> list[Clip | None]:
    if unit == "sentence" or not phrase.words:
        return [phrase.clip]
    under = {k for ruby in phrase.rubies for k in range(ruby.start + 1, ruby.end)}
    return [word.clip for word in phrase.words if not word.start or word.start not in under]


def test_by_subtitle_the_times_are_those_of_the_subtitles(tmp_path: Path) -> None:
    book = book_of_texts("海の話をします。よろしく。")
    cues = [
        TimedCue(0, 500, Cue("汐里", ("海の話を",), Source(0, 0, 4)), "speech"),
        TimedCue(500, 1200, Cue("汐里", ("します。",), Source(0, 4, 8)), "speech"),
    ]
    read = read_back(made(replace(book, timeline=Timeline(tuple(cues), 1400)), tmp_path, Wanted(unit="cue")))
    (page,) = [page for page in read.pages if page.chapter]
    assert [(page.words[par.fragment], par.begin, par.end) for par in page.overlay] == [
        ("海の話を", 0, 500),
        ("します。", 500, book.duration_ms),
    ]
    assert page.texts == ("海の話をします。よろしく。",)


def test_two_people_in_one_subtitle_share_its_time(tmp_path: Path) -> None:
    parts = [silent_part("はい。", 0), silent_part("いいえ。", 1)]
    cue = Cue("汐里", ("はい。", "いいえ。"), Source(0, 0, 3), second=Source(1, 0, 4))
    book = replace(book_of_parts(*parts), timeline=Timeline((TimedCue(100, 800, cue),), 1000), duration_ms=1000)
    read = read_back(made(book, tmp_path, Wanted(unit="cue")))
    (page,) = [page for page in read.pages if page.chapter]
    assert [(page.words[par.fragment], par.begin, par.end) for par in page.overlay] == [
        ("はい。", 100, 400),
        ("いいえ。", 400, 1000),
    ]


@settings(deadline=None)
@given(books())
def test_sound_is_cut_as_for_every_other_form(book: Book) -> None:
    assert bounds(book, sheets(book, "sentence")) == chapter_bounds(book)


def test_a_chapter_without_sound_has_no_overlay(tmp_path: Path) -> None:
    silent = Chapter("前書き", "article", (Part(0, None, (Passage("prose", (Phrase("注。", "silent"),), 1),)),), False)
    heard = Chapter("本文", "interview", book_of_texts("海。").parts, False)
    read = read_back(made(book_of_chapters(silent, heard, duration_ms=2000), tmp_path))
    assert [bool(page.overlay) for page in read.pages if page.chapter] == [False, True]
    assert "auditory" not in read.said("schema:accessModeSufficient")


def test_a_book_in_which_nothing_is_heard_is_a_book(tmp_path: Path) -> None:
    read = read_back(made(book_of_parts(Part(0, "汐里", (Passage("speech", (Phrase("……", "silent"),), 1),))), tmp_path))
    assert [page.overlay for page in read.pages] == [()] * len(read.pages)
    assert read.lasts == 0


def test_equal_editions_are_equal_files(tmp_path: Path) -> None:
    book = book_of_texts("海。", "山。")
    first = made(book, tmp_path).read_bytes()
    assert made(book, tmp_path).read_bytes() == first


def test_the_container_is_as_ocf_wants_it(tmp_path: Path) -> None:
    path = made(book_of_texts("海。"), tmp_path)
    read = read_back(path)
    assert read.bare
    assert path.read_bytes()[38:58] == b"application/epub+zip"
    with zipfile.ZipFile(path) as archive:
        assert PRODUCER.encode() in archive.read("EPUB/package.opf")
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_twin_has_the_text_and_no_sound(tmp_path: Path) -> None:
    book = book_of_texts("海。", rubies=(Ruby(0, 1, "うみ"),))
    loud, silent = read_back(made(book, tmp_path)), read_back(made(book, tmp_path, form=twin.write))
    assert [page.texts for page in silent.pages if page.chapter] == [page.texts for page in loud.pages if page.chapter]
    assert not [name for name in silent.entries if name.endswith((".mp3", ".smil"))]
    assert silent.lasts is None
    assert silent.said("schema:accessMode") == ["textual"]
    assert silent.said("identifier") != loud.said("identifier")


FACTS = [
    ("title", ["海の話"]),
    ("language", ["ja"]),
    ("creator", ["宇津井"]),
    ("date", ["2026-01-02"]),
    ("dcterms:modified", ["2026-01-02T00:00:00Z"]),
    ("schema:accessMode", ["textual", "auditory"]),
    ("schema:accessModeSufficient", ["textual,auditory", "textual", "auditory"]),
    ("schema:accessibilityHazard", ["none"]),
    ("dcterms:conformsTo", ["EPUB Accessibility 1.1 - WCAG 2.2 Level AA"]),
    ("media:narrator", ["mei"]),
]


@pytest.mark.parametrize(("name", "values"), FACTS)
def test_what_the_book_says_of_itself(name: str, values: list[str], tmp_path: Path) -> None:
    wanted = Wanted(author="宇津井", date="2026-01-02")
    assert read_back(made(book_of_texts("海。"), tmp_path, wanted)).said(name) == values


def test_features_follow_what_is_in_the_book(tmp_path: Path) -> None:
    def features(wanted: Wanted) -> set[str]:
        book = book_of_texts("海。", rubies=(Ruby(0, 1, "うみ"),))
        return set(read_back(made(book, tmp_path, wanted)).said("schema:accessibilityFeature"))

    assert features(Wanted()) - features(Wanted(ruby="none")) == {"rubyAnnotations"}
    assert features(Wanted(ruby="all")) - features(Wanted()) == {"fullRubyAnnotations"}
    assert features(Wanted(vertical=True)) - features(Wanted()) == {"verticalWriting"}


def test_the_voices_credits_are_shown(tmp_path: Path) -> None:
    read = read_back(made(book_of_texts("海。"), tmp_path))
    (colophon,) = [page for page in read.pages if page.href == "colophon.xhtml"]
    assert "Voice “mei”: CC BY 3.0" in colophon.texts


RUBY = [
    ("海", [Ruby(0, 1, "うみ")], "<ruby>海<rt>うみ</rt></ruby>"),
    ("学校へ", [Ruby(0, 1, "がっ"), Ruby(1, 2, "こう")], "<ruby>学<rt>がっ</rt>校<rt>こう</rt></ruby>へ"),
    ("お海の山", [Ruby(1, 2, "う"), Ruby(3, 4, "や")], "お<ruby>海<rt>う</rt></ruby>の<ruby>山<rt>や</rt></ruby>"),
    ("海", [Ruby(0, 1, "う"), Ruby(0, 1, "み")], "<ruby>海<rt>う</rt></ruby>"),
    ("<&", [], "&lt;&amp;"),
]


@pytest.mark.parametrize(("text", "rubies", "expected"), RUBY)
def test_words_with_their_readings(text: str, rubies: list[Ruby], expected: str) -> None:
    assert words(text, rubies) == expected


UPRIGHT = [("12月", '<span class="upright">12</span>月'), ("2024年", "2024年"), ("3.14", "3.14"), ("A12", "A12")]


@pytest.mark.parametrize(("text", "expected"), UPRIGHT)
def test_two_digits_stand_upright_in_a_column(text: str, expected: str) -> None:
    assert words(text, (), vertical=True) == expected


def test_what_no_xml_can_hold_is_shown_as_a_mark() -> None:
    assert xml('a\x00\ufffe\r"') == "a\ufffd\ufffd&#13;&quot;"


# the cover

LONG = "潮の満ち引きで島を照らす　海峡発電「シオジ」の七年"
TITLES = [
    "海の話",
    LONG,
    "Windowsとは何か",
    "長い題名、" * 60,
    "界" * 300,
    "A" * 300,
    "😀",
]


@pytest.mark.parametrize("title", TITLES)
def test_a_title_is_set_in_lines_that_fit(title: str) -> None:
    columns, lines = cover.set_title(title)
    assert len(lines) * cover._INNER / columns * cover._LEADING <= cover._ROOM + 1
    assert "".join(lines).replace("…", "") in title.replace("　", "")
    assert not [line for line in lines if line[0] in "、。」ー"]


def test_a_title_is_broken_where_phrases_end() -> None:
    _, lines = cover.set_title(LONG)
    assert lines == ["潮の満ち引きで", "島を照らす", "海峡発電", "「シオジ」の七年"]


def test_a_picture_is_known_by_what_it_is(tmp_path: Path) -> None:
    picture = tmp_path / "cover.png"
    picture.write_bytes(b"\xff\xd8\xff\xe0rest")
    assert cover.cover_of(book_of_texts("海。"), picture).media == "image/jpeg"
    picture.write_bytes(b"GIF89a")
    with pytest.raises(InputError, match="neither a JPEG nor a PNG"):
        cover.cover_of(book_of_texts("海。"), picture)


def test_ten_thousand_turns(tmp_path: Path) -> None:
    parts = [
        Part(
            k, ("甲", "乙")[k % 2], (Passage("speech", (Phrase("はい。", "text", Clip(k * 1000, k * 1000 + 700)),), k),)
        )
        for k in range(10_000)
    ]
    (page,) = [page for page in read_back(made(book_of_parts(*parts), tmp_path)).pages if page.chapter]
    assert [par.begin for par in page.overlay] == [k * 1000 for k in range(10_000)]
