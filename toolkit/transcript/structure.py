"""The document as a whole: which line is what, and who speaks. A sheet in, a structure out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from toolkit.inputs.sheet import Sheet
from toolkit.model import Doubt
from toolkit.transcript import lines as look
from toolkit.transcript.beforehand import timed
from toolkit.transcript.certain import by_look, nearly_named, posts_below
from toolkit.transcript.chain import Class, Reading, default_weights, read_twice
from toolkit.transcript.critic import criticised
from toolkit.transcript.doubts import doubts_of, perhaps, sureness
from toolkit.transcript.evidence import Entry
from toolkit.transcript.forced import known_of
from toolkit.transcript.hints import Hints
from toolkit.transcript.labels import Label
from toolkit.transcript.lecture import lectured, opened
from toolkit.transcript.lecture import told as told_speech
from toolkit.transcript.names import is_known, parse_name
from toolkit.transcript.nobody import unheard
from toolkit.transcript.people import Cast
from toolkit.transcript.pieces import joined_pieces
from toolkit.transcript.result import result_of
from toolkit.transcript.scheme import rescued
from toolkit.transcript.sections import Part, sections_of
from toolkit.transcript.sights import lines_of
from toolkit.transcript.signs import REPLIED
from toolkit.transcript.survey import UNNAMED, Lines
from toolkit.transcript.trimmed import trimmed
from toolkit.transcript.ways import unlisted_labels, unlisted_way
from toolkit.transcript.who import heard, nameless
from toolkit.transcript.words import TITLE_KEYS


@dataclass(frozen=True, slots=True)
class Structure:
    """``classes``: index → class of every filled line, in order; ``sure``: its probability. ``labels``: the label of
    the lines that bear one. ``asker``/``asked``: names for questions and answers that bear none.
    """

    sheet: Sheet
    classes: Mapping[int, Class]
    inside: frozenset[int]
    sure: Mapping[int, float]
    labels: Mapping[int, Label]
    meta: Mapping[str, str]
    title: str
    titled: int
    cast: Cast
    asker: str
    asked: str
    doubts: tuple[Doubt, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    sections: Mapping[int, tuple[Part, str]] = field(default_factory=dict)  # headings that tell who asks or answers


def understand(sheet: Sheet, hints: Hints | None = None) -> Structure:
    """Read the whole document for evidence, then choose what every line is and who speaks."""
    lines = lines_of(sheet, hints)
    forced = known_of(lines, hints)
    reading = read_twice(lines, default_weights(), forced)
    if overlooked := rescued(lines, reading):
        open_ = {n: kinds for n, kinds in overlooked.items() if kinds[0] in forced.get(n, kinds)}
        reading = read_twice(lines, default_weights(), forced | open_)
    if unlisted := unlisted_way(lines, reading):
        lines = unlisted
        forced = known_of(lines, hints) | unlisted_labels(lines)
        reading = read_twice(lines, default_weights(), forced)
    told = any(label.form in ("known", "told") for n in forced for label in lines.labels(n))
    if _is_talk(lines, reading) or told or timed(lines):
        return _structure(lines, reading, hints)
    if speech := lectured(lines):
        lines.can_answer = True
        return _structure(lines, read_twice(lines, default_weights(), speech), hints, [told_speech(lines, speech)])
    silent = read_twice(lines, default_weights(), dict.fromkeys(range(len(lines.filled)), NOT_SPOKEN))
    return _structure(lines, silent, hints, perhaps(lines, reading))


_TALK = frozenset(("named", "question", "answer", "speech", "more"))
NOT_SPOKEN: tuple[Class, ...] = ("prose", "heading", "direction", "meta", "cast", "note", "caption", "page", "more")


def _is_talk(lines: Lines, reading: Reading) -> bool:
    """Whether people talk here at all: labels recur, or look like names, or somebody asks again and again. A few words
    of a poem or a story that stand like labels are no talk.
    """
    named = [lines.evidence.of(lines.labels(n)[j]) for n, j in enumerate(reading.picked) if j >= 0]
    kinds = Counter(reading.class_at(n) for n in range(len(lines.filled)))
    recurring = sum(entry.count + entry.kin > 1 for entry in named)
    if kinds["question"] >= 2 or (kinds["answer"] and not named):
        return True
    if len({entry.key for entry in named}) > 1:
        return recurring * 2 >= len(named) or sum(map(_convinces, named)) * 2 >= len(named)
    spoken = kinds["named"] + kinds["speech"] + kinds["more"]
    return bool(named) and (recurring > 1 or any(map(_convinces, named))) and spoken * 3 >= len(lines.filled)


def _convinces(entry: Entry) -> bool:
    """Whether more than its place says that a label names somebody."""
    return entry.look.strong or entry.called or entry.listed or is_known(parse_name(entry.name).bare)


def _structure(lines: Lines, reading: Reading, hints: Hints | None, doubts: Sequence[Doubt] = ()) -> Structure:
    """``doubts``: of those who were not taken to speak."""
    sheet, filled = lines.sheet, lines.filled
    labels = {k: lines.labels(n)[reading.picked[n]] for n, k in enumerate(filled) if reading.picked[n] >= 0}
    labels |= {k: x for n, k in enumerate(filled) for x in lines.labels(n) if x.style == REPLIED}
    unnamed = {k: _sign(lines, n, reading.class_at(n)) for n, k in enumerate(filled)}
    classes: dict[int, Class] = {k: reading.class_at(n) for n, k in enumerate(filled)}
    labels |= (nearly := nearly_named(lines, reading, labels))
    classes |= dict.fromkeys(nearly, "named")
    if sheet.spoken:
        classes |= joined_pieces(lines, classes, labels)
    below: dict[int, Class] = dict.fromkeys(posts_below(lines, classes, labels), "cast")
    classes |= by_look(lines, classes | below, labels) | below
    sections = sections_of(lines, classes, labels)
    classes |= dict.fromkeys(sections, "heading")
    labels = trimmed(sheet.lines, classes, labels)
    labels = {
        k: label
        for k, label in labels.items()
        if classes[k] == "named" or (classes[k] == "more" and label.form == "known")  # its line may name them again
    }
    last = max((k for k in filled if classes[k] in _TALK), default=-1)
    inside = frozenset(
        k for n, k in enumerate(filled) if reading.states[n][0] != "<" and (k <= last or classes[k] == "direction")
    )
    tails = {k for k in inside if look.is_tail_heading(sheet.lines[k])}
    inside = (inside | _opening(filled, classes, inside, sheet)) - tails
    if not inside:
        classes |= {
            k: "prose" for k, c in classes.items() if c in ("meta", "cast") and not look.meta_of(sheet.lines[k])
        }
    meta = {**sheet.meta, **_meta(sheet, classes, inside), **(dict(hints.meta) if hints else {})}
    title, titled = _title(sheet, classes, inside, meta)
    cast = heard(lines, labels, classes, meta, hints)
    asker, asked = nameless(lines, classes, meta, title, inside, cast, [x.key for x in labels.values()])
    named = dict(labels)
    labels |= {k: label for k, label in unnamed.items() if label}
    sure = {k: sureness(lines, reading, n) for n, k in enumerate(filled)}
    if inside:
        names = [name for one in cast.speakers for name in (one.name, *one.aliases)]
        result = result_of(sheet.lines, classes, labels, cast.by_key, names)
        unsure = [*doubts, *doubts_of(lines, reading, named), *opened(lines, classes, asked), *criticised(result)]
    else:
        unsure = list(doubts) or unheard(lines)
    evidence = {**cast.evidence, **_announced(lines, inside)}
    return Structure(
        sheet, classes, inside, sure, labels, meta, title, titled, cast, asker, asked,
        (*cast.doubts, *unsure), evidence, sections,
    )  # fmt: skip


def _announced(lines: Lines, inside: frozenset[int]) -> dict[str, str]:
    """Where the text says that the interview begins."""
    first = min(inside, default=0)
    found = [k for k in lines.filled if k < first and look.announces(lines.sheet.lines[k])]
    return {"interview": f"is announced in line {lines.sheet.place(found[-1])}"} if found else {}


def _opening(
    filled: Sequence[int], classes: Mapping[int, Class], inside: frozenset[int], sheet: Sheet
) -> frozenset[int]:
    """The headings right before the first turn: they head the interview, unless one is the document's title."""
    first = min(inside, default=-1)
    before = [k for k in filled if k < first]
    found: set[int] = set()
    while len(before) > 1 and classes[before[-1]] == "heading" and not _opens_all(sheet, before[-1]):
        found.add(before.pop())
    return frozenset(found)


