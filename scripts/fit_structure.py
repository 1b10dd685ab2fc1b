#!/usr/bin/env python3
"""Fit the weights that say what each line of a transcript is, on the corpus of layouts.

    python scripts/fit_structure.py tests/quality/structure -o toolkit/transcript/data/structure.json

Fits on four fifths of the sources, prints how well the lines of the held-out fifth are read, then (with --all) on
everything. Needs numpy and scipy, which the toolkit brings.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import random
import re
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from toolkit.errors import JimakuError
from toolkit.inputs.document import document_at
from toolkit.transcript.chain import (
    ANSWER,
    CLASS_OF,
    CLASSES,
    NAMED,
    PAIRS,
    QUESTION,
    STARTS,
    STATES,
    Weights,
    read,
    read_twice,
)
from toolkit.transcript.features import UNNAMED, Lines, again
from toolkit.transcript.structure import lines_of

VERBOSE = False
_KINDS = {"title": "heading", "lead": "prose"}
_SPEECH = ("named", "question", "answer", "speech", "more")


@dataclass
class Example:
    """A document: features of its lines and labels, and the gold state (and label) of each line."""

    id: str
    held_out: bool
    lines: Lines
    states: list[int]
    picked: list[int]


def slices(whole: Example) -> list[Example]:
    """Short documents cut out of a long one, as people hold them too: a few turns, or a few lines of an article."""
    draw = random.Random(whole.id)
    opens = [n for n, s in enumerate(whole.states) if STATES[s] in (">named", ">question")]
    prose = [n for n, s in enumerate(whole.states) if STATES[s] == "<prose"]
    starts = [draw.choice(opens) for _ in range(2) if opens] + [
        draw.choice(prose) for _ in range(1 if opens else 2) if prose
    ]
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
    return Example(f"{whole.id}/{first}", whole.held_out, cut, _states(classes), list(whole.picked[first : last + 1]))


def dense(text: str) -> str:
    return re.sub(r"[\s　]", "", text)


def corpus_at(folder: Path) -> Any:
    spec = importlib.util.spec_from_file_location("corpus", folder / "corpus.py")
    assert spec and spec.loader
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
    return Example(entry.id, corpus.held_out(source), lines, states, picked)


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
    at = lost = 0
    for number, (who, said) in enumerate(spans):
        wanted = dense(said)
        if not wanted:
            continue
        place = whole.find(wanted, at)
        if place < 0 or (who.startswith("#") and place - at > 400):
            lost += not who.startswith("#")
            continue
        for n in sorted({where[k][0] for k in range(place, place + len(wanted))}):
            first = next(where[k][1] for k in range(place, place + len(wanted)) if where[k][0] == n)
            found[n].append((number, who, first))
        at = place + len(wanted)
    if lost:
        print(f"{name}: {lost} spans of speech are not on the sheet")
    return found


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
            elif _signed(lines, n, first, "") or (who.startswith("*") and who != speaker and lines.can_ask(n)):
                kind = "question"
            elif who == speaker or _announced(lines, n, classes, picked, who):
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
    return _states(classes), picked


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
            len(dense(line[: label.cut])) in (first, first - (dense(line)[first - 1 : first] in '「『"'))
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


def _announced(lines: Lines, n: int, classes: list[str], picked: list[int], who: str) -> bool:
    """Whether the line before was the speaker's name alone."""
    before = next((k for k in range(n - 1, max(-1, n - 4), -1) if classes[k] in ("named", "question")), None)
    return (
        before is not None
        and all(c in ("meta", "direction", "cast", "page", "caption") for c in classes[before + 1 : n])
        and bool(lines.labels(before))
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


def _states(classes: list[str]) -> list[int]:
    talk = [n for n, c in enumerate(classes) if c in ("named", "question", "answer")]
    spoken = [n for n, c in enumerate(classes) if c in ("named", "question", "answer", "speech")]
    first, last = (talk[0], spoken[-1]) if talk else (len(classes), -1)
    while last + 1 < len(classes) and classes[last + 1] == "more":
        last += 1
    states, asked = [], False
    for n, c in enumerate(classes):
        asked = c == "question" or (asked and c in ("speech", "more", "direction"))
        inside = first <= n <= last
        c = c if inside or c in {s[1:] for s in STATES if s[0] == "<"} else "prose"
        states.append(STATES.index("?speech" if asked and c == "speech" else (">" if inside else "<") + c))
    return states


@dataclass
class Batch:
    """Documents of like length, side by side."""

    X: Any
    Y: Any
    owner: Any
    picked: Any
    closed: Any
    silent: Any
    modes: Any
    lengths: Any
    there: Any
    row: Any
    col: Any
    gold: Any
    firsts: list[int]
    steps: list[tuple[int, tuple[int, int]]]

    @classmethod
    def of(cls, docs: list[Any]) -> Batch:
        longest = max(len(d[0]) for d in docs)
        lengths = np.array([len(d[0]) for d in docs])
        there = np.arange(longest)[None, :] < lengths[:, None]
        modes = np.zeros((len(docs), longest), int)
        owners, picks, steps, base = [], [], [], 0
        for k, (X, Y, owner, firsts, mode, _, gold, picked, _) in enumerate(docs):
            modes[k, : len(X)] = mode
            owners.append(owner + base)
            pick = np.zeros(len(Y))
            for t in np.nonzero(gold == NAMED)[0]:
                pick[firsts[t] + picked[t]] = 1
            picks.append(pick)
            steps += [(int(mode[t]), (int(gold[t - 1]), int(gold[t]))) for t in range(1, len(X))]
            base += len(X)
        row, col = np.nonzero(there)
        return cls(
            np.concatenate([d[0] for d in docs]), np.concatenate([d[1] for d in docs]), np.concatenate(owners),
            np.concatenate(picks), np.concatenate([d[5] for d in docs]),
            np.concatenate([np.full(len(d[0]), not d[8]) for d in docs]), modes, lengths, there, row, col,
            np.concatenate([d[6] for d in docs]), [int(d[6][0]) for d in docs], steps,
        )  # fmt: skip


def _sums(e: Any, start: Any, trans: Any, modes: Any, lengths: Any) -> Any:
    """log Z of all documents (less what was scaled out of e), the state probabilities, and the expected passages."""
    docs, longest, states = e.shape
    al, c = np.zeros_like(e), np.ones((docs, longest))
    a = e[:, 0] * start
    c[:, 0] = a.sum(1)
    al[:, 0] = a / c[:, :1]
    for t in range(1, longest):
        on = np.nonzero(lengths > t)[0]
        step = np.einsum("ds,dst->dt", al[on, t - 1], trans[modes[on, t]])
        a = e[on, t] * step
        c[on, t] = a.sum(1)
        al[on, t] = a / c[on, t][:, None]
    be = np.ones_like(e)
    xi = np.zeros((3, states, states))
    for t in range(longest - 1, 0, -1):
        on = np.nonzero(lengths > t)[0]
        r = e[on, t] * be[on, t] / c[on, t][:, None]
        table = trans[modes[on, t]]
        be[on, t - 1] = np.einsum("dst,dt->ds", table, r)
        for m in range(3):
            own = modes[on, t] == m
            if own.any():
                xi[m] += (al[on[own], t - 1].T @ r[own]) * trans[m]
    there = np.arange(longest)[None, :] < lengths[:, None]
    return np.log(c[there]).sum(), al * be, xi


class Problem:
    """The likelihood of the gold states and its gradient, all documents at once in dense arrays."""

    def __init__(self, examples: list[Example], prior: float) -> None:
        self.examples, self.prior = examples, prior
        self.names = sorted({f for e in examples for n in range(len(e.lines.filled)) for f, _ in e.lines.at(n)})
        self.labels = sorted(
            {
                f
                for e in examples
                for n in range(len(e.lines.filled))
                for x in e.lines.labels(n)
                for f, _ in e.lines.of_label(n, x)
            }
        )
        at = {f: k for k, f in enumerate(self.names)}
        lab = {f: k for k, f in enumerate(self.labels)}
        docs = sorted((self._doc(e, at, lab) for e in examples if e.lines.filled), key=lambda d: len(d[0]))
        self.batches = [Batch.of(docs[k : k + 24]) for k in range(0, len(docs), 24)]
        self.F, self.L, self.C, self.S, self.P = (
            len(self.names),
            len(self.labels),
            len(CLASSES),
            len(STATES),
            len(PAIRS),
        )
        self.size = self.F * self.C + self.L + 3 * self.P + self.S
        self.cls = np.array(CLASS_OF)
        self.ps, self.pt = np.array([s for s, _ in PAIRS]), np.array([t for _, t in PAIRS])

    def _doc(self, e: Example, at: dict[str, int], lab: dict[str, int]) -> Any:
        T = len(e.lines.filled)
        X = np.zeros((T, len(at)), np.float32)
        for n in range(T):
            for f, v in e.lines.at(n):
                if f in at:
                    X[n, at[f]] += v
        owner, Y = [], []
        for n in range(T):
            for x in e.lines.labels(n):
                row = np.zeros(len(lab), np.float32)
                for f, v in e.lines.of_label(n, x):
                    if f in lab:
                        row[lab[f]] += v
                owner.append(n)
                Y.append(row)
        Yarr = np.array(Y, np.float32).reshape(len(Y), len(lab))
        owner_ = np.array(owner, int)
        firsts = np.searchsorted(owner_, np.arange(T))
        gold = np.array(e.states, int)
        closed = np.array([not e.lines.can_ask(n) and gold[n] != QUESTION for n in range(T)])
        modes = np.array([{"": 0, "b": 1, "j": 2}[e.lines.between(n)] for n in range(T)])
        return (
            X,
            Yarr,
            owner_,
            firsts,
            modes,
            closed,
            np.array(e.states, int),
            np.array(e.picked, int),
            e.lines.can_answer or ANSWER in e.states,
        )

    def split(self, w: Any) -> Any:
        k = self.F * self.C
        return (
            w[:k].reshape(self.F, self.C),
            w[k : k + self.L],
            w[k + self.L : k + self.L + 3 * self.P].reshape(3, self.P),
            w[-self.S :],
        )

    def value(self, w: Any) -> Any:
        """The negative logarithm of the likelihood and its gradient, batch by batch."""
        A, B, P, I = self.split(w)
        gA, gB, gP, gI = np.zeros_like(A), np.zeros_like(B), np.zeros_like(P), np.zeros_like(I)
        total = 0.0
        trans = np.zeros((3, self.S, self.S))
        for m in range(3):
            trans[m, self.ps, self.pt] = np.exp(P[0] + (P[m] if m else 0))
        start = np.zeros(self.S)
        start[list(STARTS)] = np.exp(I[list(STARTS)])
        for batch in self.batches:
            psi, share, logsum = self._psi(batch, A, B)
            top = psi.max(2, keepdims=True)
            e = np.exp(psi - top)
            value, gam, xi = _sums(e, start, trans, batch.modes, batch.lengths)
            total += value + top[..., 0][batch.there].sum() - self._gold(batch, psi, logsum, P, I)
            d = gam
            d[batch.row, batch.col, batch.gold] -= 1
            d[~batch.there] = 0
            flat = d[batch.there]
            dc = np.zeros((len(flat), self.C))
            np.add.at(dc.T, self.cls, flat.T)
            gA += batch.X.T @ dc
            if len(batch.Y):
                named = gam[..., NAMED].copy()
                named[batch.row, batch.col] += batch.gold == NAMED
                gB += batch.Y.T @ (named[batch.there][batch.owner] * share - batch.picked)
            for m, (s, t) in batch.steps:
                xi[m, s, t] -= 1
            part = xi[:, self.ps, self.pt]
            gP[0] += part.sum(0)
            gP[1] += part[1]
            gP[2] += part[2]
            gI[list(STARTS)] += gam[:, 0][:, list(STARTS)].sum(0)
        g = np.concatenate([gA.ravel(), gB, gP.ravel(), gI])
        return total + 0.5 * self.prior * (w @ w), g + self.prior * w

    def _psi(self, batch: Batch, A: Any, B: Any) -> Any:
        """The scores (documents, lines, states), the share of each label in its line, and what the labels give."""
        lines = len(batch.X)
        psi = (batch.X @ A)[:, self.cls]
        logsum = np.full(lines, -1e9)
        share = np.zeros(len(batch.Y))
        if len(batch.Y):
            lab = batch.Y @ B
            top = np.full(lines, -np.inf)
            np.maximum.at(top, batch.owner, lab)
            weighed = np.exp(lab - top[batch.owner])
            sums = np.bincount(batch.owner, weighed, lines)
            share = weighed / sums[batch.owner]
            logsum[sums > 0] = top[sums > 0] + np.log(sums[sums > 0])
        psi[:, NAMED] += logsum
        psi[batch.closed, QUESTION] = -1e9
        psi[batch.silent, ANSWER] = -1e9
        whole = np.zeros((*batch.there.shape, self.S))
        whole[batch.there] = psi
        return whole, share, np.log(np.maximum(share, 1e-300))

    def _gold(self, batch: Batch, psi: Any, logshare: Any, P: Any, I: Any) -> float:
        """The score of the gold states."""
        score = psi[batch.row, batch.col, batch.gold].sum() + (logshare * batch.picked).sum()
        score += I[[int(g) for g in batch.firsts]].sum()
        at = {pair: k for k, pair in enumerate(PAIRS)}
        for m, pair in batch.steps:
            k = at[pair]
            score += P[0, k] + (P[m, k] if m else 0)
        return float(score)

    def fit(self, rounds: int, start: Any = None) -> Any:
        w = start if start is not None else np.zeros(self.size)
        done = minimize(self.value, w, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 20})
        return done.x

    def data(self, w: Any) -> dict[str, Any]:
        A, B, P, I = self.split(w)
        keep = lambda x: round(float(x), 3)
        passages = {}
        for k, (s, t) in enumerate(PAIRS):
            for m, mark in enumerate(("", "|b", "|j")):
                if abs(P[m, k]) >= 0.01:
                    passages[STATES[s] + STATES[t] + mark] = keep(P[m, k])
        return {
            "version": 1,
            "classes": list(CLASSES),
            "lines": {f: [keep(x) for x in A[k]] for k, f in enumerate(self.names) if np.abs(A[k]).max() >= 0.01},
            "labels": {f: keep(B[k]) for k, f in enumerate(self.labels) if abs(B[k]) >= 0.01},
            "passages": passages,
            "starts": {STATES[k]: keep(I[k]) for k in STARTS},
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("-o", "--output", type=Path)
    parser.add_argument("--prior", type=float, default=1.0, help="pull of the weights to zero")
    parser.add_argument("--rounds", type=int, default=150)
    parser.add_argument("--all", action="store_true", help="fit on the held-out fifth too")
    parser.add_argument("-v", action="store_true", help="show the errors of the fitted documents too")
    a = parser.parse_args()
    global VERBOSE
    VERBOSE = a.v
    corpus = corpus_at(a.folder)
    with tempfile.TemporaryDirectory() as desk:
        examples = [e for path in corpus.sources() if (e := example(corpus, path, Path(desk)))]
    kept = [e for e in examples if a.all or not e.held_out]
    kept += [cut for e in kept for cut in slices(e) if cut is not e]
    first = fitted(kept, a.prior, a.rounds)
    print(f"{len(examples)} documents, {len(kept)} to fit", flush=True)
    seen = [e for fold in range(FOLDS) for e in _seen_again(kept, fold, a)]
    data = {"version": 1, "first": first, "second": fitted(seen, a.prior, a.rounds)}
    if a.output:
        a.output.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    report(examples, data)


FOLDS = 4


def fitted(examples: list[Example], prior: float, rounds: int) -> dict[str, Any]:
    problem = Problem(examples, prior)
    return problem.data(problem.fit(rounds))


def _seen_again(kept: list[Example], fold: int, a: Any) -> list[Example]:
    """The documents of one fold as they look after a first reading by weights that have not seen them."""
    weights = Weights.of(fitted([e for k, e in enumerate(kept) if k % FOLDS != fold], a.prior, a.rounds * 2 // 3))
    found = []
    for e in kept[fold::FOLDS]:
        first = read(e.lines, weights)
        found.append(Example(e.id, e.held_out, again(e.lines, first.named, first.chances, CLASSES), e.states, e.picked))
    return found


def report(examples: list[Example], data: dict[str, Any]) -> None:
    weights = Weights.of(data["first"]), Weights.of(data["second"])
    for what in (False, True):
        for name in ("once", "twice"):
            right = whole = docs = perfect = 0
            for e in (e for e in examples if e.held_out == what):
                got = read(e.lines, weights[0]) if name == "once" else read_twice(e.lines, weights)
                wrong = [
                    n
                    for n, s in enumerate(e.states)
                    if got.states[n] != STATES[s] or (s == NAMED and got.picked[n] != e.picked[n])
                ]
                spoken = [n for n in wrong if any(x[1:] in _SPEECH for x in (STATES[e.states[n]], got.states[n]))]
                right += len(e.states) - len(wrong)
                whole += len(e.states)
                docs += 1
                perfect += not spoken
                if spoken and name == "twice" and (what or VERBOSE):
                    shown = [
                        (STATES[e.states[n]], got.states[n], round(got.sure[n], 2), e.lines.text(n)[:24])
                        for n in spoken[:5]
                    ]
                    print(e.id, shown)
            print(
                "held out" if what else "fitted",
                name,
                f"{right / max(1, whole):.4f} of lines; speech right in {perfect} of {docs}",
            )


if __name__ == "__main__":
    main()
