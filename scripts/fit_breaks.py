"""Fit break weights on subtitles people made: your own house style, or the toolkit's default.

  python scripts/fit_breaks.py my-subtitles/ -o my.json            then: jimaku subtitle talk.txt --breaks my.json
  python scripts/fit_breaks.py my-subtitles/ --line-width 20 -o my.json
  python scripts/fit_breaks.py tests/quality/interviews --from-scratch -o default.json

Give folders or files: .srt, or .txt in the form of tests/quality/interviews (cues divided by empty lines, turns by lines with @).
A share of the files is held out, and what was gained on it is printed: F1 of cue breaks / all breaks / breaks that are not at a
sentence end, before and after. Weights start from the toolkit's own and move as far as the data says (--from-scratch: from zero).
Needs: pip install 'jimaku-toolkit[fit]'
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import fit_optimum as optimum
from fit_texts import Example, Text, examples, read_texts

from toolkit.errors import JimakuError
from toolkit.files import write_text
from toolkit.japanese.breaks import BALANCE, ONE, TWO, UNIT, VERSION, BreakModel, Tables, default, packed, parted
from toolkit.segment.lattice import Rules, build
from toolkit.segment.optimum import best
from toolkit.styles import style_named

COMMAS = "nlh"
TABLE = ONE + TWO + BALANCE


def main() -> None:
    """Read, hold out, fit, report, write."""
    options = _options()
    texts = [text for path in options.paths for text in read_texts(path)]
    if sum(len(text.parts) for text in texts) < 2:
        raise SystemExit("fit_breaks: no cues found: give .srt files, or .txt as in tests/quality/interviews")
    kept = texts[:: options.hold_out] if len(texts) >= options.hold_out else []
    used = [text for text in texts if text not in kept]
    base = None if options.from_scratch else default()
    print(f"{len(used)} texts to fit on, {len(kept)} held out", flush=True)
    model = _fitted(used, base, options.line_width, options.prior, options.iterations)
    if kept:
        if base is not None:
            print("held out, default weights:", _agreement(base, kept, options.line_width))
        print("held out, fitted weights: ", _agreement(model, kept, options.line_width))
    write_text(options.output, _as_json(model, options.least))
    print(f"{options.output}: {len(model.weights)} weights")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--line-width", type=float, default=16.0, help="full-width characters a line in these subtitles (16)")
    parser.add_argument("--hold-out", type=int, default=5, metavar="N", help="every N-th file is held out (5)")
    parser.add_argument("--prior", type=float, default=8.0, help="how strongly weights stay where they start (8)")
    parser.add_argument("--least", type=float, default=0.05, help="weights smaller than this are left out (0.05)")
    parser.add_argument("--iterations", type=int, default=60)
    parser.add_argument("--from-scratch", action="store_true", help="start from zero, not from the default weights")
    return parser.parse_args()


def _fitted(texts: Sequence[Text], base: BreakModel | None, width: float, prior: float, iterations: int) -> BreakModel:
    from scipy.optimize import minimize
    from scipy.sparse import csr_matrix

    data = list(examples(texts, width))
    names = _features(data, base)
    index = {name: n for n, name in enumerate(names)}
    rows = [[index[f] for f in found if f in index] for example in data for found in example.features]
    ends = np.cumsum([0, *map(len, rows)])
    matrix = csr_matrix((np.ones(ends[-1]), np.concatenate([*map(np.array, rows)]).astype(int), ends), shape=(len(rows), len(names)))
    start = _flat(base, names)
    problem = optimum.Problem(data, matrix, width, start, prior)
    found = minimize(problem.loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations, "maxcor": 8}).x
    weights = {name: packed(round(UNIT * found[n]), round(UNIT * found[len(names) + n])) for name, n in index.items()}
    tables = {comma: _tables(found[2 * len(names) :], k) for k, comma in enumerate(COMMAS)}
    return BreakModel(weights, tables, "fitted")


def _features(data: Iterable[Example], base: BreakModel | None) -> list[str]:
    """Those seen three times, and all the base knows."""
    seen = Counter(feature for example in data for found in example.features for feature in found)
    known = set(base.weights) if base else set()
    return sorted(known | {feature for feature, count in seen.items() if count > 2})


def _flat(base: BreakModel | None, names: Sequence[str]) -> np.ndarray:
    """Cue weights, line weights, shared tables (zero), tables per use of 、."""
    flat = np.zeros(2 * len(names) + TABLE * 4)
    if base is not None:
        for n, name in enumerate(names):
            cue, line = parted(base.weights.get(name, 0))
            flat[n], flat[len(names) + n] = cue / UNIT, line / UNIT
        for k, comma in enumerate(COMMAS):
            tables = base.tables[comma]
            at = 2 * len(names) + TABLE * (k + 1)
            flat[at : at + TABLE] = [*tables.one, *tables.two, *tables.balance]
    return flat


def _tables(flat: np.ndarray, which: int) -> Tables:
    whole = flat[:TABLE] + flat[TABLE * (which + 1) : TABLE * (which + 2)]
    one, two, balance = np.split(whole.round(3), [ONE, ONE + TWO])
    return Tables(tuple(one), tuple(two), tuple(balance))


def _agreement(model: BreakModel, texts: Sequence[Text], width: float) -> str:
    rules_of = {comma: Rules(style_named("sdh").with_width(width, None), model.tables[comma]) for comma in COMMAS}
    hits = np.zeros((3, 3))
    for text in texts:
        for part in text.parts:
            gaps = model.gaps(part.text, text.comma)
            chosen = best(build(part.text, gaps, rules_of[text.comma]), rules_of[text.comma])
            cue = {ends[0] for ends in chosen if ends[0]}
            both = cue | {at for ends in chosen for at in ends[1:-1]}
            pairs = ((part.cues, cue), (part.cues | part.lines, both), (part.hard(part.cues | part.lines), part.hard(both)))
            hits += [[len(gold & got), len(gold), len(got)] for gold, got in pairs]
    return " / ".join(f"{200 * hit / max(1, gold + got):.1f}" for hit, gold, got in hits)


def _as_json(model: BreakModel, least: float) -> str:
    weights = {name: parted(weight) for name, weight in model.weights.items()}
    kept = [name for name, both in weights.items() if max(map(abs, both)) >= least * UNIT]
    cues, lines = [weights[name][0] for name in kept], [weights[name][1] for name in kept]
    tables = {
        comma: {"one": list(map(float, t.one)), "two": list(map(float, t.two)), "balance": list(map(float, t.balance))}
        for comma, t in model.tables.items()
    }
    content = {"version": VERSION, "features": "\n".join(kept), "cue": cues, "line": lines, "tables": tables}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    try:
        main()
    except JimakuError as error:
        raise SystemExit(f"fit_breaks: {error}") from error
