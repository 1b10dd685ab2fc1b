"""The corpus of layouts as examples for the fit: each document's lines with their gold states."""

from __future__ import annotations

import importlib.util
import random
import re
import sys
from bisect import bisect_right
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from toolkit.errors import JimakuError
from toolkit.inputs.document import document_at
from toolkit.transcript.chain import STATES, Shown, allowed
from toolkit.transcript.sights import lines_of
from toolkit.transcript.survey import UNNAMED, Lines

_KINDS = {"title": "heading", "lead": "prose"}


@dataclass
class Example:
    """A document: features of its lines and labels, and the gold state (and label) of each line."""

    id: str
    held_out: bool
    lines: Lines
    states: list[int]
    picked: list[int]
    shown: Shown


def slices(whole: Example) -> list[Example]:
    """Short documents cut out of a long one, as people hold them too: a few turns, or a few lines of an article."""
    draw = random.Random(whole.id)
    opens = [n for n, s in enumerate(whole.states) if STATES[s] in (">named", ">question")]
    prose = [n for n, s in enumerate(whole.states) if STATES[s] in ("<prose", "<heading")]
    starts = [draw.choice(opens) for _ in range(2) if opens] + ([draw.choice(prose)] if prose else [])
    return [_slice(whole, n, draw.choice((2, 3, 4, 5, 6, 8, 12))) for n in starts]


def _slice(whole: Example, first: int, count: int) -> Example:
    lines = whole.lines
    last = min(first + count, len(lines.filled)) - 1
    while (
        last > first
        and STATES[whole.states[last]][1:] in ("named", "question")
        and not lines.labels(last)[whole.picked[last]].body(lines.text(last)).strip()
        if whole.picked[last] >= 0
        else False
    ):
        last -= 1  # a name alone at the end says nothing
    begin, end = lines.filled[first], lines.filled[last] + 1
    marks = {k - begin: mark for k, mark in lines.sheet.marks.items() if begin <= k < end}
    cut = lines_of(replace(lines.sheet, lines=lines.sheet.lines[begin:end], marks=marks, title=""))
    classes = [STATES[s][1:] for s in whole.states[first : last + 1]]
    if len(cut.filled) != len(classes):
        return whole
    return Example(
        f"{whole.id}/{first}",
        whole.held_out,
        cut,
        gold_states(classes),
        list(whole.picked[first : last + 1]),
        Shown.by(cut),
    )


def dense(text: str) -> str:
    return re.sub(r"[\s　]", "", text)


