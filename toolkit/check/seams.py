"""Breaks that a subtitler would make anew: what is divided over two lines or two subtitles, and what stands alone.

No guide forbids them, so they are infos. At a line's end 、 and 。 may have been dropped, so that only what no mark can
part is told: nouns that meet may be a list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from toolkit.check.findings import Hit, Subject
from toolkit.japanese.bonds import bond
from toolkit.japanese.width import width
from toolkit.japanese.words import Token, tokens
from toolkit.model import TimedCue

_SHORT_LIST = 10  # full-width characters
_REACH = 24  # characters beside a break that are looked at
_LEAST_MS, _PAIR_MS = 1000, 1250  # a subtitle that is gone sooner is a flash; two in a row that are, a flicker
_JOINED_MS = 250  # subtitles nearer than this go on with one sentence
_ENDS = "。．？！?!…‥―—」』）)♪～〜"
_STARTS = re.compile(r"[（(〔［\[♪「『<＜\-‐–－―・>＞]")
_CLOSING = "」』"
_LEANS = re.compile("[！？!?][をがにへも]")  # a sign that is a part of a name
_OPEN = re.compile(r"[「『](?=[^「」『』]+\Z)")


def divided_word(subject: Subject) -> Iterator[Hit]:
    """エクス|プレス: the end of one word at the head of a line."""
    yield from _told(subject, "word", "a word is divided")


def divided_verb(subject: Subject) -> Iterator[Hit]:
    """選ばれて|しまった, 勉強し|はじめて, なり|そう."""
    yield from _told(subject, "verb", "a verb is parted from what belongs to it")


def divided_particle(subject: Subject) -> Iterator[Hit]:
    """成功へ|と, 何|か, さくら！|が."""
    yield from _told(subject, "particle", "a particle is parted from its word")


def divided_modifier(subject: Subject) -> Iterator[Hit]:
    """走り始めた|頃, 行く|つもり, この|町."""
    yield from _told(subject, "modifier", "what modifies is parted from what it hangs on")


def divided_quotation(subject: Subject) -> Iterator[Hit]:
    """彼は「雨だから|行かない」: a quotation that begins in the midst of a line and is broken."""
    for row, (one, other) in enumerate(pairwise(subject.lines), 1):
        found = _OPEN.search(one)
        inside = found and one[: found.start()].strip() and not _STARTS.match(one) and other[:1] not in _CLOSING
        if found and inside and width(one[found.start() :] + other) <= subject.style.line_width:
            yield Hit(f"the quotation fits a line of its own: {one}|{other}", row)


def divided_list(subject: Subject) -> Iterator[Hit]:
    """美術館や|水族館: a list of two that one line would hold."""
    for row, (one, other) in enumerate(pairwise(subject.lines), 1):
        item = _ITEM.search(one)
        second = _SECOND.match(other)
        if item and second and item.start() and width(item[0] + second[0]) <= _SHORT_LIST:
            yield Hit(f"a list is divided after its first word: {one}|{other}", row)


_ITEM = re.compile(r"[一-鿿ァ-ー]+や\Z")
_SECOND = re.compile(r"[一-鿿ァ-ー]+(?:など|を|が|に|の)")


def flash(subject: Subject) -> Iterator[Hit]:
    """A subtitle that is gone within a second, though the one above it has room for its text."""
    before, timed = subject.before, subject.timed
    if before is None or not _goes_on(before, timed):
        return
    shortest = min(before.duration_ms, timed.duration_ms)
    both = max(before.duration_ms, timed.duration_ms) < _PAIR_MS and not _ENDED.search(before.cue.text)
    if shortest > 0 and (shortest < _LEAST_MS or both) and _fit_one(subject, before):
        yield Hit("this and the one above are short, and one subtitle would hold them")


def _fit_one(subject: Subject, before: TimedCue) -> bool:
    style = subject.style
    lines = (*before.cue.lines, *subject.lines)
    whole = before.duration_ms + subject.timed.duration_ms
    return (
        len(lines) <= style.max_lines
        and all(width(line) <= style.line_width for line in lines)
        and whole <= style.max_ms
    )


def _told(subject: Subject, kind: str, message: str) -> Iterator[Hit]:
    for row, one, other in _seams(subject):
        if _seam(one[-_REACH:], other[:_REACH]) == kind:
            yield Hit(f"{message}: {one[-8:]}|{other[:8]}", row)


def _seams(subject: Subject) -> Iterator[tuple[int, str, str]]:
    """Where a sentence goes on over a line's end: the row below it, and the text on both sides."""
    lines, before = subject.lines, subject.before
    if lines and before is not None and before.cue.lines and _goes_on(before, subject.timed):
        yield 0, before.cue.lines[-1], lines[0]
    for row, (one, other) in enumerate(pairwise(lines), 1):
        if one and (one[-1] not in _ENDS or _LEANS.match(one[-1] + other[:1])) and not _STARTS.match(other):
            yield row, one, other


