"""``batch --as`` and ``narrate --as``: forms beside their editions, made once, named in the report, in a feed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import feedparser
import pytest
from made_editions import HARBOUR, bytes_of, run

from toolkit.batch.inputs import gather
from toolkit.batch.order import Order, Outcome, Row, row_of
from toolkit.batch.report import Report, as_data
from toolkit.batch.work import perform
from toolkit.edition.forms import Wanted
from toolkit.messages import in_japanese
from toolkit.wishes.settings import Settings

FIRST = "聞き手\n朝は何時に始まりますか。\n\n山田\n五時です。\n"
SPOKEN = ("--engine", "silent", "--jobs", "1")


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in (("in/a.txt", FIRST), ("in/浜/b.txt", HARBOUR)):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text, encoding="utf-8")


def batch(*words: str, code: int = 0) -> str:
    result = run("batch", "in", "-o", "out", *SPOKEN, *words)
    assert result.exit_code == code, result.output
    return result.stderr


def times() -> dict[str, int]:
    return {path.as_posix(): path.stat().st_mtime_ns for path in Path("out").rglob("*-*/*")}


def rows() -> list[dict[str, Any]]:
    return json.loads(Path("out/report.json").read_text("utf-8"))["rows"]  # type: ignore[no-any-return]


def test_forms_are_made_named_and_checked_once() -> None:
    assert "(0 unchanged)" in batch("--as", "daisy,podcast", "--as", "daisy")
    named = [(form["name"], form["place"], form["verdict"]) for row in rows() for form in row["forms"]]
    assert named == [
        (form, f"{place}-{form}", f"jimaku {form} check 0.1.0: nothing found")
        for place in ("a/a", "浜/b/b")
        for form in ("daisy", "podcast")
    ]
    page = Path("out/report.html").read_text("utf-8")
    assert '<a href="a/a-daisy">daisy</a>' in page
    assert page.count(in_japanese("jimaku daisy check 0.1.0: nothing found")) == 2
    before, made = _without_report(), times()
    assert "(2 unchanged)" in batch("--as", "daisy,podcast")
    assert (_without_report(), times()) == (before, made)


def _without_report() -> dict[str, bytes]:
    return {name: data for name, data in bytes_of(Path("out")).items() if not name.startswith("report.")}


def order(*forms: str, url: str = "") -> Order:
    return Order("out", Settings({"engine": "silent"}), forms=forms, wanted=Wanted(url=url))


def performed(what: Order, before: Row | None = None) -> Outcome:
    """The transcript a alone, without processes."""
    return perform(gather(["in/a.txt"], "out").tasks[0], what, before, lambda *_: None)


def test_without_forms_a_row_and_a_report_are_what_they_were() -> None:
    row = performed(order()).row
    assert "forms" not in as_data(Report((row,)))["rows"][0]
    assert "feed" not in as_data(Report((row,)))
    plain = bytes_of(Path("out"))
    more = performed(order("daisy"), row).row
    assert plain.items() < bytes_of(Path("out")).items()
    assert performed(order(), more).row == row
    assert plain.items() < bytes_of(Path("out")).items()


def _damaged(place: str) -> Callable[[], object]:
    return lambda: Path(place).write_bytes(b"damaged")


BOTH = order("daisy", "podcast")
CHANGES: dict[str, tuple[Callable[[], object], Order, set[str]]] = {
    # what happens; what is asked for then; the forms that are made anew
    "nothing": (lambda: None, BOTH, set()),
    "a file of a form is changed": (_damaged("out/a/a-daisy/s0001.smil"), BOTH, {"a-daisy"}),
    "a form is gone": (lambda: shutil.rmtree("out/a/a-daisy"), BOTH, {"a-daisy"}),
    "what it is known by is gone": (lambda: Path("out/a/a-podcast/item.xml").unlink(), BOTH, {"a-podcast"}),
    "the transcript says something else": (
        lambda: Path("in/a.txt").write_text(FIRST.replace("五時", "六時"), encoding="utf-8"),
        BOTH,
        {"a-daisy", "a-podcast"},
    ),
    "an address is told": (
        lambda: None,
        order("daisy", "podcast", url="https://example.org/"),
        {"a-daisy", "a-podcast"},
    ),
    "a form less": (lambda: None, order("podcast"), set()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_made_anew(change: str) -> None:
    happens, what, anew = CHANGES[change]
    row = performed(BOTH).row
    before = times()
    happens()
    now = performed(what, row)
    changed = {Path(name).parent.name for name, when in times().items() if before.get(name) != when}
    assert changed == anew
    assert now.unchanged == (change == "nothing")
    assert [form.name for form in now.row.forms] == list(what.forms)
    assert all(form.verdict.endswith("nothing found") for form in now.row.forms)
    assert row_of(as_data(Report((now.row,)))["rows"][0]) == now.row


def test_without_a_report_all_is_made_anew() -> None:
    row = performed(BOTH).row
    before = times()
    assert performed(BOTH).row == row
    assert not before.items() & times().items()


def test_wishes_are_fulfilled_and_make_anew() -> None:
    row = performed(order("daisy")).row
    what = replace(order("daisy"), wanted=Wanted(publisher="浜図書館"))
    assert not performed(what, row).unchanged
    assert 'name="dc:publisher" content="浜図書館"' in Path("out/a/a-daisy/ncc.html").read_text("utf-8")


def test_a_form_more_leaves_the_others() -> None:
    row = performed(order("daisy")).row
    before = times()
    performed(BOTH, row)
    assert before.items() <= times().items()
    assert Path("out/a/a-podcast/episode.mp3").is_file()


def test_what_a_person_put_into_the_remains_of_a_form_is_kept() -> None:
    row = performed(order("daisy")).row
    Path("out/a/a-daisy/ncc.html").unlink()
    Path("out/a/a-daisy/notes.txt").write_text("mine", encoding="utf-8")
    (failure,) = performed(order("daisy"), row).row.failures
    assert "is there and no daisy of ours" in failure
    assert Path("out/a/a-daisy/notes.txt").read_text("utf-8") == "mine"


def test_a_feed_of_all_episodes() -> None:
    batch("--as", "podcast", "--url", "https://example.org/港", "--title", "港の声 <朝>", code=0)
    read = feedparser.parse(Path("out/feed.xml").read_bytes())
    assert not read.bozo
    assert read.feed.title == "港の声 <朝>"
    base = "https://example.org/%E6%B8%AF/"
    links = {entry.enclosures[0].href.removeprefix(base) for entry in read.entries}
    assert links == {"a/a-podcast/episode.mp3", "%E6%B5%9C/b/b-podcast/episode.mp3"}
    assert [entry.title for entry in read.entries][-1] == "港の朝を歩く"  # of 2024; the other is of today
    report = json.loads(Path("out/report.json").read_text("utf-8"))
    assert report["feed"] == {"place": "feed.xml", "verdict": "jimaku feed check 0.1.0: nothing found"}


def test_a_transcript_that_fails_keeps_its_episode() -> None:
    batch("--as", "podcast")
    Path("in/a.txt").write_text("。。。", encoding="utf-8")
    batch("--as", "podcast", code=1)
    read = feedparser.parse(Path("out/feed.xml").read_bytes())
    assert len(read.entries) == 2
    assert read.feed.title == "out"


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        (("--as", "pdf"), "'pdf' is no form of an edition", 2),
        (("--as", "podcast", "--url", "example.org"), "is no address of a folder", 2),
        (("--as", "podcast", "--url", "https:///talks"), "is no address of a folder", 2),
        (("--as", "podcast", "--url", "https://a.org/?x=1"), "is no address of a folder", 2),
    ],
)
def test_what_cannot_be_is_refused_before_the_work(words: tuple[str, ...], says: str, code: int) -> None:
    refused = run("batch", "in", "-o", "out", *SPOKEN, *words)
    assert (refused.exit_code, says in refused.stderr, refused.stderr.count("\n")) == (code, True, 1)
    assert not Path("out").exists()


def test_a_foreign_file_in_one_form_stops_no_other_and_nothing_else_of_the_transcript() -> None:
    batch("--as", "daisy,podcast")
    Path("out/a/a-daisy/mine.txt").write_text("mine", encoding="utf-8")
    Path("in/a.txt").write_text(FIRST.replace("五時", "六時"), encoding="utf-8")
    said = batch("--as", "daisy,podcast", code=1).replace("\\", "/")
    assert "2 of 2 done (1 unchanged)" in said
    assert "out/a/a-daisy: holds mine.txt, which was not made here" in said
    row = rows()[0]
    assert row["failure"] == ""
    assert [bool(form["failure"]) for form in row["forms"]] == [True, False]
    assert "六時" in Path("out/a/a.srt").read_text("utf-8")
    assert "六時" in Path("out/a/a-podcast/transcript.srt").read_text("utf-8")
    page = Path("out/report.html").read_text("utf-8")
    assert "ここで作ったものではない mine.txt があります" in page
    assert page.count("mine.txt") == 2
    assert 'href="a/a-podcast"' in page
    Path("out/a/a-daisy/mine.txt").unlink()
    assert "2 of 2 done (1 unchanged)" in batch("--as", "daisy,podcast")


def test_what_is_not_ours_is_not_written_over() -> None:
    Path("out/a/a-daisy").mkdir(parents=True)
    Path("out/a/a-daisy/ncc.html").write_text("mine", encoding="utf-8")
    assert "a-daisy: is there and no daisy of ours" in batch("--as", "daisy", code=1)
    assert Path("out/a/a-daisy/ncc.html").read_text("utf-8") == "mine"
    Path("out/feed.xml").write_text("<rss/>", encoding="utf-8")
    assert "feed.xml: is there and no feed of ours" in batch("--as", "podcast", code=4).replace("\\", "/")
    batch("--as", "daisy,podcast", "--force")
    assert "jimaku-toolkit" in Path("out/feed.xml").read_text("utf-8")


def test_urls_have_the_same_forms() -> None:
    fsspec = pytest.importorskip("fsspec")
    memory = fsspec.filesystem("memory")
    memory.pipe("/forms-in/a.txt", FIRST.encode())
    words = ("-o", "memory://forms-out", *SPOKEN, "--no-cache", "--as", "daisy,podcast")
    first = run("batch", "memory://forms-in", *words)
    assert first.exit_code == 0, first.output
    memory.pipe("/forms-out/a/a-daisy/s0009.html", b"of another time")
    again = run("batch", "memory://forms-in", *words)
    assert "(1 unchanged)" in again.stderr
    run("batch", "in/a.txt", "-o", "out", *SPOKEN, "--as", "daisy,podcast")
    for name, data in bytes_of(Path("out/a")).items():
        if name.startswith(("a-daisy", "a-podcast")):
            assert memory.cat(f"/forms-out/a/{name}") == data, name
    assert b"<item>" in memory.cat("/forms-out/feed.xml")


def test_narrate_hands_over_in_the_same_run() -> None:
    done = run("narrate", "in/a.txt", "-o", "版", *SPOKEN, "--as", "daisy,podcast")
    assert done.exit_code == 0, done.output
    assert [line.replace("\\", "/") for line in done.stdout.splitlines()[-2:]] == ["版/a-daisy", "版/a-podcast"]
    assert Path("版/a-podcast/episode.mp3").is_file()
    refused = run("narrate", "in/a.txt", "-o", "別", *SPOKEN, "--as", "daisy,pdf")
    assert (refused.exit_code, Path("別").exists()) == (2, False)
    verified = run("verify", "版")
    assert (verified.exit_code, "nothing found" in verified.output) == (0, True)


@pytest.mark.parametrize("form", ["daisy", "podcast"])
@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda: Path("版/a.wav").unlink(), "the sound of the edition is gone"),
        (lambda: Path("版/a.wav").write_bytes(b"RIFF"), "the sound is not the one its manifest tells of"),
        (lambda: _edit('"edition": 1', '"edition": 99'), "99"),
        (lambda: Path("版/a.json").unlink(), "holds no manifest"),
    ],
    ids=["sound gone", "sound changed", "another version", "no manifest"],
)
def test_a_damaged_edition_is_refused(form: str, damage: Callable[[], object], says: str) -> None:
    assert run("narrate", "in/a.txt", "-o", "版", *SPOKEN).exit_code == 0
    damage()
    refused = run("edition", "版", "--as", form)
    assert (refused.exit_code, says in refused.stderr, refused.stderr.count("\n")) == (2, True, 1), refused.stderr
    assert not Path(f"版/a-{form}").exists()


def _edit(old: str, new: str) -> None:
    text = Path("版/a.json").read_text("utf-8")
    assert old in text
    Path("版/a.json").write_text(text.replace(old, new, 1), encoding="utf-8")
