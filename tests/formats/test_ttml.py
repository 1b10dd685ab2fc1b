"""TTML: times, speakers, ruby and looks, as IMSC files of Japan write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.formats import ttml
from toolkit.formats.ttml.times import rates_of
from toolkit.model import SubtitleFile

ROOT = (
    '<tt xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"'
    ' xmlns:ttm="http://www.w3.org/ns/ttml#metadata" xmlns:ttp="http://www.w3.org/ns/ttml#parameter"{}>'
)
HEAD = (
    '<head><metadata><ttm:agent xml:id="a1"><ttm:name type="full">佐藤</ttm:name></ttm:agent>'
    '<ttm:agent xml:id="a2"><ttm:name>鈴木</ttm:name></ttm:agent></metadata>'
    '<styling><style xml:id="rc" tts:ruby="container"/><style xml:id="rb" tts:ruby="base"/>'
    '<style xml:id="rt" style="rc" tts:ruby="text"/>'
    '<style xml:id="slant" tts:shear="16.67%"/><style xml:id="loop" style="loop"/></styling></head>'
)


def body(inner: str, root: str = "", head: str = HEAD) -> SubtitleFile:
    return ttml.read(f"{ROOT.format(root)}{head}<body><div>{inner}</div></body></tt>")


def one(inner: str, attributes: str = "") -> list[tuple[int, int, str, str]]:
    """The markup of a cue, styles aside."""
    cue = body(f'<p begin="1s" end="2s" {attributes}>{inner}</p>').cues[0].cue
    return sorted((m.start, m.end, m.kind, m.value) for m in cue.markup if m.kind != "style")


TIMES = [
    ('begin="00:00:01.500" end="00:00:02.250"', "", (1500, 2250)),
    ('begin="00:00:01:12" end="00:00:02:00"', ' ttp:frameRate="24"', (1500, 2000)),
    ('begin="00:00:01:15" dur="30f"', ' ttp:frameRate="30" ttp:frameRateMultiplier="1000 1001"', (1500, 2502)),
    ('begin="15000000t" end="25000000t"', ' ttp:tickRate="10000000"', (1500, 2500)),
    ('begin="1.5s" dur="1000ms"', "", (1500, 2500)),
    ('begin="0.5m" end="0.01h"', "", (30_000, 36_000)),
    ('begin="100:00:00" end="100:00:01"', "", (360_000_000, 360_001_000)),
]


@pytest.mark.parametrize(("attributes", "root", "times"), TIMES)
def test_times(attributes: str, root: str, times: tuple[int, int]) -> None:
    timed = body(f"<p {attributes}>海</p>", root).cues[0]
    assert timed.start_ms == pytest.approx(times[0], abs=1)
    assert timed.end_ms == pytest.approx(times[1], abs=1)


@given(st.integers(0, 359_999_999))
def test_clock_times_to_the_millisecond(ms: int) -> None:
    seconds, rest = divmod(ms, 1000)
    written = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.{rest:03d}"
    assert rates_of({}).ms(written) == ms


@pytest.mark.parametrize("written", ["", "1", "1x", "00:00", "-1s", "1 s", "00:00:01,5", "1e3s"])
def test_what_is_no_time(written: str) -> None:
    assert rates_of({}).ms(written) is None


def test_times_count_from_what_they_stand_in_and_end_with_it() -> None:
    found = ttml.read(
        '<tt><body begin="10s"><div begin="1s" end="5s"><p begin="1s">一</p><p end="9s">二</p></div></body></tt>'
    )
    assert [(c.start_ms, c.end_ms) for c in found.cues] == [(12_000, 15_000), (11_000, 15_000)]


def test_spans_with_times_are_cues() -> None:
    found = body('<p><span begin="1s" end="2s">一</span> <span begin="2s" dur="1s">二</span></p>')
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in found.cues] == [(1000, 2000, "一"), (2000, 3000, "二")]
    found = body('<p begin="1s" end="9s">皆<span begin="1s" end="2s">一</span><span begin="3s">二</span></p>')
    assert [(c.start_ms, c.end_ms, c.cue.text) for c in found.cues] == [(1000, 9000, "皆二"), (2000, 3000, "一")]


LINES = [
    ("海の<br/>声", ("海の", "声")),
    ("\n  海の\n  声\n", ("海の 声",)),
    ("<span>海</span>\n<span>声</span>", ("海 声",)),
    ('<span xml:space="preserve">海\n声</span>', ("海", "声")),
    ("&lt;海&gt; &amp; &#x58F0;", ("<海> & 声",)),
    ("<br/><br/>海<br/>", ("海",)),
    ("", ()),
]


@pytest.mark.parametrize(("inner", "lines"), LINES)
def test_lines(inner: str, lines: tuple[str, ...]) -> None:
    assert body(f'<p begin="1s" end="2s">{inner}</p>').cues[0].cue.lines == lines


SPEAKERS = [
    ('<p begin="1s" end="2s" ttm:agent="a1">海</p>', "佐藤", []),
    ('<p begin="1s" end="2s" ttm:agent="a1 a2">海</p>', "佐藤・鈴木", []),
    ('<p begin="1s" end="2s" ttm:agent="who">海</p>', "who", []),
    ('<p begin="1s" end="2s"><span ttm:agent="a1">海</span><span ttm:agent="a2">声</span></p>', None,
     [(0, 1, "佐藤"), (1, 2, "鈴木")]),
    ('<p begin="1s" end="2s">海</p>', None, []),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "speaker", "voices"), SPEAKERS)
def test_speakers(inner: str, speaker: str | None, voices: list[tuple[int, int, str]]) -> None:
    cue = body(inner).cues[0].cue
    assert (cue.speaker, [(m.start, m.end, m.value) for m in cue.markup]) == (speaker, voices)


RUBY = [
    '<span tts:ruby="container"><span tts:ruby="base">潮田</span><span tts:ruby="text">しおだ</span></span>',
    '<span style="rc"><span style="rb">潮田</span><span style="rt">しおだ</span></span>',
    '<span style="rc"><span tts:ruby="baseContainer"><span style="rb">潮田</span></span>'
    '<span tts:ruby="textContainer"><span style="rt">しおだ</span></span></span>',
    '<span style="rc"><span style="rb">潮田</span><span tts:ruby="delimiter">（</span><span style="rt">しおだ</span>'
    '<span tts:ruby="delimiter">）</span></span>',
    '<span style="rc">潮田<span style="rt">しおだ</span></span>',
]


@pytest.mark.parametrize("inner", RUBY)
def test_ruby(inner: str) -> None:
    assert one(f"海の{inner}さん") == [(2, 4, "ruby", "しおだ")]
    assert body(f'<p begin="1s" end="2s">海の{inner}さん</p>').cues[0].cue.text == "海の潮田さん"


def test_a_reading_without_letters_is_text() -> None:
    assert (
        body('<p begin="1s" end="2s"><span style="rc"><span style="rt">よみ</span></span></p>').cues[0].cue.text
        == "よみ"
    )


LOOKS = [
    ('<span tts:fontStyle="italic">海</span>の', "", [(0, 1, "italic", "")]),
    ('<span style="slant">海</span>の', "", [(0, 1, "italic", "")]),
    ('海<span tts:fontWeight="bold">の</span>', "", [(1, 2, "bold", "")]),
    ('海<span tts:textDecoration="underline">の</span>', "", [(1, 2, "underline", "")]),
    ('海<span tts:fontStyle="normal">の</span>', 'tts:fontStyle="italic"', [(0, 1, "italic", "")]),
    ("海", 'region="r1"', [(0, 0, "placement", "region=r1")]),
    ('<span style="loop nobody">海</span>', "", []),
]  # fmt: skip


@pytest.mark.parametrize(("inner", "attributes", "markup"), LOOKS)
def test_looks(inner: str, attributes: str, markup: list[tuple[int, int, str, str]]) -> None:
    assert one(inner, attributes) == markup


REMARKS = [
    ('<p begin="1s" end="2s">海</p>', set()),
    ('<p begin="1s">海</p>', {"TTML-END"}),
    ('<p begin="1s" end="nie">海</p><p begin="1s" end="2s">x</p>', {"TTML-TIME", "TTML-STRAY"}),
    ('<p>迷子</p><p begin="1s" end="2s">海</p>', {"TTML-STRAY"}),
    ('<p begin="1s" end="2s">海\u202e</p>', {"TTML-HIDDEN"}),
]


@pytest.mark.parametrize(("inner", "rules"), REMARKS)
def test_remarks(inner: str, rules: set[str]) -> None:
    assert {remark.rule for remark in body(inner).remarks} == rules


def test_lines_are_those_of_the_file() -> None:
    found = ttml.read(
        '\n<?xml version="1.0" encoding="Shift_JIS"?>\n<tt><body>\n<p begin="1s"\n dur="2s">海<br/>\n声</p></body></tt>'
    )
    assert (found.lines, found.rows) == ((4,), ((5, 6),))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<tt><body><p begin='1s'>海</body></tt>", "no sound XML"),
        ('<!DOCTYPE tt [<!ENTITY a "aaa">]><tt>&a;</tt>', "document type"),
        ("<tt><body><p>海</p></body></tt>", "holds no subtitle"),
        ("", "no sound XML"),
    ],
)
def test_what_is_no_subtitle_file_is_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        ttml.read(text)
    assert "\n" not in str(caught.value)
    assert caught.value.mend
