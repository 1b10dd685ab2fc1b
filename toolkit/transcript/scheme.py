"""One way of labelling that runs through a document from its first turn to its last: what a reader sees at a glance and
what the weights, fitted on long documents, are slow to believe of one with six turns.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.transcript.chain import Class, Reading
from toolkit.transcript.evidence import Entry
from toolkit.transcript.features import SPOKEN
from toolkit.transcript.labels import Label
from toolkit.transcript.lines import ends_sentence
from toolkit.transcript.survey import ASKING, STAMPED, UNNAMED, Lines

_FEWEST_ANSWERS = 3
_FEWEST, _FEWEST_NAMES = 4, 2  # sights and names: fewer alternate by chance
_NAMES, _RECUR, _TURNS = 0.85, 0.75, 0.6  # of the sights: like names, of recurring ones, before another's
_COVER, _COVER_ALONE = 0.5, 0.3  # of the lines from the first sight to the last
_MOST_NAMES = 0.7  # for a sight
_SAID = 0.4  # of what follows sounds spoken, or ends as a sentence does
_SAID_CLOSE, _MANY, _CLOSE = 0.25, 6, 0.75
_SHORT = 200  # lines
_HEAVIEST = 3  # styles that are looked at
_OFTEN = 3  # what stands so often need not look like a name
_HEAD = 4  # lines that may tell what a document is
_TAKEN = 0.7  # of the sights that a reading took: it needs no help


def rescued(lines: Lines, reading: Reading) -> dict[int, tuple[Class, ...]]:
    """The lines that name their speakers where ``reading`` overlooks most of such a scheme; else nothing."""
    styles = {name: of for name, of in lines.evidence.styles.items() if of.sights >= _FEWEST and of.names > 1}
    for style in sorted(styles, key=lambda name: -styles[name].mass)[:_HEAVIEST]:
        sights = _sights(lines, style)
        if sights and _is_scheme(lines, style, sights):
            taken = [n for n in sights if reading.class_at(n) == "named"]
            if sum(_picked(lines, reading, n) == style for n in taken) * 2 < len(taken):
                continue  # 楢崎 透：はい。 names 楢崎 透, whatever stands before the blank
            missed = sights if len(taken) < _TAKEN * len(sights) else _amid(lines, sights, taken)
            return dict.fromkeys(missed, ("named",))
    return _unnamed(lines, reading)


def _picked(lines: Lines, reading: Reading, n: int) -> str:
    """How the label is written that the line was read with."""
    return lines.labels(n)[reading.picked[n]].style if reading.picked[n] >= 0 else ""


def _amid(lines: Lines, sights: Mapping[int, Label], taken: Sequence[int]) -> list[int]:
    """The sights below the first one taken that bear names seen before, or a time beside the name; in a long document
    the weights see them.
    """
    if len(lines.filled) > _SHORT:
        return []
    later = [n for n in sights if n > taken[0] and n not in taken]
    return [n for n in later if lines.evidence.of(sights[n]).count > 1 or _is_stamped(sights[n].style)]


def _unnamed(lines: Lines, reading: Reading) -> dict[int, tuple[Class, ...]]:
    """Questions and answers by their signs, where nobody was taken to speak: Q … A …, or A below each question."""
    if asked := _asked_alike(lines, reading):
        return asked
    signs = {n: [x.key for x in lines.signs(n) if x.form == "letter"] for n in range(len(lines.filled))}
    asking, answering = ([n for n, keys in signs.items() if sign in keys] for sign in ("q", "a"))
    if any(state[0] == ">" for state in reading.states) or len(answering) < _FEWEST_ANSWERS:
        return {}
    if not asking and all(n and lines.can_ask(n - 1) for n in answering):
        asking = [n - 1 for n in answering]
    if len(asking) < _FEWEST_ANSWERS or abs(len(asking) - len(answering)) > _FEWEST_ANSWERS:
        return {}
    questions: dict[int, tuple[Class, ...]] = dict.fromkeys(asking, ("question",))
    return questions | dict.fromkeys(answering, ("answer",))


_INTERVIEW = lazy("(?i)に[聞訊聴]|インタビュー|interview|対談|質問|先輩|の声|さん|氏|Q&A|一問一答")
_FEWEST_ASKED, _ASKED = 3, 0.6  # lines that look alike; of them, those that ask


def _asked_alike(lines: Lines, reading: Reading) -> dict[int, tuple[Class, ...]]:
    """Lines that look alike and mostly ask, each with a text below it, in a document whose head tells of an interview,
    where nobody was taken to speak: ★朝いちばんにすることは？
    """
    told = " ".join((lines.sheet.title, *(lines.text(n) for n in range(min(_HEAD, len(lines.filled))))))
    if any(state[0] == ">" for state in reading.states) or not _INTERVIEW.search(told):
        return {}
    looks: dict[str, list[int]] = {}
    for n in range(len(lines.filled)):
        looks.setdefault(lines.look(n), []).append(n)
    for look, places in looks.items():
        asking = sum(bool(ASKING.search(lines.text(n).strip())) for n in places)
        apart = all(b - a > 1 for a, b in pairwise((*places, len(lines.filled))))
        if look and len(places) >= _FEWEST_ASKED and apart and asking >= _ASKED * len(places):
            questions: dict[int, tuple[Class, ...]] = dict.fromkeys(places, ("question",))
            return questions | {n + 1: ("answer",) for n in places}
    return {}


def _sights(lines: Lines, style: str) -> Mapping[int, Label]:
    """Where a label of the style stands that something is said after: on the line, or on the next."""
    found = {}
    for n in range(len(lines.filled)):
        label = next((x for x in lines.labels(n) if x.style == style), None)
        unnamed = any(sign.form in UNNAMED for sign in lines.signs(n))
        if label and not unnamed and _said(lines, n, label):
            found[n] = label
    return found


def _said(lines: Lines, n: int, label: Label) -> str:
    return (label.body(lines.text(n)) or lines.text(n + 1)).strip()


def _is_scheme(lines: Lines, style: str, sights: Mapping[int, Label]) -> bool:
    entries = [lines.evidence.of(label) for label in sights.values()]
    names = {entry.key for entry in entries}
    if len(entries) < _FEWEST or len(names) < _FEWEST_NAMES or len(names) > _MOST_NAMES * len(entries):
        return False
    return (
        sum(_is_name(entry) for entry in entries) >= _NAMES * len(entries)
        and sum(entry.count > 1 for entry in entries) >= _RECUR * len(entries)
        and _alternates(entries)
        and _covers(lines, list(sights), alone=style.endswith("⏎") or entries[0].form == "alone")
        and sum(map(sounds, (_said(lines, n, x) for n, x in sights.items()))) >= _wanted(list(sights)) * len(entries)
    )


def _is_stamped(style: str) -> bool:
    return style.startswith(STAMPED)


def _is_name(entry: Entry) -> bool:
    if _is_stamped(entry.style):
        return True
    if entry.look.points <= 0:
        return entry.look.points == 0 and entry.count >= _OFTEN
    return entry.look.points >= 0.5 or entry.listed or entry.called or entry.count > 1


def _alternates(entries: Sequence[Entry]) -> bool:
    handed = sum(a.key != b.key for a, b in pairwise(entries))
    return handed >= _TURNS * (len(entries) - 1)


def _covers(lines: Lines, places: Sequence[int], *, alone: bool) -> bool:
    reach = places[-1] - places[0] + 1
    return len(places) >= (_COVER_ALONE if alone else _COVER) * reach and reach * 2 >= len(lines.filled)


def _wanted(places: Sequence[int]) -> float:
    """The share that must sound spoken: less of many labels that stand before nearly every line, as in a chat."""
    return _SAID_CLOSE if len(places) >= _MANY and len(places) >= _CLOSE * (places[-1] - places[0] + 1) else _SAID


def sounds(said: str) -> bool:
    """Whether words end as a sentence does, ask, or are such as are spoken."""
    return bool(ends_sentence(said) or ASKING.search(said) or SPOKEN.search(said[:200]))
