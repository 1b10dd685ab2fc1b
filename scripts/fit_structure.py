#!/usr/bin/env python3
"""Fit the weights that say what each line of a transcript is, on the corpus of layouts.

    python scripts/fit_structure.py tests/quality/structure -o toolkit/transcript/data/structure.json

Fits on four fifths of the sources, prints how well the lines of the held-out fifth are read, then (with --all) on
everything. Needs numpy and scipy, which the toolkit brings.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from toolkit.transcript.again import again
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

sys.path.insert(0, str(Path(__file__).parent))
from structure_corpus import Example, corpus_at, example, slices
from structure_variants import variants

# Features of a label that can only speak for its being one, or only against.
_FOR = frozenset(
    "strong called listed count kin followed handed share heaviest cover repeated-style likely-style handed-style "
    "followed-style body-ends body-spoken text-after again-name again-style again-share".split()
)
_AGAINST = frozenset(
    "unlike once once-alone particle lone-style at-the-end honoured-once again-other possessive body-profile "
    "body-label".split()
)
_SPEECH = ("named", "question", "answer", "speech", "more")


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
        self.names = sorted({f for e in examples for found in e.shown.lines for f, _ in found})
        self.labels = sorted({f for e in examples for found in e.shown.labels for one in found for f, _ in one})
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
            for f, v in e.shown.lines[n]:
                if f in at:
                    X[n, at[f]] += v
        owner, Y = [], []
        for n in range(T):
            for found in e.shown.labels[n]:
                row = np.zeros(len(lab), np.float32)
                for f, v in found:
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
        A, B, P, S = self.split(w)
        gA, gB, gP, gI = np.zeros_like(A), np.zeros_like(B), np.zeros_like(P), np.zeros_like(S)
        total = 0.0
        trans = np.zeros((3, self.S, self.S))
        for m in range(3):
            trans[m, self.ps, self.pt] = np.exp(P[0] + (P[m] if m else 0))
        start = np.zeros(self.S)
        start[list(STARTS)] = np.exp(S[list(STARTS)])
        for batch in self.batches:
            psi, share, logsum = self._psi(batch, A, B)
            top = psi.max(2, keepdims=True)
            e = np.exp(psi - top)
            value, gam, xi = _sums(e, start, trans, batch.modes, batch.lengths)
            total += value + top[..., 0][batch.there].sum() - self._gold(batch, psi, logsum, P, S)
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

    def _gold(self, batch: Batch, psi: Any, logshare: Any, P: Any, S: Any) -> float:
        """The score of the gold states."""
        score = psi[batch.row, batch.col, batch.gold].sum() + (logshare * batch.picked).sum()
        score += S[[int(g) for g in batch.firsts]].sum()
        at = {pair: k for k, pair in enumerate(PAIRS)}
        for m, pair in batch.steps:
            k = at[pair]
            score += P[0, k] + (P[m, k] if m else 0)
        return float(score)

    def fit(self, rounds: int, start: Any = None) -> Any:
        w = start if start is not None else np.zeros(self.size)
        options = {"maxiter": rounds, "maxcor": 20}
        done = minimize(self.value, w, jac=True, method="L-BFGS-B", bounds=self._bounds(), options=options)
        return done.x

    def _bounds(self) -> list[tuple[float | None, float | None]]:
        """No weight says the contrary of what its feature means, for the chance of a small corpus."""
        bounds: list[tuple[float | None, float | None]] = [(None, None)] * self.size
        for k, name in enumerate(self.labels, self.F * self.C):
            bounds[k] = (0.0, None) if name in _FOR else (None, 0.0) if name in _AGAINST else (None, None)
        return bounds

    def data(self, w: Any) -> dict[str, Any]:
        A, B, P, S = self.split(w)

        def keep(x: Any) -> float:
            return round(float(x), 3)

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
            "starts": {STATES[k]: keep(S[k]) for k in STARTS},
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
    corpus = corpus_at(a.folder)
    with tempfile.TemporaryDirectory() as desk:
        examples = [e for path in corpus.sources() if (e := example(corpus, path, Path(desk)))]
    kept = [e for e in examples if a.all or not e.held_out]
    kept += [found for e in kept for found in variants(e)]
    kept += [cut for e in kept for cut in slices(e) if cut is not e]
    first = fitted(kept, a.prior, a.rounds)
    print(f"{len(examples)} documents, {len(kept)} to fit", flush=True)
    seen = [e for fold in range(FOLDS) for e in _seen_again(kept, fold, a)]
    data = {"version": 1, "first": first, "second": fitted(seen, a.prior, a.rounds)}
    if a.output:
        a.output.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    report(examples, data, verbose=a.v)


FOLDS = 3


def fitted(examples: list[Example], prior: float, rounds: int) -> dict[str, Any]:
    problem = Problem(examples, prior)
    return problem.data(problem.fit(rounds))


def _seen_again(kept: list[Example], fold: int, a: Any) -> list[Example]:
    """The documents of one fold as they look after a first reading by weights that have not seen them."""
    weights = Weights.of(fitted([e for k, e in enumerate(kept) if k % FOLDS != fold], a.prior, a.rounds * 2 // 3))
    found = []
    for e in kept[fold::FOLDS]:
        first = read(e.lines, e.shown, weights)
        seen = again(e.lines, first.named, first.chances, CLASSES)
        found.append(replace(e, shown=e.shown.again(seen)))
    return found


def report(examples: list[Example], data: dict[str, Any], *, verbose: bool) -> None:
    weights = Weights.of(data["first"]), Weights.of(data["second"])
    for what in (False, True):
        for name in ("once", "twice"):
            right = whole = docs = perfect = 0
            for e in (e for e in examples if e.held_out == what):
                got = read(e.lines, e.shown, weights[0]) if name == "once" else read_twice(e.lines, weights)
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
                if spoken and name == "twice" and (what or verbose):
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