def corpus_at(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("corpus", folder / "corpus.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "corpus.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["corpus"] = module
    spec.loader.exec_module(module)
    return module


def example(corpus: Any, source: Path, desk: Path) -> Example | None:
    entry = corpus.entry(source)
    file = desk / entry.name
    file.write_bytes(entry.data)
    try:
        document = document_at(file)
    except JimakuError as error:
        print(f"{entry.id}: {error}")
        return None
    lines = lines_of(document.sheet)
    owners = _owners(lines, corpus.labelled(source), entry.id)
    states, picked = _gold(lines, owners)
    return Example(entry.id, corpus.held_out(source), lines, states, picked, Shown.by(lines))


def _owners(lines: Lines, spans: list[tuple[str, str]], name: str) -> list[list[tuple[int, str, int]]]:
    """For every filled line the spans that lie on it: (number of the span, whose, offset of its first character on the
    line, counted without blanks)."""
    text, where = [], []
    for n in range(len(lines.filled)):
        for at, c in enumerate(dense(lines.text(n))):
            text.append(c)
            where.append((n, at))
    whole = "".join(text)
    found: list[list[tuple[int, str, int]]] = [[] for _ in lines.filled]
    wanted = [dense(said) for _, said in spans]
    places = _in_order(whole, wanted)
    lost = sum(
        place < 0 and bool(text) and not who.startswith("#")
        for (who, _), place, text in zip(spans, places, wanted, strict=True)
    )
    for number, place in enumerate(places):
        if place < 0:
            continue
        own = range(place, place + len(wanted[number]))
        for n in sorted({where[k][0] for k in own}):
            first = next(where[k][1] for k in own if where[k][0] == n)
            found[n].append((number, spans[number][0], first))
    if lost:
        print(f"{name}: {lost} spans of speech are not on the sheet")
    return found


_MOST_PLACES = 300  # of one span: a はい stands everywhere
_TELLING = 6  # characters


def _in_order(whole: str, wanted: list[str]) -> list[int]:
    """Where each of the texts stands in ``whole``, in order and without overlaps, so that the most of it is found
    (−1: nowhere). Of ends that reach as far, the heavier is kept: n log n.
    """
    ends, weights, chains = [0], [0], [None]  # ascending in both: the best chain that ends by there
    for number, text in enumerate(wanted):
        made = []
        at = whole.find(text) if text else -1
        while at >= 0 and len(made) < _MOST_PLACES:
            k = bisect_right(ends, at) - 1
            made.append((at + len(text), weights[k] + len(text), (number, at, chains[k])))
            at = whole.find(text, at + 1)
        for end, weight, chain in made:
            k = bisect_right(ends, end)
            if weights[k - 1] >= weight:
                continue
            after = k
            while after < len(ends) and weights[after] <= weight:
                after += 1
            first = k - 1 if ends[k - 1] == end else k
            ends[first:after], weights[first:after], chains[first:after] = [end], [weight], [chain]
    places = [-1] * len(wanted)
    chain: Any = chains[-1]
    while chain:
        places[chain[0]], chain = chain[1], chain[2]
    reached = len(whole)
    for number in range(len(wanted) - 1, -1, -1):
        if places[number] < 0:
            before = next((k for k in range(number - 1, -1, -1) if places[k] >= 0), -1)
            start = places[before] + len(wanted[before]) if before >= 0 else 0
            places[number], wanted[number] = _begun(whole, wanted[number], start, reached)
        reached = places[number] if places[number] >= 0 else reached
    return places


def _begun(whole: str, text: str, start: int, stop: int) -> tuple[int, str]:
    """Where a text begins of which the sheet has other letters further on, and how far they agree."""
    for share in (2, 4):
        begun = text[: len(text) // share]
        if len(begun) >= _TELLING and (at := whole.find(begun, start, stop)) >= 0:
            return at, begun
    return -1, text


def _gold(lines: Lines, owners: list[list[tuple[int, str, int]]]) -> tuple[list[int], list[int]]:
    classes: list[str] = []
    picked: list[int] = []
    speaker, span = "", -1
    for n, own in enumerate(owners):
        label = -1
        speech = [o for o in own if not o[1].startswith("#")]
        if speech:
            number, who, first = speech[0]
            label = _label_at(lines, n, first, who)
            if (
                label >= 0
                and _signed(lines, n, first, "") | _signed(lines, n, first, "a")
                and not _is_of(who, lines.labels(n)[label].name)
            ):
                label = -1
            if number == span and first == 0:
                kind = "more"
            elif label >= 0:
                kind = "named"
            elif _signed(lines, n, first, "a"):
                kind = "answer"
            elif _signed(lines, n, first, "") or (who != speaker and _asks(lines, n, who)):
                kind = "question"
            elif who == speaker or _announced(owners, n, classes):
                kind = "speech"
            else:
                kind = "answer" if lines.can_answer else "speech"
            speaker, span = speech[-1][1], speech[-1][0]
        elif own:
            kind = own[-1][1][1:]
            kind = "more" if own[0][0] == span else _KINDS.get(kind, kind)
            span = own[-1][0]
        else:
            kind, label = _unmarked(lines, owners, n)
            span = -1
        classes.append(kind)
        picked.append(label if kind == "named" else -1)
    return gold_states(classes), picked


def _asks(lines: Lines, n: int, who: str) -> bool:
    """Whether nothing but its place marks the line as a question."""
    return lines.can_ask(n) and (who.startswith("*") or lines.mark(n).kind in ("heading", "item", "term"))


def _signed(lines: Lines, n: int, first: int, which: str) -> bool:
    """Whether the speech begins behind the sign of an unnamed question (or, for "a", answer)."""
    signs = [x for x in lines.signs(n) if x.form in UNNAMED and (x.key == "a") == (which == "a")]
    return any(len(dense(lines.text(n)[: x.cut])) == first for x in signs)


def _label_at(lines: Lines, n: int, first: int, who: str) -> int:
    """The label of the line behind which the speech begins, −1 if none."""
    line = lines.text(n)
    fitting = [
        k
        for k, label in enumerate(lines.labels(n))
        if (
            len(dense(line[: label.cut])) in (first, first - (dense(line)[first - 1 : first] in '「『"・•'))
            and label.body(line).strip()
        )
        or (label.form == "after" and abs(first - len(dense(line[: label.cut]))) <= 1)
    ]
    named = [k for k in fitting if _is_of(who, lines.labels(n)[k].name)]
    if first == 0:
        fitting = [k for k in fitting if lines.labels(n)[k].form == "after"]
    return next(iter(named or fitting), -1)


def _is_of(who: str, name: str) -> bool:
    a, b = dense(who), dense(name)
    return a in b or b in a


def _announced(owners: list[list[tuple[int, str, int]]], n: int, classes: list[str]) -> bool:
    """Whether the line before was a name, or the sign of a question, and nothing else."""
    before = next((k for k in range(n - 1, max(-1, n - 4), -1) if classes[k] in ("named", "question")), None)
    return (
        before is not None
        and all(c in ("meta", "direction", "cast", "page", "caption") for c in classes[before + 1 : n])
        and not owners[before]
    )


def _unmarked(lines: Lines, owners: list[list[tuple[int, str, int]]], n: int) -> tuple[str, int]:
    """A line without a span: the label of the speech that follows, or else metadata."""
    following = next((own for own in owners[n + 1 : n + 3] if own), [])
    if following and not following[0][1].startswith("#"):
        bare = [x for x in lines.signs(n) if x.form in UNNAMED and not x.body(lines.text(n)).strip()]
        if bare:
            return ("answer" if bare[0].key == "a" else "question"), -1
        alone = [k for k, label in enumerate(lines.labels(n)) if not label.body(lines.text(n)).strip()]
        named = [k for k in alone if _is_of(following[0][1], lines.labels(n)[k].name)]
        if named:
            return "named", named[0]
        if alone and following[0][2] == 0:
            return "named", alone[0]
    return "meta", -1


def gold_states(classes: list[str]) -> list[int]:
    talk = [n for n, c in enumerate(classes) if c in ("named", "question", "answer")]
    spoken = [n for n, c in enumerate(classes) if c in ("named", "question", "answer", "speech")]
    first, last = (talk[0], spoken[-1]) if talk else (len(classes), -1)
    while last + 1 < len(classes) and classes[last + 1] == "more":
        last += 1
    states, asked = [], False
    outside = {state[1:] for state in STATES if state[0] == "<"}
    for n, kind in enumerate(classes):
        asked = kind == "question" or (asked and kind in ("speech", "more", "direction"))
        goes_on = asked and kind in ("speech", "more") and states[-1][0] != "<"
        inside = first <= n <= last
        fits = kind if inside or kind in outside else "prose"
        states.append(f"?{kind}" if goes_on else f"{'>' if inside else '<'}{fits}")
    for n in range(len(states) - 2, -1, -1):  # a question that another follows was answered all the same
        if states[n][0] == "?" and not allowed(states[n], states[n + 1]):
            states[n] = ">answer" if states[n] == "?speech" else ">more"
    return [STATES.index(state) for state in states]
