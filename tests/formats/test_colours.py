"""Colours that tell people apart, and colours of letters from format to format."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.subtitle_texts import covered, marked_cues
from toolkit.formats import ass, srt, ttml, vtt
from toolkit.formats.colours import PEOPLE, colour
from toolkit.model import Cue, TimedCue, Timeline

# Machado, Oliveira and Fernandes (2009), full severity, linear RGB
VISION = {
    "usual": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}


def lab(colour: str, vision: str) -> np.ndarray:
    """CIELAB (D65) of an sRGB colour as it is seen."""
    srgb = np.array([*bytes.fromhex(colour[1:])]) / 255
    linear = np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(np.asarray(VISION[vision]) @ linear, 0, 1)
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ seen
    f = np.cbrt(xyz / [0.9505, 1.0, 1.089])
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISION)
def test_colours_are_far_apart_for_everybody(vision: str) -> None:
    """A difference of 2.3 is just seen, one of 10 at a glance."""
    seen = [lab(colour, vision) for colour in PEOPLE]
    apart = {(j, k): float(np.linalg.norm(seen[j] - seen[k])) for k in range(len(seen)) for j in range(k)}
    assert min(apart.values()) > 40


FORMATS = [srt, vtt, ass, ttml]
SPELLED: list[tuple[str, str]] = [
    ("yellow", "#FFFF00"),
    ('"#ff00FF"', "#FF00FF"),
    ("ffff00", "#FFFF00"),
    ("#11223344", "#112233"),
    ("aqua", "#00FFFF"),
    ("blau", ""),
    ("#12", ""),
    ("", ""),
]


@pytest.mark.parametrize(("written", "value"), SPELLED)
def test_how_colours_are_spelled(written: str, value: str) -> None:
    assert colour(written) == value


@given(st.lists(marked_cues(("italic", "colour")), min_size=1, max_size=3))
@settings(deadline=None)
def test_colours_go_through_every_format(cues: list[Cue]) -> None:
    timed = tuple(TimedCue(k * 1000, k * 1000 + 900, cue) for k, cue in enumerate(cues))
    for form in FORMATS:
        assert all(form.holds(m, cue) for cue in cues for m in cue.markup)
        back = form.read(form.write(Timeline(timed, 9000))).cues
        assert [covered(found.cue) for found in back] == [covered(cue) for cue in cues]


def test_white_in_a_coloured_paragraph() -> None:
    inner = '<p begin="1s" end="2s" tts:color="yellow">は<span tts:color="white">い</span>ね</p>'
    names = 'xmlns="http://www.w3.org/ns/ttml" xmlns:tts="http://www.w3.org/ns/ttml#styling"'
    page = f"<tt {names}><body><div>{inner}</div></body></tt>"
    found = ttml.read(page).cues[0].cue.markup
    assert {(m.start, m.end, m.value) for m in found} == {(0, 1, "#FFFF00"), (1, 2, "#FFFFFF"), (2, 3, "#FFFF00")}
