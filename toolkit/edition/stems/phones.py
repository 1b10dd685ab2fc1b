"""When each phone is heard: every word of the manifest is divided as the duration model of the default voices divides
it. With these voices that is where their phones lie (a word's own pace changes all of its phones alike); with others
and with real people the word is known and what is inside it an estimate.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from toolkit.edition.book import WordTime
from toolkit.edition.stems.layout import Times

if TYPE_CHECKING:
    from toolkit.edition.book import Phrase
    from toolkit.edition.forms import Job
    from toolkit.japanese.readings import Reader
    from toolkit.speech.engines.htsvoice import Durations


def phones_of(job: Job) -> Times:
    """The phones of all that is shown and heard, as Open JTalk names them. InputError for a lexicon that is none."""
    from toolkit.inputs.lexicon import read_lexicon
    from toolkit.japanese.readings import Reader
    from toolkit.speech.engines.openjtalk import durations

    wanted = job.wanted
    reader = Reader(read_lexicon(wanted.lexicon) if wanted.lexicon else ())
    model = durations()
    rows = [
        (part.number, start, end, phone)
        for part in job.book.parts
        for phrase in part.phrases
        for start, end, phone in phones(phrase, reader, model)
    ]
    return Times(rows)


def phones(phrase: Phrase, reader: Reader, model: Durations) -> Iterator[tuple[int, int, str]]:
    """(start, end, phone) in milliseconds of the programme; nothing of what is not heard."""
    if phrase.clip is None:
        return
    words = phrase.words or (WordTime(0, len(phrase.text), phrase.clip),)
    for word, said in zip(words, _by_word(phrase, words, reader, model), strict=True):
        whole, lasts = sum(frames for _, frames in said), word.clip.end - word.clip.start
        ends = accumulate((frames for _, frames in said), initial=0)
        borders = [word.clip.start + round(lasts * end / max(1, whole)) for end in ends]
        yield from ((a, b, phone) for (a, b), (phone, _) in zip(pairwise(borders), said, strict=True))


def _by_word(
    phrase: Phrase, words: Sequence[WordTime], reader: Reader, model: Durations
) -> list[list[tuple[str, int]]]:
    """For each word its phones, and the frames that each lasts."""
    from toolkit.japanese.readings.passages import passages
    from toolkit.speech.morae import phoneme

    starts = [word.start for word in words]
    said: list[list[tuple[str, int]]] = [[] for _ in words]
    for passage in passages(reader, phrase.text, [(ruby.start, ruby.end, ruby.kana) for ruby in phrase.rubies]):
        for label, start in zip(passage.reading.labels, passage.reading.starts, strict=True):
            if start >= 0:
                word = max(0, bisect_right(starts, passage.start + start) - 1)
                said[word].append((phoneme(label), model.frames(label)))
    return said
