"""Who speaks, by evidence: how often a label occurs, what follows it, whether it alternates with others, and how like a
name it looks.

No list alone makes a speaker and no single sight does, unless the label is in itself convincing (司会, 佐藤さん, 話者1)
and the file already names its speakers that way.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.transcript.labels import Form, Label, names_person
from toolkit.transcript.lines import ends_sentence, looks_like_heading
from toolkit.transcript.names import Shape, is_generic, key, parse_name, parts_of, relation, shape

THRESHOLD = 3.0
_MOST_LABELS = 400
# What a layout says by itself, before any counting: a colon is more of a label than a space is.
_PRIOR: Mapping[Form, float] = {"colon": 0.5, "bold": 0.5, "letter": 0.5, "dash": 1.0, "space": -0.5}
_WHERE: Mapping[Form, str] = {
    "alone": "alone on a line",
    "colon": "before a colon",
    "bold": "in bold at a line's start",
    "bracket": "in brackets at a line's start",
    "space": "before a wide space",
    "quote": "before a quotation",
    "dash": "as a dash at a line's start",
    "letter": "as Q or A at a line's start",
}


@dataclass(slots=True)
class Tally:
    """All sights of one label in one layout. ``followed``: text follows; ``handed``: the next label is another's;
    ``kin``: sights of labels that are a part of this name, or that it is a part of."""

    form: Form
    key: str
    name: str
    at: list[int] = field(default_factory=list)
    written: Counter[str] = field(default_factory=Counter)
    followed: int = 0
    handed: int = 0
    kin: int = 0
    mentioned: bool = False

    @property
    def count(self) -> int:
        return len(self.at)

    @property
    def weight(self) -> int:
        """Sights of this person, as far as one layout shows."""
        return self.count + self.kin

    @property
    def look(self) -> Shape:
        return Shape(1.5, False, "questions by a dash") if self.form == "dash" else shape(self.name)

    @property
    def strong(self) -> bool:
        return self.look.strong or names_person(self.name) or (self.mentioned and self.look.points > 0)

    @property
    def score(self) -> float:
        """Points for being a speaker; ``THRESHOLD`` is enough."""
        n = self.count
        followed, handed = self.followed / n, self.handed / n
        return (
            min(2.5, 1.2 * math.log2(self.weight))
            + 2.5 * followed
            - 1.0
            + handed
            + self.look.points
            + _PRIOR.get(self.form, 0.0)
            + (1.0 if self.mentioned else 0.0)
        )

    def why(self) -> str:
        """The evidence in words."""
        times = "once" if self.count == 1 else f"{self.count} times"
        look = f", {self.look.why}" if self.look.why else ""
        return f"「{self.name}」 {times} {_WHERE[self.form]}, text follows {self.followed}, another speaker next {self.handed}{look}"  # noqa: E501


Sights = Mapping[int, Label]
Tallies = dict[tuple[Form, str], Tally]


def tally(lines: Sequence[str], sights: Sights, filled: Sequence[int]) -> Tallies:
    """Count every possible label of the file."""
    tallies: Tallies = {}
    for at, label in sights.items():
        entry = tallies.setdefault((label.form, label.key), Tally(label.form, label.key, label.name))
        entry.at.append(at)
        entry.written[label.name] += 1
    _count_kin(tallies)
    _count_followers(lines, sights, filled, tallies)
    _count_handovers(sights, tallies)
    _find_mentions(lines, tallies)
    return tallies


def _count_kin(tallies: Tallies) -> None:
    """Let the sights of ヴェルナー count for カイ・ヴェルナー in the same layout, and the other way round."""
    for (form, _), entry in list(tallies.items()):
        for part in parts_of(entry.name):
            short = tallies.get((form, part))
            if short and short is not entry:
                entry.kin += short.count
                short.kin += entry.count


def _count_followers(lines: Sequence[str], sights: Sights, filled: Sequence[int], tallies: Tallies) -> None:
    following = dict(zip(filled, (*filled[1:], -1), strict=True))
    for at, label in sights.items():
        body = lines[at][label.cut :].strip()
        after = following[at]
        text = _is_text(after, lines, sights, tallies) if label.form == "alone" else _is_speech(body)
        tallies[label.form, label.key].followed += text


def _is_speech(body: str) -> bool:
    return ends_sentence(body) or len(body) >= 15 or not looks_like_heading(body, among_speech=True)


def _is_text(at: int, lines: Sequence[str], sights: Sights, tallies: Tallies) -> bool:
    """Whether the line can be what somebody says: not itself a label that recurs or convinces."""
    if at < 0:
        return False
    if at not in sights or len(lines[at]) >= 30 or ends_sentence(lines[at]):
        return True
    other = tallies[sights[at].form, sights[at].key]
    return other.weight == 1 and not other.strong


def _count_handovers(sights: Sights, tallies: Tallies) -> None:
    """Count, for each layout, how often the next label of weight is another's (for the last label: the one before)."""
    by_form: dict[Form, list[Tally]] = defaultdict(list)
    for label in sights.values():
        by_form[label.form].append(tallies[label.form, label.key])
    for entries in by_form.values():
        following = _last_weighty(entries)
        for entry in reversed(entries):
            entry.handed += following not in (None, entry.key)
            following = entry.key if entry.weight > 1 or entry.strong else following


