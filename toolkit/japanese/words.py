"""Words of a text with their grammar, as Sudachi sees them, and the places between them where a line must not end.

SudachiPy lives only here. Offsets count code points of the text given.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_SURROGATE = re.compile("[\ud800-\udfff]")  # half a character, left by what was damaged
_LONGEST = 12_000  # Sudachi refuses texts above 49,149 bytes; a piece of this many characters stays below in UTF-8
_local = threading.local()


@dataclass(frozen=True, slots=True)
class Tag:
    """The grammar of a word: ``coarse`` (名詞), ``fine`` (名詞-普通名詞-サ変可能, verbs with their form), and
    ``lexical`` (fine, plus the written form for words whose form decides: particles, auxiliaries, conjunctions,
    punctuation …)."""

    coarse: str
    fine: str
    lexical: str


class Token(NamedTuple):
    """A word at ``text[start:end]``."""

    start: int
    end: int
    surface: str
    tag: Tag


_FUNCTION = frozenset(
    {"助詞", "助動詞", "接続詞", "補助記号", "連体詞", "感動詞", "接尾辞", "接頭辞", "代名詞", "空白"}
)
_FUNCTION_FINE = ("形状詞-助動詞語幹", "動詞-非自立可能", "形容詞-非自立可能")
_FORMAL_NOUNS = frozenset(
    "こと もの ため とき 時 よう わけ はず ところ 所 うち 中 前 後 上 下 間 あと ほう 方 まま 通り とおり くらい ぐらい 際 場合 つもり 事 物 者 "
    "以上 以下 以外 それぞれ 今 人 何 そう さ たち 的 私 僕 俺 自分 今日 本当 一番 全部".split()
)


def tokens(text: str) -> list[Token]:
    """The words of ``text``, covering it without gaps. White space is a token of its own.

    >>> [t.surface for t in tokens("走っていた。")]
    ['走っ', 'て', 'い', 'た', '。']
    """
    found: list[Token] = []
    for start in range(0, len(text), _LONGEST):
        found.extend(_tokens_of(text[start : start + _LONGEST], start))
    return found


def _tokens_of(text: str, offset: int) -> list[Token]:
    tag = _tag
    return [
        Token(
            (begin := m.begin()) + offset, begin + len(surface) + offset, surface, tag(surface, m.part_of_speech_id())
        )
        for m in _tokenizer("C").tokenize(text)
        if (
            surface := m.surface()
        )  # a sign that Sudachi spells out (… → ...) comes as one word with a width and others without
    ]


class Heard(NamedTuple):
    """A word at ``text[start:end]`` and its reading in katakana as the dictionary spells it, '' where it has none.
    ``particle``: it is は, へ or を, said ワ, エ, オ.
    """

    start: int
    end: int
    reading: str
    particle: bool


def heard(text: str) -> list[Heard]:
    """The words of ``text`` (at most 12,000 characters) with their readings.

    >>> [word.reading for word in heard("逃亡者だ")]
    ['トウボウシャ', 'ダ']
    """
    return [
        Heard(
            m.begin(),
            m.end(),
            m.reading_form(),
            m.surface() in "はへを" and _pos_tuple(m.part_of_speech_id())[0] == "助詞",
        )
        for m in _tokenizer("C").tokenize(_SURROGATE.sub("\ufffd", text))
        if m.end() > m.begin()
    ]


def readings(word: str) -> frozenset[str]:
    """Every reading the dictionary has for ``word``, in katakana as it spells them; none where it has no such word.

    >>> sorted(readings("緑化"))
    ['リョクカ', 'リョッカ']
    """
    return frozenset(m.reading_form() for m in _dictionary().lookup(_SURROGATE.sub("\ufffd", word)))


def seams(text: str) -> list[int]:
    """Offsets inside long words where their short units meet (国立|国会|図書館): the least bad places to break a word
    too wide for a line.
    """
    starts = [
        at + m.begin()
        for at in range(0, len(text), _LONGEST)
        for m in _tokenizer("A").tokenize(text[at : at + _LONGEST])
    ]
    return starts[1:]


NameKind = Literal["person", "noun", "other"]


@lru_cache(maxsize=8192)
def name_kind(text: str) -> NameKind:
    """Whether the dictionary knows ``text`` as the name of a person, as ordinary nouns only, or neither.

    >>> name_kind("勅使河原"), name_kind("転機"), name_kind("静かだ")
    ('person', 'noun', 'other')
    """
    kinds = [token.tag.fine for token in tokens(text) if token.surface.strip()]
    if kinds and kinds[0].startswith("名詞-固有名詞-人名"):
        return "person"
    return (
        "noun" if kinds and all(kind.startswith(("名詞-普通名詞", "接尾辞", "接頭辞")) for kind in kinds) else "other"
    )


def people(text: str) -> list[str]:
    """The names of persons that the dictionary finds in ``text``, family and given name together.

    >>> people("競歩・勅使河原つばさ、引退の理由")
    ['勅使河原つばさ']
    """
    found: list[str] = []
    end = -2
    for token in tokens(text):
        if token.tag.fine.startswith("名詞-固有名詞-人名"):
            joins = found and text[end : token.start].strip() == "" and token.start - end <= 1
            found[-1:] = [found[-1] + text[end : token.end]] if joins else [*found[-1:], token.surface]
            end = token.end
    return found


def _tokenizer(mode: str) -> Any:
    cached = getattr(_local, mode, None)
    if cached is None:
        from sudachipy import SplitMode

        dictionary = _dictionary()
        make = getattr(dictionary, "tokenizer", None) or dictionary.create
        cached = make(mode=getattr(SplitMode, mode))
        setattr(_local, mode, cached)
    return cached


def prepare() -> None:
    """Load the dictionary now: processes forked later share it, where each loading it for itself takes both of two
    twice as long.
    """
    tokens("。")


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from sudachipy import Dictionary

    return Dictionary()


@lru_cache(maxsize=1)
def _parts_of_speech() -> Sequence[tuple[str, ...]]:
    matcher = _dictionary().pos_matcher(lambda _: True)
    return list(matcher)


@lru_cache(maxsize=20_000)
def _tag(surface: str, pos_id: int) -> Tag:
    pos = _pos_tuple(pos_id)
    coarse = pos[0]
    detail = [p for p in (pos[1], pos[2] if coarse == "名詞" else "*") if p != "*"]
    form = pos[5].split("-")[0] if pos[5] != "*" else ""
    stem = "-".join([coarse, *detail])
    fine = f"{stem}:{form}" if form else stem
    bound = coarse in _FUNCTION or stem.startswith(_FUNCTION_FINE) or surface in _FORMAL_NOUNS
    return Tag(coarse, fine, f"{fine}={surface}" if bound else fine)


def _pos_tuple(pos_id: int) -> tuple[str, ...]:
    return _parts_of_speech()[pos_id]


def entries(surface: str) -> list[tuple[str, bool]]:
    """(reading in katakana as spelt, whether it is a name's) of everything that the dictionary has under these letters."""
    found = _dictionary().lookup(_SURROGATE.sub("\ufffd", surface))
    return [(entry.reading_form(), entry.part_of_speech()[1] == "固有名詞") for entry in found]
