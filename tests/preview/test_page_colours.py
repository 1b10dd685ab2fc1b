"""Speakers' colours stay apart for every colour vision: measured, not believed."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

CSS = Path(__file__).parents[2] / "toolkit" / "preview" / "page" / "page.css"
COLOURS = re.findall(r"--who-[0-9]: #([0-9a-f]{6});", CSS.read_text(encoding="utf-8"))
# Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency" (2009),
# severity 1.0
VISIONS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red cones": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "no green cones": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "no blue cones": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
Row = tuple[float, float, float]


def linear(digits: str) -> list[float]:
    values = (int(digits[k : k + 2], 16) / 255 for k in (0, 2, 4))
    return [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values]


def lab(digits: str, vision: tuple[Row, Row, Row]) -> Row:
    """CIE 1976 L*a*b* (D65) as somebody with that vision sees it."""
    before = linear(digits)
    r, g, b = (min(1.0, max(0.0, sum(m * v for m, v in zip(row, before, strict=True)))) for row in vision)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        _light(r, g, b),
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _light(r: float, g: float, b: float) -> float:
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


@pytest.mark.parametrize("vision", VISIONS)
def test_any_two_speakers_are_apart(vision: str) -> None:
    seen = {colour: lab(colour, VISIONS[vision]) for colour in COLOURS}
    near = [
        (one, other, round(apart))
        for one, other in itertools.combinations(COLOURS, 2)
        if (apart := sum((a - b) ** 2 for a, b in zip(seen[one], seen[other], strict=True)) ** 0.5) < 30
    ]
    assert len(COLOURS) == 6
    assert near == []


@pytest.mark.parametrize("colour", COLOURS)
def test_letters_in_a_speakers_colour_are_legible_on_a_picture(colour: str) -> None:
    """WCAG 2, 1.4.3: 4.5 to 1, on the black that outlines them."""
    assert (_light(*linear(colour)) + 0.05) / 0.05 >= 4.5
