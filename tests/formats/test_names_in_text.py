"""Names in the text of cues: when they are speakers, and that they go out and come back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.formats import csv, srt
from toolkit.formats.colours import PEOPLE
from toolkit.formats.conversion import timeline_of
from toolkit.formats.names import InText, Said, coloured, names_shown, speakers_taken
from toolkit.model import Cue, Markup, SubtitleFile, TimedCue, Timeline
from toolkit.transcript.directions import is_direction


def file_of(*cues: Cue) -> SubtitleFile:
    timed = tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues))
    return SubtitleFile(timed, tuple(range(len(cues))))


def said(*texts: str) -> SubtitleFile:
    return file_of(*(Cue(None, tuple(text.split("\n"))) for text in texts))


TALK = ("（佐藤）海です", "そうです", "（鈴木）はい", "（佐藤）\n港の声です", "（鈴木）ええ")
PROVEN: list[tuple[str, tuple[str, ...], list[str | None]]] = [
    ("every cue", ("（佐藤）海です", "（鈴木）はい"), ["佐藤", "鈴木"]),
    ("every cue, by a colon", ("佐藤：海です", "鈴木: はい"), ["佐藤", "鈴木"]),
    ("every cue but a direction", ("（佐藤）海です", "（拍手）", "（鈴木）はい"), ["佐藤", "佐藤", "鈴木"]),
    ("where another speaks", TALK, ["佐藤", "佐藤", "鈴木", "佐藤", "鈴木"]),
    ("a laugh before a text", (*TALK[:3], "（笑）そう", *TALK[3:]), ["佐藤", "佐藤", "鈴木", "鈴木", "佐藤", "鈴木"]),
    ("one alone", ("（佐藤）海です", "（佐藤）はい"), [None, None]),
    ("too few", TALK[:3], [None] * 3),
    ("not the first", ("港", *TALK), [None] * 6),
    ("one named twice over", (*TALK, "（鈴木）ええ"), [None] * 6),
    ("words of the text", (*TALK, "そこへ（佐藤）が来た"), [None] * 6),
    ("each once", ("（甲）海", "山", "（乙）海", "（丙）海", "（丁）海"), [None] * 5),
    ("nothing but brackets", ("（佐藤）", "（鈴木）"), [None, None]),
    ("times and addresses", ("10:30 始まり", "11:00 終わり"), [None, None]),
    ("an address", ("http://a.example", "https://b.example"), [None, None]),
]


@pytest.mark.parametrize(("texts", "speakers"), [row[1:] for row in PROVEN], ids=[row[0] for row in PROVEN])
def test_what_proves_that_names_are_speakers(texts: tuple[str, ...], speakers: list[str | None]) -> None:
    found = speakers_taken(said(*texts), "", is_direction).file
    assert [timed.cue.speaker for timed in found.cues] == speakers
    assert [timed.cue.text for timed in found.cues] == list(texts)


def test_what_is_told_needs_no_proof() -> None:
    named = speakers_taken(said("港", "（佐藤）海です", "そう"), "bracket", is_direction)
    assert [timed.cue.speaker for timed in named.file.cues] == [None, "佐藤", "佐藤"]
    assert (named.form, named.names) == ("bracket", ("佐藤",))
    assert named.file.cues[1].cue.label == "（佐藤）"


def test_a_file_that_names_people_itself_is_left_alone() -> None:
    voices = file_of(Cue("佐藤", ("（甲）海",)), Cue(None, ("（乙）海",)))
    assert speakers_taken(voices, "", is_direction).file == voices
    two = file_of(Cue(None, ("（甲）海",), None, (Markup(0, 2, "speaker", "佐藤"),)), Cue(None, ("（乙）海",)))
    assert speakers_taken(two, "", is_direction).file == two


_CUES = st.lists(
    st.tuples(st.sampled_from(["佐藤", "鈴木", "森 花子"]), st.text("海の声は静か", min_size=1, max_size=9)),
    min_size=2,
    max_size=9,
)


@given(_CUES, st.sampled_from(["bracket", "colon"]), st.booleans())
@settings(deadline=None)
def test_a_table_through_subrip_is_the_table(cues: list[tuple[str, str]], form: InText, always: bool) -> None:
    timed = tuple(TimedCue(k * 1000, k * 1000 + 900, Cue(who, (text,))) for k, (who, text) in enumerate(cues))
    if form == "colon":
        timed = tuple(replace(t, cue=replace(t.cue, speaker=(t.cue.speaker or "").replace(" ", ""))) for t in timed)
    table = csv.write(Timeline(timed, 9000))
    first, _ = timeline_of(csv.read(table))
    subrip = srt.write(names_shown(first, form, always=always))
    back, _ = timeline_of(speakers_taken(srt.read(subrip), form, is_direction).file)
    assert csv.write(back) == table


A, B = (Markup(start, end, "speaker", who) for start, end, who in ((0, 3, "岬"), (3, 5, "波多野")))
BOTH = Cue(None, ("海は", "はい"), None, (A, B))
TOGETHER: list[tuple[str, Said, bool, tuple[Cue, ...], list[str]]] = [
    ("each by name", "bracket", False, (BOTH,), ["（岬）海は\n（波多野）はい"]),
    ("one who goes on", "colon", False, (Cue("岬", ("港",)), BOTH), ["岬：港", "海は\n波多野：はい"]),
    ("always", "colon", True, (Cue("岬", ("港",)), BOTH), ["岬：港", "岬：海は\n波多野：はい"]),
    ("the last goes on", "bracket", False, (BOTH, Cue("波多野", ("港",))), ["（岬）海は\n（波多野）はい", "港"]),
    ("dashes", "dash", False, (BOTH, Cue("波多野", ("港",))), ["-海は\n-はい", "港"]),
    ("on one line", "dash", False, (replace(BOTH, lines=("海は、はい",)),), ["-海は、\n-はい"]),
    ("a name as it stands", "dash", False, (Cue("岬", ("（岬）港",), label="（岬）"),), ["（岬）港"]),
    (
        "no room beside it",
        "bracket",
        False,
        (Cue("波多野", ("港の声がまだ聞こえている",)),),
        ["（波多野）\n港の声がまだ聞こえている"],
    ),
    ("no room anywhere", "bracket", False, (Cue("岬", ("港の声", "です")),), ["（岬）港の声\nです"]),
]


@pytest.mark.parametrize(
    ("form", "always", "cues", "texts"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER]
)
def test_several_in_one_cue_and_names_without_room(
    form: Said, always: bool, cues: tuple[Cue, ...], texts: list[str]
) -> None:
    shown = names_shown(timeline_of(file_of(*cues))[0], form, always=always)
    assert [timed.cue.text for timed in shown.cues] == texts
    assert form == "dash" or not any(m.kind == "speaker" for timed in shown.cues for m in timed.cue.markup)


def test_each_person_has_a_colour() -> None:
    shown = coloured(timeline_of(file_of(BOTH, Cue("波多野", ("港",)), Cue(None, ("♪",))))[0])
    first, second, third = (timed.cue for timed in shown.cues)
    marked = [(m.start, m.end, m.value) for m in first.markup if m.kind == "colour"]
    assert marked == [(0, 3, PEOPLE[0]), (3, 5, PEOPLE[1])]
    assert (second.markup, third.markup) == ((Markup(0, 1, "colour", PEOPLE[1]),), ())
    alone = timeline_of(file_of(Cue("岬", ("港",))))[0]
    assert coloured(alone) == alone
    assert coloured(shown) == shown


def test_names_move_what_is_marked() -> None:
    cue = Cue("佐藤", ("海です",), None, (Markup(0, 0, "placement", "{\\an8}"), Markup(1, 3, "bold")))
    shown = names_shown(Timeline((TimedCue(0, 900, cue),), 900), "bracket").cues[0].cue
    assert [shown.text[m.start : m.end] for m in shown.markup] == ["", "です"]
    again = names_shown(Timeline((TimedCue(0, 900, shown),), 900), "colon").cues[0].cue
    assert again.text == "佐藤：海です"
    assert [again.text[m.start : m.end] for m in again.markup] == ["", "です"]
