"""What one line shows, as the named features that the model of ``chain`` weighs: of the line itself, and of each label it
may begin with. A feature is a name and a value, mostly 1.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.japanese.width import width
from toolkit.japanese.words import name_kind
from toolkit.transcript import lines as look
from toolkit.transcript.directions import only_directions
from toolkit.transcript.evidence import Entry, Evidence, log2
from toolkit.transcript.labels import Label
from toolkit.transcript.names import is_generic, is_role, key, parse_name, shape
from toolkit.transcript.words import CREDIT_WORDS, PAGE_WORDS, TAIL_HEADINGS

Feature = tuple[str, float]

_QUESTION = re.compile(
    r"[？?](?:[」』）)”\s]|[（(]笑[）)])*$|(?:ですか|ますか|でしょうか|ませんか|したか|ですかね)[。]?$"
)
_SPOKEN = re.compile(
    "です|ます|でした|ました|ません|でしょ|よね|んだ|だよ|だね|けど|じゃ|って|ですね|ください|なあ|かな|ねえ|はい|ええ|うん|あの|えー|ああ"
)
_PLAIN = re.compile("(?:だった|である|という|た|る|い|だ)。$")
_FIELD = re.compile(r"\s*(?:[・●■◆○◎※-]\s*)?[^\s:：。、「」]{1,14}\s*(?:[:：＝=／/]|　+|\s{2,})\s*\S")
_DATE = re.compile(
    r"(?:\d{4}|[12][〇一二三四五六七八九]{3})\s*[-年/.．]|(?:令和|平成|昭和)|\d{1,2}月\d{1,2}日|\d{1,2}[:：]\d{2}|[午前後]{2}\s*[0-9０-９一二三四五六七八九十]+時"
)
_URL = re.compile(r"https?://|www\.|\.(?:com|jp|org|net|example)\b|@[\w.]+")
_NOTE = re.compile(r"\s*(?:[※＊*†]|注\s*[0-9０-９)）:：]|[（(\[［]?\s*(?:注|※|\*|＊)?\s*[0-9０-９]{1,2}\s*[)）\]］])")
_CAPTION = re.compile(
    r"(?:写真|撮影|図|イラスト|提供|photo)\s*[:：／/＝=|｜0-9０-９]|[（(](?:写真|撮影|提供|左|右|上|下)[^）)]{0,12}[)）]|^[▲△↑]",
    re.IGNORECASE,
)
_PEOPLE = re.compile(
    "氏|さん|役|担当|代表|教授|社長|部長|委員|課長|大臣|議員|アナウンサー|（以下|とする|発言者|出席|登壇|司会|聞き手|ゲスト"
)
_END = re.compile(r"[（(〔\[―－—\s]*(?:了|おわり|終わり|終|完|以上|散会|閉会|終了)[）)〕\]。\s]*$")
_PROFILE = re.compile(
    r"年生まれ|年生|出身|卒業|在学|在住|著書|受賞|勤務|を経て|（[ぁ-ゖ]{1,6}[・　 ][ぁ-ゖ]{1,6}）|^[ぁ-ゖ]{1,5}・[ぁ-ゖ]{1,5}"
)
_SITTING = re.compile(r"(?:休憩|再開|開議|開会|閉会|散会|閉議|延会|終了|開始|登壇|降壇|退席|着席)[）)〕\s。]*$")
_PARTICLE = re.compile("[はがをにでともへのやか、。）)」』]")
_NUMBER_ONLY = re.compile(r"[\s\d０-９\-–―—－/／.・|p頁ページ]+$")
_MARKED = re.compile(r"\s*(?:#{1,6}\s|[■◆●▼□◇▽◎＞>・]|[【〈＜《≪〔\[［「『].*[】〉＞》≫〕\]］」』]\s*$)")
UNNAMED = frozenset(("dash", "letter", "number"))
_INDENT = re.compile(r"(　+|\s{2,})\S")
_SEPARATED = re.compile(r"\S[|｜＞>»／/]\s?\S|　.*　|\s{2,}")


@dataclass(frozen=True, slots=True)
class _Frame:
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
    ended: float


@dataclass(frozen=True, slots=True)
class Again:
    """What a first reading of the document made of what is written alike: the labels of one name, of one style, the
    lines that look the same. Each line sees the others, not itself. ``named``: (line, style, key) → probability.
    """

    named: Mapping[tuple[int, str, str], float]
    entries: Mapping[tuple[str, str], tuple[float, int]]
    styles: Mapping[str, tuple[float, int]]
    alike: Mapping[str, tuple[tuple[float, ...], int]]
    chances: Sequence[Sequence[float]]
    looks: Sequence[str]
    classes: Sequence[str]
    heaviest: float

    def of_label(self, n: int, label: Label) -> Iterator[Feature]:
        own = self.named[n, label.style, label.key]
        mass, count = self.entries[label.style, label.key]
        whole, sights = self.styles[label.style]
        if count > 1:
            yield "again-name", (mass - own) / (count - 1)
        if sights > count:
            yield "again-style", (whole - mass) / (sights - count)
        else:
            yield "again-alone", 1
        yield "again-share", whole / self.heaviest if self.heaviest > 0 else 0.0
        if self.heaviest - (own if whole == self.heaviest else 0.0) > 2:
            yield "again-other" if whole < 0.2 * self.heaviest else "again-main", 1

    def of_line(self, n: int) -> Iterator[Feature]:
        look_ = self.looks[n]
        sums, count = self.alike[look_]
        if look_ and count > 1:
            for kind, total, own in zip(self.classes, sums, self.chances[n], strict=True):
                if (share := (total - own) / (count - 1)) > 0.02:
                    yield f"like-{kind}", share
        yield "again-named" if self.heaviest > 2 else "again-unnamed", 1


@dataclass(slots=True)
class Lines:
    """The filled lines of a sheet with their evidence; ``at(n)`` are the features of the n-th."""

    sheet: Sheet
    filled: Sequence[int]
    sights: Mapping[int, Sequence[Label]]
    evidence: Evidence
    again: Again | None = None
    can_answer: bool = False  # speech may begin without a label: somebody unnamed asks, or times say that it is speech
    _named: dict[int, list[Label]] = field(default_factory=dict)
    _own: dict[int, list[Feature]] = field(default_factory=dict)
    _of_labels: dict[tuple[int, int], list[Feature]] = field(default_factory=dict)
    _frame: _Frame = field(init=False)

    def __post_init__(self) -> None:
        self._named |= {
            k: [x for x in found if x.form not in UNNAMED] for k, found in self.sights.items() if not self._named
        }
        self._frame = _frame(self)
        self.can_answer = self._answers()

    def text(self, n: int) -> str:
        return self.sheet.lines[self.filled[n]] if 0 <= n < len(self.filled) else ""

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
            or mark.kind in ("heading", "quote", "term", "title", "item")
            or 0 < len(self.text(n).rstrip()) <= mark.bold
            or _MARKED.match(self.text(n)) is not None
        )

    def blank_before(self, n: int) -> bool:
        return n > 0 and self.filled[n] - self.filled[n - 1] > 1

    def rule_before(self, n: int) -> bool:
        """Whether a line of signs that only divides stands between this line and the one before."""
        first = self.filled[n - 1] + 1 if n else 0
        return any(self.sheet.lines[k].strip() for k in range(first, self.filled[n]))

    def _answers(self) -> bool:
        asking = sum(count for sign, count in self._frame.unnamed.items() if sign != "lettera")
        timed = sum(bool(self.mark(n).times) for n in range(len(self.filled)))
        marked = max(self._frame.bold_asks, self._frame.head_asks, self._frame.quotes)
        return asking >= 2 or marked > 0 or self.sheet.spoken or timed * 3 >= len(self.filled)

    def look(self, n: int) -> str:
        """How the line is set: what markup and signs say of it, "" for plain text."""
        mark, line = self.mark(n), self.text(n)
        text = line.strip()
        signs = sorted({f"{x.form}{x.key if x.form == 'letter' else ''}" for x in self.signs(n) if x.form in UNNAMED})
        bold = "bold" if 0 < len(line.rstrip()) <= mark.bold else ""
        sign = text[0] if _MARKED.match(line) or text[0] in "※＊*†|<{" else ""
        kind = f"{mark.kind}{mark.level}" if mark.kind not in ("line", "paragraph", "piece") else ""
        return "/".join(part for part in (kind, bold, *signs, sign) if part)

    def best(self, n: int) -> float:
        """The share of the heaviest style that a label of the line is written in."""
        return max((self.evidence.styles[label.style].share for label in self.labels(n)), default=0.0)

    def at(self, n: int) -> list[Feature]:
        """The features of the line."""
        own = self._own.get(n)
        if own is None:
            own = [*_of_text(self, n), *_of_place(self, n, self._frame), *_of_mark(self, n, self._frame)]
            self._own[n] = own
        return [*own, *self.again.of_line(n)] if self.again else own

    def of_label(self, n: int, label: Label) -> list[Feature]:
        """The features of one label that the line may begin with."""
        own = self._of_labels.get((n, id(label)))
        if own is None:
            own = self._of_labels[n, id(label)] = list(_of_label(self, n, label))
        return [*own, *self.again.of_label(n, label)] if self.again else own

    def between(self, n: int) -> str:
        """What stands between the line before and this one: "j" joined in the source, "b" a blank line, "" nothing."""
        return "j" if self.mark(n).joins else "b" if self.blank_before(n) else ""


def again(
    lines: Lines, named: Sequence[Sequence[float]], chances: Sequence[Sequence[float]], classes: Sequence[str]
) -> Lines:
    """The lines as they are seen after a first reading: ``named[n]`` the probability of each label of a line,
    ``chances[n]`` of each class.
    """
    by_label: dict[tuple[int, str, str], float] = {}
    entries: dict[tuple[str, str], tuple[float, int]] = {}
    styles: dict[str, tuple[float, int]] = {}
    alike: dict[str, tuple[tuple[float, ...], int]] = {}
    looks = [lines.look(n) for n in range(len(lines.filled))]
    for n, look_ in enumerate(looks):
        for label, p in zip(lines.labels(n), named[n], strict=True):
            by_label[n, label.style, label.key] = p
            mass, count = entries.get((label.style, label.key), (0.0, 0))
            entries[label.style, label.key] = (mass + p, count + 1)
            mass, count = styles.get(label.style, (0.0, 0))
            styles[label.style] = (mass + p, count + 1)
        sums, count = alike.get(look_, ((0.0,) * len(classes), 0))
        alike[look_] = (tuple(a + b for a, b in zip(sums, chances[n], strict=True)), count + 1)
    heaviest = max((mass for mass, _ in styles.values()), default=0.0)
    seen = Again(by_label, entries, styles, alike, chances, looks, classes, heaviest)
    return replace(lines, again=seen)


def _frame(lines: Lines) -> _Frame:
    texts = [lines.text(n) for n in range(len(lines.filled))]
    heavy = [n for n in range(len(texts)) if lines.best(n) >= 0.5]
    bold = [n for n in range(len(texts)) if 0 < len(texts[n]) <= lines.mark(n).bold]
    heads = [n for n in range(len(texts)) if _heads(lines, n)]
    long = [t for t in texts if len(t) >= 20]
    return _Frame(
        heavy[0] if heavy else len(texts),
        heavy[-1] if heavy else -1,
        Counter(t.strip() for t in texts),
        next((n for n in range(len(texts)) if n > len(texts) // 3 and _closes(texts[n])), len(texts)),
        0.0 if lines.sheet.whole else look.wrap_width(lines.sheet.lines, lines.filled),
        _asking([texts[n] for n in bold]),
        _asking([texts[n] for n in heads]),
        _asking([texts[n] for n in range(len(texts)) if lines.mark(n).kind == "quote"]),
        Counter(
            f"{x.form}{x.key if x.form == 'letter' else ''}"
            for labels in lines.sights.values()
            for x in labels
            if x.form in UNNAMED
        ),
        sum(look.ends_sentence(t) or "。" in t for t in long) / max(1, len(long)),
    )


def _closes(text: str) -> bool:
    """Whether a line ends what is told: （了）, プロフィール, 編集後記."""
    plain = key(text.strip("■◆●【】〈〉《》＜＞・# 　"))
    return bool(_END.match(text.strip())) or plain in TAIL_HEADINGS


def _heads(lines: Lines, n: int) -> bool:
    return lines.mark(n).kind == "heading" or look.heading_cut(lines.text(n)) > 0 or look.framed_heading(lines.text(n))


def _asking(texts: Sequence[str]) -> float:
    """The share of the texts that ask, 0 where there are fewer than two such."""
    asking = sum(bool(_QUESTION.search(text.strip())) for text in texts)
    return asking / len(texts) if asking >= 2 else 0.0


_LENGTHS = (4, 8, 14, 20, 30, 45, 70, 120)


def _of_text(lines: Lines, n: int) -> Iterator[Feature]:
    line = lines.text(n)
    text = line.strip()
    yield f"len{sum(len(text) >= limit for limit in _LENGTHS)}", 1
    ends = look.ends_sentence(text)
    yield ("ends" if ends else "open"), 1
    if _QUESTION.search(text):
        yield "asks", 1
    if spoken := len(_SPOKEN.findall(text[:400])):
        yield "spoken", min(1.0, spoken / 3)
    elif ends and _PLAIN.search(text):
        yield "written", 1
    if text.count("。") > 1:
        yield "sentences", 1
    yield from _signs(line, text)
    yield from _words(text)


def _signs(line: str, text: str) -> Iterator[Feature]:
    if only_directions(text):
        yield "direction", 1
    elif text[:1] in "（([［〔〈＜♪～" and text[-1:] in "）)]］〕〉＞♪～":
        yield "boxed", 1
    if _END.match(text):
        yield "end-word", 1
    if look.bullet_cut(line):
        yield f"bullet{text[0] if text[0] in '・-*●○■◆' else ''}", 1
    if look.is_numbered(line):
        yield "numbered", 1
    if look.heading_cut(line) > 0:
        yield ("hash" if text[0] == "#" else "square"), 1
    if look.framed_heading(line):
        yield "framed", 1
    if _INDENT.match(line):
        yield ("deep" if len(line) - len(line.lstrip()) > 1 else "indent"), 1
    if text[:1] in "「『" and text[-1:] in "」』":
        yield "quoted", 1
    if not any(c.isalnum() for c in text):
        yield "signs-only", 1
    if _NUMBER_ONLY.match(text):
        yield "number-only", 1
    if text.isascii():
        yield "ascii", 1
    if _SEPARATED.search(text):
        yield "separated", 1
    if text[:1] in "）)」』、。":
        yield "closing-head", 1


def _words(text: str) -> Iterator[Feature]:
    if look.looks_like_heading(text):
        yield "heading-like", 1
        if look.looks_like_heading(text, among_speech=True):
            yield "heading-like-spoken", 1
    if look.meta_of(text):
        yield "meta-key", 1
    elif len(text) <= 60 and _FIELD.match(text) and not look.ends_sentence(text):
        yield "field", 1
    if len(text) <= 60 and _DATE.search(text):
        yield "date", 1
    if _URL.search(text):
        yield "url", 1
    if _NOTE.match(text):
        yield "note", 1
    if _CAPTION.search(text[:60]):
        yield "caption", 1
    if len(text) <= 80 and _PEOPLE.search(text):
        yield "people", 1
    if _PROFILE.search(text[:80]):
        yield "profile", 1
    if len(text) <= 30 and _SITTING.search(text):
        yield "sitting", 1
    if len(text) <= 60 and PAGE_WORDS.search(text):
        yield "page-word", 1
    if len(text) <= 60 and CREDIT_WORDS.search(text):
        yield "credit", 1
    if key(text.strip("■◆●【】〈〉《》＜＞・# 　")) in TAIL_HEADINGS:
        yield "tail-word", 1


def _of_place(lines: Lines, n: int, frame: _Frame) -> Iterator[Feature]:
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
    yield from _around(lines, n, frame)


def _around(lines: Lines, n: int, frame: _Frame) -> Iterator[Feature]:
    before, after = lines.text(n - 1), lines.text(n + 1)
    if before:
        yield ("before-ends" if look.ends_sentence(before) else "before-open"), 1
        if _QUESTION.search(before.strip()):
            yield "before-asks", 1
        if len(before.strip()) <= 14:
            yield "before-short", 1
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


def _of_mark(lines: Lines, n: int, frame: _Frame) -> Iterator[Feature]:
    mark = lines.mark(n)
    line = lines.text(n)
    yield f"kind-{mark.kind}", 1
    if mark.kind == "heading":
        yield f"level{min(mark.level, 4)}", 1
        yield "head-asks", frame.head_asks
        if _QUESTION.search(line.strip()) and frame.head_asks > 0.3:
            yield "asking-head", 1
    elif _heads(lines, n) and frame.head_asks > 0.3:
        yield "head-asks", frame.head_asks
        if _QUESTION.search(line.strip()):
            yield "asking-head", 1
    if mark.bold >= len(line.rstrip()):
        yield "bold", 1
        yield "bold-asks", frame.bold_asks
        if _QUESTION.search(line.strip()):
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


def _of_signs(lines: Lines, n: int, frame: _Frame) -> Iterator[Feature]:
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
    if frame.unnamed["dash"] >= 2:
        yield "dashes", 1
    if frame.unnamed["number"] >= 3:
        yield "numbers", 1


def _of_label(lines: Lines, n: int, label: Label) -> Iterator[Feature]:
    entry, style = lines.evidence.of(label), lines.evidence.styles[label.style]
    yield f"form-{label.form}", 1
    yield from _of_entry(entry, label)
    yield "share", style.share
    if style.share >= 0.99:
        yield "heaviest", 1
        yield f"heaviest-{label.form}", 1
    yield "cover", min(1.0, style.cover * (2 if label.form == "alone" else 1))
    yield "repeated-style", style.repeated
    yield "likely-style", style.likely
    yield "handed-style", style.handed
    yield "followed-style", style.followed
    yield "names", min(1.0, style.names / 12)
    yield "variety", style.names / style.sights
    if style.sights == 1:
        yield "lone-style", 1
    elsewhere = max((lines.evidence.styles[other].share for other in entry.others if other != label.style), default=0.0)
    if elsewhere > style.share:
        yield "elsewhere", elsewhere - style.share
    yield from _of_body(lines, n, label)


def _of_entry(entry: Entry, label: Label) -> Iterator[Feature]:
    look_ = entry.look
    yield "points", max(-2.0, look_.points)
    if look_.strong:
        yield "strong", 1
    if look_.points <= 0:
        yield "unlike", 1
    if is_generic(parse_name(entry.name).bare):
        yield "generic", 1
    if entry.form not in UNNAMED:
        yield f"name-{name_kind(parse_name(entry.name).bare)}", 1
    if entry.called:
        yield "called", 1
    if entry.listed:
        yield "listed", 1
    yield "count", min(1.5, log2(entry.count) / 3)
    if entry.count == 1:
        yield "once", 1
        if not entry.kin:
            yield "once-alone", 1
    if entry.kin:
        yield "kin", min(1.0, log2(entry.kin) / 3)
    yield "followed", entry.followed / entry.count
    yield "handed", entry.handed / entry.count
    name = entry.name
    yield f"name-len{sum(len(name) >= n for n in (2, 4, 6, 9, 13))}", 1
    if is_role(name):
        yield "role", 1
    if _PARTICLE.search(name):
        yield "particle", 1
    if len(name) == 1 and name.isascii():
        yield "one-letter", 1


def _of_body(lines: Lines, n: int, label: Label) -> Iterator[Feature]:
    body = label.body(lines.text(n)).strip()
    if not body:
        yield "bodiless", 1
        after = lines.text(n + 1).strip()
        if not after:
            yield "at-the-end", 1
        elif look.ends_sentence(after) or len(after) > 30:
            yield "text-after", 1
        if lines.blank_before(n):
            yield "apart", 1
        return
    if look.ends_sentence(body):
        yield "body-ends", 1
    if len(body) < 8:
        yield "body-short", 1
    if _SPOKEN.search(body):
        yield "body-spoken", 1
    if shape(body).points >= 1 and not look.ends_sentence(body):
        yield "body-name", 1
    if _QUESTION.search(body):
        yield "body-asks", 1
