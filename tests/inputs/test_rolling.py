"""Rolling captions say each line once; captions that do not roll stay as they are, refrains and all."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.inputs.rolling import each_line_once
from toolkit.inputs.segments import Segment

Cue = tuple[int, int, str]  # start and end in ms; its lines, with / between them


def lines(*cues: Cue) -> list[Segment]:
    return [
        Segment(text, start, end, joins=n > 0) for start, end, texts in cues for n, text in enumerate(texts.split("/"))
    ]


def seconds(*texts: str) -> list[Segment]:
    """A cue a second."""
    return lines(*[(k * 1000, k * 1000 + 1000, text) for k, text in enumerate(texts)])


def shown(segments: list[Segment]) -> list[Cue]:
    return [(line.start_ms or 0, line.end_ms or 0, line.text) for line in segments]


# a line below, alone for 10 ms, above the next line
SITE = lines(
    (480, 2851, "はい皆さんこんにちは"),
    (2851, 2861, "はい皆さんこんにちは/ "),
    (2861, 5215, "はい皆さんこんにちは/ぬか床を作って"),
    (5215, 5225, "ぬか床を作って/ "),
    (5225, 5823, "ぬか床を作って/いきたいと思います"),
    (5823, 5833, "いきたいと思います/ "),
    (9000, 9900, "[音楽]"),
)
ROLLS: dict[str, tuple[list[Segment], list[Cue]]] = {
    "a video site": (
        SITE,
        [
            (480, 2861, "はい皆さんこんにちは"),
            (2861, 5225, "ぬか床を作って"),
            (5225, 5833, "いきたいと思います"),
            (9000, 9900, "[音楽]"),
        ],
    ),
    "made into SRT, without the short cues": (
        seconds("港の朝は", "港の朝は/三時に", "三時に/始まり", "始まり/ます"),
        [(0, 1000, "港の朝は"), (1000, 2000, "三時に"), (2000, 3000, "始まり"), (3000, 4000, "ます")],
    ),
    "three lines of television": (
        seconds("一", "一/二", "一/二/三", "二/三/四", "三/四/五"),
        [(0, 1000, "一"), (1000, 2000, "二"), (2000, 3000, "三"), (3000, 4000, "四"), (4000, 5000, "五")],
    ),
    "a line that grows": (
        seconds("港", "港の", "港の朝", "港の朝/は", "港の朝/は早い"),
        [(0, 3000, "港の朝"), (3000, 5000, "は早い")],
    ),
    "a line said twice in rolling captions": (
        seconds("ララ", "ララ/ララ", "ララ/海", "海/港", "港/船"),
        [(0, 1000, "ララ"), (1000, 2000, "ララ"), (2000, 3000, "海"), (3000, 4000, "港"), (4000, 5000, "船")],
    ),
}


@pytest.mark.parametrize(("segments", "wanted"), ROLLS.values(), ids=ROLLS)
def test_each_line_once(segments: list[Segment], wanted: list[Cue]) -> None:
    assert shown(each_line_once(segments)) == wanted


def test_a_new_line_goes_on_with_nothing_that_only_rolled_there() -> None:
    assert not any(line.joins for line in each_line_once(SITE))
    two = lines((0, 1, "一/二"), (1, 2, "二/三/四"), (2, 3, "四/五"), (3, 4, "五/六"))
    assert [line.joins for line in each_line_once(two)] == [False, True, False, True, False, False]


STAYS: dict[str, list[Segment]] = {
    "a refrain": seconds("海へ行こう", "海へ行こう", "朝の港へ", "網を上げて"),
    "refrains here and there": seconds("海へ", "海へ", "港へ", "港へ", "船で", "網で", "朝に", "夜に", "夜に", "波に"),
    "the same word after pauses": lines(*[(k * 5000, k * 5000 + 1000, "はい") for k in range(8)]),
    "the same word without a pause": seconds(*["はい"] * 8),
    "starts alone": [Segment("はい", k * 1000) for k in range(8)],
    "two cues only": seconds("海へ", "海へ/行こう"),
    "answers that begin alike": seconds("はい", "はい、そうです", "港で", "朝に", "網を"),
    "nothing": [],
}


@pytest.mark.parametrize("segments", STAYS.values(), ids=STAYS)
def test_what_does_not_roll_stays(segments: list[Segment]) -> None:
    assert each_line_once(segments) == segments


def test_speakers_stay() -> None:
    assert all(line.speaker == "李" for line in each_line_once([replace(line, speaker="李") for line in SITE]))


_LINES = st.lists(st.text("海港朝夕網船の", min_size=1, max_size=6), min_size=5, max_size=30, unique=True)


@settings(deadline=None)
@given(_LINES, st.integers(1, 3), st.booleans())
def test_rolled_lines_come_back(texts: list[str], height: int, alone: bool) -> None:
    cues: list[Cue] = []
    for k in range(len(texts)):
        cues.append((k * 1000, k * 1000 + 990, "/".join(texts[max(0, k - height) : k + 1])))
        if alone:
            cues.append((k * 1000 + 990, k * 1000 + 1000, "/".join(texts[max(0, k - height + 1) : k + 1])))
    found = each_line_once(lines(*cues))
    assert [line.text for line in found] == texts
    assert [line.start_ms for line in found] == [k * 1000 for k in range(len(texts))]
    assert all(line.end_ms == k * 1000 + 1000 for k, line in enumerate(found[:-1]))
