"""What a whole document shows of its labels: how often each occurs, what follows it, whether it alternates with others,
how like a name it looks, and whether one way of writing labels is used throughout.

Nothing is decided here: these are the figures that the model of ``chain`` weighs.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.japanese.lazy import lazy
from toolkit.transcript.labels import Form, Label, people_of
from toolkit.transcript.lines import ends_sentence, looks_like_heading
from toolkit.transcript.names import is_generic, key, parse_name, shape
from toolkit.transcript.relation import parts_of
from toolkit.transcript.shapes import Shape

_MOST_NAMES = 400  # of a document: no interview has more people, and comparing every pair stays cheap
_HONORIFIC = lazy("さん|氏|様|先生|くん|ちゃん|選手|監督|委員|君")
_UNNAMED: Mapping[str, Shape] = {
    "dash": Shape(1.5, False, "questions by a dash"),
    "letter": Shape(2, True, "a letter for question or answer"),
    "number": Shape(0.5, False, "a numbered question"),
}
_WHERE: Mapping[Form, str] = {
    "known": "named by the document",
    "told": "named by the project file",
    "alone": "alone on a line",
    "colon": "before a colon",
    "bold": "in bold at a line's start",
    "bracket": "in brackets at a line's start",
    "paren": "in parentheses at a line's start",
    "slash": "before a slash",
    "angle": "before a sign at a line's start",
    "space": "before a wide space",
    "blank": "before a space",
    "quote": "before a quotation",
    "after": "in parentheses after what is said",
    "dash": "as a dash at a line's start",
    "letter": "as question or answer at a line's start",
    "number": "as a number at a line's start",
    "sign": "between signs at a line's start or end",
}


@dataclass(slots=True)
class Entry:
    """All sights of one name written in one style. ``followed``: text follows; ``handed``: the next label of the style
    is another's; ``kin``: sights of labels that are a part of this name, or that it is a part of. ``called``: the text
    calls this person …さん; ``listed``: a line of the head or the title names this person.
    """

    form: Form
    style: str
    key: str
    name: str
    at: list[int] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    followed: int = 0
    handed: int = 0
    kin: int = 0
    called: bool = False
    listed: bool = False
    others: set[str] = field(default_factory=set)  # the styles in which this name, or a part of it, stands too

    @property
    def count(self) -> int:
        return len(self.at)

    @property
    def look(self) -> Shape:
        """How like a name the label is; the least likely of several people in one."""
        if self.form in _UNNAMED:
            return _UNNAMED[self.form]
        return min((shape(part) for part in people_of(self.name)), key=lambda found: found.points)

    def why(self) -> str:
        """The evidence in words."""
        times = "once" if self.count == 1 else f"{self.count} times"
        look = f", {self.look.why}" if self.look.why else ""
        where = _WHERE[self.form]
        return (
            f"「{self.name}」 {times} {where}, text follows {self.followed}, another speaker next {self.handed}{look}"
        )


@dataclass(slots=True)
class Style:
    """All labels written in one way. ``names``: how many different ones; ``repeated``, ``likely``, ``handed``,
    ``followed``: the shares of sights whose label recurs, looks like a name, is followed by another's, by text.
    ``mass``: sights of labels that look like names or recur.
    """

    sights: int = 0
    names: int = 0
    repeated: float = 0.0
    likely: float = 0.0
    handed: float = 0.0
    followed: float = 0.0
    mass: float = 0.0
    share: float = 0.0  # of the mass of the document's heaviest style
    cover: float = 0.0  # sights a line of the document


Sights = Mapping[int, Sequence[Label]]


@dataclass(frozen=True, slots=True)
class Evidence:
    """``entries`` by (style, key of the name); ``styles`` by how the label is written."""

    entries: Mapping[tuple[str, str], Entry]
    styles: Mapping[str, Style]

    def of(self, label: Label) -> Entry:
        return self.entries[label.style, label.key]


def evidence_of(
    lines: Sequence[str], sights: Sights, filled: Sequence[int], head: Collection[int], title: str
) -> Evidence:
    """Count every possible label of a document. ``head``: the lines in which people are introduced."""
    entries: dict[tuple[str, str], Entry] = {}
    for at in sorted(sights):
        for label in sights[at]:
            entry = entries.setdefault((label.style, label.key), Entry(label.form, label.style, label.key, label.name))
            entry.at.append(at)
            entry.written[label.name] += 1
    _count_followers(lines, sights, filled, entries)
    _count_handovers(sights, entries)
    _count_kin(entries)
    _find_mentions(lines, entries.values(), head, title)
    return Evidence(entries, _styles(entries, len(filled)))


def _count_followers(
    lines: Sequence[str], sights: Sights, filled: Sequence[int], entries: Mapping[tuple[str, str], Entry]
) -> None:
    following = dict(zip(filled, (*filled, -1)[1:], strict=True))
    for at, labels in sights.items():
        for label in labels:
            body = label.body(lines[at]).strip()
            after = following[at]
            text = _is_speech(body) if body else after >= 0 and _is_text(lines[after], sights.get(after, ()), label)
            entries[label.style, label.key].followed += text


def _is_speech(body: str) -> bool:
    return ends_sentence(body) or len(body) >= 15 or not looks_like_heading(body, among_speech=True)


def _is_text(line: str, labels: Sequence[Label], label: Label) -> bool:
    """Whether the line can be what somebody says: not itself a label of the same style."""
    return len(line) >= 30 or ends_sentence(line) or all(other.style != label.style for other in labels)


def _count_handovers(sights: Sights, entries: Mapping[tuple[str, str], Entry]) -> None:
    """Count, style by style, how often the next label is another's (for the last label: the one before)."""
    by_style: dict[str, list[Entry]] = defaultdict(list)
    for at in sorted(sights):
        for label in sights[at]:
            by_style[label.style].append(entries[label.style, label.key])
    for order in by_style.values():
        for entry, after in zip(order, [*order[1:], *order[-2:-1]], strict=False):
            entry.handed += after is not entry


