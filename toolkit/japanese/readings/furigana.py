"""Furigana: the reading of a word, which the reader gives as sound (トーキョー), as it is spelled in hiragana (とうきょう),
laid over the kanji it belongs to.

Kana that the word is written with bear no ruby (食べる: た over 食). Each kanji has its own where the dictionary's
readings of the single kanji explain the whole in one way (学校: がっ, こう), else they share one (今日: きょう), as JIS X
4051 knows them: mono ruby and group ruby.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, product

from toolkit.japanese.readings import frontend
from toolkit.japanese.readings import kana as kanas

KANJI = re.compile(r"[㐀-鿿豈-﫿々〆〇\U00020000-\U0003ffff]")
_RUN = re.compile(r"[ぁ-ゖァ-ヴヷ-ヺー]+|[^ぁ-ゖァ-ヴヷ-ヺー]+")  # ヵ and ヶ stand for kanji: 八ヶ岳
_SMALL_KE = ("か", "が", "こ")
_LENGTHENED = {"オ": "うお", "エ": "いえ", "ウ": "う", "ア": "あ", "イ": "い"}  # the usual spelling first
_ALIKE = {"じ": "じぢ", "ず": "ずづ"}
_VOICED = str.maketrans("かきくけこさしすせそたちつてとはひふへほ", "がぎぐげござじずぜぞだぢづでどばびぶべぼ")
_HALF_VOICED = str.maketrans("はひふへほ", "ぱぴぷぺぽ")
_MOST_SPELLINGS = 64
_LONGEST = 24  # characters of a word taken apart; what is longer has one reading over it

Span = tuple[int, int, str]


@lru_cache(maxsize=1 << 14)
def furigana(surface: str, sound: str) -> tuple[Span, ...]:
    """(start, end, hiragana) over the kanji of ``surface``, which is said as ``sound`` (katakana); nothing over a word
    without kanji.
    """
    if not kanas.is_kana(sound) or not KANJI.search(surface):
        return ()
    found = _spelled(surface, sound)
    for spelling in found:
        if explained := _laid(surface, spelling, whole=True):
            return explained
    return _laid(surface, found[0], whole=False) or ((0, len(surface), found[0]),)


def _spelled(surface: str, sound: str) -> list[str]:
    """How the word may be spelled, the likeliest first: as the dictionary says, else by rule."""
    known = [
        kanas.to_hiragana(yomi) for yomi, said in frontend.dictionary_readings(surface) if _heard(said) == _heard(sound)
    ]
    return list(dict.fromkeys(known)) or _guessed(sound)


def _heard(sound: str) -> str:
    """The same for every way of writing a long vowel."""
    out = ""
    for char in sound:
        long = bool(out) and char in "アイウエオ" and kanas.vowel_of(_mora_before(out)) == char
        out += "ー" if long else char
    return out


def _mora_before(sound: str) -> str:
    return sound.rstrip("ー")[-1:]


def _guessed(sound: str) -> list[str]:
    choices: list[str] = []
    vowel = ""
    for char in sound:
        choices.append(_LENGTHENED.get(vowel, "ー") if char == "ー" else _alike(kanas.to_hiragana(char)))
        vowel = vowel if char == "ー" else kanas.vowel_of(char)
    return ["".join(spelling) for spelling in islice(product(*choices), _MOST_SPELLINGS)]


def _alike(kana: str) -> str:
    return _ALIKE.get(kana, kana)


def _laid(surface: str, spelling: str, *, whole: bool) -> tuple[Span, ...]:
    """``spelling`` over the kanji, or nothing if it does not fit the kana between them, or (``whole``) if the readings
    of the kanji do not explain all of it.
    """
    runs = [match[0] for match in _RUN.finditer(surface)]
    if len(surface) > _LONGEST:
        return ()
    best: tuple[int, tuple[Span, ...]] = (-1, ())
    for readings in _shared(runs, spelling):
        spans: list[Span] = []
        explained, at = 0, 0
        for run, reading in zip(runs, readings, strict=True):
            if not kanas.is_kana(run) or run in "ヵヶ":
                own, sure = _over(run, reading)
                explained += sure
                spans += [(at + start, at + end, kana) for start, end, kana in own]
            else:
                explained += 1
            at += len(run)
        if explained > best[0] and (explained == len(runs) or not whole):
            best = explained, tuple(spans)
    return best[1]


def _shared(runs: list[str], spelling: str) -> Iterator[list[str]]:
    """Every way to share out the spelling: kana as they are written, at least one kana for what is none."""
    if not runs:
        if not spelling:
            yield []
        return
    run, rest = runs[0], runs[1:]
    if kanas.is_kana(run) and run not in "ヵヶ":
        written = kanas.to_hiragana(run)
        if spelling.startswith(written):
            yield from ([written, *more] for more in _shared(rest, spelling[len(written) :]))
        return
    for size in range(1, len(spelling) + 1) if rest else (len(spelling),):
        if spelling[:size]:
            yield from ([spelling[:size], *more] for more in _shared(rest, spelling[size:]))


def _over(run: str, reading: str) -> tuple[list[Span], bool]:
    """Ruby over a run without kana, and whether the readings of its characters explain it in one way."""
    splits = list(islice(_splits(run, reading, 0), 2))
    if len(splits) != 1:
        return [(0, len(run), reading)], False
    spans: list[Span] = []
    at = 0
    for part, kana in splits[0]:
        if KANJI.search(part):
            spans.append((at, at + len(part), kana))
        at += len(part)
    return spans, True


def _splits(run: str, reading: str, at: int) -> Iterator[list[tuple[str, str]]]:
    """Every way to read ``run[at:]`` as ``reading``; digits and letters may have any part of it."""
    if at == len(run):
        if not reading:
            yield []
        return
    size = 1
    if not KANJI.match(run[at]) and run[at] not in "ヵヶ":
        size = next((k for k in range(1, len(run) - at) if KANJI.match(run[at + k])), len(run) - at)
        options: tuple[str, ...] = tuple(reading[:k] for k in range(1, len(reading) + 1))
    else:
        options = tuple(option for option in _readings(run, at) if reading.startswith(option))
    for option in options:
        for more in _splits(run, reading[len(option) :], at + size):
            yield [(run[at : at + size], option), *more]


def _readings(run: str, at: int) -> list[str]:
    """How the character may be read where it stands: voiced after another, cut short before another."""
    base = _single(run[at])
    if run[at] == "々" and at:
        base = _single(run[at - 1])
    forms = list(base)
    if at:
        forms += [kana[0].translate(table) + kana[1:] for kana in base for table in (_VOICED, _HALF_VOICED)]
    if at + 1 < len(run):
        forms += [kana[:-1] + "っ" for kana in forms if len(kana) > 1 and kana[-1] in "つちくき"]
    return list(dict.fromkeys(forms))


@lru_cache(maxsize=1 << 13)
def _single(char: str) -> tuple[str, ...]:
    """The readings of one character in the dictionary, in hiragana."""
    if char in "ヵヶ":
        return _SMALL_KE
    return tuple(dict.fromkeys(kanas.to_hiragana(yomi) for yomi, _ in frontend.dictionary_readings(char)))
