"""What cannot be wished of a voice where a recording has the word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from toolkit.errors import InputError
from toolkit.wishes.table import WISHES

_OF_VOICES = ("engine", "engine_url", "voices", "rates", "pitches", "announce", "credits")


def refuse_voices(options: Mapping[str, Any], own: Mapping[str, Any]) -> None:
    """InputError for what is wished of a voice besides ``--recording``. ``own``: flags of the command that go with
    voices only.
    """
    said = [WISHES[name].option for name in _OF_VOICES if options[name]]
    said += ["--directions speak"] if options["directions"] == "speak" else []
    said += [flag for flag, value in own.items() if value is not None]
    if said:
        what = f"{said[0]} and --recording cannot go together"
        raise InputError(what, mend="the people in the recording speak as they speak: leave one out")
