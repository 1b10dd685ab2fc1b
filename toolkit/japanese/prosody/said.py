"""The whole of it: pauses of quotations, breaths, tones, in this order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.japanese.labels import parsed, written
from toolkit.japanese.prosody.breaths import breathed
from toolkit.japanese.prosody.quotes import quoted
from toolkit.japanese.prosody.tones import toned

if TYPE_CHECKING:
    from collections.abc import Collection

    from toolkit.japanese.reading import Reading, SilenceName, Word

# morae between two silences: 6 s at the slowest voices' 5.6 a second
LONGEST_BREATH = 32


def said(reading: Reading, pace: float = 1.0) -> Reading:
    """The reading with the pauses and tones of speech; words, offsets and what they say stay as they are, 、 apart.

    ``pace``: how fast it will be spoken; the faster, the more is said in one breath.
    """
    if not reading.labels or reading.silences or reading.tones:
        return reading
    before = parsed(reading.labels, reading.starts)
    unquoted, short = quoted(before, reading.text)
    groups, breaths = breathed(unquoted, reading.text, max(1, round(LONGEST_BREATH * pace)))
    groups, tones = toned(groups, reading.text)
    if groups == before:
        return replace(reading, tones=tones)
    labels, starts = written(groups)
    heard = {group[0].start for group in groups[1:]}
    gone = {group[0].start for group in before[1:]} - heard
    named: dict[int, SilenceName] = dict.fromkeys(breaths, "breath")
    named.update(dict.fromkeys(heard.intersection(short), "quote"))
    words = _words(reading.words, gone, breaths)
    return replace(
        reading, words=words, labels=labels, starts=starts, silences=tuple(sorted(named.items())), tones=tones
    )


def _words(words: tuple[Word, ...], gone: Collection[int], breaths: Collection[int]) -> tuple[Word, ...]:
    """The words with 、 where the voice pauses now: none before the words at ``gone``, one before those at
    ``breaths``.
    """
    made: list[Word] = []
    for word in words:
        if word.start in gone:
            for k in range(len(made) - 1, -1, -1):
                if made[k].reading not in ("、", ""):
                    break
                made[k] = replace(made[k], reading="", source="silent")
        if word.start in breaths and made:
            last = max((k for k, one in enumerate(made) if one.reading), default=0)
            made[last] = replace(made[last], reading=made[last].reading + "、")
        made.append(word)
    return tuple(made)
