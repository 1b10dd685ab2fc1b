"""How well cues break, measured: this project's interviews, a peer side by side, and anybody's own subtitles.

  python scripts/quality.py the project's interviews: agreement of a second segmentation, of the toolkit, of BudouX
  python scripts/quality.py --widths the curve over line widths from 11 to 32 python scripts/quality.py my-subtitles/
  --line-width 20 [--breaks my.json]

Figures are F1 in per cent: cue breaks / all breaks / hard breaks (those not at a sentence end). The default weights
were fitted on these interviews, so the line "toolkit, weights fitted without it" is the one to believe: it fits anew on
four fifths and tests on the fifth. BudouX (pip install budoux) fills lines greedily with its phrases and ends a cue at
every sentence and every second line.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import itertools

from toolkit.fitting.texts import Part, Text, read_texts
from toolkit.japanese.breaks import BreakModel, default, load
from toolkit.japanese.features import COMMA_USES
from toolkit.japanese.width import width
from toolkit.segment.lattice import Rules, build
from toolkit.segment.optimum import best
from toolkit.styles import style_named

INTERVIEWS = ROOT / "tests" / "quality" / "interviews"
TALKS = INTERVIEWS.parent / "talks.json"  # weights of talks, from which those of interviews start
Breaker = Callable[[Part, str], tuple[set[int], set[int]]]


def main() -> None:
    """Print the tables asked for."""
    options = _options()
    model = load(options.breaks) if options.breaks else None
    if options.widths:
        _curve(model)
        return
    texts = [
        t
        for path in options.paths or [INTERVIEWS]
        for t in read_texts(path, options.line_width)
        if "second" not in Path(t.name).parts
    ]
    _rows({"toolkit": _toolkit(model, options.line_width), "BudouX, greedy": _budoux(options.line_width)}, texts)
    if not options.paths:
        _people(texts)
        _held_out(texts, options.line_width)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--line-width", type=float, default=16.0)
    parser.add_argument("--breaks", type=Path)
    parser.add_argument("--widths", action="store_true")
    return parser.parse_args()


def _toolkit(model: BreakModel | None, line_width: float) -> Breaker:
    style = style_named("sdh").with_width(line_width, None)
    models = {comma: model or default(comma) for comma in COMMA_USES}
    rules = {comma: Rules(style, models[comma].tables[comma]) for comma in COMMA_USES}

    def breaks(part: Part, comma: str) -> tuple[set[int], set[int]]:
        gaps = models[comma].gaps(part.text, comma, style.cue_width)
        chosen = best(build(part.text, gaps, rules[comma]), rules[comma])
        return {ends[0] for ends in chosen if ends[0]}, {at for ends in chosen for at in ends[1:-1]}

    return breaks


def _budoux(line_width: float) -> Breaker:
    from budoux import load_default_japanese_parser

    parser = load_default_japanese_parser()

    def breaks(part: Part, _: str) -> tuple[set[int], set[int]]:
        cues: set[int] = set()
        lines: set[int] = set()
        at = line = 0
        first = True
        for phrase in parser.parse(part.text):
            if at > line and width((part.text[line:at] + phrase).rstrip("、。 ")) > line_width:
                (lines if first else cues).add(at)
                line, first = at, not first
            at += len(phrase)
            if phrase[-1] in "。？！?!" and at < len(part.text):
                cues.add(at)
                line, first = at, True
        return cues, lines - cues

    return breaks


def _rows(breakers: Mapping[str, Breaker], texts: Sequence[Text]) -> None:
    """Agreement and speed of each, paragraph by paragraph in turn: what slows the machine meets all."""
    got: dict[str, list[tuple[Part, set[int], set[int]]]] = {name: [] for name in breakers}
    seconds = dict.fromkeys(breakers, 0.0)
    for breaker in breakers.values():
        breaker(texts[0].parts[0], texts[0].comma)  # dictionaries load before the clock starts
    for text in texts:
        for part in text.parts:
            for name, breaker in breakers.items():
                began = time.process_time()
                got[name].append((part, *breaker(part, text.comma)))
                seconds[name] += time.process_time() - began
    characters = sum(len(part.text) for text in texts for part in text.parts)
    for name, found in got.items():
        print(
            f"{name:36} {_scores(found)}   {characters / seconds[name] / 1000:.0f}k characters a CPU second", flush=True
        )


def _scores(got: Sequence[tuple[Part, set[int], set[int]]]) -> str:
    counts = [[0, 0] for _ in range(3)]
    for part, cues, lines in got:
        gold = part.cues | part.lines
        for count, one, other in zip(
            counts, (part.cues, gold, part.hard(gold)), (cues, cues | lines, part.hard(cues | lines)), strict=True
        ):
            count[0] += 2 * len(one & other)
            count[1] += len(one) + len(other)
    return " / ".join(f"{100 * hit / max(1, whole):.1f}" for hit, whole in counts)


def _people(texts: Sequence[Text]) -> None:
    second = {Path(text.name).name: text for text in read_texts(INTERVIEWS / "second", 16.0)}
    got = [
        (one, set(other.cues), set(other.lines))
        for text in texts
        if Path(text.name).name in second
        for one, other in zip(text.parts, second[Path(text.name).name].parts, strict=True)
    ]
    print(
        f"{'a second segmentation, by itself':36} {_scores(got)}   on {sum(len(part.text) for part, _, _ in got)} characters",  # noqa: E501
        flush=True,
    )


def _held_out(texts: Sequence[Text], line_width: float) -> None:
    from toolkit.fitting.weights import fitted

    kept = texts[::5]
    model = fitted([text for text in texts if text not in kept], load(TALKS), 14.0, 60)
    print(f"on every fifth interview, {sum(len(part.text) for text in kept for part in text.parts)} characters:")
    _rows(
        {"  toolkit, weights fitted without it": _toolkit(model, line_width), "  BudouX, greedy": _budoux(line_width)},
        kept,
    )


def _curve(model: BreakModel | None) -> None:
    """Mean widths and the share of breaks at a mark or particle, by line width: no cliff between 13 and 21."""
    texts = list(read_texts(INTERVIEWS / "01-denchi.txt", 16.0))
    print("width  cues  lines a cue  mean line  fullest line")
    for line_width in range(11, 33):
        breaker = _toolkit(model, line_width)
        table = SimpleNamespace(cues=0, widths=[])
        for text in texts:
            for part in text.parts:
                cues, lines = breaker(part, text.comma)
                edges = [0, *sorted(cues | lines), len(part.text)]
                table.cues += len(cues) + 1
                table.widths += [width(part.text[a:b].rstrip("、。 ")) for a, b in itertools.pairwise(edges)]
        count = len(table.widths)
        print(
            f"{line_width:5}  {table.cues:4}  {count / table.cues:11.2f}  {sum(table.widths) / count:9.2f}  {max(table.widths):12.1f}"  # noqa: E501
        )


if __name__ == "__main__":
    main()
