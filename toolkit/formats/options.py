"""How a subtitle file is to be written, where a format has a choice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.formats.encodings import UTF8, Coding

if TYPE_CHECKING:
    from toolkit.formats.frames import FrameRate


@dataclass(frozen=True, slots=True)
class Options:
    """``speakers``: who speaks is written, in formats that can say it (SubRip cannot). ``readings``: where a
    format has no ruby, a reading stands in brackets behind its letters, 潮田（しおだ）; else it is left out.
    ``furigana``: in ASS readings are small lines over their letters. ``language``: the tag of the text's
    language (BCP 47), where a format says one. ``rate``: times are time codes of it, where a format can count
    frames. ``coding``: the bytes of what is text.
    """

    speakers: bool = True
    readings: bool = False
    language: str = "ja"
    rate: FrameRate | None = None
    furigana: bool = False
    coding: Coding = UTF8


PLAIN = Options()
