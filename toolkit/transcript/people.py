"""Labels into people: which written forms are one person, what to call them, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from toolkit.model import Doubt, Speaker
from toolkit.transcript.evidence import Entry
from toolkit.transcript.hints import Member
from toolkit.transcript.introduced import hereafter
from toolkit.transcript.names import Name, is_role, key, parse_name
from toolkit.transcript.relation import relation

_FORMAL = ("氏", "君", "様", "殿")
_WORDS = {"same": "is the same name as", "part": "is part of", "variant": "is another writing of"}


@dataclass(slots=True)
class _Person:
    """One person in the making."""

    bare: str
    forms: list[Name] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    several: bool = False  # one label for more than one person
    told: Member | None = None

    @property
    def first(self) -> int:
        return min(t.at[0] for t in self.entries) if self.entries else 1 << 60


@dataclass(frozen=True, slots=True)
class Cast:
    """``by_key``: label key → name of the speaker."""

    speakers: tuple[Speaker, ...]
    by_key: Mapping[str, str]
    evidence: Mapping[str, str]
    doubts: tuple[Doubt, ...] = ()


def cast_of(
    entries: Sequence[Entry],
    order: Sequence[str],
    told: Iterable[Member] = (),
    introduced: Mapping[str, str] | None = None,
) -> Cast:
    """The people behind the labels. ``order`` is the keys of the labels as they occur, for who follows whom;
    ``introduced``: key of a short label → the name that the document says it stands for.
    """
    people = [_told(member) for member in told]
    doubts: list[Doubt] = []
    neighbours = Counter(frozenset(pair) for pair in pairwise(order) if pair[0] != pair[1])
    bare = {key(parse_name(entry.name).bare) for entry in entries}
    for entry in sorted(entries, key=lambda t: (-len(key(parse_name(t.name).bare)), t.at[0])):
        if _is_several(entry.name, bare):
            people.append(_Person(entry.name, [Name(entry.name, entry.name)], [entry], several=True))
        else:
            _place(entry, people, neighbours, doubts, introduced or {})
    spoken = sorted((p for p in people if p.entries), key=lambda p: p.first)
    doubts += _perhaps_one(spoken)
    speakers = tuple(_speaker(person) for person in spoken)
    pairs = list(zip(spoken, speakers, strict=True))
    return Cast(
        speakers,
        {t.key: speaker.name for person, speaker in pairs for t in person.entries},
        {speaker.name: "; ".join((*(t.why() for t in person.entries), *person.links)) for person, speaker in pairs},
        tuple(doubts),
    )


_JOINTS = str.maketrans(dict.fromkeys("、，&＆と/／+＋", "・"))


def _is_several(name: str, known: Collection[str]) -> bool:
    """Whether a label names people who bear labels of their own as well: 高橋・榊."""
    parts = [key(parse_name(part.strip()).bare) for part in name.translate(_JOINTS).split("・") if part.strip()]
    return len(parts) > 1 and all(part in known for part in parts)


def _told(member: Member) -> _Person:
    forms = [Name(form, form) for form in (member.name, *member.aliases)]
    return _Person(member.name, forms, told=member)


def _place(
    entry: Entry,
    people: list[_Person],
    neighbours: Counter[frozenset[str]],
    doubts: list[Doubt],
    introduced: Mapping[str, str],
) -> None:
    full, short = hereafter(entry.name)
    stands_for = introduced.get(entry.key, "")
    name = Name(full, full) if key(stands_for) == entry.key else parse_name(stands_for or full)
    others = [Name(short, short)] if short else []
    if (
        stands_for and short != entry.name and key(stands_for) != entry.key
    ):  # 町議（鴻池） holds the name that it stands for, K does not
        others.append(Name(entry.name, name.bare if name.bare in entry.name else entry.name))
    fitting = _fitting(name, entry, people)
    apart = [p for p in fitting if _talk_to_each_other(entry, p, neighbours)]
    if len(fitting) == 1 and not apart:
        _join(fitting[0], name, entry, others)
        return
    for other in fitting:
        why = "they answer each other" if other in apart else "it fits several people"
        doubts.append(
            Doubt(
                entry.at[0] + 1,
                f"「{entry.name}」 and 「{other.bare}」 may be one person, but {why}; kept apart",
            )
        )
    person = _Person(name.bare)
    people.append(person)
    _join(person, name, entry, others)


def _fitting(name: Name, entry: Entry, people: list[_Person]) -> list[_Person]:
    """The people this label can mean: those told of it, else those of the same name, else those it is a part of."""
    tests: tuple[Callable[[Name], bool], ...] = (
        lambda form: key(form.written) == entry.key,
        lambda form: key(form.bare) == key(name.bare),
        lambda form: relation(form.bare, name.bare) in _WORDS,
    )
    for test in tests:
        found = [person for person in people if not person.several and any(map(test, person.forms))]
        if found:
            return found
    return []


def _talk_to_each_other(entry: Entry, person: _Person, neighbours: Counter[frozenset[str]]) -> bool:
    """Whether the two labels take turns with each other: one person does not answer himself."""
    if person.told or any(t.key == entry.key for t in person.entries):
        return False
    meetings = sum(neighbours[frozenset((entry.key, t.key))] for t in person.entries)
    return meetings >= 2 and meetings * 2 > min(entry.count, sum(t.count for t in person.entries))


def _join(person: _Person, name: Name, entry: Entry, others: Sequence[Name]) -> None:
    if person.forms and not any(key(f.written) == entry.key for f in person.forms):
        nearest = next((f for f in person.forms if relation(f.bare, name.bare) in _WORDS), person.forms[0])
        how = _WORDS.get(relation(nearest.bare, name.bare), "is")
        person.links.append(
            f"「{entry.name}」 {how} 「{nearest.written}」"
            if how != _WORDS["same"]
            else f"「{entry.name}」 and 「{nearest.written}」 are one name"
        )
    for form in (name, *others, *(parse_name(hereafter(written)[0]) for written in entry.written)):
        if not any(f.written == form.written for f in person.forms):
            person.forms.append(form)
    person.entries.append(entry)


def _speaker(person: _Person) -> Speaker:
    if person.told:
        name, role = person.told.name, person.told.role
    else:
        name = _fullest(person.forms)
        role = next((f.role for f in sorted(person.forms, key=lambda f: -len(f.role)) if f.role), "")
    seen = dict.fromkeys(f.written for f in person.forms if f.written != name)
    return Speaker(name, tuple(seen), role)


def _fullest(forms: Sequence[Name]) -> str:
    """The longest bare name, a post only where there is no name; with its さん only where the name is never written
    without (氏, 君 and 様 are the document's manners).
    """
    bare = max(
        (f.bare for f in forms), key=lambda b: (len(b) > 1 and not is_role("".join(b.split())), len(key(b)), len(b))
    )
    only = [f for f in forms if key(f.bare) == key(bare)]
    if all(f.honorific and f.honorific not in _FORMAL for f in only):
        return only[0].written if not only[0].role else f"{bare}{only[0].honorific}"
    return bare


def _perhaps_one(people: Sequence[_Person]) -> list[Doubt]:
    found = []
    people = [person for person in people if not person.several]
    for k, person in enumerate(people[:60]):
        for other in people[k + 1 : 60]:
            if relation(person.bare, other.bare) == "perhaps":
                found.append(
                    Doubt(
                        other.first + 1,
                        f"「{other.bare}」 and 「{person.bare}」 may be one person; if so, say it under aliases in jimaku.toml",  # noqa: E501
                    )
                )
    return found
