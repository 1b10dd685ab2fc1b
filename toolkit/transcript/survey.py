"""A document's lines with the evidence for what they are: the ground on which features stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.japanese.lazy import lazy
from toolkit.transcript import lines as look
from toolkit.transcript.evidence import Evidence
from toolkit.transcript.labels import Label
from toolkit.transcript.names import key
from toolkit.transcript.words import TAIL_HEADINGS

ASKING = lazy(r"[？?](?:[」』）)”\s]|[（(]笑[）)])*$|(?:ですか|ますか|でしょうか|ませんか|したか|ですかね)[。]?$")
_ASKING_HEAD = lazy(
    r"[？?。](?:[」』）)”\s]|[（(]笑[）)])*$|(?:ですか|ますか|でしょうか|ませんか|したか|ですかね|ください)$"
)
_FRAMES, _CLOSING = frozenset("【〈＜《≪〔[［"), frozenset("】〉＞》≫〕]］")
_MARKED = lazy(
    r"\s*(?:#{1,6}\s|[■◆●▼□◇▽◎★☆＞>・]|[【〈＜《≪〔\[［].*[】〉＞》≫〕\]］]\s*$)",
    begins="#■◆●▼□◇▽◎★☆＞>・【〈＜《≪〔[［",
)
_END = lazy(
    r"[（(〔\[―－—\s]*(?:了|おわり|終わり|終|完|以上|散会|閉会|終了)[）)〕\]。\s]*$", begins="（(〔[―－—了お終完以散閉"
)
UNNAMED = frozenset(("dash", "letter", "number"))
STAMPED = "⏱"  # begins the style of names that stand beside times
_LONGEST_PARAGRAPH = 40  # lines
_LONGEST_END = 12  # characters
_MOST_NAMES = 60  # a sentence is compared with


@dataclass(frozen=True, slots=True)
class Frame:
    """What of the document every line is seen against. ``first``/``last``: places (in ``filled``) of the first and last
    line with a label of a heavy style."""

    first: int
    last: int
    repeated: Counter[str]
    ends: int
    wrap: float
    bold_asks: float
    head_asks: float
    quotes: float
    unnamed: Mapping[str, int]
    quoted: bool
    ended: float
    subject: re.Pattern[str] | None


@dataclass(slots=True)
class Lines:
    """The filled lines of a sheet, in order, with their evidence; ``n`` counts them from 0."""

    sheet: Sheet
    filled: Sequence[int]
    sights: Mapping[int, Sequence[Label]]
    evidence: Evidence
    can_answer: bool = False  # speech may begin without a label: somebody unnamed asks, or times say that it is speech
    _named: dict[int, list[Label]] = field(init=False)
    frame: Frame = field(init=False)

    def __post_init__(self) -> None:
        self._named = {k: [x for x in found if x.form not in UNNAMED] for k, found in self.sights.items()}
        self.frame = frame_of(self)
        self.can_answer = self._answers()

    def text(self, n: int) -> str:
        return self.sheet.lines[self.filled[n]] if 0 <= n < len(self.filled) else ""

    def paragraph(self, n: int) -> str:
        """The line with those that a program broke off it."""
        last = n
        while self.frame.wrap and look.fills(self.text(last), self.frame.wrap) and not self.blank_before(last + 1):
            last += 1
            if last + 1 >= len(self.filled) or last - n > _LONGEST_PARAGRAPH:
                break
        return "".join(self.text(k) for k in range(n, last + 1))

    def mark(self, n: int) -> Mark:
        return self.sheet.mark(self.filled[n])

    def labels(self, n: int) -> Sequence[Label]:
        """The labels with which the line may name a person."""
        return self._named.get(self.filled[n], ()) if 0 <= n < len(self.filled) else ()

    def signs(self, n: int) -> Sequence[Label]:
        """Every label of the line, those of unnamed questions and answers among them."""
        return self.sights.get(self.filled[n], ()) if 0 <= n < len(self.filled) else ()

    def can_ask(self, n: int) -> bool:
        """Whether anything marks the line as a question of somebody unnamed: a sign, or its place in the document."""
        mark = self.mark(n)
        return (
            any(x.form in UNNAMED and x.key != "a" for x in self.signs(n))
            or mark.kind in ("heading", "term")
            or (mark.kind == "item" and self.frame.unnamed["lettera"] > 1)
            or (mark.kind == "quote" and self.frame.quotes > 0)
            or 0 < len(self.text(n).rstrip()) <= mark.bold
            or is_marked(self.text(n))
        )

    def blank_before(self, n: int) -> bool:
        return 0 < n < len(self.filled) and self.filled[n] - self.filled[n - 1] > 1

    def rule_before(self, n: int) -> bool:
        """Whether a line of signs that only divides stands between this line and the one before."""
        first = self.filled[n - 1] + 1 if n else 0
        return any(self.sheet.lines[k].strip() for k in range(first, self.filled[n]))

    def _answers(self) -> bool:
        asking = sum(count for sign, count in self.frame.unnamed.items() if sign != "lettera")
        timed = sum(bool(self.mark(n).times) for n in range(len(self.filled)))
        marked = max(self.frame.bold_asks, self.frame.head_asks, self.frame.quotes)
        return asking >= 2 or marked > 0 or self.sheet.spoken or timed * 3 >= len(self.filled)

    def look(self, n: int) -> str:
        """How the line is set: what markup and signs say of it, "" for plain text."""
        mark, line = self.mark(n), self.text(n)
        text = line.strip()
        signs = sorted({f"{x.form}{x.key if x.form == 'letter' else ''}" for x in self.signs(n) if x.form in UNNAMED})
        bold = "bold" if 0 < len(line.rstrip()) <= mark.bold else ""
        sign = text[0] if is_marked(line) or text[0] in "※＊*†|<{" else ""
        kind = f"{mark.kind}{mark.level}" if mark.kind not in ("line", "paragraph", "piece") else ""
        return "/".join(part for part in (kind, bold, *signs, sign) if part)

    def best(self, n: int) -> float:
        """The share of the heaviest style that a label of the line is written in."""
        return max((self.evidence.styles[label.style].share for label in self.labels(n)), default=0.0)

    def between(self, n: int) -> str:
        """What stands between the line before and this one: "j" joined in the source, "b" a blank line, "" nothing."""
        return "j" if self.mark(n).joins else "b" if self.blank_before(n) else ""


def frame_of(lines: Lines) -> Frame:
    texts = [lines.text(n) for n in range(len(lines.filled))]
    heavy = [n for n in range(len(texts)) if lines.best(n) >= 0.5]
    bold = [n for n in range(len(texts)) if 0 < len(texts[n]) <= lines.mark(n).bold]
    heads = [n for n in range(len(texts)) if is_head(lines, n)]
    long = [t for t in texts if len(t) >= 20]
    return Frame(
        heavy[0] if heavy else len(texts),
        heavy[-1] if heavy else -1,
        Counter(t.strip() for t in texts),
        next((n for n in range(len(texts)) if n > len(texts) // 3 and _closes(texts[n])), len(texts)),
        0.0 if lines.sheet.whole else look.wrap_width(lines.sheet.lines, lines.filled),
        _asking([texts[n] for n in bold]),
        _asking([texts[n] for n in heads], _ASKING_HEAD),
        _asking([texts[n] for n in range(len(texts)) if lines.mark(n).kind == "quote"]),
        Counter(
            f"{x.form}{x.key if x.form == 'letter' else ''}"
            for labels in lines.sights.values()
            for x in labels
            if x.form in UNNAMED
        ),
        max(lines.evidence.styles, key=lambda name: lines.evidence.styles[name].mass, default="").endswith(
            ("「", "　（", *(f"」{sign}" for sign in "（―—–─－‐-…・／/|｜＝=　"))
        ),
        sum(look.ends_sentence(t) or "。" in t for t in long) / max(1, len(long)),
        _subject(lines),
    )


def _subject(lines: Lines) -> re.Pattern[str] | None:
    """What a sentence begins with that tells of somebody who speaks here: 佐藤、立ち上がる。 佐藤さんは…"""
    styles = lines.evidence.styles
    entries = [e for e in lines.evidence.entries.values() if e.count > 1 and styles[e.style].share >= 0.5]
    names = sorted({e.name for e in entries if e.form not in UNNAMED and len(e.name) <= 12}, key=len, reverse=True)
    told = "|".join(map(re.escape, names[:_MOST_NAMES]))
    return re.compile(rf"\s*[（(]?(?:{told})(さん|氏|くん|君|ちゃん|先生|様)?[、はがをにのもと]") if told else None


def is_marked(line: str) -> bool:
    """Whether a line begins with the sign of a heading, or stands in brackets."""
    text = line.strip()
    return not (text[:1] in _FRAMES and text[-1] not in _CLOSING) and bool(_MARKED.match(line))


def is_end(text: str) -> bool:
    """（了）, 以上: the end of what is told."""
    return len(text) <= _LONGEST_END and bool(_END.match(text))


def _closes(text: str) -> bool:
    """Whether a line ends what is told: （了）, プロフィール, 編集後記."""
    plain = key(text.strip("■◆●【】〈〉《》＜＞・# 　"))
    return is_end(text.strip()) or plain in TAIL_HEADINGS


def is_head(lines: Lines, n: int) -> bool:
    return lines.mark(n).kind == "heading" or look.heading_cut(lines.text(n)) > 0 or look.framed_heading(lines.text(n))


def _asking(texts: Sequence[str], asks: re.Pattern[str] = ASKING) -> float:
    """The share of the texts that ask, 0 where there are fewer than two such."""
    asking = sum(bool(asks.search(text.strip())) for text in texts)
    return asking / len(texts) if asking >= 2 else 0.0
