"""Readings written into the text: 漢字《かんじ》, ｜漢字《かんじ》, 漢字(かんじ), <ruby>漢字<rt>かんじ</rt></ruby>.

The bracket form is taken only where the kana can be the reading of the kanji before it; (も), (はい), (など) stay text.
Source of the notations: 青空文庫 注記一覧 (ルビ) and the HTML standard.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from toolkit.japanese.lazy import lazy
from toolkit.transcript.names import has_family_name
from toolkit.transcript.words import ROLES

_KANJI = "[々〆〇ヶ\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_LONGEST_RUN = 12  # characters
_KANA_NOTE = lazy("[（(][ぁ-ー]")  # every reading in round brackets begins like that; hiragana to ー are one block
_NO_CODE = lazy("※(?:［＃[^［］]{1,60}］)?$", needs="※")  # a character that no code has, with what it looks like
_AOZORA = lazy("《([ぁ-ゖァ-ヺー・ ]{1,30})》")
_BRACKET = lazy("[（(]([ぁ-ゖー・ ]{1,24})[)）]")
_NAME_NOTE = lazy("[（(][ぁ-ー]{1,8}(?:[・\\s][ぁ-ー]{1,8})?[)）]")  # wider than that of _NAME, and made in no time
_NAME = lazy(
    f"({_KANJI}{{1,5}})([ぁ-ゖァ-ヶー]{{0,6}})[（(]([ぁ-ゖァ-ヺー]{{1,8}}(?:[・ 　][ぁ-ゖァ-ヺー]{{1,8}})?)[)）]"
)
_TAGGED = lazy(r"<ruby>((?:[^<]|<(?!/ruby|ruby)){1,200})</ruby>", re.IGNORECASE)
_PIECE = lazy(r"(?:<rb>)?([^<]+)(?:</rb>)?(?:<rp>[^<]*</rp>)?<rt>([^<]*)</rt>(?:<rp>[^<]*</rp>)?", re.IGNORECASE)
_KANA = "".join(map(chr, range(0x3041, 0x30FD))).replace("ヶ", "")
_SMALL = lazy("[ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ・ ]")
_NOT_READINGS = frozenset(
    "はい うん ええ ああ おお いや いえ はあ へえ ほう まあ ねえ そう うーん なるほど そうそう そうです そうですね たしかに もちろん すごい など ほか ほかに まで から より のみ だけ ずつ "  # noqa: E501
    "さん くん ちゃん さま たち うち また ただし および または ならびに なお すべて いずれも いわゆる つまり およそ たぶん おそらく やや".split()  # noqa: E501
)


@dataclass(frozen=True, slots=True)
class Ruby:
    """``text[start:end]`` is the base, ``reading`` its kana; ``removed`` are the (start, end) of the notation."""

    start: int
    end: int
    reading: str
    removed: tuple[tuple[int, int], ...]


def rubies(text: str) -> Iterator[Ruby]:
    """Every reading in ``text``, in order of its notation. Linear: the base is looked for at most 24 characters
    back.
    """
    yield from marked(text)
    if not _KANA_NOTE.search(text):
        return
    yield from filter(None, (_bracketed(text, match) for match in _BRACKET.finditer(text)))
    if any(_may_be_name(text[max(0, m.start() - 7) : m.start()], m[0][1:-1]) for m in _NAME_NOTE.finditer(text)):
        yield from filter(None, (_of_name(match) for match in _NAME.finditer(text)))


def marked(text: str) -> Iterator[Ruby]:
    """The readings whose notation can be nothing else: tags, and 《》 behind kanji or a ｜."""
    if "<" in text:
        for match in _TAGGED.finditer(text):
            yield from _tagged(match)
    if "《" in text:
        yield from filter(None, (_aozora(text, match) for match in _AOZORA.finditer(text)))


def _tagged(match: re.Match[str]) -> Iterator[Ruby]:
    at = match.start()
    for piece in _PIECE.finditer(match.string, match.start(1), match.end(1)):
        yield Ruby(
            piece.start(1),
            piece.end(1),
            piece[2].strip(),
            ((at, piece.start(1)), (piece.end(1), piece.end())),
        )
        at = piece.end()
    if at > match.start():
        yield Ruby(at, at, "", ((at, match.end()),))


def _aozora(text: str, match: re.Match[str]) -> Ruby | None:
    notation = (match.start(), match.end())
    before = text[max(0, match.start() - 24) : match.start()]
    bar = max(before.rfind("｜"), before.rfind("|"))
    if bar >= 0 and before[bar + 1 :].strip() and not re.search("[。、《》]", before[bar:]):
        start = match.start() - len(before) + bar
        return Ruby(start + 1, match.start(), match[1], ((start, start + 1), notation))
    if unknown := _NO_CODE.search(text[max(0, match.start() - 66) : match.start()]):
        start = match.start() - len(unknown[0])
        return Ruby(start, start + 1, match[1], (notation,))
    run = _kanji_run(before)
    return Ruby(match.start() - len(run), match.start(), match[1], (notation,)) if run else None


def _may_be_name(before: str, reading: str) -> bool:
    """Whether the base of ``_of_name`` can stand before a note: asked first, for its pattern is the biggest of all."""
    kanji = before.rstrip(_KANA)
    tail = _plain_kana(before[len(kanji) :])
    if not kanji or not _is_kanji(kanji[-1]):
        return False
    return (
        _plain_kana(reading).endswith(tail) if tail else reading[0] >= "ァ" and len(_plain_kana(reading)) < len(reading)
    )


def _kanji_run(text: str) -> str:
    """The kanji that ``text`` ends in, at most ``_LONGEST_RUN``."""
    at = len(text)
    while at and len(text) - at < _LONGEST_RUN and _is_kanji(text[at - 1]):
        at -= 1
    return text[at:]


def _is_kanji(c: str) -> bool:
    """As ``_KANJI`` says; a loop over a dozen letters is done before that class is compiled."""
    return (
        "\u4e00" <= c <= "\u9fff"
        or c in "々〆〇ヶ"
        or "\u3400" <= c <= "\u4dbf"
        or "\uf900" <= c <= "\ufaff"
        or "\U00020000" <= c <= "\U0003ffff"
    )


def _bracketed(text: str, match: re.Match[str]) -> Ruby | None:
    run = _kanji_run(text[max(0, match.start() - _LONGEST_RUN) : match.start()])
    length = _base_length(run, match[1]) if run else 0
    return Ruby(match.start() - length, match.start(), match[1], (match.span(),)) if length else None


def _of_name(match: re.Match[str]) -> Ruby | None:
    """The reading of a name or a word that ends in kana, or of a name in katakana: 仁科ゆう（にしな・ゆう）,
    漕ぐ（こぐ）, 不破緑（フワ・ミドリ）; not 林檎（アップル・パイ）.
    """
    kanji, tail = match[1], _plain_kana(match[2])
    reading = _plain_kana(match[3])
    lead = reading.removesuffix(tail)
    parted = len(reading) < len(match[3])
    in_katakana = (
        parted and match[3][0] >= "ァ" and (len(kanji) > 2 or has_family_name(kanji))
    )  # not 林檎（アップル・パイ）
    ends_alike = tail and lead != reading
    most = (4 if parted else 3) * len(kanji)
    if not (ends_alike if tail else in_katakana) or not len(kanji) <= len(lead) <= most:
        return None
    return Ruby(match.start(1), match.end(2), match[3], ((match.end(2), match.end()),))


def _plain_kana(text: str) -> str:
    """In hiragana, without the signs between a family name and a given one."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in text if c not in "・ 　")


def _base_length(run: str, reading: str) -> int:
    """How many of the last kanji of ``run`` the kana can be the reading of; 0 where they cannot.

    A kanji has about two morae, seldom fewer than 1.3 or more than 3. A run too long for its reading holds other words
    before the base (本日潮田(うしおだ)), a title before a name above all.
    """
    morae = len(_SMALL.sub("", reading))
    for role in ROLES:
        at = run.rfind(role)
        if at >= 0 and at + len(role) < len(run):
            run = run[at + len(role) :]
    if reading in _NOT_READINGS or morae == 0 or (morae == 1 and reading in "もはがをのにへとでかねよやさわな"):
        return 0
    if len(run) > 2 and morae < 1.3 * len(run):
        run = run[-max(1, round(morae / 2)) :] if morae >= 3 else ""
    most = 5 if len(run) == 1 else 3 * len(run) + 2
    return len(run) if len(run) <= morae <= most else 0
