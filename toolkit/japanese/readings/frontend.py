"""Open JTalk's frontend: text in, morphemes with phonemes and full-context labels out, with some words' readings
forced.

pyopenjtalk-plus was chosen over haqumei by measure: on homographs both are equal (176 and 177 of 189 hard words), the
rest is decided by our own normaliser, and only this frontend lets a word be put into the analysis between the
dictionary and the labels.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

from toolkit.errors import InputError
from toolkit.japanese.readings import accent, entries, second
from toolkit.japanese.readings import kana as kanas
from toolkit.japanese.readings.streams import quiet_stderr, quiet_stdout
from toolkit.system.signals import signals_wait

# Rare fish: nouns of one kanji that stand in no compound, put into the text where a forced word stands, so that the
# words around it are analysed as beside a noun. The second and third serve when the text makes a longer word with the
# first.
_STAND_INS = "鰆鱚鯒"
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Forced:
    """``text[start:end]`` of the spoken text is said as ``reading`` (katakana as sound). ``accent``: mora of the fall,
    None to guess.

    ``keep``: the characters are real Japanese and take part in the analysis (a homograph); else they are hidden behind
    a noun.
    ``weak``: give way where the characters are part of a longer word of the dictionary; ``exact``: even where what is
    longer is its kana. ``firm``: the second dictionary does not overrule it.
    """

    start: int
    end: int
    reading: str
    accent: int | None = None
    keep: bool = False
    weak: bool = False
    exact: bool = False
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Token:
    """One morpheme: ``start``/``end`` in the spoken text, its phonemes (``pau`` for a pause, none if silent).
    ``disputed``: the second dictionary reads it otherwise.
    """

    start: int
    end: int
    surface: str
    phonemes: tuple[str, ...]
    sound: str
    pos: str
    detail: str
    known: bool
    forced: bool
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class Analysis:
    tokens: tuple[Token, ...]
    labels: tuple[str, ...]


def _misplaced(njd: Sequence[Any]) -> bool:
    """Whether a ー, ？ or ！ stands where no sound is before it, or nothing sounds at all: what the library warns
    of.
    """
    sounds = [entry["pron"] for entry in njd]
    alone = any(
        sound[:1] in ("ー", "？", "！") and not kanas.is_kana(before[-1:]) for before, sound in pairwise(["", *sounds])
    )
    return alone or not any(kanas.is_kana(sound[:1]) for sound in sounds)


@cache
def load() -> Any:
    """The library, imported with stdout kept clean, and undisturbed: it takes any exception for a part that is not
    installed.
    """
    with signals_wait(), quiet_stdout():
        import pyopenjtalk

        pyopenjtalk.run_frontend("何の")
    return pyopenjtalk


def analyse(text: str, forced: Sequence[Forced] = ()) -> Analysis:
    """Morphemes and labels of ``text`` (the spoken text, one sentence). Raises ``InputError`` for more than 4,000
    characters.

    The library's own limit lies between 4,000, which pass, and 6,000, which raise.
    """
    if len(text) > _LONGEST:
        raise InputError(f"a sentence of {len(text)} characters cannot be spoken in one", mend="divide it")
    library = load()
    features, morphs, marks, doubts = _mecab(library, text, forced)
    njd = library.run_njd_from_mecab(features, restore_unknown_katakana=True, modify_numeral_reading=True)
    # what the library would ask its second dictionary was asked already, of more words (second.py)
    njd = library.apply_postprocessing("".join(m["surface"] for m in morphs), njd, use_sudachi_kanji_yomi=False)
    accent.phrases(njd)
    with quiet_stderr() if _misplaced(njd) else contextlib.nullcontext():
        mapping = library.make_phoneme_mapping(njd, morphs, is_non_pause_symbol=lambda _: False)
        labels = tuple(library.make_label(njd))
    return Analysis(tuple(_token(entry, marks, doubts) for entry in mapping), labels)


def _token(entry: dict[str, Any], marks: frozenset[tuple[int, int]], doubts: frozenset[int]) -> Token:
    start, end = entry["char_span"]
    return Token(
        start=start,
        end=end,
        surface=entry["surface"],
        phonemes=tuple(entry["phonemes"]),
        sound=_sound(entry["phonemes"], entry["pron"].replace("’", "")),
        pos=entry["pos"],
        detail=entry["pos_group1"],
        known=not entry["is_unknown"],
        forced=(start, end) in marks,
        disputed=not doubts.isdisjoint(range(start, end)),
    )


def _sound(phonemes: Sequence[str], pron: str) -> str:
    """Katakana as spoken: as the dictionary writes it where that is kana, else from the phonemes (signs, letters)."""
    if not any(phoneme not in ("pau", "sp") for phoneme in phonemes):
        return ""
    return pron.replace("ヲ", "オ") if kanas.is_kana(pron) else kanas.katakana(phonemes)


def _mecab(
    library: Any, text: str, forced: Sequence[Forced]
) -> tuple[list[str], list[Any], frozenset[tuple[int, int]], frozenset[int]]:
    """Features and morphemes of ``text`` with every forced word as one morpheme of its own, the spans of these, and the
    offsets of all characters whose reading is disputed.
    """
    hidden = [word for word in forced if not word.keep]
    for stand_in in _STAND_INS:
        shown = _hide(text, hidden, stand_in)
        _, morphs = library.run_mecab_detailed(shown)
        forced = [w for w in forced if not w.weak or _stands_alone(morphs, w, text)]
        clashing = [w for w in forced if not _stands_alone(morphs, w, text)]
        if clashing and all(w.keep for w in clashing):
            hidden = [*hidden, *clashing]
            shown = _hide(text, hidden, stand_in)
            _, morphs = library.run_mecab_detailed(shown)
            clashing = [w for w in forced if not _stands_alone(morphs, w, text)]
        if not clashing:
            break
    spans = [_force(library, morphs, text, word) for word in sorted(forced, key=lambda w: w.start)]
    given = [
        span
        for word, span in zip(sorted(forced, key=lambda w: w.start), spans, strict=True)
        if word.firm or not word.weak
    ]
    told = frozenset(span[0] for span in spans if span)
    doubts = _second_opinion(shown, morphs, frozenset(span[0] for span in given if span), told)
    _run_names_together(morphs)
    spoken = [list(m["features"]) for m in morphs if not m["is_ignored"]]
    accent.words(spoken)
    features = [",".join(entry) for entry in spoken]
    return features, morphs, frozenset(span for span in spans if span), doubts


def _second_opinion(text: str, morphs: list[Any], fixed: frozenset[int], told: frozenset[int]) -> frozenset[int]:
    """Words that were read in pieces get the second dictionary's reading; the offsets of those it only disputes."""
    doubts: set[int] = set()
    for opinion in reversed(second.opinions(text, morphs, fixed, told)):
        covered = morphs[opinion.first : opinion.last]
        if opinion.decides:
            morphs[opinion.first : opinion.last] = entries.reread(covered, opinion.reading)
        else:
            doubts.update(range(covered[0]["char_span"][0], covered[-1]["char_span"][1]))
    return frozenset(doubts)


