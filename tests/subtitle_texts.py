"""Texts and timelines that subtitle formats must not trip over, shared by their tests."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from toolkit.model import Cue, Markup, TimedCue, Timeline

NASTY = [
    "<", ">", "{", "}", "\\", "N", "n", "h", "b", "i", "/", "-->", "-", "00:00:01,000", "1:2:3.4", "１:２:３,４",
    " ", "\u3000", "\n", "\n\n", "12", "3", "あ", "。", "\u2028", "\x0b", "\x1c", "\x85", "&lt;", "y:i",
    "font color=red", "!", "\t", "\x00", "\u202e", "\u200b", "♪", "\u00a0", "an8", "か\u3099", "script", "br", "[",
    "]", '"', "X1:10", "👨\u200d👩\u200d👧", "R&D", "NOTE", "STYLE", "WEBVTT", "v ", "ruby", "&#10;", "->", "1:2.5",
    "10:30",
]  # fmt: skip

TWO = "1\n00:00:01,000 --> 00:00:02,000\nはい\n\n2\n00:00:03,000 --> 00:00:04,000\nええ\n"


def timeline(*texts: str) -> Timeline:
    """One cue a text, 1.5 s long, every 2 s."""
    cues = tuple(TimedCue(k * 2000, k * 2000 + 1500, Cue(None, (text,))) for k, text in enumerate(texts))
    return Timeline(cues, len(texts) * 2000)


@st.composite
def marked_cues(draw: st.DrawFn, kinds: tuple[str, ...]) -> Cue:
    """A cue as a reader leaves it: lines without blanks at their edges, and markup that nests or follows."""
    line = st.text("字幕あーAb<&>{\\", min_size=1, max_size=6)
    lines = tuple(draw(st.lists(line, min_size=1, max_size=2)))
    length = len("\n".join(lines))
    edges = sorted(draw(st.sets(st.integers(0, length), min_size=2, max_size=4)))
    found = []
    for start, end in pairwise(edges):
        kind = draw(st.sampled_from((*kinds, "")))
        value = {"ruby": "よみ", "style": "loud", "speaker": "佐藤", "colour": "#FF00FF"}.get(kind, "")
        if kind:
            found.append(Markup(start, end, kind, value))  # type: ignore[arg-type]
    return Cue(None, lines, None, tuple(found))


def covered(cue: Cue) -> set[tuple[int, str, str]]:
    """(offset, kind, value) of every letter that something is said of: the same however stretches are cut."""
    return {(at, m.kind, m.value) for m in cue.markup for at in range(m.start, m.end) if cue.text[at : at + 1] != "\n"}
