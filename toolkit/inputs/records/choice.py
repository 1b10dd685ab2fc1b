"""Which list of a file holds what was said: of those with all the words, the one that tells most of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from toolkit.inputs.records.amounts import is_time
from toolkit.inputs.records.clock import is_time_key, is_timed
from toolkit.inputs.records.fields import (
    ABOVE,
    OTHER,
    SPEAKER,
    TEXT,
    TRANSCRIPT,
    TRANSLATION,
    WHOLE,
    WORD,
    WORD_TYPES,
    WORDS,
    plain,
    text_of,
)
from toolkit.inputs.records.people import speaker_key, speakers_of
from toolkit.inputs.records.tree import Entry, Path, Tree
from toolkit.inputs.records.words import is_japanese

_RANK = {key: rank for rank, key in enumerate(TEXT)}
_SPEECH = 100  # letters, some 15 s: where records are longer on average, words tell the times better
_WORDS = re.compile(r"[^\W\d_]{2,}[,.!?]? +[^\W\d_]{2,}")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]{1,15}://\S+|data:\S+", re.IGNORECASE)
_SAID = re.compile("[。！？!?：:」]")
_END = re.compile("[。！？!?.]")
_TIMED = 0.2  # of the records: those of signs have no time
_ENOUGH = 0.8  # of the letters of the fullest list: less is a summary or an excerpt


def letters_in(text: str) -> int:
    """How many characters of a text are said."""
    return sum(map(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class Track:
    """A list of records that hold words under ``key``. ``speakers``: '' where none is told; ``timed``: they have times,
    or (``around``) the records have that they stand in.
    """

    path: Path
    records: Sequence[Entry]
    key: str
    texts: Sequence[str]
    letters: Sequence[int]
    speakers: Sequence[str]
    timed: bool
    around: bool

    @property
    def name(self) -> str:
        """The plain key of the list."""
        return plain(self.path[-1])

    @property
    def said(self) -> int:
        """All letters."""
        return sum(self.letters)

    @property
    def of_words(self) -> bool:
        """Whether its records are words or runs of one sentence: by what they are called, by their length, or because
        only the sentence has a time.
        """
        filled = [text.strip() for text, count in zip(self.texts, self.letters, strict=True) if count]
        mean = self.said / max(1, len(filled))
        if self.around:
            return True
        listed = self.name in WORDS or self.name.startswith("word") or self.name.endswith("words")
        if listed or plain(self.key) in WORD or self._types & WORD_TYPES:
            return mean <= 8
        single = sum(" " in text for text in filled) * 20 <= len(filled)
        return len(filled) >= 20 and single and mean <= (3 if is_japanese("".join(filled[:100])) else 7)

    @property
    def _types(self) -> set[str]:
        return {value for record in self.records if isinstance(value := record.item.get("type"), str)}

    @property
    def is_talk(self) -> bool:
        """Whether this is what somebody says, and no list of products, articles, people or words to learn."""
        plainly = plain(self.key) in _RANK and plain(self.key) not in WORD
        names = [name for name in self.speakers if name]
        speakers = plain(speaker_key(self.records) or "speaker") in ABOVE
        again = len(names) <= 3 or len(set(names)) * 4 <= len(names) * 3  # people speak more than once
        if self._share(lambda item: any(plain(key) in OTHER for key in item)) > 0.5:
            return plainly and (self._is_spoken or (speakers and again and len(names) * 2 > len(self.records)))
        if self._is_spoken:
            return True
        if names:
            return again and speakers if not plainly else again or speakers
        written = self._share(is_timed) >= _TIMED
        return plainly and (written or self.name in TRANSCRIPT or self.path == ("[]",))

    @property
    def _is_spoken(self) -> bool:
        """Whether a good part has times of speech."""
        return self.around or self._share(partial(is_timed, spoken=True)) >= _TIMED

    def _share(self, holds: Callable[[Mapping[str, Any]], bool]) -> float:
        return sum(holds(record.item) for record in self.records) / len(self.records)

    @property
    def worth(self) -> tuple[int, bool, bool, bool, int]:
        """More is better: speakers told apart, times, a known key, sentences and not words, the finer cut."""
        return self.people, self.timed, plain(self.key) in _RANK, not self.of_words, len(self.records)

    @property
    def people(self) -> int:
        """How many speak: 2 stands for all above."""
        return min(2, len(set(filter(None, self.speakers))))

    @property
    def ends(self) -> int:
        """How many sentences end, by their signs."""
        return sum(len(_END.findall(text)) for text in self.texts)


def chosen(tree: Tree) -> Track | None:
    """The list to be read, None if no list is a transcript."""
    tracks = [track for track in _tracks(tree) if track.is_talk]
    enough = _ENOUGH * max((track.said for track in tracks), default=0)
    best = max((track for track in tracks if track.said >= enough), key=lambda track: track.worth, default=None)
    if best is None or best.of_words or best.said <= _SPEECH * len(best.records):
        return best
    return next((track for track in tracks if _is_finer(track, best)), best)


def _is_finer(words: Track, speeches: Track) -> bool:
    """Whether words with times and punctuation say all of the speeches, so that each sentence has a time."""
    whole = words.said >= speeches.said and words.ends * 10 >= speeches.ends * 9
    return words.of_words and words.timed and not words.around and words.people >= speeches.people and whole


def whole_text(tree: Tree) -> tuple[Path, str] | None:
    """Where the longest text stands that is in no list, or is a list of lines itself."""
    texts = {
        (path, key): sum(map(len, found))
        for (path, key), found in tree.strings.items()
        if not _is_translation(path) and (_is_text if path in tree.objects else _is_lines)(path, key, found)
    }
    return max(texts, key=lambda place: texts[place], default=None)


def _is_text(_: Path, key: str, found: Sequence[str]) -> bool:
    return plain(key) in WHOLE and holds_words(found[0])


def _is_lines(path: Path, key: str, found: Sequence[str]) -> bool:
    """Whether strings in a list are what is said: ``{"transcript": ["佐藤：はい。", …]}``."""
    named = path == ("[]",) or (len(path) == 1 and plain(path[0]) in WHOLE | TRANSCRIPT)
    return named and not key and sum(holds_words(text) and bool(_SAID.search(text)) for text in found) * 2 > len(found)


def holds_words(text: str) -> bool:
    """Whether a string holds words of a language, and not a time, an address or a name of the machine's."""
    if is_time(text):
        return False
    return is_japanese(text) or (_WORDS.search(text) is not None and not _ADDRESS.fullmatch(text.strip()))


