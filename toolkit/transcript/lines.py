"""What one line shows of its own: a rule, a bullet, metadata, a heading by its look, the announcement of an
interview.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.japanese.lazy import lazy
from toolkit.japanese.width import width
from toolkit.transcript.names import is_generic, key, shape
from toolkit.transcript.shapes import script
from toolkit.transcript.words import ANNOUNCED, ANNOUNCES, ASKER_KEYS, META_KEYS, TAIL_HEADINGS

_RULE = lazy(r"(?:[-=_*~―—–─━…・＊*＝◇◆☆★○●■□※#＃]\s?){3,}$|^[＊*◇◆☆★※]$", begins="-=_*~―—–─━…・＊＝◇◆☆★○●■□※#＃")
_DOUBLED, _SPACED = frozenset("・●◎■▶▷►✓✔"), frozenset("-*+–")  # bullets unless ・ follows; if a blank follows
_BULLETS = frozenset("•▪‣⁃◦") | _DOUBLED | _SPACED
_NUMBERED = lazy(r"\s*(?:\d{1,3}[.)．）](?!\d)|[（(]\d{1,3}[)）]|[①-⑳]|[一二三四五六七八九十]{1,2}、)\s*(?=\S)")
_COUNTS = frozenset("（(①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳一二三四五六七八九十")
_MARKED_HEADING = lazy(r"\s*(?:#{1,6}\s+|[■◆●▼◎□◇★☆]\s*(?=\S))", begins="#■◆●▼◎□◇★☆")
_FRAMED_HEADING = lazy(r"\s*[【〈＜《≪]([^【】〈〉＜＞《》≪≫]{1,40})[】〉＞》≫]\s*$", begins="【〈＜《≪")
_META = lazy(
    r"\s*(?:[#>*_-]{0,3}\s*)?[\[(]?([^:/=\])\s][^:/=\])]{0,15}?)[\])]?\s*(?:[:]|[/=](?!/)|(?<=[)\]]))\s*(\S.*)$",
    needs=":/=])",
)  # of a line with its wide signs made narrow: a class of them costs more than the lines
_NARROW = str.maketrans("【（】）：／＝■◆●〈〉", "[(]):/=###\x01\x02")
_OF_META = frozenset(":/=])：／＝】）")  # one stands in every such line
_ENDS = frozenset("。！？!?…‥")
_PREDICATE_END = lazy(
    "(?:です|ます|でした|ました|ません|ますね|ですね|ですよ|ますよ|だよ|だね|よね|ない|んだ|けど|から|ので|たら|れば|そして|はい|ええ|うん|って|のか|ょう|さい|か|ね|よ|、|，)$"
)
_SPEECH = lazy("です|ます|ました|でしょ|ません|ください")

_KINSOKU_SLACK = 3  # characters a line falls short of the width so that 。 or 」 need not begin the next
HEAD_LINES = 30
TAIL_LINES = 12
LONGEST_HEADING = 50


@dataclass(frozen=True, slots=True)
class Meta:
    """One metadata line."""

    key: str
    value: str


def is_rule(line: str) -> bool:
    """A line of signs that only divides: ---, ◇◇◇, ＊."""
    if line[:1].isalnum():
        return False
    return not any(map(str.isalnum, line)) and bool(_RULE.match(line.strip()[:400]))


def bullet_cut(line: str) -> int:
    """Where the text of a bullet begins, 0 if the line is none."""
    text = line.lstrip()
    sign, after = text[:1], text[1:]
    if (
        sign in _BULLETS
        and not (sign in _DOUBLED and after[:1] == "・")
        and not (sign in _SPACED and after.lstrip() == after)
    ):
        return len(line) - len(after.lstrip()) if after.strip() else 0
    return 0


def is_list_item(line: str) -> bool:
    """A bullet by a sign that stands before no name (○ and ■ do)."""
    return line.lstrip()[:1] in "•・-*+▪◦‣–✓" and bullet_cut(line) > 0


def is_numbered(line: str) -> bool:
    """1. or (1) or ① before text: an item whose number is content."""
    sign = line.lstrip()[:1]
    return (sign.isdecimal() or sign in _COUNTS) and bool(_NUMBERED.match(line))


def heading_cut(line: str) -> int:
    """Where the words of a heading begin that is marked as one (#, ■), −1 if it is not."""
    match = _MARKED_HEADING.match(line)
    return match.end() if match else -1


def framed_heading(line: str) -> bool:
    """【…】 alone on its line."""
    return bool(_FRAMED_HEADING.match(line[:80]))


def ends_sentence(line: str) -> bool:
    return line.rstrip()[-8:].rstrip("」』）)】”")[-1:] in _ENDS


def looks_like_heading(line: str, *, among_speech: bool = False) -> bool:
    """Short, no sentence end; among speech also no spoken ending, for an utterance can be short too."""
    text = line.strip()
    if (
        not text
        or len(text) > LONGEST_HEADING
        or ends_sentence(text)
        or (text[-1] in "、，」』）)：:" and not _titled(text))
    ):
        return False
    if not any(c.isalpha() for c in text):
        return False
    if among_speech:
        return (len(text) >= 4 or _is_noun(text)) and not _PREDICATE_END.search(text) and not _SPEECH.search(text)
    return not text.endswith(("です", "ます", "ました", "でした", "ません"))


def _is_noun(text: str) -> bool:
    """Kanji and katakana alone."""
    return len(text) > 1 and all(script(c) in "kt" for c in text)


def _titled(text: str) -> bool:
    return text[-1] in "」』）)" and any(c in text for c in "「『（(")


_NO_SIGNS = str.maketrans("", "", "#■◆●▼◎□◇【】〈〉《》≪≫")


def is_tail_heading(line: str) -> bool:
    """プロフィール, 編集後記 …: what stands after an interview, and is not speech."""
    if len(line) > 40:
        return False
    plain = key("".join(line.translate(_NO_SIGNS).split()))
    return plain in TAIL_HEADINGS


def wrap_width(lines: Sequence[str], filled: Sequence[int]) -> float:
    """The width (full-width characters) at which a program has broken the lines of this file; 0 if each line is a
    paragraph.

    Broken lines crowd just under one width and stop in the middle of sentences, with the rest on the very next line.
    """
    widths = [width(lines[k]) for k in filled if lines[k : k + 2][1:] != [""] and len(lines[k]) <= 140]
    most = max(widths, default=0)
    if not 15 <= most <= 60 or len(widths) < len(filled) * 0.3:
        return 0
    full = [k for k in filled if most - _KINSOKU_SLACK <= width(lines[k]) and not ends_sentence(lines[k])]
    return most if len(full) >= 4 and len(full) * 5 >= len(filled) else 0


def fills(line: str, wrap: float) -> bool:
    """Whether the line runs to the width at which lines are broken, in mid-sentence."""
    return width(line) >= wrap - _KINSOKU_SLACK and not ends_sentence(line)


def is_told(line: str, headings: frozenset[str]) -> bool:
    """Whether the project file calls this line a heading. ``headings`` are keys."""
    return bool(headings) and len(line) <= 200 and (key(line) in headings or key(line.strip("#■◆●【】 　")) in headings)


def looks_like_title(text: str) -> bool:
    """Short, no sentence end but a question or a quotation, and not a stage direction."""
    return len(text) <= 80 and (not ends_sentence(text) or text[-1] in "？?！!」』…") and any(c.isalnum() for c in text)


def announces(line: str) -> bool:
    """Words such as インタビュー全文は以下のとおりです."""
    text = line.strip()
    return 4 <= len(text) <= 120 and any(w in text for w in ANNOUNCED) and any(w in text for w in ANNOUNCES)


def meta_of(line: str) -> Meta | None:
    """``著者:…`` and the like, by the table of keys; the value must not be a sentence."""
    if len(line) > 200 or _OF_META.isdisjoint(line):
        return None
    match = _META.match(line.translate(_NARROW))
    if not match:
        return None
    name, value = line[slice(*match.span(1))].strip(), line[slice(*match.span(2))]
    if not _is_meta_key(name) or ends_sentence(value) or value.startswith("//"):
        return None
    value = value.strip(" *_")
    if is_generic(name) and not _is_name(re.split("[（(、,，/／]", value)[0]):
        return None  # 司会：こんにちは
    return Meta(name, value)


_SET_WIDE = lazy(r"([一-鿿](?:[ 　]{1,6}[一-鿿]){1,4}?)[ 　]+(\S.*)")  # 証　　人　　佐伯 登


def spaced_meta_of(line: str) -> Meta | None:
    """``取材・文　山田``: a key of the table and its value with a space between. Such a line may as well be a person's
    that speaks: only for what is known to be metadata.
    """
    if wide := wide_meta_of(line):
        return wide
    name, _, value = line.strip().replace("\u3000", " ").partition(" ")
    return Meta(name, value.strip()) if value and len(line) <= 200 and _is_meta_key(name) else None


def wide_meta_of(line: str) -> Meta | None:
    """``証　　人　　佐伯 登``: a key of the table set wide."""
    text = line.strip()
    match = _SET_WIDE.fullmatch(text) if len(line) <= 200 and text[1:2] in (" ", "　") else None
    name = re.sub(r"\s", "", match[1]) if match else ""
    return Meta(name, match[2].strip()) if match and _is_meta_key(name) else None


_CREDIT = lazy(
    r"[\s　]*[（(＝=]?\s*([^\s・＝=（(]{2,8})[・＝=\s　]\s*([^）)\s　、，,／/]{2,12})(?:[）)\s　、，,／/]|$)"
)


def credit_of(line: str) -> Meta | None:
    """``（聞き手・富樫　広報誌 2024年6月号）``: who asked, in the brackets of credits."""
    match = _CREDIT.match(line[:40]) if len(line) <= 80 else None
    return Meta(match[1], match[2]) if match and match[1] in ASKER_KEYS and _is_name(match[2]) else None


def _is_name(value: str) -> bool:
    return shape(value).points > 0 and not re.fullmatch("[ぁ-ゖー]*", value)


def _is_meta_key(name: str) -> bool:
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    return plain in META_KEYS or plain.replace("、", "・").replace("&", "・") in META_KEYS


_LABELLED = lazy(r"[\[(\x01]?([^:\s\])\x02]{1,16})(?:[\])\x02]|\s{0,2}:)")  # of a line made narrow
_FIELD = lazy(r"\s*[^:：。、\s][^:：。、]{0,11}[:：](?!//)\s*\S[^。]{0,60}$", needs=":：")


def meta_lines(lines: Sequence[str], filled: Sequence[int]) -> dict[int, Meta]:
    """Index → metadata, in the head and the tail of the file. A field with an unknown key counts where it touches a
    known one.

    A key that stands before a colon again and again (聞き手：) is a speaker's label; its line is metadata only at the
    very top.
    """
    zone = (*filled[:HEAD_LINES], *filled[HEAD_LINES:][-TAIL_LINES:])
    found = {k: meta for k in zone if (meta := meta_of(lines[k]))}
    for k in filled[:HEAD_LINES]:
        if k not in found and k - 1 in found and (field := _unknown_field(lines[k])):
            found[k] = field
    top = _top(lines, filled, found)
    often = _labels(lines, {meta.key for meta in found.values()})
    return {
        k: meta for k, meta in found.items() if often[meta.key] < 2 or (k in top and shape(meta.value).points >= 0.5)
    }


def _unknown_field(line: str) -> Meta | None:
    if len(line) > 200 or not _FIELD.match(line) or ends_sentence(line) or bullet_cut(line):
        return None
    name, value = re.split("[:：]", line.strip(), maxsplit=1)
    return None if is_generic(name) or shape(name).points >= 1 else Meta(name.strip(), value.strip())


def _top(lines: Sequence[str], filled: Sequence[int], found: Mapping[int, Meta]) -> set[int]:
    """The lines of the block of metadata that the file begins with, after a title at most."""
    top: set[int] = set()
    for nth, k in enumerate(filled[:HEAD_LINES]):
        if k not in found and (nth > 0 or ends_sentence(lines[k])):
            break
        top.add(k)
    return top


def _labels(lines: Sequence[str], keys: set[str]) -> Counter[str]:
    """How often each of ``keys`` stands before a colon or in brackets at a line's start."""
    heads = (line[:40].lstrip() for line in lines)
    found = ((head, _LABELLED.match(head.translate(_NARROW))) for head in heads if any(name in head for name in keys))
    names = (head[slice(*match.span(1))] for head, match in found if match)
    return Counter(name for name in names if name in keys)


def front_matter(lines: Sequence[str]) -> dict[int, Meta]:
    """The ``---`` block at the head of a Markdown file: index → metadata ('' keys for the two rules)."""
    if not lines or lines[0].strip() != "---":
        return {}
    end = next((k for k in range(1, min(len(lines), 60)) if lines[k].strip() == "---"), 0)
    fields = [re.match(r"\s*([\w・ -]{1,30}?)\s*[:：]\s*(.*)$", line) for line in lines[1:end]]
    if not end or not all(fields):
        return {}
    block = {k: Meta(m[1], m[2].strip(" \"'")) for k, m in enumerate(fields, start=1) if m}
    return {0: Meta("", ""), **block, end: Meta("", "")}