def _last_weighty(entries: list[Tally]) -> str | None:
    """The last label but one that recurs or convinces: the neighbour of the last, which nobody follows."""
    return next((e.key for e in reversed(entries[:-1]) if e.weight > 1 or e.strong), None)


def _find_mentions(lines: Sequence[str], tallies: Tallies) -> None:
    """Mark names seen once that the text itself calls …氏 or …さん."""
    rare = [t for t in tallies.values() if t.count <= 2 and 2 <= len(t.key) <= 20 and shape(t.name).points > 0]
    if not rare or len(rare) > 500:
        return
    text = "\n".join(lines)
    for entry in rare:
        names = (parse_name(entry.name).bare, *parts_of(entry.name))
        entry.mentioned = any(
            name + honorific in text for name in names if len(name) > 1 for honorific in ("さん", "氏", "様", "先生")
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """The labels taken for speakers, and those that only look like names."""

    speakers: tuple[Tally, ...]
    doubtful: tuple[Tally, ...] = ()

    @property
    def taken(self) -> frozenset[tuple[Form, str]]:
        return frozenset((t.form, t.key) for t in self.speakers)


def choose(tallies: Tallies, *, told: Iterable[str] = (), refused: Iterable[str] = (), lines: int = 0) -> Choice:
    """Which labels are speakers. ``told`` and ``refused`` are the project file's word, and final."""
    told = tuple(told)
    yes, no = {key(n) for n in told}, {key(n) for n in refused}
    pool = _worth_weighing([t for t in tallies.values() if t.key not in no])
    said = [t for t in pool if t.key in yes]
    rest = [t for t in pool if t.key not in yes]
    often = [t for t in rest if t.weight >= 2 and t.score >= THRESHOLD and _weighty(t, pool)]
    firm = _leading_forms([*said, *often], rest)
    taken = [*said, *(t for t in often if t.form in firm)]
    # Twice: what the first round takes can carry the second, once.
    for _ in range(2):
        known = {id(t) for t in taken}
        names = (*told, *(t.name for t in taken))
        taken += [t for t in rest if id(t) not in known and _joins(t, names, firm)]
    taken = taken if said or _is_conversation(taken, lines) else []
    known = {id(t) for t in taken}
    return Choice(tuple(taken), tuple(t for t in rest if id(t) not in known and _looks_like_name(t, taken)))


def _worth_weighing(pool: list[Tally]) -> list[Tally]:
    """The commonest labels: no interview has more people, and the pairwise comparisons to come stay few."""
    return sorted(pool, key=lambda t: (-t.count, not t.strong, t.at[0]))[:_MOST_LABELS]


def _weighty(entry: Tally, pool: list[Tally]) -> bool:
    """A plain noun (結論：) needs to recur more than a name does."""
    if entry.form in ("dash", "letter") or entry.strong or entry.look.points >= 1:
        return True
    total = sum(t.count for t in pool if t.form == entry.form and t.weight > 1)
    return entry.weight >= 0.1 * total and entry.handed * 2 >= entry.count


def _leading_forms(often: list[Tally], rest: list[Tally]) -> set[Form]:
    """The layouts this file names its speakers in: the commonest, and any that does a tenth of the work."""
    work: Counter[Form] = Counter()
    for entry in often:
        work[entry.form] += entry.count
    for entry in rest:
        if entry not in often and entry.strong and entry.followed:
            work[entry.form] += entry.count
    most = max(work.values(), default=0)
    return {form for form, n in work.items() if n * 10 >= most and (n >= 2 or form == "colon")}


def _joins(entry: Tally, names: Sequence[str], firm: set[Form]) -> bool:
    """A rare label joins where its layout is in use, text follows, and it convinces or is another form of a speaker's
    name.
    """
    if entry.form not in firm or not entry.followed:
        return False
    if entry.form in ("dash", "letter"):
        return entry.count >= 2 or bool(names)
    if any(_same(entry.name, name) for name in names):
        return True
    return entry.strong and entry.score >= THRESHOLD


def _same(a: str, b: str) -> bool:
    return relation(parse_name(a).bare, parse_name(b).bare) in ("same", "part", "variant")


def _is_conversation(taken: list[Tally], lines: int) -> bool:
    """Two speakers, or one who has most of the file's lines (a lecture), or unnamed questions by a dash."""
    people = {key(parse_name(t.name).bare) for t in taken}
    sights = sum(t.count for t in taken)
    return (
        len(people) > 1
        or any(t.form in ("dash", "letter") for t in taken)
        or any(t.strong and (t.count >= 2 or t.form == "colon") for t in taken)
        or sights * 3 >= max(lines, 1) > 3
    )


def _looks_like_name(entry: Tally, taken: list[Tally]) -> bool:
    look = entry.look
    if entry.form in ("quote", "dash", "letter") or (entry.form == "space" and not taken):
        return False
    if entry.form in ("colon", "bold", "bracket") and not (look.strong or look.points >= 1.5):
        return False
    return look.points >= 1 or (entry.mentioned and look.points > 0) or is_generic(entry.name)
