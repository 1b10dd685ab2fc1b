"""What one line shows, as the named features that the model of ``chain`` weighs. A feature is a name and a value,
mostly 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from toolkit.japanese.lazy import lazy
from toolkit.japanese.width import width
from toolkit.transcript import lines as look
from toolkit.transcript.directions import only_directions
from toolkit.transcript.names import key
from toolkit.transcript.page_words import CREDIT_WORDS, PAGE_WORDS
from toolkit.transcript.survey import ASKING, UNNAMED, Frame, Lines, is_end, is_head
from toolkit.transcript.words import TAIL_HEADINGS

Feature = tuple[str, float]

SPOKEN = lazy(
    "です|ます|でした|ました|ません|でしょ|よね|んだ|だよ|だね|けど|じゃ|って|ですね|ください|なあ|かな|ねえ|はい|ええ|うん|あの|えー|ああ"
)
_PLAIN = lazy("(?:だった|である|という|た|る|い|だ)。$")
_FIELD = lazy(r"\s*(?:[-\x01]\s*)?[^\s:\x02]{1,14}\s*(?:[:=/]|　+|\s{2,})\s*\S")  # of a line seen so:
_FIELDS = str.maketrans("・●■◆○◎※。、「」：＝／", "\x01" * 7 + "\x02" * 4 + ":=/")
_DATE = lazy(
    r"(?:\d{4}|[12][〇一二三四五六七八九]{3})\s*[-年/.．]|(?:令和|平成|昭和)|\d{1,2}月\d{1,2}日|\d{1,2}[:：]\d{2}|[午前後]{2}\s*[0-9０-９一二三四五六七八九十]+時",
    needs="-年/.．令平昭月:：時",
)
_URL = lazy(r"https?://|www\.|\.(?:com|jp|org|net|example)\b|@[\w.]+")
_NOTE = lazy(
    r"\s*(?:[※＊*†]|注\s*[0-9０-９)）:：]|[（(\[［]?\s*(?:注|※|\*|＊)?\s*[0-9０-９]{1,2}\s*[)）\]］])",
    begins="※＊*†注（([［0123456789０１２３４５６７８９",
)
_BRACKETS = frozenset("（([［")
_CAPTION = lazy(
    r"(?:写真|撮影|図|イラスト|提供|photo)\s*[:：／/＝=|｜0-9０-９]|[（(](?:写真|撮影|提供|左|右|上|下)[^）)]{0,12}[)）]|^[▲△↑]",
    re.IGNORECASE,
)
_PEOPLE = lazy(
    "氏|さん|役|担当|代表|教授|社長|部長|委員|課長|大臣|議員|アナウンサー|（以下|とする|発言者|出席|登壇|司会|聞き手|ゲスト"
)
PROFILE = lazy(
    r"年生まれ|年生|出身|卒業|在学|在住|著書|受賞|勤務|を経て|（[ぁ-ゖ]{1,6}[・　 ][ぁ-ゖ]{1,6}）|^[ぁ-ゖ]{1,5}・[ぁ-ゖ]{1,5}"  # noqa: E501
)
_SITTING = lazy(
    r"(?:休憩|再開|開議|開会|閉会|散会|閉議|延会|終了|開始|登壇|降壇|退席|着席)[）)〕\s。]*$", needs="憩開閉散延了壇席"
)
_NUMBER_ONLY = lazy(r"[\s\d０-９\-–―—－/／.・|p頁ページ]+$")
_INDENT = lazy(r"(　+|\s{2,})\S")
_SEPARATED = lazy(r"\S[|｜＞>»／/]\s?\S|　.*　|\s{2,}")


def of_line(lines: Lines, n: int) -> list[Feature]:
    """The features of the n-th line."""
    return [*of_text(lines, n), *of_place(lines, n, lines.frame), *of_mark(lines, n, lines.frame)]


_LENGTHS = (4, 8, 14, 20, 30, 45, 70, 120)


def of_text(lines: Lines, n: int) -> Iterator[Feature]:
    line = lines.text(n)
    text = line.strip()
    yield f"len{sum(len(text) >= limit for limit in _LENGTHS)}", 1
    ends = look.ends_sentence(text)
    yield ("ends" if ends else "open"), 1
    if ASKING.search(text):
        yield "asks", 1
    if spoken := len(SPOKEN.findall(text[:400])):
        yield "spoken", min(1.0, spoken / 3)
    elif ends and _PLAIN.search(text):
        yield "written", 1
    if text.count("。") > 1:
        yield "sentences", 1
    yield from _signs(line, text)
    yield from _words(text)


def _is_note(text: str) -> bool:
    head = text.lstrip()
    if head[:1] in _BRACKETS and not head[1:].lstrip(" \t　注※*＊")[:1].isdecimal():
        return False
    return bool(_NOTE.match(text))


def _is_boxed(text: str) -> bool:
    return text[:1] in "（([［〔〈＜♪～" and text[-1:] in "）)]］〕〉＞♪～" and not only_directions(text)


# What signs a line bears. Each: the feature, and whether a line (as it stands; without its edges) shows it.
_SIGNS: tuple[tuple[str, Callable[[str, str], object]], ...] = (
    ("direction", lambda _, text: only_directions(text)),
    ("boxed", lambda _, text: _is_boxed(text)),
    ("end-word", lambda _, text: is_end(text)),
    ("numbered", lambda line, _: look.is_numbered(line)),
    ("hash", lambda line, text: text[0] == "#" and look.heading_cut(line) > 0),
    ("square", lambda line, text: text[0] != "#" and look.heading_cut(line) > 0),
    ("framed", lambda line, _: look.framed_heading(line)),
    ("deep", lambda line, _: _INDENT.match(line) and len(line) - len(line.lstrip()) > 1),
    ("indent", lambda line, _: _INDENT.match(line) and len(line) - len(line.lstrip()) == 1),
    ("quoted", lambda _, text: text[:1] in "「『" and text[-1:] in "」』"),
    ("signs-only", lambda _, text: not any(c.isalnum() for c in text)),
    ("number-only", lambda _, text: _NUMBER_ONLY.match(text)),
    ("ascii", lambda _, text: text.isascii()),
    ("separated", lambda _, text: _SEPARATED.search(text)),
    ("closing-head", lambda _, text: text[:1] in "）)」』、。"),
)


def _signs(line: str, text: str) -> Iterator[Feature]:
    yield from ((name, 1) for name, shows in _SIGNS if shows(line, text))
    if look.bullet_cut(line):
        yield f"bullet{text[0] if text[0] in '・-*●○■◆' else ''}", 1


def _is_field(text: str) -> bool:
    fits = len(text) <= 60 and _FIELD.match(text.translate(_FIELDS)) and not look.ends_sentence(text)
    return bool(fits) and not look.meta_of(text)


# What words a line bears: the feature, up to what length of the line it is looked for, and whether the text shows it.
_WORDS: tuple[tuple[str, int, Callable[[str], object]], ...] = (
    ("heading-like", 200, look.looks_like_heading),
    (
        "heading-like-spoken",
        200,
        lambda text: look.looks_like_heading(text) and look.looks_like_heading(text, among_speech=True),
    ),
    ("meta-key", 200, look.meta_of),
    ("field", 60, _is_field),
    ("date", 60, _DATE.search),
    ("url", 10_000, _URL.search),
    ("note", 10_000, _is_note),
    ("caption", 10_000, lambda text: _CAPTION.search(text[:60])),
    ("people", 80, _PEOPLE.search),
    ("profile", 10_000, lambda text: PROFILE.search(text[:80])),
    ("sitting", 30, _SITTING.search),
    ("page-word", 60, PAGE_WORDS.search),
    ("credit", 60, CREDIT_WORDS.search),
    ("tail-word", 40, lambda text: key(text.strip("■◆●【】〈〉《》＜＞・# 　")) in TAIL_HEADINGS),
)


def _words(text: str) -> Iterator[Feature]:
    return ((name, 1) for name, longest, shows in _WORDS if len(text) <= longest and shows(text))


def of_place(lines: Lines, n: int, frame: Frame) -> Iterator[Feature]:
    count = len(lines.filled)
    if n < 3:
        yield f"line{n}", 1
    if n >= count - 3:
        yield f"line-{count - n}", 1
    yield ("early" if n < frame.first else "late" if n > frame.last else "amid"), 1
    if n == frame.last + 1:
        yield "first-late", 1
    if n > frame.ends:
        yield "closed", 1
    if lines.rule_before(n):
        yield "rule-before", 1
    if lines.blank_before(n):
        yield "blank-before", 1
    if n + 1 < count and lines.blank_before(n + 1):
        yield "blank-after", 1
    if frame.repeated[lines.text(n).strip()] > 1:
        yield "repeated", min(1.0, frame.repeated[lines.text(n).strip()] / 4)
    yield "ended-text" if frame.ended >= 0.5 else "unended-text", 1
    if frame.subject and (told := frame.subject.match(lines.text(n))):
        yield ("subject-san" if told[1] else "subject"), 1
    if frame.quoted:
        yield ("in-quotes" if "「" in lines.text(n) or "」" in lines.text(n) else "out-of-quotes"), 1
    yield from _around(lines, n, frame)


def _around(lines: Lines, n: int, frame: Frame) -> Iterator[Feature]:
    before, after = lines.text(n - 1), lines.text(n + 1)
    if before:
        yield ("before-ends" if look.ends_sentence(before) else "before-open"), 1
        if ASKING.search(before.strip()):
            yield "before-asks", 1
        if len(before.strip()) <= 14:
            yield "before-short", 1
        if before.rstrip()[-1:] in "、，,：:":
            yield "before-comma", 1
    if after:
        yield ("after-ends" if look.ends_sentence(after) else "after-open"), 1
        if lines.best(n + 1) >= 0.5:
            yield "after-label", 1
    if n and lines.best(n - 1) >= 0.5:
        yield "before-label", 1
    if best := lines.best(n):
        yield "label", best
        if best >= 0.99:
            yield "best-label", 1
    else:
        yield "no-label", 1
    if frame.wrap and before and not lines.blank_before(n):
        yield ("before-full" if look.fills(before, frame.wrap) else "before-loose"), 1
    elif before and not lines.sheet.whole and not look.ends_sentence(before) and width(before) >= 15:
        yield "before-breaks", 1


def of_mark(lines: Lines, n: int, frame: Frame) -> Iterator[Feature]:
    mark = lines.mark(n)
    line = lines.text(n)
    yield f"kind-{mark.kind}", 1
    if mark.kind == "heading":
        yield f"level{min(mark.level, 4)}", 1
        yield "head-asks", frame.head_asks
        if ASKING.search(line.strip()) and frame.head_asks > 0.3:
            yield "asking-head", 1
    elif is_head(lines, n) and frame.head_asks > 0.3:
        yield "head-asks", frame.head_asks
        if ASKING.search(line.strip()):
            yield "asking-head", 1
    if mark.bold >= len(line.rstrip()):
        yield "bold", 1
        yield "bold-asks", frame.bold_asks
        if ASKING.search(line.strip()):
            yield "asking-bold", 1
    elif mark.bold:
        yield "bold-head", 1
    if mark.kind == "quote":
        yield "quotes-ask", frame.quotes
    if mark.times:
        yield "timed", 1
    if mark.begins:
        yield "begins", 1
    if mark.joins:
        yield "joins", 1
    yield from _of_signs(lines, n, frame)
    if lines.sheet.spoken:
        yield "spoken-sheet", 1


def _of_signs(lines: Lines, n: int, frame: Frame) -> Iterator[Feature]:
    """Signs of questions and answers without a name: on this line, and how many there are in the document."""
    own = {f"{x.form}{x.key if x.form == 'letter' else ''}" for x in lines.signs(n) if x.form in UNNAMED}
    for sign in own:
        yield f"sign-{sign}", 1
        if frame.unnamed[sign] >= 3:
            yield f"sign-{sign}-often", 1
    if frame.unnamed["letterq"] >= 2 and frame.unnamed["lettera"] >= 2:
        yield "letters", 1
        yield from ((f"letters-{sign}", 1) for sign in own)
    elif frame.unnamed["letterq"] >= 2:
        yield "only-asked", 1
    elif frame.unnamed["lettera"] >= 2:
        yield "only-answered", 1
        if lines.can_ask(n):
            yield "could-ask", 1
    if frame.unnamed["dash"] >= 2:
        yield "dashes", 1
    if frame.unnamed["number"] >= 3:
        yield "numbers", 1
