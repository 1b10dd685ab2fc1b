"""Latin letters in Japanese text: addresses, known names, English words, letters with digits, and letters one by
one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from toolkit.japanese import letters, tables
from toolkit.japanese.normalise import Piece, Rule
from toolkit.japanese.normalise_numbers import cardinal
from toolkit.japanese.reading import ReadingSource
from toolkit.japanese.readings.romaji import katakana

_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_RUN = re.compile(rf"[{_LATIN}][{_LATIN}0-9]*(?:['-][{_LATIN}0-9]+)*")
_PART = re.compile(rf"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-zß-öø-ɏ]+|[A-ZÀ-ÖØ-Þ]+|\d+|[{_LATIN}]+")
_URL = re.compile(r"(?:https?://|www\.)[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+", re.I)
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_DOMAIN = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.([A-Za-z]{2,6})(?:/[A-Za-z0-9\-._~/%?=&#]*)?(?![A-Za-z0-9])")
_FILE_TYPES = frozenset("js ts py rb go css json exe zip csv md sh cpp jar".split())
_ADDRESS_SIGNS = {
    ".": "ドット", "/": "スラッシュ", ":": "コロン", "-": "ハイフン", "_": "アンダーバー", "@": "アットマーク", "?": "ハテナ",
    "=": "イコール", "&": "アンド", "#": "シャープ", "%": "パーセント", "~": "チルダ", "+": "プラス",
}  # fmt: skip
_INITIALS = re.compile(r"(?:[A-Z]\.){2,}[A-Z]?(?![A-Za-z])|[A-Z]\.(?=[A-Z]\.|[ァ-ヺ・])")
_JAPANESE_COUNT_AFTER = re.compile(r"[系型判号番出号棟館線]")


def rules() -> list[Rule]:
    """Addresses first, then known names, then everything else in Latin letters."""
    return [_address, known, _initials, _run]


def _begins(text: str, at: int) -> bool:
    """Whether a Latin run begins here: letters and digits before it would belong to it."""
    return at == 0 or not (text[at - 1].isascii() and text[at - 1].isalnum())


def _address(text: str, at: int) -> list[Piece] | None:
    if not (text[at].isascii() and text[at].isalnum()) or not _begins(text, at):
        return None
    match = _URL.match(text, at) or _EMAIL.match(text, at) or _domain(text, at)
    if not match:
        return None
    end = match.start() + len(match[0].rstrip(".,;:!?)'"))
    name = known(text, at)
    if name and name[-1].end >= end:
        return None
    return [Piece(at, end, say_address(text[at:end].rstrip("/")), "rule", 0.2, kana=True)]


def _domain(text: str, at: int) -> re.Match[str] | None:
    match = _DOMAIN.match(text, at)
    ends = match and match[1].lower() in tables.mapping("domains") and match[1].lower() not in _FILE_TYPES
    return match if ends else None


def say_address(address: str) -> str:
    """An internet address as it is dictated: letters, words, ドット and スラッシュ.

    >>> say_address("x.com/news")
    'エックスドットコムスラッシュニュース'
    """
    out: list[str] = []
    tokens = re.findall(r"[A-Za-z]+|\d+|.", address)
    for k, token in enumerate(tokens):
        if token in _ADDRESS_SIGNS:
            out.append(_ADDRESS_SIGNS[token])
        elif token.isdigit():
            out.append(letters.spelled(token))
        else:
            after_dot = k > 0 and tokens[k - 1] == "."
            out.append(_address_word(token, after_dot or token.lower() in ("www", "http", "https")))
    return "".join(out)


def _address_word(token: str, technical: bool) -> str:
    if technical and token.lower() in tables.mapping("domains"):
        return tables.mapping("domains")[token.lower()]
    if token.lower() in tables.mapping("english"):
        return tables.mapping("english")[token.lower()]
    if len(token) < 3:
        return letters.spelled(token)
    return _brands_folded().get(token.casefold()) or word(token)[0]


@cache
def _brands() -> dict[str, list[tuple[str, str]]]:
    """Known names by the first character, longest first: (surface, reading)."""
    by_first: dict[str, list[tuple[str, str]]] = {}
    for surface, reading, *_ in tables.rows("brands"):
        by_first.setdefault(surface[0].casefold(), []).append((surface, reading or letters.spelled(surface)))
    return {first: sorted(names, key=lambda n: -len(n[0])) for first, names in by_first.items()}


@cache
def _brands_folded() -> dict[str, str]:
    return {s.casefold(): r for names in _brands().values() for s, r in names if not _exact(s)}


@lru_cache(maxsize=4096)
def _exact(surface: str) -> bool:
    """Short names and short capitals are matched as written: au is no 'Au', LINE no 'line'."""
    return len(surface) <= 3 or (len(surface) <= 4 and surface.isupper())


def known(text: str, at: int) -> list[Piece] | None:
    """A name of the table, bounded by something that cannot go on with it."""
    for surface, reading in _brands().get(text[at].casefold(), ()):
        end = at + len(surface)
        shown = text[at:end]
        same = shown == surface or (not _exact(surface) and shown.casefold() == surface.casefold())
        if same and _bounded(text, at, end):
            more = _possessive(text, end)
            return [
                Piece(
                    at,
                    end + more,
                    reading + ("ズ" if more else ""),
                    "brand",
                    0.03,
                    kana=True,
                    accent=_accent(surface, reading),
                )
            ]
    return None


def _accent(surface: str, reading: str) -> int | None:
    return letters.accent(surface) if reading == letters.spelled(surface) else None


def _possessive(text: str, end: int) -> int:
    return 2 if re.match(rf"'s(?![{_LATIN}])", text[end : end + 3]) else 0


def _bounded(text: str, at: int, end: int) -> bool:
    first, last = text[at], text[end - 1]
    before, after = text[at - 1 : at], text[end : end + 1]
    if (
        first.isascii()
        and first.isalnum()
        and before.isascii()
        and (before.isalpha() or (before.isdigit() and first.isdigit()))
    ):
        return False
    if first.isdigit() and before in (".", ",", "-", "/"):
        return False
    if (
        last.isascii()
        and last.isalpha()
        and after.isascii()
        and (after.isalnum() or (after == "." and text[end + 1 : end + 3] in ("js", "io")))
    ):
        return _is_number_of(text, end)
    if last.isdigit():
        return not (
            after.isdigit()
            or (after in (".", ",", "-", ":") and text[end + 1 : end + 2].isdigit())
            or (after.isascii() and after.isalpha())
        )
    return not (last.isalpha() and re.match(r"[\u0300-\u036f]", after or " "))


def _is_number_of(text: str, end: int) -> bool:
    """Whether the name goes on with digits alone, as iPhone15 and GPT4 do."""
    return bool(re.match(r"\d+(?:\.\d+)?(?![A-Za-z0-9])", text[end:])) and text[end - 2 : end].isalpha()


def _initials(text: str, at: int) -> list[Piece] | None:
    match = _INITIALS.match(text, at) if _begins(text, at) else None
    if not match:
        return None
    return [
        Piece(at, match.end(), letters.spelled(match[0]), "spelled", 0.15, kana=True, accent=letters.accent(match[0]))
    ]


def _run(text: str, at: int) -> Sequence[Piece] | None:
    """Letters, digits and hyphens that hang together, part by part."""
    match = _RUN.match(text, at)
    if not match:
        return None
    run = match[0]
    if not any(c.isdigit() for c in run):
        return _plain_run(text, run, at)
    pieces: list[Piece] = []
    for part in re.finditer(rf"[{_LATIN}]+|\d+|['-]+", run):
        pieces.append(_mixed_part(text, at + part.start(), part[0], run))
    return pieces


def _plain_run(text: str, run: str, at: int) -> list[Piece]:
    """A word, or words joined by hyphens; a known name inside is used whole."""
    out: list[Piece] = []
    for part in re.finditer(rf"[{_LATIN}]+(?:'[{_LATIN}]+)?|-", run):
        start, end = at + part.start(), at + part.end()
        if part[0] == "-":
            out.append(Piece(start, end, "", "silent"))
            continue
        article = part[0] in "aA" and re.match(r" [A-Za-z]{2}", text[end : end + 3])
        reading, source, risk = word(part[0])
        if article:
            reading, source, risk = "ア", "english", 0.1
        accent = letters.accent(part[0]) if source == "spelled" else None
        out.append(Piece(start, end, reading, source, risk, kana=True, accent=accent))
    return out


def _mixed_part(text: str, start: int, part: str, run: str) -> Piece:
    end = start + len(part)
    if not part[0].isalnum():
        return Piece(start, end, "", "silent")
    if not part.isdigit():
        if len(part) <= 2:
            return Piece(start, end, letters.spelled(part), "spelled", 0.1, kana=True)
        reading, source, risk = word(part)
        return Piece(start, end, reading, source, risk, kana=True)
    english = letters.english_number(int(part)) if len(part) == 1 and end == text.find(run) + len(run) else ""
    if english and not _JAPANESE_COUNT_AFTER.match(text, end):
        return Piece(start, end, english, "rule", 0.25, kana=True)
    if text[end : end + 1].isascii() and text[end : end + 1].isalpha():
        return Piece(
            start, end, letters.english_number(int(part)) if len(part) == 1 else cardinal(part), "rule", 0.3, kana=True
        )
    return Piece(start, end, part, "rule", 0.15)


@lru_cache(maxsize=8192)
def word(surface: str) -> tuple[str, ReadingSource, float]:
    """(reading, source, risk) of one run of letters.

    Order: names and English words of the tables, capitals letter by letter, CamelCase by its parts, Japanese in Roman
    letters, a guess.
    """
    if told := _in_tables(surface):
        return told
    if surface.isupper() or (surface[:-1].isupper() and surface.endswith("s") and len(surface) > 2):
        return _capitals(surface)
    parts = _PART.findall(surface)
    if len(parts) > 1 and "'" not in surface:
        read = [word(part) if len(part) > 1 else (letters.spelled(part), "spelled", 0.3) for part in parts]
        return "".join(r[0] for r in read), "english", max(0.3, *(r[2] for r in read))
    if not re.search("[aeiouyAEIOUY]", letters.plain(surface)) or len(surface) == 1:
        return letters.spelled(surface), "spelled", 0.3
    romaji = katakana(surface)
    if romaji and surface[0].isupper() and len(surface) > 4:
        return romaji, "english", 0.5
    return _guessed(surface), "english", 0.6


def _in_tables(surface: str) -> tuple[str, ReadingSource, float] | None:
    folded = letters.plain(surface).casefold()
    if len(surface) == 1:
        return None
    if folded in _brands_folded():
        return _brands_folded()[folded], "brand", 0.1
    english = tables.mapping("english")
    capitals = surface.isupper() and 1 < len(surface) <= 3  # an acronym, unless the table says it is a word
    if folded in english and (not capitals or surface in tables.mapping("capitals")):
        return english[folded], "english", 0.08
    for tail in ("'s", "s"):
        stem = folded.removesuffix(tail)
        base = english.get(stem) or _brands_folded().get(stem)
        if stem != folded and base and len(stem) > 2 and not surface.isupper():
            return _plural(base, stem), "english", 0.15
    return None


def _plural(reading: str, stem: str) -> str:
    if reading.endswith("ト") and stem.endswith("t"):
        return reading[:-1] + "ツ"
    return reading + ("ス" if stem[-1] in "kpf" else "ズ")


def _capitals(surface: str) -> tuple[str, ReadingSource, float]:
    """Capitals: letter by letter, unless long and pronounceable."""
    if surface.endswith("s"):
        return letters.spelled(surface[:-1]), "spelled", 0.3
    if len(surface) >= 5 and re.search("[AEIOU]", surface) and not re.search("[^AEIOUY]{4}", surface):
        return katakana(surface) or _guessed(surface), "english", 0.6
    return letters.spelled(surface), "spelled", 0.2 if len(surface) <= 3 else 0.4


def _guessed(surface: str) -> str:
    import kanalizer

    plain = "".join(c for c in letters.plain(surface).casefold() if "a" <= c <= "z")
    return kanalizer.convert(plain, on_incomplete="ignore") if plain else letters.spelled(surface)
