"""Where a line could name its speaker: the written forms of a label, found one line at a time.

A form is one row of ``FORMS``. Whether a label found *is* one only the whole document can tell. Every pattern is
anchored and bounded, so that a line of 100,000 signs costs no more than a line of 100.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from toolkit.transcript import label_patterns as rx
from toolkit.transcript.brackets import closed
from toolkit.transcript.directions import is_direction
from toolkit.transcript.names import LONGEST, is_generic, key, shape
from toolkit.transcript.refused import is_refused

Form = Literal[
    "known", "told", "alone", "colon", "bold", "bracket", "paren", "slash", "angle", "space", "blank", "quote", "after",
    "dash", "letter", "number", "sign",
]  # fmt: skip
_FRAMED = 40  # characters of a line set between dashes
HEAD = 120  # characters of a line that can hold a label with its decoration

_OF_ASSEMBLIES = frozenset("○◯◎●◆◇△▲□■")  # the sign says who sits where: ◎議長（…） △町長（…）
_PLAIN_SIGNS = frozenset("☆★○●◎◆◇■□")  # pictures too, but ordinary
_NO_PICTURE = frozenset("・•→⇒")
_SIGNED = frozenset(("slash", "angle"))  # what ends in a sign that is said of nothing
_QUOTING = frozenset((">", "＞"))  # > 1. なぜですか。 in a reply to a letter
_QUESTION = frozenset("QＱ問")
_LETTERS = frozenset(("問", "答", "質問", "回答", "質疑", "応答", "答弁", "問い", "答え"))


@dataclass(frozen=True, slots=True)
class Label:
    """A possible label: its ``form``; ``style``, how it is written exactly (sign, brackets), which one document does
    alike throughout; the ``name`` as written; ``cut``, where the speech begins in the line (its length if the line has
    none), and ``stop``, where it ends (None: with the line).
    """

    form: Form
    style: str
    name: str
    cut: int
    stop: int | None = None

    @property
    def key(self) -> str:
        return key(self.name)

    def body(self, line: str) -> str:
        """What is said on the line."""
        return line[self.cut : self.stop]


def labels_of(line: str) -> tuple[Label, ...]:
    """Every label that ``line`` may begin with, end with or consist of, each form at most once; in order of ``FORMS``.

    >>> [(x.form, x.name) for x in labels_of("佐藤：はい。")]
    [('colon', '佐藤')]
    """
    head = line[:HEAD]
    at = rx.decoration(head)
    lead = _lead(line[:at])
    found = [label for form in FORMS for label in form(line, at, lead)]
    if any(label.form == "letter" for label in found):  # 問「…」 names nobody 問
        found = [label for label in found if label.form == "letter" or label.name not in _LETTERS]
    if any(label.form == "colon" and rx.IN_NAME.fullmatch(label.name) for label in found):  # x/y：はい。
        found = [label for label in found if label.form != "slash"]
    return tuple([label for label in found if label.form == "dash"] or found)


def _lead(decoration: str) -> str:
    """The sign before a label, as part of how it is written: an ordinal counts as one whatever its number."""
    signs = re.sub(r"[0-9０-９]+", "1", "".join(decoration.split()))
    if signs[:1].isascii() or signs[:1] in _PLAIN_SIGNS or signs in _NO_PICTURE:
        return signs
    return "☺" if re.search(rx.PICTURE, signs) else signs


def _label(form: Form, style: str, name: str, line: str, cut: int) -> list[Label]:
    name = name.strip(" 　*_\t")
    if is_refused(form, name, line[cut : cut + 1]):
        return []
    sign = line[cut - 1 : cut].strip() if form in _SIGNED else ""
    while cut < len(line) and (line[cut] in " 　\t" or line[cut] == sign):  # 佐藤→→はい。
        cut += 1
    if not name or not all(shape(part).points > -9 for part in people_of(name)):
        return []
    alone = not line[cut:].strip()
    return [Label("alone" if alone else form, f"{style}⏎" if alone else style, name, len(line) if alone else cut)]


def _dash(line: str, at: int, _: str) -> list[Label]:
    start = line.find(line[at:].strip()[:1], 0) if line.strip() else 0
    match = rx.DASH.match(line, len(line) - len(line.lstrip())) or rx.DASH.match(line, at if at <= start + 4 else 0)
    if not match or len(line) - match.end() < 2 or not rx.DASH.sub("", line).strip("*-_ "):
        return []
    if len(line) <= _FRAMED and (rx.DASH.match(f"{line.rstrip()[-2:]}。") or rx.CLOSED.fullmatch(line)):
        return []  # ── 広告 ──, ―了―
    return [Label("dash", "――", "――", match.end())]


def _letter(line: str, at: int, lead: str) -> list[Label]:
    match = rx.LETTER.match(line, at, min(len(line), HEAD)) if not rx.is_word(line[at : at + 2]) else None
    if not match:
        return []
    asks = match[1][0] in _QUESTION or match[1] in ("質問", "質疑", "問い")
    name, cut = ("Q" if asks else "A"), match.end()
    if (who := rx.OF_WHOM.match(line, at, min(len(line), HEAD))) and shape(who[1]).points > 0:
        return _label("colon", f"{lead}A（", who[1], line, who.end())  # A1（佐藤）：はい。
    if (
        match[1] in "QAＱＡ"
        and line[cut : cut + 1].isascii()
        and line[cut : cut + 1].isalnum()
        and match[0][-1].isalpha()
    ):
        return []  # AI, Question
    rest = line[cut:].strip()
    if not rest:
        return [Label("letter", f"{lead}Q⏎", name, len(line))]
    return [Label("letter", f"{lead}Q", name, cut)]


def _number(line: str, at: int, lead: str) -> list[Label]:
    start = at if lead in _QUOTING else len(line) - len(line.lstrip())
    match = rx.NUMBER.match(line, start, min(len(line), HEAD))
    if not match or not (match[1] or match[0].rstrip()[-1:] in ".．:：)）" or match[2] in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"):
        return []
    return [Label("number", f"{lead}1", "Q", match.end())] if line[match.end() :].strip() else []


def _bold(line: str, at: int, lead: str) -> list[Label]:
    match = rx.BOLD.match(line, at, min(len(line), HEAD)) if "*" in line[:HEAD] or "_" in line[:HEAD] else None
    return (
        _label("bold", f"{lead}**{match[2] or match[3] or ''}", match[1].rstrip(":："), line, match.end())
        if match
        else []
    )


def _bracket(line: str, at: int, lead: str) -> list[Label]:
    opener, end = line[at : at + 1], closed(line[:HEAD], at, LONGEST)
    if not end or line[end : end + 1] == "(":
        return []
    name = line[at + 1 : end - 1]
    if is_direction(name.strip()):
        return []
    after = re.compile(r"\s*[:：]?\s*").match(line, end)
    return _label("bracket", f"{lead}{opener}", name, line, after.end() if after else end)


def _paren(line: str, at: int, lead: str) -> list[Label]:
    match = rx.PAREN.match(line, at, min(len(line), HEAD))
    if not match:
        return []
    if is_direction(match[1].strip()) and not (is_generic(match[1].strip()) and line[match.end() :].strip()):
        return []  # （笑）; but （ナレーション）海の朝。
    after = re.compile(r"\s*[:：]?\s*").match(line, match.end())
    name = rx.INNER_KANA.sub("", match[1])
    return _label("paren", f"{lead}（", name, line, after.end() if after else match.end())


def _quote(line: str, at: int, lead: str) -> list[Label]:
    match = rx.QUOTE.match(line, at, min(len(line), HEAD))
    if match and line.count("「") <= line.count("」") and not rx.QUOTE_ENDS.search(line[-40:]):
        return []  # 佐藤「はい」と答えた。
    return _label("quote", f"{lead}「", match[1], line, match.end()) if match else []


def _colon(line: str, at: int, lead: str) -> list[Label]:
    stop = min(len(line), HEAD)
    if any(c in ".．" for c in line[at : at + 4]) and (initial := rx.INITIAL.match(line, at, stop)):
        return _label("colon", f"{lead}．", initial[1], line, initial.end())
    match = rx.UNKNOWN.match(line, at, stop) or rx.COLON.match(line, at, stop) or rx.SEVERAL.match(line, at, stop)
    if not match:
        return []
    cut = match.end() + len(line[match.end() :]) - len(line[match.end() :].lstrip(":："))  # 佐藤：：はい。
    sent = rx.SENT.fullmatch(match[1])
    return _label("colon", f"{lead}：", sent[1] if sent else match[1], line, cut)


def _slash(line: str, at: int, lead: str) -> list[Label]:
    stop = min(len(line), HEAD)
    match = rx.SLASH.match(line, at, stop) if rx.is_clean(line[at:stop], rx.SLASHES) else None
    return (
        _label(
            "slash", f"{lead}{match[0].strip()[-1]}".replace("/", "／").replace("|", "｜"), match[1], line, match.end()
        )
        if match
        else []
    )


def _angle(line: str, at: int, lead: str) -> list[Label]:
    stop = min(len(line), HEAD)
    match = rx.ANGLE.match(line, at, stop) if rx.is_clean(line[at:stop], rx.ANGLES) else None
    return _label("angle", f"{lead}{match[0][-1]}", match[1], line, match.end()) if match else []


def _space(line: str, at: int, lead: str) -> list[Label]:
    stop = min(len(line), HEAD)
    parted = any(blank in line[at:stop] for blank in ("　", "\t", "  "))
    if not parted and not lead:
        return []
    if wide := rx.WIDE.match(line, at, stop):
        return _label("space", f"{lead}　", re.sub("[ 　]", "", wide[1]), line, wide.end())
    titled = lead and rx.titled(line, at, stop)
    match = titled or (rx.SPACE.match(line, at, stop) if parted else None)
    lead = "○" if titled and lead in _OF_ASSEMBLIES else lead
    if not match:
        return []
    name = re.sub(r"(?<=[一-鿿々ぁ-ゖァ-ヺー０-９0-9])　+(?=[一-鿿々ぁ-ゖァ-ヺー])", "", match[1])
    narrow = line[match.end(1) : match.end()].strip(" ") == ""
    return _label("space", f"{lead}{' ' if narrow else '　'}", name, line, match.end())


def _blank(line: str, at: int, lead: str) -> list[Label]:
    match = rx.BLANK.match(line, at, min(len(line), HEAD))
    return _label("blank", f"{lead} ", match[1], line, match.end()) if match else []


def _after(line: str, at: int, _: str) -> list[Label]:
    match = rx.AFTER.search(line[-LONGEST - 8 :]) if line.rstrip()[-1:] in (")", "）") else None
    if not match or is_direction(match[1].strip()) or shape(match[1]).points <= -9:
        return []
    stop = len(line) - len(line[-LONGEST - 8 :]) + match.start() + 1
    return (
        [Label("after", "」（" if match[0][0] not in " 　" else "　（", match[1].strip(), at, stop)]
        if line[at:stop].strip()
        else []
    )


def _behind(line: str, at: int, _: str) -> list[Label]:
    match = rx.BEHIND.search(line[-LONGEST - 8 :]) if line[at : at + 1] in ("「", "『") else None
    if not match or is_refused("quote", match[2], "") or shape(match[2]).points <= 0:
        return []
    stop = len(line) - len(line[-LONGEST - 8 :]) + match.start() + 1
    return [Label("after", f"」{match[1].strip()[:1] or '　'}", match[2].strip(), at, stop)]


def _alone(line: str, at: int, lead: str) -> list[Label]:
    text = line[at:].strip()
    if not text or len(text) > LONGEST + 20:
        return []
    timed = rx.TIME_AFTER.fullmatch(text) if text[-1].isdecimal() or text[-1] in "])）" else None
    name = (timed[1] if timed else text).strip(" 　*_")
    if "　　" in name:
        name = re.sub(r"(?<=[一-鿿々])　+(?=[一-鿿々])", "　", name)
    if len(name) > LONGEST or rx.ENDS.search(name):
        return []
    return _label("alone", lead, name, line, len(line))


# The written forms, each with an example.
FORMS: tuple[Callable[[str, int, str], list[Label]], ...] = (
    _dash,  # ――なぜですか。
    _letter,  # Q. なぜですか。 / 問　なぜですか。
    _number,  # 1. なぜですか。
    _bold,  # **佐藤** はい。
    _bracket,  # 【佐藤】はい。 《佐藤》はい。 ［アステラ電機　高梨］はい。
    _paren,  # （佐藤）はい。
    _quote,  # 佐藤「はい」
    _colon,  # 佐藤：はい。
    _slash,  # 佐藤／はい。 佐藤＝はい。
    _angle,  # 佐藤＞はい。 佐藤→はい。 Th) はい。
    _space,  # 佐藤　はい。
    _blank,  # 佐藤 はい。
    _after,  # 「はい」（佐藤）
    _behind,  # 「はい」──佐藤
    _alone,  # 佐藤
)


_JOINTS = str.maketrans(dict.fromkeys("，&＆", "、"))


def people_of(name: str) -> tuple[str, ...]:
    """The names in a label of several people (高橋、榊), or the one name."""
    parts = (
        tuple(part.strip() for part in name.translate(_JOINTS).split("、") if part.strip())
        if len(name) <= LONGEST
        else ()
    )
    return parts if 1 < len(parts) <= 6 and all(len(part) <= 12 for part in parts) else (name,)
