"""The reader: a sentence as displayed in, words with readings and full-context labels out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from toolkit.japanese import normalise, normalise_days, normalise_numbers, normalise_signs
from toolkit.japanese.lexicon import Entry
from toolkit.japanese.normalise import Piece, Rule
from toolkit.japanese.reading import Reading, Word
from toolkit.japanese.readings import frontend, homographs, latin, risk
from toolkit.japanese.readings import kana as kanas

_HIDDEN = "■"  # holds the place of a word whose reading is given; the frontend puts a noun there
_BARE = frozenset("、。，．,.？！?!…・「」『』（）()〈〉【】 　~〜")
_PAUSES = {"。": "。", "！": "。", "？": "？"}


@dataclass(frozen=True, slots=True)
class _Spoken:
    """Text for the frontend; for each of its characters the piece it came from, by index."""

    text: str
    owners: tuple[int, ...]
    pieces: tuple[Piece, ...]
    forced: tuple[frontend.Forced, ...]


class Reader:
    """Reads sentences aloud on paper. The user's lexicon wins over everything, a ruby over everything but the
    lexicon.
    """

    def __init__(self, lexicon: Sequence[Entry] = ()) -> None:
        self._entries = _by_first(lexicon)
        self._native: tuple[Rule, ...] = (latin.known, *normalise_days.rules(), homographs.rule)
        self._rules: tuple[Rule, ...] = (
            *normalise_signs.early_rules(),
            *normalise_numbers.early_rules(),
            *latin.rules(),
            *normalise_numbers.rules(),
            *normalise_signs.rules(),
        )

    def read(self, sentence: str, rubies: Sequence[tuple[int, int, str]] = ()) -> Reading:
        """Words, readings and labels of one sentence.

        ``rubies``: (start, end, kana) of the sentence; hiragana is spelling (とうきょう → トーキョー), katakana is
        sound. A sentence with nothing to say has no labels.
        """
        spoken = _spoken(sentence, self._pieces(sentence, rubies))
        if not any(char.isalnum() or char == _HIDDEN for char in spoken.text):
            return Reading(sentence, tuple(_word(sentence, piece, "") for piece in spoken.pieces))
        analysis = frontend.analyse(spoken.text, spoken.forced)
        words, owners = _words(sentence, spoken, analysis.tokens)
        starts = _starts(analysis, owners)
        if all(start < 0 for start in starts):
            return Reading(sentence, words)
        return Reading(sentence, words, analysis.labels, starts)

    def _pieces(self, sentence: str, rubies: Sequence[tuple[int, int, str]]) -> list[Piece]:
        """Pieces over the whole sentence: given readings, rules, and the characters themselves."""
        folded = normalise.fold(sentence)
        given = {start: (end, kana) for start, end, kana in rubies if 0 <= start < end <= len(sentence)}

        def ruby(_: str, at: int) -> list[Piece] | None:
            if at not in given:
                return None
            end, kana = given[at]
            sound = kanas.spoken(kana.replace("・", "").replace(" ", ""))  # しおみ・こうへい: no mora
            return [Piece(at, end, sound, "ruby", 0.0, kana=True, whole=True)]

        found = normalise.pieces(folded, *((self._lexicon_rule, ruby, *rules) for rules in (self._rules, self._native)))
        return _filled(folded, found)

    def _lexicon_rule(self, text: str, at: int) -> list[Piece] | None:
        for entry in self._entries.get(text[at], ()):
            end = at + len(entry.surface)
            if text.startswith(normalise.fold(entry.surface), at) and _is_whole(text, at, end):
                reading = kanas.spoken(entry.reading)
                return [Piece(at, end, reading, "lexicon", 0.0, kana=True, whole=True, accent=entry.accent)]
        return None


def _by_first(lexicon: Sequence[Entry]) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    for entry in sorted(lexicon, key=lambda e: -len(e.surface)):
        entries.setdefault(normalise.fold(entry.surface[0]), []).append(entry)
    return entries


def _is_whole(text: str, at: int, end: int) -> bool:
    """An entry in Latin letters or digits is a word of its own: AI is not in MAIL."""
    before, after = text[at - 1 : at], text[end : end + 1]
    first, last = text[at], text[end - 1]
    return not (_latin(first) and _latin(before)) and not (_latin(last) and _latin(after))


def _latin(char: str) -> bool:
    return bool(char) and char.isascii() and char.isalnum()


def _filled(text: str, found: Sequence[Piece]) -> list[Piece]:
    """The pieces with one more for every character no rule claimed."""
    out: list[Piece] = []
    at = 0
    for piece in [*found, Piece(len(text), len(text), "")]:
        out.extend(Piece(k, k + 1, text[k], "dictionary") for k in range(at, piece.start))
        if piece.end > piece.start:
            out.append(piece)
        at = piece.end
    return out


def _spoken(sentence: str, pieces: Sequence[Piece]) -> _Spoken:
    text, owners, forced = "", [], []
    for index, piece in enumerate(pieces):
        shown = piece.spoken
        if piece.kana and piece.spoken:
            shown = normalise.fold(sentence[piece.start : piece.end]) if piece.whole else _HIDDEN
            end = len(text) + len(shown)
            forced.append(
                frontend.Forced(
                    len(text), end, piece.spoken, piece.accent, piece.whole, piece.weak, piece.exact, piece.firm
                )
            )
        shown = _after(text, shown)
        text += shown
        owners += [index] * len(shown)
    return _Spoken(text, tuple(owners), tuple(pieces), tuple(forced))


def _after(text: str, shown: str) -> str:
    """``shown`` without a sign that has no sound before it to belong to: ー, ？ and ！ after a pause or at the
    beginning.
    """
    return shown.lstrip("ー？！?!") if not text or text[-1] in _BARE else shown


def _word(sentence: str, piece: Piece, reading: str) -> Word:
    source = piece.source if reading or piece.source == "silent" else "silent"
    return Word(
        piece.start, piece.end, sentence[piece.start : piece.end], reading, source, piece.risk if reading else 0.0
    )


def _words(sentence: str, spoken: _Spoken, tokens: Sequence[frontend.Token]) -> tuple[tuple[Word, ...], list[int]]:
    """Words in order, and for every token the offset of the word it went into.

    Tokens of one rewritten piece, and pieces of one token, become one word.
    """
    words: list[Word] = []
    owners: list[int] = []
    for token in tokens:
        covered = [spoken.pieces[k] for k in sorted({spoken.owners[c] for c in range(token.start, token.end)})]
        if not covered:
            owners.append(words[-1].start if words else 0)
            if words and token.phonemes:
                words[-1] = _joined(sentence, words[-1], words[-1].end, _sound(token))
            continue
        start, end = covered[0].start, covered[-1].end
        made = risk.judge(sentence, start, end, token, covered, _sound(token))
        if words and (start < words[-1].end or _one_number(sentence, words[-1], made)):
            made = _joined(sentence, words[-1], max(end, words[-1].end), made.reading, made)
            words.pop()
        words.append(made)
        owners.append(made.start)
    return tuple(_with_silence(sentence, spoken.pieces, words)), owners


def _one_number(sentence: str, word: Word, made: Word) -> bool:
    """Digits that touch are one number, however many words its reading has."""
    touching = word.end == made.start and word.reading not in ("", "、")
    return (
        touching
        and sentence[word.end - 1].isdigit()
        and sentence[made.start] in "0123456789０１２３４５６７８９.．"
        and bool(made.reading)
    )


def _joined(sentence: str, word: Word, end: int, more: str, other: Word | None = None) -> Word:
    reading = word.reading + more
    doubt = max(word.risk, other.risk if other else 0.0)
    source = word.source if word.reading or other is None else other.source
    return Word(word.start, end, sentence[word.start : end], reading, source, doubt)


def _with_silence(sentence: str, pieces: Sequence[Piece], words: Sequence[Word]) -> list[Word]:
    """The words, and between them one silent word for every piece no token covers."""
    covered = {k for word in words for k in range(word.start, word.end)}
    silent = [_word(sentence, piece, "") for piece in pieces if piece.start not in covered]
    return sorted([*words, *silent], key=lambda w: (w.start, w.end))


def _sound(token: frontend.Token) -> str:
    if not token.sound and "pau" in token.phonemes:
        return _PAUSES.get(token.surface, "、")
    return token.sound


def _starts(analysis: frontend.Analysis, owners: Sequence[int]) -> tuple[int, ...]:
    """For each label the offset of its word, −1 for sil and pau."""
    sounding = [
        owner
        for token, owner in zip(analysis.tokens, owners, strict=True)
        for phoneme in token.phonemes
        if phoneme != "pau"
    ]
    given = iter(sounding)
    return tuple(-1 if frontend.phoneme_of(label) in ("sil", "pau") else next(given, -1) for label in analysis.labels)
