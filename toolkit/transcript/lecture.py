"""A speech in one voice, with nobody's name before it: the head of the document says what it is, or who gives it; and
the statement that opens a press conference.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from toolkit.japanese.lazy import lazy
from toolkit.model import Doubt
from toolkit.transcript import lines as look
from toolkit.transcript.chain import Class
from toolkit.transcript.directions import only_directions
from toolkit.transcript.names import is_role, key
from toolkit.transcript.survey import Lines, is_end, is_head
from toolkit.transcript.words import ASKED_KEYS

_HEAD = 8  # lines
_GIVEN = lazy(
    "講演|講話|スピーチ|式辞|祝辞|弔辞|答辞|送辞|演説|ご?挨拶|あいさつ|講義|説教|法話|聞き書き|独白|ひとり語り"
)
_BY = frozenset(("講師", "講演者", "演者", "語り手", "話し手", "弁士"))
POLITE = lazy("(?:です|ます|でした|ました|ません|ください|でしょう|ましょう)(?:か|ね|よ|が|けど|から)?[。！？!?]")
_ADDRESSES = lazy(
    "皆さん|みなさん|皆様|ご紹介|本日は|お集まり|お招き|申し上げ|お話し?|ご清聴|ご静聴|お聞き|ご存じ|ご存知"
)
_FEWEST, _SPOKEN = 3, 0.6  # sentences; of them those that end as people speak


def lectured(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """What the lines of such a document are, by place; nothing where it is none."""
    texts = [lines.text(n).strip() for n in range(len(lines.filled))]
    first = next((n for n, text in enumerate(texts) if look.ends_sentence(text) and not look.announces(text)), 0)
    said = [n for n in range(first, len(texts)) if look.ends_sentence(texts[n]) and not only_directions(texts[n])]
    polite = sum(bool(POLITE.search(texts[n])) for n in said)
    if not 0 < first <= _HEAD or len(said) < _FEWEST or polite < _SPOKEN * len(said):
        return {}
    if not any(map(_gives, texts[:first])) or not any(_ADDRESSES.search(texts[n]) for n in said):
        return {}
    found: dict[int, tuple[Class, ...]] = dict.fromkeys(said, ("speech",))
    silent = [n for n in range(first, said[-1]) if n not in found]
    found |= {n: ("direction",) if only_directions(texts[n]) else ("heading", "direction", "more") for n in silent}
    after = range(said[-1] + 1, len(texts))
    found |= {n: ("direction",) if only_directions(texts[n]) or is_end(texts[n]) else _AROUND for n in after}
    return dict.fromkeys(range(first), _AROUND) | found | {first: ("answer",)}


_STATEMENT = lazy(
    "冒頭(?:の?(?:発言|説明|陳述|ご?挨拶|あいさつ))|開会の?(?:ご?挨拶|あいさつ)|発表(?:事項|案件)", needs="冒開発"
)
_LONGEST_HEAD = 20  # characters
_FRAMES = "【】〈〉《》＜＞[]■◆●◇□ 　1234567890１２３４５６７８９０．.、"
_LABELLED = 0.5  # of the heaviest style of labels


def statements(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """What is said below 冒頭発言, by place, up to the first label or the next heading that is marked as one; nothing
    where neither the heading nor a field above tells whose statement it is.
    """
    head = _head(lines)
    if head < 0 or not (_owned(lines.text(head)) or any(_names_maker(lines.text(n)) for n in range(head))):
        return {}
    end = head + 1
    while end < len(lines.filled) and lines.best(end) < _LABELLED and not is_head(lines, end):
        end += 1
    said = [n for n in range(head + 1, end) if look.ends_sentence(lines.text(n)) and not only_directions(lines.text(n))]
    polite = sum(bool(POLITE.search(lines.text(n))) for n in said)
    if not said or polite < _SPOKEN * len(said) or end == len(lines.filled):
        return {}
    found: dict[int, tuple[Class, ...]] = dict.fromkeys(range(said[0], end), ("heading", "direction"))
    return found | dict.fromkeys(said, ("speech",)) | {said[0]: ("answer",)}


def _head(lines: Lines) -> int:
    return next((n for n in range(len(lines.filled)) if _heads_statement(lines.text(n).strip())), -1)


def _owned(heading: str) -> bool:
    """【町村総理冒頭発言】"""
    return is_role(_maker(heading))


def _maker(heading: str) -> str:
    return _STATEMENT.split(heading.strip(_FRAMES))[0].removesuffix("の")


def _names_maker(line: str) -> bool:
    meta = look.meta_of(line)
    return meta is not None and meta.key in ASKED_KEYS


def maker_of(lines: Lines, names: Iterable[str]) -> str:
    """Whose statement it is: the one of the names that its heading begins with ("" for none or several)."""
    told = key(_maker(lines.text(_head(lines)))) if _head(lines) >= 0 else ""
    found = {name for name in names if len(name) > 1 and told.endswith(key(name))}
    return found.pop() if len(found) == 1 else ""


def opened(lines: Lines, classes: Mapping[int, Class], who: str) -> list[Doubt]:
    """That such a statement, which bears no name, was taken for somebody's."""
    said = [
        n for n, kinds in statements(lines).items() if kinds == ("answer",) and classes[lines.filled[n]] == "answer"
    ]
    told = f"no line names who makes this statement; it was taken to be {who}'s"
    return [Doubt(lines.filled[n] + 1, f"{told}; if that is wrong, put the name in") for n in said]


def _heads_statement(text: str) -> bool:
    return len(text) <= _LONGEST_HEAD and not look.ends_sentence(text) and bool(_STATEMENT.search(text))


_AROUND: tuple[Class, ...] = ("prose", "heading", "meta", "cast", "note", "page")


def _gives(text: str) -> bool:
    meta = look.meta_of(text) or look.spaced_meta_of(text)
    return bool(_GIVEN.search(text)) or (meta is not None and meta.key in _BY)


def told(lines: Lines, given: dict[int, tuple[Class, ...]]) -> Doubt:
    """That it was taken for one."""
    first = next(n for n, kinds in given.items() if kinds == ("answer",))
    said = "no line names who speaks, and the whole was taken for a speech in one voice"
    return Doubt(lines.filled[first] + 1, f"{said}; if it is a text that nobody speaks, read it with --scope all")
