"""A style at other figures."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.japanese.punctuation import Punctuation
from toolkit.styles import Style

if TYPE_CHECKING:
    from toolkit.formats.frames import FrameRate


def with_figures(
    style: Style,
    *,
    cps: float | None = None,
    min_s: float | None = None,
    max_s: float | None = None,
    gap_frames: float | None = None,
    punctuation: Punctuation | None = None,
) -> Style:
    """The same rules at other figures: characters a second, durations in seconds, the gap in frames. None: the style's.

    Gaps that the style closes begin above the gap wished; where that is wider than all of them, none is closed.
    """
    gap = style.gap_frames if gap_frames is None else int(gap_frames)
    closes = style.close_to > gap
    return replace(
        style,
        cps=cps or style.cps,
        min_ms=style.min_ms if min_s is None else round(min_s * 1000),
        max_ms=style.max_ms if max_s is None else round(max_s * 1000),
        gap_frames=gap,
        close_from=max(style.close_from, gap + 1) if closes else 0,
        close_to=style.close_to if closes else 0,
        punctuation=punctuation or style.punctuation,
    )


def with_fps(style: Style, rate: FrameRate | None) -> Style:
    """The same rules on a video of that frame rate; None: as the style counts frames.

    A gap is as many frames at any rate; which are closed goes by half a second (Netflix as Subtitle Edit scales it: 3
    frames … half a second less one).
    """
    if rate is None:
        return style
    fps = float(rate.fps)
    return replace(style, fps=fps, close_to=round(fps / 2) - 1 if style.close_to else 0)
