"""``jimaku fit``: where a house breaks lines and cues, learned from its own subtitles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.options import Range, Whole
from toolkit.errors import EngineError, InputError

if TYPE_CHECKING:
    from toolkit.fitting.texts import Text
    from toolkit.japanese.breaks import BreakModel


@click.command(
    "fit",
    epilog="""\b
What the house writes and a transcript does not (― at a cue's edge, names, 、 and 。 that lines drop at their ends) is
left out before anything is learned or counted. F1 is printed of cue breaks / all breaks / breaks that are not at a
sentence end. Weights start from the toolkit's own and move as far as the data says. Needs pip install
'jimaku-toolkit[fit]'.

\b
Exit code: 1 if what is held out got worse: then nothing is written without --force.

\b
Examples:
  jimaku fit my-subtitles/ -o my.json
  jimaku fit series.vtt --line-width 20 -o my.json
  jimaku fit films/ lectures/=20 -o my.json           lines of 20 in the second folder
  jimaku subtitle talk.txt --breaks my.json           and this is what it is for""",
)
@click.argument("paths", metavar="PATH[=WIDTH]...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="JSON",
    help="The weights, for --breaks and breaks in jimaku.toml.",
)
@click.option(
    "--line-width",
    type=Range(1, 100),
    help="Full-width characters a line in these subtitles; seen from the files if not given.",
)
@click.option(
    "--hold-out",
    type=Whole(0, 1000),
    default=5,
    show_default=True,
    metavar="N",
    help="Every N-th file, or part of too few files, is held out to judge by; 0: none.",
)
@click.option(
    "--prior",
    type=Range(0.001, 1e6),
    default=8.0,
    show_default=True,
    help="How strongly weights stay where they start.",
)
@click.option(
    "--least",
    type=Range(0, 10),
    default=0.1,
    show_default=True,
    help="Weights smaller than this are left out.",
)
@click.option("--iterations", type=Whole(1, 10_000), default=60, show_default=True, help="Steps of the search at most.")
@click.option(
    "--rounds",
    type=Whole(1, 100),
    default=1,
    show_default=True,
    help="Fit so many times, each without other features, and take the mean.",
)
@click.option("--base", type=click.Path(path_type=Path), metavar="JSON", help="Start from these weights.")
@click.option("--from-scratch", is_flag=True, help="Start from zero.")
@click.option("--force", is_flag=True, help="Write the weights though what is held out got worse.")
@click.pass_context
def command(
    ctx: click.Context,
    paths: tuple[str, ...],
    output: Path,
    line_width: float | None,
    hold_out: int,
    prior: float,
    least: float,
    iterations: int,
    rounds: int,
    base: Path | None,
    from_scratch: bool,
    force: bool,
) -> None:
    """Learn where your house breaks lines and cues from its subtitles.

    PATH: a folder or a file of subtitles in any format the toolkit reads, or .txt with cues divided by empty lines and
    turns by lines with @. A share is held out, and what was gained on it is printed.
    """
    _need_extra()
    from toolkit.fitting.texts import divided
    from toolkit.fitting.weights import as_json, fitted
    from toolkit.japanese.breaks import default, load
    from toolkit.system.files import write_text

    texts = [text for path in paths for text in _texts(path, line_width)]
    if not texts:
        raise InputError("no cues were found", where=", ".join(paths), mend="name subtitles, or a folder of them")
    used, kept = divided(texts, hold_out)
    start = None if from_scratch else load(base) if base else default(_usual(texts))
    _tell(texts, used, kept)
    model = fitted(used, start, prior, iterations, range(1, rounds + 1))
    if kept and not _gained(start, model, kept) and not force:
        click.echo(f"what is held out got worse: {output} is not written (--force writes)", err=True)
        ctx.exit(1)
    write_text(output, as_json(model, least))
    click.echo(f"{output}: {sum(map(len, model.weights))} weights", err=True)


def _need_extra() -> None:
    import importlib.util

    for library in ("numba", "scipy"):
        if importlib.util.find_spec(library) is None:
            raise EngineError(f"{library} is not installed", mend="pip install 'jimaku-toolkit[fit]'")


def _texts(path: str, width: float | None) -> Iterator[Text]:
    """The texts at ``path``, which may end in ``=WIDTH``."""
    from toolkit.fitting.texts import read_texts

    before, equals, own = path.rpartition("=")
    if equals and own.replace(".", "", 1).isdigit() and not Path(path).exists():
        path, width = before, float(own)
    if not Path(path).exists():
        raise InputError("is not there", where=path, mend="name subtitles, or a folder of them")
    return read_texts(Path(path), width)


def _usual(texts: Sequence[Text]) -> str:
    """How most of the texts use 、."""
    return Counter(text.comma for text in texts).most_common(1)[0][0]


def _tell(texts: Sequence[Text], used: Sequence[Text], kept: Sequence[Text]) -> None:
    from toolkit.fitting.texts import left_out

    cues = sum(len(part.cues) + 1 for text in texts for part in text.parts)
    widths = ", ".join(f"{width:g}" for width in sorted({text.width for text in texts}))
    click.echo(
        f"{len(texts)} files, {cues} cues, lines of {widths}; {len(used)} texts to fit on, {len(kept)} held out",
        err=True,
    )
    for reason, count in left_out(texts).most_common():
        click.echo(f"left out: {count} cues {reason}", err=True)


def _gained(base: BreakModel | None, model: BreakModel, kept: Sequence[Text]) -> bool:
    """Whether what is held out is no worse than with the base; both are printed."""
    from toolkit.fitting.weights import agreement, shown

    after = agreement(model, kept)
    before = agreement(base, kept) if base else ()
    if before:
        click.echo(f"held out, weights before:  {shown(before)}", err=True)
    click.echo(f"held out, fitted weights:  {shown(after)}", err=True)
    return sum(after) >= sum(before)
