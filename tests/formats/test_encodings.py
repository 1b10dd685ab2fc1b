"""The bytes of a subtitle file as its receiver wants them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError, OutputError
from toolkit.formats import format_in, named
from toolkit.formats.encodings import Coding
from toolkit.formats.options import Options
from toolkit.inputs.encoding import decode
from toolkit.model import Cue, TimedCue, Timeline

TEXTS = {one.name: one for one in named().values() if one.reads and one.writes and not one.packs}
CODINGS = st.builds(Coding, cp932=st.booleans(), bom=st.booleans(), crlf=st.booleans()).filter(
    lambda one: not (one.cp932 and one.bom)
)
SPOKEN = st.text("はいええそうです海髙﨑①ー、。…？！ABCdef019", min_size=4, max_size=12).map("灯台の".__add__)


@pytest.mark.parametrize("name", ["srt", "vtt", "ass", "ttml", "cap", "sbv", "lrc"])
@given(coding=CODINGS, texts=st.lists(SPOKEN, min_size=1, max_size=4))
def test_what_is_written_is_read_back_whatever_the_bytes(name: str, coding: Coding, texts: list[str]) -> None:
    form = TEXTS[name]
    cues = tuple(TimedCue(2000 * k, 2000 * k + 1000, Cue(None, (text,))) for k, text in enumerate(texts))
    if coding.cp932 and form.unicode:
        with pytest.raises(InputError, match="UTF-8 by its standard"):
            form.file(Timeline(cues, 9000), Options(coding=coding), "talk")
        return
    data = form.file(Timeline(cues, 9000), Options(coding=coding), "talk")
    assert (data.startswith(b"\xef\xbb\xbf"), b"\r\n" in data) == (coding.bom, coding.crlf)
    assert data.count(b"\n") == data.count(b"\r\n") or not coding.crlf
    text = decode(data, name="talk").text
    assert format_in(text, f"talk{form.suffix}").read(text) == form.read(form.write(Timeline(cues, 9000)))


def test_a_letter_that_is_not_in_it_is_named_with_its_line() -> None:
    with pytest.raises(OutputError, match=r"^talk\.srt:2: CP932 has no 𠮷 \(U\+20BB7\) — write UTF-8$"):
        Coding(cp932=True, crlf=True).encoded("はい\n𠮷田", "talk.srt")
