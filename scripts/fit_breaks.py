"""Fit break weights on subtitles people made: your own house style, or the toolkit's default.

  python scripts/fit_breaks.py my-subtitles/ -o my.json            then: jimaku subtitle talk.txt --breaks my.json
  python scripts/fit_breaks.py series.vtt --line-width 20 -o my.json
  python scripts/fit_breaks.py films/ lectures/=20 -o my.json            lines of 20 in the second folder

Give folders or files: subtitles in any format the toolkit reads, or .txt in the form of tests/quality/interviews (cues
divided by empty lines, turns by lines with @). How wide lines are is seen from each folder if it is not said. What the
house writes and a transcript does not (― at a cue's edge, names, 、 and 。 that lines drop at their ends) is left out
before anything is learned or counted. A share of the files, or of the parts of too few files, is held out, and what
was gained on it is printed: F1 of cue breaks / all breaks / breaks that are not at a sentence end, before and after;
where it is less than before, nothing is written (--force writes). Weights start from the toolkit's own and move as far
as the data says (--from-scratch: from zero, --base: from other weights). Needs: pip install 'jimaku-toolkit[fit]'
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

try:
    import numba  # noqa: F401
    import numpy as np
    import scipy  # noqa: F401
except ImportError as missing:
    raise SystemExit(f"fit_breaks: {missing.name} is not installed: pip install 'jimaku-toolkit[fit]'") from missing

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import fit_optimum as optimum
from fit_texts import Text, divided, examples, left_out, read_texts

from toolkit.errors import JimakuError
from toolkit.japanese.breaks import BALANCE, ONE, TWO, UNIT, VERSION, BreakModel, Tables, default, load, packed, parted
from toolkit.japanese.features import COMMA_USES, MOST_WORDS, names
from toolkit.japanese.tags import Numbers
from toolkit.japanese.words import tokens
from toolkit.segment.lattice import Rules, build
from toolkit.segment.optimum import best
from toolkit.styles import style_named
from toolkit.system.files import write_text

TABLE = ONE + TWO + BALANCE
_COPIES, _LEFT_OUT = 4, 0.3  # see _thinned
# Layouts with the least likely of people's breaks are not tried: less than half are left. On held-out talks, lectures
# and our interviews F1 stays within 0.1; on one interview of another hand it is 0.2-0.4 lower
_RARE, _NO_LEAST = 0.004, (-100.0, -100.0)
KIND = 50  # a feature has 49 bits; above them, its kind


def main() -> None:
    """Read, hold out, fit, report, write."""
    options = _options()
    texts = [text for path in options.paths for text in _texts(path, options.line_width)]
    if not texts:
        raise SystemExit("fit_breaks: no cues found: give subtitles, or .txt as in tests/quality/interviews")
    used, kept = divided(texts, options.hold_out)
    base = None if options.from_scratch else load(options.base) if options.base else default(_usual(texts))
    _tell(texts, used, kept)
    model = fitted(used, base, options.prior, options.iterations, range(1, options.rounds + 1))
    gained = _gained(base, model, kept) if kept else True
    if not (gained or options.force):
        raise SystemExit(f"fit_breaks: what is held out got worse: {options.output} is not written (--force writes)")
    write_text(options.output, as_json(model, options.least))
    print(f"{options.output}: {sum(map(len, model.weights))} weights")


def _usual(texts: Sequence[Text]) -> str:
    """How most of the texts use 、."""
    return Counter(text.comma for text in texts).most_common(1)[0][0]


def _tell(texts: Sequence[Text], used: Sequence[Text], kept: Sequence[Text]) -> None:
    cues = sum(len(part.cues) + 1 for text in texts for part in text.parts)
    widths = ", ".join(f"{width:g}" for width in sorted({text.width for text in texts}))
    print(f"{len(texts)} files, {cues} cues, lines of {widths}; {len(used)} texts to fit on, {len(kept)} held out")
    for reason, count in left_out(texts).most_common():
        print(f"left out: {count} cues {reason}")
    sys.stdout.flush()


def _gained(base: BreakModel | None, model: BreakModel, kept: Sequence[Text]) -> bool:
    """Whether what is held out is no worse than with the base; both are printed."""
    after = agreement(model, kept)
    if base is None:
        print("held out, fitted weights: ", shown(after))
        return True
    before = agreement(base, kept)
    print("held out, weights before: ", shown(before))
    print("held out, fitted weights: ", shown(after), flush=True)
    return sum(after) >= sum(before)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "paths", nargs="+", metavar="PATH[=WIDTH]", help="folders or files, each with its own line width if need be"
    )
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument(
        "--line-width", type=float, help="full-width characters a line in these subtitles (seen from the files)"
    )
    parser.add_argument("--hold-out", type=int, default=5, metavar="N", help="every N-th file is held out (5; 0: none)")
    parser.add_argument("--prior", type=float, default=8.0, help="how strongly weights stay where they start (8)")
    parser.add_argument("--least", type=float, default=0.1, help="weights smaller than this are left out (0.1)")
    parser.add_argument("--iterations", type=int, default=60)
    parser.add_argument(
        "--rounds", type=int, default=1, help="fit so many times, each without other features, and take the mean (1)"
    )
    parser.add_argument("--from-scratch", action="store_true", help="start from zero, not from the default weights")
    parser.add_argument("--base", type=Path, metavar="JSON", help="start from these weights")
    parser.add_argument("--force", action="store_true", help="write the weights though what is held out got worse")
    return parser.parse_args()


def _texts(path: str, width: float | None) -> Iterator[Text]:
    """The texts at ``path``, which may end in ``=WIDTH``."""
    before, equals, own = path.rpartition("=")
    if equals and own.replace(".", "", 1).isdigit():
        return read_texts(Path(before), float(own))
    return read_texts(Path(path), width)


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
    options = {"maxiter": iterations, "maxcor": 8}
    problems = (optimum.Problem(data, _thinned(matrix, seed), start, prior) for seed in seeds)
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
        raise SystemExit(f"fit_breaks: {len(numbered)} different words are more than {MOST_WORDS}: give fewer texts")
    return numbered


def _features(keys: np.ndarray, base: BreakModel | None) -> np.ndarray:
    """Those seen three times, and all the base knows, sorted; the kind stands in the bits from ``KIND``."""
    seen, counts = np.unique(keys, return_counts=True)
    known = [key | kind << KIND for kind, weights in enumerate(base.weights) for key in weights] if base else []
    return np.union1d(seen[counts > 2], np.array(known, np.int64))


def _flat(base: BreakModel | None, known: np.ndarray) -> np.ndarray:
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


def _tables(flat: np.ndarray, which: int, least: tuple[float, float]) -> Tables:
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


if __name__ == "__main__":
    try:
        main()
    except JimakuError as error:
        raise SystemExit(f"fit_breaks: {error}") from error
