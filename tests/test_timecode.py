"""Integer milliseconds and their text forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit import timecode
from toolkit.errors import InputError


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("00:00:00,000", 0),
        ("01:02:03,456", 3_723_456),
        ("1:2:3.4", 3_723_400),
        ("00:00:01", 1000),
        ("00:00:01,05", 1050),
        ("00:00:01,123456", 1123),
        (" 99:59:59,999 ", timecode.MAX_MS),
    ],
)
def test_parse(text: str, ms: int) -> None:
    assert timecode.parse(text) == ms


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "00:61:00,000",
        "00:00:60,000",
        "100:00:00,000",
        "-1:00:00",
        "００:００:０１,０００",
        "1:2:3,",
        "9" * 9999,
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(InputError) as caught:
        timecode.parse(text)
    assert caught.value.mend
    assert len(str(caught.value)) < 200


def test_loose_takes_sixty_one_minutes_but_not_a_hundred_hours() -> None:
    assert timecode.parse("00:61:61,000", loose=True) == 61 * 60_000 + 61_000
    with pytest.raises(InputError, match="outside"):
        timecode.parse("100:00:00,000", loose=True)


@pytest.mark.parametrize("ms", [-1, timecode.MAX_MS + 1])
def test_text_of_refuses_what_no_reader_takes(ms: int) -> None:
    with pytest.raises(InputError):
        timecode.text_of(ms)


@given(st.integers(0, timecode.MAX_MS), st.sampled_from(",."))
def test_round_trip(ms: int, point: str) -> None:
    assert timecode.parse(timecode.text_of(ms, point)) == ms


@given(st.integers(0, 10_000), st.sampled_from([23.976, 24.0, 25.0, 29.97, 30.0, 60.0]))
def test_frames_are_never_a_fraction_short(frames: int, fps: float) -> None:
    ms = timecode.from_frames(frames, fps)
    assert -1e-6 <= timecode.to_frames(ms, fps) - frames < fps / 1000 + 1e-6
