"""Frame rates and time codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.formats import frames

RATES = ("23.976", "24", "25", "29.97", "29.97df", "30", "50", "59.94", "59.94df", "60", "24000/1001", "12.5")


@pytest.mark.parametrize("rate", RATES)
@given(frame=st.integers(0, 2_000_000))
def test_a_time_code_names_its_frame(rate: str, frame: int) -> None:
    found = frames.frame_rate(rate)
    ms = found.ms(frame)
    assert found.frame(ms) == frame
    assert frames.ms_of_smpte(frames.smpte(ms, found), found) == ms


@pytest.mark.parametrize(
    ("ms", "rate", "code"),
    [
        (0, "25", "00:00:00:00"),
        (1480, "25", "00:00:01:12"),
        (3_600_000, "29.97df", "01:00:00;00"),
        (3_600_000, "29.97", "00:59:56:12"),
        (60_027, "29.97df", "00:00:59;29"),  # frame 1799, and then two numbers are left out
        (60_060, "29.97df", "00:01:00;02"),
        (600_000, "29.97df", "00:10:00;00"),
        (60_060, "59.94df", "00:01:00;04"),
        (3_603_600, "23.976", "01:00:00:00"),
    ],
)
def test_time_codes(ms: int, rate: str, code: str) -> None:
    assert frames.smpte(ms, frames.frame_rate(rate)) == code


@pytest.mark.parametrize("text", ["", "0", "x", "1/0", "1/00", "-25", "25df", "nan", "1e3", "٢٥", "9999"])
def test_what_is_no_frame_rate(text: str) -> None:
    with pytest.raises(InputError) as caught:
        frames.frame_rate(text)
    assert caught.value.mend


@pytest.mark.parametrize("text", ["00:00:01", "00:00:00:25", "1", "00:00:00,500", ""])
def test_what_is_no_time_code(text: str) -> None:
    with pytest.raises(InputError, match="no time code of 25 frames"):
        frames.ms_of_smpte(text, frames.frame_rate("25"))
