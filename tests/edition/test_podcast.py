"""Podcasts: read back by parsers of others and by our check, which is shown to see what it says it sees."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import feedparser
import made_editions as made
import podcastparser
import pytest
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from narrations import turn

from toolkit.edition.book import book_of
from toolkit.edition.forms import Wanted
from toolkit.edition.podcast import chapters, write
from toolkit.edition.podcast.check import check, check_feed
from toolkit.edition.podcast.item import Episode, feed, item
from toolkit.model.edition import Edition

URL = "https://example.org/浦/talks/"


@pytest.fixture(scope="module")
def narrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made.narrate(tmp_path_factory.mktemp("podcast"))


@pytest.fixture(scope="module")
def edition(narrated: Path) -> Edition:
    return made.the_edition(narrated)


@pytest.fixture(scope="module")
def episode(narrated: Path) -> Path:
    """In the folder of the edition itself, with an address."""
    result = made.run("edition", str(narrated), "--as", "podcast", "--url", "https://example.org/talks")
    assert result.exit_code == 0, result.output
    return narrated / "港-podcast"


def test_nothing_is_found_in_what_is_written(episode: Path, edition: Edition) -> None:
    assert check(episode, book_of(edition)) == ()
    assert sorted(made.bytes_of(episode)) == sorted(
        "chapters.json episode.mp3 item.xml transcript.json transcript.srt transcript.vtt".split()
    )


def test_other_parsers_read_the_item_in_a_feed(episode: Path, edition: Edition) -> None:
    text = feed([(episode / "item.xml").read_text("utf-8")], "浦の声 <週刊>", "https://example.org/talks/")
    told = podcastparser.parse("https://example.org/talks/feed.xml", io.BytesIO(text.encode()))
    (one,) = told["episodes"]
    assert (told["title"], told["generator"].split()[0], told["language"]) == ("浦の声 <週刊>", "jimaku-toolkit", "ja")
    assert (one["title"], one["total_time"]) == ("港の朝を歩く", round(book_of(edition).duration_ms / 1000))
    (enclosure,) = one["enclosures"]
    assert enclosure["url"] == "https://example.org/talks/%E6%B8%AF-podcast/episode.mp3"
    assert enclosure["file_size"] == (episode / "episode.mp3").stat().st_size
    read = feedparser.parse(text.encode())
    assert not read.bozo
    assert read.entries[0].published == "Sun, 03 Nov 2024 00:00:00 +0900"
    assert read.entries[0].id == book_of(edition).identifier
    assert text.count("<podcast:transcript ") == 3
    assert text.count("<podcast:person>") == 2


def test_transcripts_have_the_editions_times_and_names(episode: Path, edition: Edition) -> None:
    cues = edition.timeline.cues
    captions = webvtt.read(str(episode / "transcript.vtt")).captions
    assert [round(one.start_in_seconds * 1000) // 1000 for one in captions] == [cue.start_ms // 1000 for cue in cues]
    assert "<v 佐藤>" in (episode / "transcript.vtt").read_text("utf-8")
    segments = json.loads((episode / "transcript.json").read_text("utf-8"))["segments"]
    assert [(round(s["startTime"] * 1000), s.get("speaker")) for s in segments] == [
        (timed.start_ms, timed.cue.speaker) for timed in cues
    ]


def test_an_mp3_edition_is_taken_as_it_is(tmp_path: Path) -> None:
    out = made.narrate(tmp_path, made.HARBOUR, "--format", "mp3")
    assert made.run("edition", str(out), "--as", "podcast").exit_code == 0
    assert (out / "港-podcast" / "episode.mp3").read_bytes() == (out / "港.mp3").read_bytes()
    item_text = (out / "港-podcast" / "item.xml").read_text("utf-8")
    assert "No address was told" in item_text
    assert 'url="%E6%B8%AF-podcast/episode.mp3"' in item_text


def test_the_same_edition_gives_the_same_bytes(episode: Path, narrated: Path, tmp_path: Path) -> None:
    words = ("edition", str(narrated), "--as", "podcast", "--url", "https://example.org/talks/", "-o", str(tmp_path))
    assert made.run(*words).exit_code == 0
    assert made.bytes_of(tmp_path / "港-podcast") == made.bytes_of(episode)


def _changed(name: str, old: str, new: str) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        text = (folder / name).read_text("utf-8")
        assert old in text
        (folder / name).write_bytes(text.replace(old, new, 1).encode())

    return damage


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "a file is gone": (lambda folder: (folder / "transcript.srt").unlink(), "transcript.srt: is not there"),
    "no sound": (lambda folder: (folder / "episode.mp3").write_bytes(b"ID3"), "episode.mp3: "),
    "another length": (_changed("item.xml", 'length="', 'length="1'), "bytes long"),
    "not well-formed": (_changed("item.xml", "</title>", ""), "is not well-formed"),
    "no date": (_changed("item.xml", "Sun, 03 Nov 2024 00:00:00 +0900", "昨日"), "is no date"),
    "no title": (_changed("item.xml", "<title>港の朝を歩く", "<title>"), "has no title"),
    "a type": (_changed("item.xml", 'type="text/vtt"', 'type="text/plain"'), "its transcripts are"),
    "a link to nowhere": (_changed("item.xml", "/transcript.vtt", "/other.vtt"), "names no file"),
    "a link that is none": (_changed("item.xml", "%E6%B8%AF-podcast/episode.mp3", "港/episode.mp3"), "no URL may"),
    "nobody": (_changed("item.xml", "<podcast:person>佐藤", "<podcast:person>"), "podcast:person"),
    "chapters back": (_changed("chapters.json", '"startTime": 0.0', '"startTime": 900.0'), "the chapter at 900.0"),
    "no chapters": (_changed("chapters.json", '"chapters"', '"parts"'), "holds no chapters"),
    "a version": (_changed("chapters.json", '"1.2.0"', '"2.0"'), "is of version 2.0"),
    "a time moved": (_changed("transcript.json", '"startTime": 0.5', '"startTime": 0.4'), "its times are not"),
    "a name changed": (_changed("transcript.vtt", "<v 佐藤>", "<v 田中>"), "its speakers are not"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_the_check_sees(what: str, episode: Path, edition: Edition, tmp_path: Path) -> None:
    damage, says = DAMAGES[what]
    for name, data in made.bytes_of(episode).items():
        (tmp_path / name).write_bytes(data)
    damage(tmp_path)
    found = check(tmp_path, book_of(edition))
    assert any(says in line for line in found), found


HOSTILE = ('<b>"&amp;"', "\u202e逆さ\u202c", "ゆ👩‍🌾き", "名" * 300, "a\x0bb", "--><!--", "]]>")


@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_any_names(name: str, edition: Edition, narrated: Path, tmp_path: Path) -> None:
    there = replace(
        made.around(edition, [turn("はい。そうです。", name), turn("ええ。", None)]), title='題<>"&' + "長" * 300
    )
    work = made.job(there, narrated, tmp_path / "spool")
    out = tmp_path / "episode"
    out.mkdir()
    write(work, out)
    after_the_sound = ("lasts", "the sound after")  # the sound is another edition's
    assert [line for line in check(out, work.book) if not any(words in line for words in after_the_sound)] == []


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=8, unique=True), st.sampled_from([22_050, 24_000, 48_000]))
def test_chapters_begin_where_those_of_the_sound_do(
    edition: Edition, narrated: Path, tmp_path_factory: pytest.TempPathFactory, starts: list[int], rate: int
) -> None:
    from toolkit.model.edition import Chapter

    narration = replace(edition.narration, rate=rate)
    there = replace(edition, narration=narration, chapters=tuple(Chapter(at, "章") for at in sorted(starts)))
    rows = chapters(made.job(there, narrated, tmp_path_factory.mktemp("spool")))["chapters"]
    assert [round(row["startTime"] * 1000) for row in rows] == [round(at * 1000 / rate) for at in sorted(starts)]


EPISODE = Episode("a", "題", "", (), (), "2024-11-03", "urn:uuid:1", "ja", 60, 9, "")


def test_a_feed_has_the_newest_first_and_a_lasting_guid() -> None:
    items = [item(replace(EPISODE, date=date, identifier=date)) for date in ("2024-01-05", "2025-02-01", "2023-12-31")]
    text = feed(items, "声", "https://example.org/talks/")
    guids = [entry.id for entry in feedparser.parse(text.encode()).entries]
    assert guids == ["2025-02-01", "2024-01-05", "2023-12-31"]
    space = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert f"<podcast:guid>{uuid.uuid5(space, 'example.org/talks/feed.xml')}</podcast:guid>" in text
    assert feed(items, "声", "") == feed(items, "声", "")


def test_the_namespaces_own_example_of_a_guid() -> None:
    from toolkit.edition.podcast.item import _guid

    assert str(_guid("https://podnews.net/rss/", "")) == "9b024349-ccf0-5f69-a609-6b82873eab3c"


def test_a_feed_is_checked(episode: Path, narrated: Path) -> None:
    path = narrated / "feed.xml"
    text = feed([(episode / "item.xml").read_text("utf-8")], "声", "https://example.org/talks/")
    path.write_text(text, encoding="utf-8")
    assert check_feed(path) == ()
    for old, new, says in (
        ("<podcast:guid>", "<podcast:guid>x", "has no podcast:guid"),
        ("/episode.mp3", "/none.mp3", "is not there"),
        ("<language>ja</language>", "", "has no language"),
        ("</channel>", "", "mismatched tag"),
    ):
        path.write_text(text.replace(old, new), encoding="utf-8")
        assert any(says in line for line in check_feed(path)), says
    path.unlink()


def test_wishes_are_said(edition: Edition, narrated: Path, tmp_path: Path) -> None:
    work = made.job(edition, narrated, tmp_path / "spool", Wanted(author="浜 あき", date="2026-01-02", url=URL))
    out = tmp_path / "episode"
    out.mkdir()
    write(work, out)
    text = (out / "item.xml").read_text("utf-8")
    assert "<itunes:author>浜 あき</itunes:author>" in text
    assert "Fri, 02 Jan 2026" in text