def _count_kin(entries: Mapping[tuple[str, str], Entry]) -> None:
    """Let the sights of ヴェルナー count for カイ・ヴェルナー, and the other way round."""
    by_key: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.values():
        by_key[entry.key].append(entry)
    for entry in sorted(entries.values(), key=lambda e: -e.count)[:_MOST_NAMES]:
        for part in (entry.key, *parts_of(entry.name)):
            for short in by_key.get(part, ()):
                if short is not entry:
                    entry.others.add(short.style)
                    short.others.add(entry.style)
                    if short.key != entry.key:
                        entry.kin += short.count
                        short.kin += entry.count


def _find_mentions(lines: Sequence[str], entries: Iterable[Entry], head: Collection[int], title: str) -> None:
    """Mark names that the text calls …さん, and names that its head introduces."""
    wanted = [e for e in entries if e.form not in _UNNAMED and 1 < len(e.key) <= 20 and not is_generic(e.name)]
    called = _called(lines)
    dense = key("\n".join((title, *(lines[k] for k in sorted(head)))))
    for entry in sorted(wanted, key=lambda e: -e.count)[:_MOST_NAMES]:
        names = [n for n in dict.fromkeys((parse_name(entry.name).bare, *parts_of(entry.name))) if len(n) > 1]
        entry.called = any(name in called for name in names)
        own = sum(k in head for k in entry.at)  # as a label it does not introduce itself
        entry.listed = any(dense.count(key(name)) > own for name in names)


def _called(lines: Sequence[str]) -> set[str]:
    """Whatever stands before an honorific, 2 to 10 characters of it."""
    found: set[str] = set()
    for line in lines:
        for match in _HONORIFIC.finditer(line):
            found.update(line[at : match.start()] for at in range(max(0, match.start() - 10), match.start() - 1))
    return found


def _styles(entries: Mapping[tuple[str, str], Entry], lines: int) -> dict[str, Style]:
    grouped: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries.values():
        grouped[entry.style].append(entry)
    styles = {name: _style(group, lines) for name, group in grouped.items()}
    heaviest = max((style.mass for style in styles.values()), default=0.0) or 1.0
    for style in styles.values():
        style.share = style.mass / heaviest
    return styles


def _style(group: Sequence[Entry], lines: int) -> Style:
    sights = sum(e.count for e in group)
    recurring = sum(e.count for e in group if e.count > 1)
    likely = sum(e.count for e in group if e.look.points > 0)
    mass = sum(
        e.count * (1.0 if e.look.strong else 0.7 if e.look.points > 0 else 0.3)
        for e in group
        if e.count > 1 or e.look.strong
    )
    return Style(
        sights,
        len(group),
        recurring / sights,
        likely / sights,
        sum(e.handed for e in group) / sights,
        sum(e.followed for e in group) / sights,
        mass,
        cover=sights / max(1, lines),
    )


_INTRODUCES = lazy(
    "出席|登場人物|登壇|出演|参加|語り手|聞き手|話し手|ゲスト|司会|進行|モデレーター|インタビュア|講師|パネリスト|プロフィール|氏|さん|[=＝]|（以下"
)


def head_of(lines: Sequence[str], filled: Sequence[int]) -> frozenset[int]:
    """The lines that introduce people: the first ones, and every line near the ends that speaks of participants."""
    near = [k for k in filled[:12] if len(lines[k]) <= 120]
    far = [k for k in (*filled[12:60], *filled[-12:]) if len(lines[k]) <= 120 and _INTRODUCES.search(lines[k])]
    return frozenset((*near, *far))


def log2(count: float) -> float:
    """A count on a scale on which doubling is one step."""
    return math.log2(1 + count)
