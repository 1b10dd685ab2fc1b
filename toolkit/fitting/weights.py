"""Break weights fitted on cues people made, and how well weights agree with such cues."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from toolkit.errors import InputError
from toolkit.fitting import likelihood
from toolkit.fitting.texts import Text, examples
from toolkit.japanese.breaks import BALANCE, ONE, TWO, UNIT, VERSION, BreakModel, Tables, packed, parted
from toolkit.japanese.features import COMMA_USES, MOST_WORDS, names
from toolkit.japanese.tags import Numbers
from toolkit.japanese.words import tokens
from toolkit.segment.lattice import Rules, build
from toolkit.segment.optimum import best
from toolkit.styles import style_named

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers64 = NDArray[np.int64]
    Floats = NDArray[np.float64]

TABLE = ONE + TWO + BALANCE
_COPIES, _LEFT_OUT = 4, 0.3  # see _thinned
# Layouts with the least likely of people's breaks are not tried: less than half are left. On held-out talks, lectures
# and our interviews F1 stays within 0.1; on one interview of another hand it is 0.2-0.4 lower
_RARE, _NO_LEAST = 0.004, (-100.0, -100.0)
KIND = 50  # a feature has 49 bits; above them, its kind


def fitted(
    texts: Sequence[Text], base: BreakModel | None, prior: float, iterations: int, seeds: Sequence[int] = (1,)
) -> BreakModel:
    """The weights that make people's breaks in ``texts`` most likely, drawn back to those of ``base`` (or to zero) as
    ``prior`` says: the mean of one fit for each of ``seeds``, which say what ``_thinned`` leaves out."""
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    vocabulary = _vocabulary(texts, base)
    data = list(examples(texts, Numbers(vocabulary)))
    rows = np.concatenate([example.features for example in data])
    keys = rows | np.arange(rows.shape[1]) << KIND
    known = _features(keys, base)
    places = np.searchsorted(known, keys.ravel()).clip(max=len(known) - 1)
    there = known[places] == keys.ravel()
    ends = np.concatenate([[0], there.reshape(keys.shape).sum(axis=1).cumsum()])
    matrix = csr_matrix((np.ones(ends[-1]), places[there], ends), shape=(len(keys), len(known)))
    start = _flat(base, known)
    data = [replace(example, weight=example.weight / _COPIES) for example in data] * _COPIES
    options: Any = {"maxiter": iterations, "maxcor": 8}
    problems = (likelihood.Problem(data, _thinned(matrix, seed), start, prior) for seed in seeds)
    found = np.mean(
        [minimize(problem.loss, start, jac=True, method="L-BFGS-B", options=options).x for problem in problems], axis=0
    )
    weights: list[dict[int, int]] = [{} for _ in range(rows.shape[1])]
    for n, key in enumerate(known.tolist()):
        weights[key >> KIND][key & ((1 << KIND) - 1)] = packed(
            round(UNIT * found[n]), round(UNIT * found[len(known) + n])
        )
    least = {comma: base.tables[comma].least if base else _NO_LEAST for comma in COMMA_USES}
    tables = {comma: _tables(found[2 * len(known) :], k, least[comma]) for k, comma in enumerate(COMMA_USES)}
    return _with_least(BreakModel(vocabulary, weights, tables, "fitted"), texts)


def _with_least(model: BreakModel, texts: Sequence[Text]) -> BreakModel:
    """The model with the scores that all but ``_RARE`` of people's breaks in ``texts`` reach, where there are enough to
    tell.
    """
    scores: dict[tuple[str, bool], list[float]] = defaultdict(list)
    for text in texts:
        for part in text.parts:
            for gap in model.gaps(part.text, text.comma, text.cue_width):
                if gap.natural and gap.at in part.cues:
                    scores[text.comma, True].append(gap.cue)
                elif gap.natural and gap.at in part.lines:
                    scores[text.comma, False].append(gap.line)
    tables = {}
    for comma, table in model.tables.items():
        cue, line = table.least
        tables[comma] = replace(table, least=(_low(scores[comma, True], cue), _low(scores[comma, False], line)))
    return replace(model, tables=tables)


def _low(scores: Sequence[float], otherwise: float) -> float:
    return round(float(np.quantile(scores, _RARE)), 1) if len(scores) * _RARE >= 1 else otherwise


def _thinned(matrix: Any, seed: int) -> Any:
    """Copies of the examples, one below the other, each without some of its features at random; the others count for
    more instead.

    No feature can be relied upon alone, so that the weights of all that say the same are learned: held out in four
    folds, 0.1-0.2 of F1 on texts without marks, where a sentence's end must be known by its words, and 0.2-0.9 on an
    interview of another hand.
    """
    from scipy.sparse import vstack

    random = np.random.default_rng(seed)
    copies = []
    for _ in range(_COPIES):
        copy = matrix.copy()
        copy.data = np.where(random.random(len(copy.data)) < _LEFT_OUT, 0.0, 1 / (1 - _LEFT_OUT))
        copy.eliminate_zeros()
        copies.append(copy)
    return vstack(copies).tocsr()


def _vocabulary(texts: Sequence[Text], base: BreakModel | None) -> dict[str, int]:
    """The words and tags of the base, and those seen three times."""
    numbered = dict(base.vocabulary) if base else {"^": 1}
    counts = Counter(name for text in texts for part in text.parts for name in names(tokens(part.text)))
    for name, count in counts.items():
        if count > 2 and name not in numbered and "\n" not in name:
            numbered[name] = len(numbered) + 1
    if len(numbered) > MOST_WORDS:
        raise InputError(f"{len(numbered)} different words are more than {MOST_WORDS}", mend="give fewer texts")
    return numbered


def _features(keys: Numbers64, base: BreakModel | None) -> Numbers64:
    """Those seen three times, and all the base knows, sorted; the kind stands in the bits from ``KIND``."""
    seen, counts = np.unique(keys, return_counts=True)
    known = [key | kind << KIND for kind, weights in enumerate(base.weights) for key in weights] if base else []
    return np.union1d(seen[counts > 2], np.array(known, np.int64))


def _flat(base: BreakModel | None, known: Numbers64) -> Floats:
    """Cue weights, line weights, shared tables (zero), tables per use of 、."""
    flat = np.zeros(2 * len(known) + TABLE * 4)
    if base is not None:
        for n, key in enumerate(known.tolist()):
            cue, line = parted(base.weights[key >> KIND].get(key & ((1 << KIND) - 1), 0))
            flat[n], flat[len(known) + n] = cue / UNIT, line / UNIT
        for k, comma in enumerate(COMMA_USES):
            tables = base.tables[comma]
            at = 2 * len(known) + TABLE * (k + 1)
            flat[at : at + TABLE] = [*tables.one, *tables.two, *tables.balance]
    return flat


def _tables(flat: Floats, which: int, least: tuple[float, float]) -> Tables:
    whole = flat[:TABLE] + flat[TABLE * (which + 1) : TABLE * (which + 2)]
    one, two, balance = np.split(whole.round(3), [ONE, ONE + TWO])
    return Tables(tuple(one), tuple(two), tuple(balance), least)


def agreement(model: BreakModel, texts: Sequence[Text]) -> tuple[float, ...]:
    """F1 in per cent of cue breaks / all breaks / breaks that are not at a sentence end."""
    style = style_named("sdh")
    hits = np.zeros((3, 3))
    for text in texts:
        rules = Rules(style.with_width(text.width, None), model.tables[text.comma])
        for part in text.parts:
            chosen = best(build(part.text, model.gaps(part.text, text.comma, rules.style.cue_width), rules), rules)
            cue = {ends[0] for ends in chosen if ends[0]}
            both = cue | {at for ends in chosen for at in ends[1:-1]}
            pairs = (
                (part.cues, cue),
                (part.cues | part.lines, both),
                (part.hard(part.cues | part.lines), part.hard(both)),
            )
            hits += [[len(gold & got), len(gold), len(got)] for gold, got in pairs]
    return tuple(200 * hit / max(1, gold + got) for hit, gold, got in hits)


def shown(scores: Sequence[float]) -> str:
    return " / ".join(f"{score:.1f}" for score in scores)


def as_json(model: BreakModel, least: float) -> str:
    """The model's file, without weights below ``least``."""
    kept = [
        {key: both for key, both in weights.items() if max(map(abs, parted(both))) >= least * UNIT}
        for weights in model.weights
    ]
    tables = {
        comma: {
            "one": list(map(float, t.one)),
            "two": list(map(float, t.two)),
            "balance": list(map(float, t.balance)),
            "least": t.least,
        }
        for comma, t in model.tables.items()
    }
    kinds = [{"features": list(weights), "weights": list(weights.values())} for weights in kept]
    content = {"version": VERSION, "words": "\n".join(model.vocabulary), "kinds": kinds, "tables": tables}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
