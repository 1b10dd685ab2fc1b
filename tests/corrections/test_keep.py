"""A person's corrections stay exactly as they are, and everything else is made anew around them."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from toolkit.corrections.hand import Hand
from toolkit.corrections.keep import Kept
from toolkit.corrections.passage import letters
from toolkit.formats import DEFAULT, FORMATS
from toolkit.model import Cue, TimedCue, Timeline
from toolkit.pipeline import Cutting, corrected, subtitles
from toolkit.styles import STYLES
from toolkit.system.written import KeptRow, Written
from toolkit.transcript import parse_script

CUTTING = Cutting(STYLES["sdh"])
SENTENCES = (
    "船着き場の灯台は、もう三十年も回っていません。",
    "それでも夜になると、誰かが窓を拭きに行くんです。",
    "なぜでしょうか？",
    "祖父は「光らなくても灯台だ」と言っていました。",
    "はい。",
    "レンズを磨く布は12枚、[拍手]油は年に2缶だけです。",
    "最初の冬は、階段を上るだけで息が切れました。",
)
TEXT = f"""岬 ゆう：{"".join(SENTENCES[:3])}
波多野：{SENTENCES[3]}
岬 ゆう：はい。
波多野：{"".join(SENTENCES[5:])}
"""

Rows = tuple[KeptRow, ...]


def written(text: str, cutting: Cutting = CUTTING) -> tuple[TimedCue, ...]:
    """The cues of a transcript as they read from the file."""
    return DEFAULT.read(DEFAULT.write(subtitles(parse_script(text), cutting)[0])).cues


def kept(
    text: str,
    cues: tuple[TimedCue, ...],
    before: tuple[TimedCue, ...] | None,
    cutting: Cutting = CUTTING,
    rows: Rows = (),
    manner: str = repr(CUTTING.style),
) -> Kept:
    """Made anew from ``text`` around what a person made of ``before``."""
    note = None if before is None else Written(DEFAULT.write(Timeline(before, 0)).encode(), rows, manner)
    return corrected(parse_script(text), cutting, Hand("talk", DEFAULT, cues, note))


def plain(timed: TimedCue) -> tuple[int, int, tuple[str, ...]]:
    return timed.start_ms, timed.end_ms, timed.cue.lines


def changed(cues: tuple[TimedCue, ...], at: int, *new: TimedCue) -> tuple[TimedCue, ...]:
    return (*cues[:at], *new, *cues[at + 1 :])


def lines(timed: TimedCue, *shown: str) -> TimedCue:
    return replace(timed, cue=Cue(None, shown))


def find(cues: tuple[TimedCue, ...], part: str) -> int:
    return next(k for k, timed in enumerate(cues) if part in timed.cue.text)


# What a person does


@st.composite
def edited(draw: st.DrawFn, cues: tuple[TimedCue, ...]) -> tuple[TimedCue, ...]:
    """Some cues changed in every way there is, without an overlap."""
    found: list[TimedCue] = []
    for k, timed in enumerate(cues):
        least = found[-1].end_ms + draw(st.sampled_from((0, 84, 84, 84))) if found else 0
        most = (
            cues[k + 1].start_ms - draw(st.sampled_from((0, 84, 84, 84))) if k + 1 < len(cues) else timed.end_ms + 5000
        )
        deed = draw(st.sampled_from(("none",) * 6 + ("lines", "times", "words", "gone", "halves", "more", "other")))
        text = timed.cue.text.replace("\n", "")
        cut = draw(st.integers(1, max(1, len(text) - 1)))
        middle = (timed.start_ms + timed.end_ms) // 2
        if deed == "lines" and len(text) > 1 and text[:cut].strip() and text[cut:].strip():
            found.append(lines(timed, text[:cut].strip(), text[cut:].strip()))
        elif deed == "times":
            start = draw(st.integers(min(least, timed.end_ms - 100), timed.end_ms - 100))
            found.append(replace(timed, start_ms=start, end_ms=draw(st.integers(start + 1, most))))
        elif deed == "words":
            found.append(lines(timed, text[:cut] + draw(st.sampled_from(("灯", "のだ", "ABC"))) + text[cut + 2 :]))
        elif deed == "halves" and len(text) > 1 and text[:cut].strip() and text[cut:].strip():
            found.append(replace(lines(timed, text[:cut].strip()), end_ms=middle))
            found.append(replace(lines(timed, text[cut:].strip()), start_ms=middle))
        elif deed == "more":
            found.append(replace(timed, end_ms=middle))
            found.append(TimedCue(middle, timed.end_ms, Cue(None, ("♪",))))
        elif deed == "other":
            found.append(lines(timed, "（聞き取れず）"))
        elif deed != "gone":
            found.append(timed)
    return tuple(found) or cues[:1]


@st.composite
def transcripts(draw: st.DrawFn) -> str:
    """A transcript in which sentences may have come, gone and changed places."""
    said = draw(
        st.lists(
            st.sampled_from((*SENTENCES, "霧笛は鳴ります。", "そうですね[笑]、本当に。", "、、、")),
            min_size=2,
            max_size=9,
        )
    )
    at = draw(st.integers(1, len(said) - 1))
    return f"岬 ゆう：{''.join(said[:at])}\n波多野：{''.join(said[at:])}\n"


STYLED = st.sampled_from([Cutting(STYLES[name]) for name in ("sdh", "ted", "barrier-free")])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=120)
@given(st.data(), transcripts(), STYLED, st.booleans())
def test_whatever_changes_on_either_side(data: st.DataObject, now: str, cutting: Cutting, known: bool) -> None:
    before = written(TEXT)
    hand = data.draw(edited(before))
    found = kept(now, hand, before if known else None, cutting)
    cues = found.timeline.cues
    # nothing kept is changed, and order is kept
    base = {plain(timed) for timed in (before if known else written(now, cutting))}
    own = [plain(timed) for timed in hand if plain(timed) not in base]
    assert [plain(timed) for timed in cues if plain(timed) in set(own)] == own
    # no overlap
    for one, other in pairwise(cues):
        assert one.start_ms < one.end_ms <= other.start_ms
    # every character of the transcript is in a cue or listed; names that a style shows are none of it
    anew = [timed.cue for timed in subtitles(parse_script(now), cutting)[0].cues]
    made = Counter(letters("".join("".join(cue.lines).removeprefix(cue.label) for cue in anew)))
    shown = Counter(letters("".join(timed.cue.text for timed in cues)))
    listed = Counter(letters("".join(one.transcript for one in found.differences)))
    assert not made - (shown + listed)
    # the same again gives the same; what had no room may find some
    if any(one.kind == "no room" for one in found.differences):
        return
    text = DEFAULT.write(found.timeline)
    cues = DEFAULT.read(text).cues
    again = kept(now, cues, cues, cutting, found.rows, repr(cutting.style))
    assert DEFAULT.write(again.timeline) == text


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(transcripts(), transcripts(), STYLED)
@example(TEXT, TEXT, CUTTING)
def test_an_unedited_file_is_made_anew_as_ever(text: str, now: str, cutting: Cutting) -> None:
    before = written(text)
    found = kept(now, before, before, cutting)
    assert found.kept == 0
    assert DEFAULT.write(found.timeline) == DEFAULT.write(subtitles(parse_script(now), cutting)[0])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)
@given(st.data())
def test_the_same_transcript_gives_the_persons_file(data: st.DataObject) -> None:
    """Where nothing else changed, the file stays as the person left it."""
    before = written(TEXT)
    hand = data.draw(edited(before))
    found = kept(TEXT, hand, before)
    own = {plain(timed) for timed in before}
    narrow = [
        (plain(one), plain(other))
        for one, other in pairwise(hand)
        if other.start_ms - one.end_ms < CUTTING.style.gap_ms and {plain(one), plain(other)} & own
    ]
    if not narrow:
        assert list(map(plain, found.timeline.cues)) == list(map(plain, hand))


# What is told


def test_lines_and_times_are_no_correction_of_the_text() -> None:
    before = written(TEXT)
    at = find(before, "灯台は")
    text = before[at].cue.text.replace("\n", "")
    hand = changed(before, at, lines(before[at], text[:4], text[4:]))
    found = kept(TEXT, hand, before)
    assert (found.kept, found.differences) == (1, ())
    assert list(map(plain, found.timeline.cues)) == list(map(plain, hand))


def test_words_are_listed() -> None:
    before = written(TEXT)
    at = find(before, "はい")
    found = kept(TEXT, changed(before, at, lines(before[at], "（岬 ゆう）ええ")), before)
    [one] = found.differences
    assert (one.kind, one.kept, one.transcript) == ("correction", "（岬 ゆう）ええ", "（岬 ゆう）はい")


def test_words_changed_on_both_sides_are_a_conflict() -> None:
    before = written(TEXT)
    at = find(before, "息が切れ")
    hand = changed(before, at, lines(before[at], before[at].cue.text.replace("息が", "足が")))
    found = kept(TEXT.replace("息が切れ", "膝が笑い"), hand, before)
    [one] = found.differences
    assert one.kind == "conflict"
    assert "足が切れ" in one.kept
    assert "膝が笑い" in one.transcript
    assert plain(hand[at]) in set(map(plain, found.timeline.cues))


def test_the_same_correction_on_both_sides_is_none() -> None:
    before = written(TEXT)
    at = find(before, "息が切れ")
    hand = changed(before, at, lines(before[at], before[at].cue.text.replace("息が", "足が")))
    assert kept(TEXT.replace("息が切れ", "足が切れ"), hand, before).differences == ()


def test_a_cue_that_was_taken_away_stays_away_and_is_listed() -> None:
    before = written(TEXT)
    at = find(before, "はい")
    found = kept(TEXT, changed(before, at), before)
    assert [(one.kind, one.transcript) for one in found.differences] == [("left out", "（岬 ゆう）はい")]
    assert all("はい" not in timed.cue.text for timed in found.timeline.cues)
    text = DEFAULT.write(found.timeline)
    again = kept(TEXT, DEFAULT.read(text).cues, DEFAULT.read(text).cues, rows=found.rows)
    assert DEFAULT.write(again.timeline) == text


def test_what_stands_in_no_file_that_is_known_is_made_anew() -> None:
    before = written(TEXT)
    at = find(before, "はい")
    found = kept(TEXT, changed(before, at), None)
    assert DEFAULT.write(found.timeline) == DEFAULT.write(subtitles(parse_script(TEXT), CUTTING)[0])


def test_a_sentence_without_room_is_listed() -> None:
    before = written(TEXT)
    at = find(before, "はい")
    pair = [lines(before[k], before[k].cue.text.replace("\n", "") + "！") for k in (at, at + 1)]
    hand = (*before[:at], *pair, *before[at + 2 :])
    found = kept(TEXT.replace("はい。", "はい。霧笛は鳴ります。"), hand, before)
    assert [one.transcript for one in found.differences if one.kind == "no room"] == ["霧笛は鳴ります"]


def test_a_sentence_more_at_the_beginning_moves_nothing_behind_a_kept_cue() -> None:
    before = written(TEXT)
    at = find(before, "はい")
    hand = changed(before, at, lines(before[at], "ええ"))
    found = kept(TEXT.replace("船着き場", "こんにちは。船着き場"), hand, before)
    assert list(map(plain, found.timeline.cues[-(len(before) - at) :])) == list(map(plain, hand[at:]))


def test_names_that_are_shown_since_are_no_correction() -> None:
    before = written(TEXT, Cutting(CUTTING.style.with_names("never")))
    at = find(before, "はい")
    hand = changed(before, at, replace(before[at], end_ms=before[at].end_ms + 100))
    found = kept(TEXT, hand, before, manner="")
    assert (found.kept, found.differences) == (1, ())
    assert any(timed.cue.text.startswith("（波多野）") for timed in found.timeline.cues)


def test_a_name_before_what_is_cut_again() -> None:
    before = written(TEXT, Cutting(STYLES["netflix"].with_names("change")))
    at = find(before, "12枚")
    hand = changed(before, at, replace(before[at], end_ms=before[at].end_ms - 50))
    found = kept(TEXT, hand, before, Cutting(STYLES["ted"].with_names("always")))
    assert found.kept == 1
    assert not found.differences
    own = plain(hand[at])
    assert all("）" in timed.cue.lines[0] for timed in found.timeline.cues if plain(timed) != own)


def test_times_of_the_transcript_hold_beside_a_kept_cue() -> None:
    timed = "[00:00:10]岬：はい。\n[00:01:00]波多野：油は年に2缶だけです。\n[00:02:00]岬：霧笛は鳴ります。\n"
    before = written(timed)
    assert [cue.start_ms for cue in before] == [10_000, 60_000, 120_000]
    hand = changed(before, 1, replace(lines(before[1], "油は年に3缶だけです"), start_ms=61_000))
    found = kept(timed.replace("はい。", "はい。なぜでしょうか？"), hand, before)
    cues = found.timeline.cues
    assert (cues[0].start_ms, plain(cues[-2]), cues[-1].start_ms) == (10_000, plain(hand[1]), 120_000)


def test_who_speaks_is_known_of_kept_cues_too() -> None:
    before = written(TEXT)
    at = find(before, "はい")
    found = kept(TEXT, changed(before, at, lines(before[at], "ええ")), before)
    assert {timed.cue.speaker for timed in found.timeline.cues} == {"岬ゆう", "波多野"} or {
        timed.cue.speaker for timed in found.timeline.cues
    } == {"岬 ゆう", "波多野"}


def test_webvtt_with_who_speaks() -> None:
    vtt = next(one for one in FORMATS if one.name == "vtt")
    made = subtitles(parse_script(TEXT), CUTTING)[0]
    before = vtt.write(made)
    hand = vtt.read(before.replace("はい", "ええ")).cues
    found = corrected(parse_script(TEXT), CUTTING, Hand("talk", vtt, hand, Written(before.encode())))
    assert found.kept == 1
    assert vtt.write(found.timeline) == before.replace("はい", "ええ")


@pytest.mark.parametrize("count", [1000])
def test_many_cues(count: int) -> None:
    said = "".join(f"{k}番目の灯台は{k % 7}年前に消えました。" for k in range(count))
    text = f"岬：{said}\n波多野：はい。\n"
    before = written(text)
    assert len(before) >= count
    hand = tuple(
        lines(one, f"{one.cue.text}よ".replace("\n", "")) if k % 50 == 0 else one for k, one in enumerate(before)
    )
    found = kept(text.replace("消えました", "消えたのです"), hand, before)
    assert found.kept == sum(k % 50 == 0 for k in range(len(before)))