def _opens_all(sheet: Sheet, k: int) -> bool:
    """Whether a heading is the document's title, or announces what follows: インタビュー全文は以下のとおりです."""
    return sheet.mark(k).kind == "title" or look.announces(sheet.lines[k])


def _sign(lines: Lines, n: int, kind: Class) -> Label | None:
    """The sign with which an unnamed question or answer begins, if it has one."""
    if kind == "question":
        return next((label for label in lines.signs(n) if label.form in UNNAMED and label.key != "a"), None)
    if kind == "answer":
        return next((label for label in lines.signs(n) if label.form == "letter" and label.key == "a"), None)
    return None


def _meta(sheet: Sheet, classes: Mapping[int, Class], inside: frozenset[int]) -> dict[str, str]:
    spaced = (
        look.wide_meta_of(sheet.lines[k])
        or (c == "meta" and (look.spaced_meta_of(sheet.lines[k]) or look.credit_of(sheet.lines[k])))
        for k, c in classes.items()
        if c in ("meta", "cast")
    )
    found = (look.meta_of(sheet.lines[k]) for k, c in classes.items() if c in ("meta", "cast") or k not in inside)
    return {meta.key: meta.value for meta in (*spaced, *found) if meta}


def _title(
    sheet: Sheet, classes: Mapping[int, Class], inside: frozenset[int], meta: Mapping[str, str]
) -> tuple[str, int]:
    """The title and its line (−1: none of the lines)."""
    told = next((value for name, value in meta.items() if name.casefold() in TITLE_KEYS), "")
    marked = next((k for k in classes if sheet.mark(k).kind == "title"), -1)
    first = next((k for k, c in classes.items() if c not in ("meta", "page", "cast", "direction")), -1)
    fits = (
        first >= 0 and first not in inside and classes[first] == "heading" and look.looks_like_title(sheet.lines[first])
    )
    at = marked if marked >= 0 else first if fits and len(classes) > 1 else -1
    text = sheet.lines[at].strip().strip("#■◆●*　 ") if at >= 0 else ""
    return told or text or sheet.title, at