def _tracks(tree: Tree) -> Iterator[Track]:
    for path, records in tree.tracks.items():
        key = None if _is_translation(path) else text_key(records)
        if key is not None:
            texts = [text_of(record.item.get(key)) or "" for record in records]
            letters = list(map(letters_in, texts))
            if any(letters):
                timed = any(is_timed(record.item) for record in records)
                around = not timed and any(map(timed_above, records))
                yield Track(path, records, key, texts, letters, speakers_of(records), timed or around, around)


def timed_above(record: Entry) -> Entry | None:
    """The nearest record around this one that says when it starts."""
    return next((entry for entry in record.up() if entry.place is not None and is_timed(entry.item, spoken=True)), None)


def _is_translation(path: Path) -> bool:
    return any(plain(part) in TRANSLATION for part in path)


def text_key(records: Sequence[Entry]) -> str | None:
    """The key of the words: the best known one that holds a good part of them, else the one with the longest texts."""
    keys = Counter(key for record in records for key in record.item)
    known = {key: _held(records, key) for key in keys if plain(key) in _RANK}
    most = max(known.values(), default=0)
    if most:
        return min((key for key in known if known[key] * 2 >= most), key=lambda key: _RANK[plain(key)])
    free = [key for key in keys if plain(key) not in SPEAKER and not is_time_key(key)]
    other = {key: _held(records, key) for key in free if _holds_speech(records, key)}
    return max(other, key=lambda key: other[key], default=None)


def _held(records: Sequence[Entry], key: str) -> int:
    return sum(letters_in(text_of(record.item.get(key)) or "") for record in records)


def _plain_text(value: Any) -> str:
    """A string, or the strings of a list of nothing else."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "".join(value)
    return value if isinstance(value, str) else ""


def _holds_speech(records: Sequence[Entry], key: str) -> bool:
    """Whether an unknown key holds sentences: Japanese or several words, hardly ever the same."""
    texts = [text for record in records if (text := _plain_text(record.item.get(key)))]
    spoken = [text for text in texts if is_japanese(text) or " " in text.strip()]
    return bool(spoken) and len(spoken) * 2 > len(records) and len(set(spoken)) * 2 > len(spoken)
