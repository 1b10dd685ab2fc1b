"""DAISY 2.02: read back by another's reader and by our check, which is shown to see what it says it sees."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import made_editions as made
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from narrations import turn

from toolkit.edition.book import Book, book_of
from toolkit.edition.daisy import write
from toolkit.edition.daisy.check import check
from toolkit.edition.daisy.ncc import facts_of
from toolkit.edition.daisy.outline import sections_of
from toolkit.edition.daisy.reader import SmilFile, smil_of
from toolkit.edition.daisy.smil import smil
from toolkit.edition.forms import Wanted
from toolkit.edition.sound import chapter_bounds
from toolkit.errors import InputError
from toolkit.model import Opening, Paragraph, ParagraphKind, Turn
from toolkit.model.edition import Edition
from toolkit.narration import Delivery

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def narrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.narrate(tmp_path_factory.mktemp("daisy"))


@pytest.fixture(scope="module")
def edition(narrated: Path) -> Edition:
    return made.the_edition(narrated)


@pytest.fixture(scope="module")
def shelf(narrated: Path) -> Path:
    result = made.run("edition", str(narrated), "--as", "daisy", "-o", str(narrated.parent / "棚"))
    assert result.exit_code == 0, result.output
    return narrated.parent / "棚" / "港-daisy"


@pytest.fixture(scope="module")
def reader() -> Callable[[Path], Any]:
    pytest.importorskip("chardet")
    spec = importlib.util.spec_from_file_location("validate_daisy", ROOT / "scripts" / "validators" / "daisy.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.read_back  # type: ignore[no-any-return]


def test_nothing_is_found_in_what_is_written(shelf: Path, edition: Edition) -> None:
    assert check(shelf, book_of(edition)) == ()


def test_another_reader_finds_levels_words_and_times(
    shelf: Path, edition: Edition, reader: Callable[[Path], Any]
) -> None:
    read = reader(shelf)
    assert [(entry.level, entry.text) for entry in read.toc_entries] == [
        (1, "港の朝を歩く"),
        (1, "はじまりの汽笛"),
        (2, "佐藤：おはようございます。今日は港の話を聞きます（笑）。船は何時…"),
        (2, "田中：五時です。霧が出ると、遅れます。（汽笛）"),
        (1, "網を直す人びと"),
        (2, "佐藤：網はだれが直すのですか？"),
        (2, "田中：みんなです。昼すぎに、浜で直します。"),
    ]
    book = book_of(edition)
    smils = {smil.reference.resource: smil for smil in read.smils}
    for smil_file, start, chapter in zip(smils.values(), chapter_bounds(book), book.chapters, strict=False):
        heard = [(p.text, p.clip.start - start) for part in chapter.parts for p in part.phrases if p.clip]
        sections = [section for section in smil_file.sections if section.text.content not in book.people]
        assert [(s.text.content, round(s.clips[0].begin * 1000)) for s in sections] == heard
    told = {one.name: one.content for one in read.metadata}
    assert told["dc:creator"] == "灘 しおり"
    assert told["dc:date"] == told["ncc:sourceDate"] == "2024-11-03"
    assert (told["dc:source"], told["ncc:depth"], told["ncc:prodNotes"]) == ("浦の便り", "2", "1")


def test_announcements_and_directions_can_be_skipped(shelf: Path) -> None:
    pars = [par for name in ("s0002", "s0003") for par in smil_of(shelf / f"{name}.smil").pars]
    assert sum(par.required == "prodnote-on" for par in pars) == 4 + 1
    assert {par.required for par in pars} == {"", "prodnote-on"}


def test_the_same_edition_gives_the_same_bytes(shelf: Path, narrated: Path, tmp_path: Path) -> None:
    assert made.run("edition", str(narrated), "--as", "daisy", "-o", str(tmp_path)).exit_code == 0
    assert made.bytes_of(tmp_path / "港-daisy") == made.bytes_of(shelf)


def _changed(name: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_bytes(text.replace(old, new, 1).encode())

    return damage


def _gone(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _matched(name: str, pattern: str, new: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / name
        text, count = re.subn(pattern, new, path.read_text("utf-8"), count=1)
        assert count
        path.write_bytes(text.encode())

    return damage


NPT, LAST = r"npt=\d+\.\d+s", r".*\n</par>\n</seq>"
DAMAGES = {
    "no navigation": (_gone("ncc.html"), "ncc.html: cannot be read"),
    "a sound is gone": (_gone("s0002.mp3"), "s0002.mp3: "),
    "not well-formed": (_changed("s0001.smil", "</par>", ""), "is not well-formed"),
    "a mandatory field": (_changed("ncc.html", "dc:publisher", "dc:publicist"), "dc:publisher stands 0 times"),
    "an empty field": (_matched("ncc.html", '(dc:creator" content=)"[^"]+"', r'\1" "'), "is empty"),
    "no date": (_changed("ncc.html", 'dc:date" content="2024-11-03"', 'dc:date" content="2024"'), "is no date"),
    "another format": (_changed("ncc.html", "Daisy 2.02", "Daisy 3"), "dc:format is Daisy 3"),
    "items counted": (_changed("ncc.html", 'tocItems" content="8"', 'tocItems" content="9"'), "should be 8"),
    "total time": (_matched("ncc.html", 'totalTime" content="00:00:', 'totalTime" content="00:01:'), "ncc:totalTime"),
    "no title first": (_changed("ncc.html", 'h1 class="title"', "h1"), "h1 of class title"),
    "a level is left out": (_matched("ncc.html", "<h2( .*)</h2>", r"<h3\1</h3>"), "a level is left out"),
    "a link to nowhere": (_changed("ncc.html", "s0002.smil#t00002", "s0002.smil#t99999"), "leads nowhere"),
    "order": (_changed("ncc.html", "s0002.smil#t00005", "s0002.smil#t00001"), "order in which they are heard"),
    "a text to nowhere": (_changed("s0002.smil", "s0002.html#t00003", "s0002.html#x"), "s0002.html#x leads nowhere"),
    "an id twice": (_changed("s0003.smil", 'id="p00002"', 'id="p00001"'), "stands twice"),
    "a section is not listed": (_matched("master.smil", "<ref .*s0002.*\n", ""), "master.smil: does not list"),
    "past the end": (_matched("s0003.smil", rf'clip-end="{NPT}"({LAST})', r'clip-end="npt=99.000s"\1'), "sound after"),
    "goes back": (_matched("s0002.smil", r'(a00003[^$]*?)clip-begin="npt=\d+', r'\1clip-begin="npt=0'), "goes back"),
    "elapsed": (_matched("s0002.smil", r'ElapsedTime" content="00:00', 'ElapsedTime" content="00:01'), "totalElapsed"),
    "the seq's length": (_matched("s0002.smil", r'seq dur="\d+', 'seq dur="1'), "its seq lasts 1"),
    "a sentence is lost": (_changed("s0002.html", "霧が出ると、", ""), "the text of turn"),
    "words moved": (_matched("s0003.smil", f'clip-begin="{NPT}"', 'clip-begin="npt=0.001s"'), "when the words do"),
    "a name for few players": (lambda folder: (folder / "港.txt").write_text(""), "is no name for every player"),
}  # fmt: skip


@pytest.mark.parametrize("what", DAMAGES)
def test_the_check_sees(what: str, shelf: Path, edition: Edition, tmp_path: Path) -> None:
    damage, says = DAMAGES[what]
    for name, data in made.bytes_of(shelf).items():
        (tmp_path / name).write_bytes(data)
    damage(tmp_path)
    assert any(says in line for line in check(tmp_path, book_of(edition))), check(tmp_path, book_of(edition))


HOSTILE = ('<b>"&amp;"', "\u202e逆さ\u202c", "ゆ👩‍🌾き", "名" * 300, "a\x0bb", "--><!--", "]]>")
SHOPPING: tuple[tuple[str, ParagraphKind], ...] = (
    ("買い物", "prose"),
    ("網", "bullet"),
    ("綱", "bullet"),
    ("以上", "prose"),
    ("帆", "bullet"),
)
TALKS: dict[str, Sequence[Turn]] = {
    **{repr(name[:12]): (turn(f"{name}です。それは{name}。", name), turn("はい。", None)) for name in HOSTILE},
    "one turn": (turn("はい。"),),
    "nothing is said in the middle": (turn("はい。"), turn("……", "田中"), turn("ええ。")),
    "a lone narrator": (turn("港に朝が来た。", None),),
    "lines in a paragraph": (Turn("佐藤", (Paragraph("一行目。\n二行目。", 1), Paragraph("次。", 3, "bullet")), 1),),
}


@pytest.mark.parametrize("what", TALKS)
@pytest.mark.parametrize("sections", [(), (Opening(0, "interview", '節<1>"&'),)], ids=["no section", "a section"])
def test_any_names_and_shapes(
    what: str, sections: tuple[Opening, ...], edition: Edition, narrated: Path, tmp_path: Path
) -> None:
    there = replace(made.around(edition, TALKS[what], sections), title='題<>"&' + "長" * 300)
    work = made.job(there, narrated, tmp_path / "spool")
    out = tmp_path / "book"
    out.mkdir()
    write(work, out)
    found = [line for line in check(out, work.book) if "the sound after" not in line]
    assert found == []


def test_bullets_after_one_another_are_one_list(edition: Edition) -> None:
    paragraphs = tuple(Paragraph(f"{word}。", k, kind) for k, (word, kind) in enumerate(SHOPPING, 1))
    (section,) = sections_of(book_of(made.around(edition, [Turn(None, paragraphs, 1)])))
    shape = re.sub(r"<span[^>]*>|</span>", "", section.body).splitlines()
    assert shape == [
        '<h1 class="title" id="t00001">港の朝を歩く</h1>',
        "<p>買い物。</p>",
        "<ul><li>網。</li><li>綱。</li></ul>",
        "<p>以上。</p>",
        "<ul><li>帆。</li></ul>",
    ]


def test_nothing_to_hear(edition: Edition, narrated: Path, tmp_path: Path) -> None:
    there = made.around(edition, [turn("……"), turn("（）", "田中")])
    assert all(chapter.clip is None for chapter in book_of(there).chapters)
    with pytest.raises(InputError, match="nothing is heard"):
        write(made.job(there, narrated, tmp_path / "spool"), tmp_path)


def _smils(book: Book, edition: Edition, narrated: Path, folder: Path) -> list[SmilFile]:
    facts = facts_of(made.job(edition, narrated, folder / "spool"))
    found = []
    for section in sections_of(book):
        path = folder / f"s{section.number:04}.smil"
        path.write_text(smil(section, facts, 0), encoding="utf-8")
        found.append(smil_of(path))
    return found


WORDS = st.text("港の朝はです。、？！…（）笑", min_size=1, max_size=12)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["佐藤", "田中", None]), WORDS), min_size=1, max_size=6),
    st.sampled_from(["never", "first", "change"]),
    st.booleans(),
)
def test_times_are_the_books(
    edition: Edition,
    narrated: Path,
    tmp_path_factory: pytest.TempPathFactory,
    said: list[tuple[str | None, str]],
    announce: str,
    halved: bool,
) -> None:
    turns = [turn(text, who) for who, text in said]
    sections = [Opening(k, "interview", f"第{k}") for k in (0, len(turns) // 2)] if halved and len(turns) > 1 else []
    there = made.around(edition, turns, sections, Delivery(announce=announce))  # type: ignore[arg-type]
    book = book_of(there)
    assume(any(chapter.clip for chapter in book.chapters))
    bounds = chapter_bounds(book)
    smils = _smils(book, there, narrated, tmp_path_factory.mktemp("smil"))
    made_starts = [
        clip.start + at for one, at in zip(smils, bounds, strict=False) for p in one.pars for clip in p.clips
    ]
    clips = [clip for part in book.parts for clip in (part.announced, *(p.clip for p in part.phrases)) if clip]
    lead = [0] if clips and min(clip.start for clip in clips) > 0 else []
    assert made_starts == [*lead, *(clip.start for clip in clips)]
    for one, (start, stop) in zip(smils, pairwise(bounds), strict=False):
        ends = [clip.end for par in one.pars for clip in par.clips]
        assert ends[-1] == stop - start
        assert [clip.start for par in one.pars for clip in par.clips][1:] == ends[:-1]  # the pauses are played


def test_ten_thousand_turns(edition: Edition, narrated: Path, tmp_path: Path) -> None:
    turns = [turn(f"{k}番です。", ("佐藤", "田中")[k % 2]) for k in range(10_000)]
    there = made.around(edition, turns)
    book = book_of(there)
    (section,) = sections_of(book)
    assert len(section.entries) == 10_001
    assert len([event for event in section.events if event.clip]) >= 10_000
    (read,) = _smils(book, there, narrated, tmp_path)
    assert read.length == book.duration_ms


def test_wishes_are_said(edition: Edition, narrated: Path, tmp_path: Path) -> None:
    wanted = Wanted(author="浜 あき", publisher="港町点字図書館", date="2026-01-02")
    facts = facts_of(made.job(edition, narrated, tmp_path / "spool", wanted))
    assert (facts.creator, facts.publisher, facts.date) == ("浜 あき", "港町点字図書館", "2026-01-02")


def test_a_day_for_a_transcript_that_tells_none(edition: Edition, narrated: Path, tmp_path: Path) -> None:
    work = made.job(replace(edition, meta={}), narrated, tmp_path / "spool")
    made.touched(work.sound.mix, 1_767_225_600)  # 2026-01-01 in UTC
    facts = facts_of(work)
    assert (facts.date, facts.source_date, facts.creator) == ("2026-01-01", "", "不明")