def _goes_on(before: TimedCue, timed: TimedCue) -> bool:
    """Whether the text above runs on into this one."""
    above, text = before.cue.text.rstrip(), timed.cue.text
    same = before.cue.speaker == timed.cue.speaker
    near = 0 <= timed.start_ms - before.end_ms <= _JOINED_MS
    return bool(same and near and above and text and above[-1] not in _ENDS and not _STARTS.match(text))


@lru_cache(maxsize=4096)
def _seam(one: str, other: str) -> str:
    """What is divided between two texts; nothing where they part well."""
    at, text = len(one), one + other
    if _ENDED.search(one):
        return ""
    for left, right in pairwise(tokens(text)):
        if right.start < at < right.end:
            return "word" if _is_solid(right, at) else ""
        if right.start == at:
            kind = _KINDS.get(bond(text, left, right), "")
            return kind if not kind or _SURE[kind](left, right, text) else ""
    return ""


def _is_solid(word: Token, at: int) -> bool:
    """Kanji on both sides inside a noun: kana and Latin letters may meet where a mark was dropped."""
    around = word.surface[at - word.start - 1 : at - word.start + 1]
    return word.tag.coarse == "名詞" and len(word.surface) > _PAIR and all("一" <= char <= "鿿" for char in around)


def _is_dependent(left: Token, right: Token, _: str) -> bool:
    """A particle that begins no sentence, behind a word it can mark; people leave it behind Latin letters and code."""
    if left.surface == "へ" and right.surface == "と":
        return True
    marks = right.surface in _MARKS and right.tag.fine.startswith(("助詞-格助詞", "助詞-係助詞"))
    return marks and not left.surface[-1].isascii() and left.tag.coarse in _MARKED


def _is_auxiliary(_: Token, right: Token, text: str) -> bool:
    return right.surface != "そう" or not _SO.match(text, right.start)


def _is_modified(left: Token, right: Token, _: str) -> bool:
    """後, 前, ところ may begin the next sentence where 。 was dropped; あの and その may be fillers."""
    if left.tag.coarse == "連体詞":
        return left.surface not in _FILLERS
    return right.surface not in _OPENING_NOUNS


_PAIR = 2
_MARKED = ("名詞", "代名詞", "接尾辞", "助詞", "補助記号")
_ENDED = re.compile(r"(?:です|ます|ません|でした|ました|でしょう|ましょう|ください|[よねわぞさかな])[\s\u3000]*\Z")
_SO = re.compile("そう(?:なる|なっ|なら|では|でも|いう|いった|し|思|考)")
_MARKS = frozenset("を に へ は の も が".split())
_FILLERS = frozenset("あの その この".split())
_OPENING_NOUNS = frozenset("後 あと 前 まえ ところ 間 人 たび 次第 うち 上 感じ もん".split())
_KINDS = {"verb": "verb", "stem": "verb", "particle": "particle", "modifier": "modifier", "pointer": "modifier"}
_SURE = {"verb": _is_auxiliary, "particle": _is_dependent, "modifier": _is_modified}