def _run_names_together(morphs: Sequence[Any]) -> None:
    """The point in イーロン・マスク parts two words but is no pause."""
    for before, point, after in zip(morphs, morphs[1:], morphs[2:], strict=False):
        if point["surface"] == "・" and kanas.is_kana(before["surface"][-1]) and kanas.is_kana(after["surface"][0]):
            point["is_ignored"] = True


def _hide(text: str, hidden: Sequence[Forced], stand_in: str) -> str:
    chars = list(text)
    for word in hidden:
        chars[word.start : word.end] = stand_in * (word.end - word.start)
    return "".join(chars)


def _covering(morphs: Sequence[Any], word: Forced) -> list[int]:
    return [k for k, m in enumerate(morphs) if m["char_span"][0] < word.end and m["char_span"][1] > word.start]


def _stands_alone(morphs: Sequence[Any], word: Forced, text: str) -> bool:
    """Whether the morphemes over ``word`` begin with it and end with it, or (not for ``exact``) with kana that can be
    read as written.
    """
    covering = _covering(morphs, word)
    if not covering or morphs[covering[0]]["char_span"][0] != word.start:
        return False
    tail = text[word.end : morphs[covering[-1]]["char_span"][1]]
    return not tail or (kanas.is_kana(tail) and not word.exact)


def _force(library: Any, morphs: list[Any], text: str, word: Forced) -> tuple[int, int] | None:
    """Replace the morphemes over ``word`` by one with its reading; its span, or None where it could not be set
    apart.
    """
    if not _stands_alone(morphs, word, text):
        return None
    covering = _covering(morphs, word)
    start, end = word.start, morphs[covering[-1]]["char_span"][1]
    reading = word.reading + kanas.spoken(text[word.end : end])
    first = morphs[covering[0]]
    feature = (
        entries.dictionary_feature(library, text[start:end], reading, first) if word.keep else None
    ) or entries.made_feature(first, reading, word)
    if word.accent is not None:
        feature[10] = f"{min(word.accent, kanas.mora_count(reading))}/{kanas.mora_count(reading)}"
    # as long as what it stands for, or the library loses its place; kana, so that its rules for kanji leave the word
    # alone
    surface = kanas.to_hiragana(reading).ljust(end - start, "ー")[: end - start]
    feature[0] = feature[7] = surface
    merged = {
        **first,
        "surface": surface,
        "features": feature,
        "char_span": (start, end),
        "is_unknown": False,
        "is_ignored": False,
    }
    morphs[covering[0] : covering[-1] + 1] = [merged]
    return start, end


def dictionary_readings(surface: str) -> tuple[tuple[str, str], ...]:
    """How the dictionary reads ``surface`` as one word, in katakana: (as spelled, as said), each once."""
    found = entries.features_of(load(), surface)
    rows = ((entry[8], entry[9].replace("’", "")) for entry in found)
    return tuple(dict.fromkeys(row for row in rows if kanas.is_kana(row[0]) and kanas.is_kana(row[1])))


def costs(surface: str) -> dict[str, int]:
    """What every reading (katakana as sound) costs that the dictionary has for ``surface`` as one word, the least of its entries."""
    found: dict[str, int] = {}
    for entry, cost in entries.weighed(load(), surface):
        reading = kanas.of_spelling(entry[8])
        found[reading] = min(cost, found.get(reading, cost))
    return found


def phoneme_of(label: str) -> str:
    """The phoneme a full-context label stands for (…^x-PHONEME+y=…)."""
    return label.split("-", 1)[1].split("+", 1)[0]
