"""Which words of one text stand in another, whatever blanks and signs are between them. In linear time and memory."""

from __future__ import annotations

from collections.abc import Iterator

_GRAM = 6  # letters: rarely twice the same by chance
_EVERY = 200_000  # letters, twenty hours of speech: up to here every place is known, beyond it every sixth
_MOST_PLACES = 4  # of one run that are tried: はいはいはいはい may stand anywhere


class Copies:
    """The letters of a transcript, to be looked up.

    Runs of six letters are known by their places, as rsync finds the same blocks in two files; what agrees there is
    followed as far as it agrees.
    """

    def __init__(self, text: str) -> None:
        self._letters = "".join(filter(str.isalnum, text.lower()))
        self._places: dict[str, list[int]] = {}
        for at in range(0, len(self._letters) - _GRAM + 1, 1 if len(self._letters) <= _EVERY else _GRAM):
            places = self._places.setdefault(self._letters[at : at + _GRAM], [])
            if len(places) < _MOST_PLACES:
                places.append(at)

    def missing(self, text: str) -> list[str]:
        """The parts of ``text`` whose letters are not in the transcript."""
        places = [k for k, char in enumerate(text) if char.isalnum()]
        letters = "".join(text[k].lower()[:1] for k in places)
        if letters in self._letters:
            return []
        return [text[places[first] : places[last - 1] + 1] for first, last in self._gaps(letters)]

    def _gaps(self, letters: str) -> Iterator[tuple[int, int]]:
        at = known = 0
        while at <= len(letters) - _GRAM:
            matches = [
                self._match(letters, at, place, known) for place in self._places.get(letters[at : at + _GRAM], [])
            ]
            if not matches:
                at += 1
                continue
            first, last = max(matches, key=lambda match: match[1] - match[0])
            if first > known:
                yield known, first
            at = known = last
        if known < len(letters):
            yield known, len(letters)

    def _match(self, letters: str, at: int, place: int, known: int) -> tuple[int, int]:
        """From where to where the letters around ``at`` agree with those around ``place``."""
        first, last, shift = at, at + _GRAM, place - at
        while first > known and first + shift > 0 and letters[first - 1] == self._letters[first - 1 + shift]:
            first -= 1
        while (
            last < len(letters) and last + shift < len(self._letters) and letters[last] == self._letters[last + shift]
        ):
            last += 1
        return first, last
