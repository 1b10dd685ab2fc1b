"""What came of a batch, for programs (``report.json``) and for the next run: of one part of the transcripts after the
other, in one report.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit import __version__
from toolkit.batch.order import LeftOut, Order, Outcome, Row, row_of
from toolkit.errors import OutputError
from toolkit.inputs.source import STDIN
from toolkit.system.locations import absolute, inside, is_url, joined, read, size_of

if TYPE_CHECKING:
    from toolkit.batch.forms import FeedMade
    from toolkit.batch.inputs import Gathered

NAME = "report.json"
PAGE = "report.html"
TITLE = "一括処理の報告"  # of the page, by which it is known


@dataclass(frozen=True, slots=True)
class Run:
    """``began``: ISO 8601 with the offset from UTC; ``seconds`` it took; the ``command`` as it can be given again."""

    began: str
    seconds: float
    command: str
    version: str = __version__


@dataclass(frozen=True, slots=True)
class Report:
    """``rows`` of every run into this output; ``gone``: places of those whose transcripts are no more. ``left_out``:
    what was found and not taken. ``roots``: folders from which places are counted, seen from the output. ``feed``: of
    the episodes, if there is one.
    """

    rows: tuple[Row, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    roots: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    run: Run | None = None
    feed: FeedMade | None = None

    @property
    def by_place(self) -> Mapping[str, Row]:
        return {row.output: row for row in self.rows}

    @property
    def failed(self) -> bool:
        return any(row.failures for row in self.rows)


def as_data(report: Report) -> dict[str, Any]:
    """The report as plain data: the same transcripts and settings give the same, whatever was interrupted on the
    way; all but ``run``.
    """
    done = [row for row in report.rows if not row.failure and row.products]
    return {
        "jimaku": __version__,
        **({"run": asdict(report.run)} if report.run else {}),
        "transcripts": len(report.rows),
        "failed": sum(bool(row.failure) for row in report.rows),
        "duration_ms": sum(row.products[-1].duration_ms for row in done),
        "cues": sum(row.products[-1].cues for row in done),
        **({"feed": asdict(report.feed)} if report.feed else {}),
        "roots": list(report.roots),
        "gone": list(report.gone),
        "left_out": [asdict(one) for one in report.left_out],
        "rows": [_row(row) for row in report.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    """Forms are named where there are any."""
    data = asdict(row)
    if not row.forms:
        del data["forms"]
    return data


def as_text(report: Report) -> str:
    """The same as JSON. A file name that is no Unicode is escaped, and read back as it was."""
    data = as_data(report)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    try:
        text.encode()
    except UnicodeEncodeError:
        text = json.dumps(data, indent=1)
    return text + "\n"


def earlier(output: str) -> Report:
    """The report that is in the output now; an empty one if there is none of ours."""
    place = joined(output, NAME)
    if size_of(place) < 0:
        return Report()
    try:
        data = json.loads(_bytes(place))
        return Report(
            tuple(map(row_of, data["rows"])),
            tuple(LeftOut(**one) for one in data.get("left_out", ())),
            tuple(map(str, data.get("roots", ()))),
            tuple(map(str, data.get("gone", ()))),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return Report()


def _bytes(place: str) -> bytes:
    return read(place) if is_url(place) else Path(place).read_bytes()


def refuse_foreign(order: Order) -> None:
    """OutputError before the work if a report would be written over that is not ours."""
    for name, mark in ((NAME, '"jimaku":'), (PAGE, TITLE)):
        place = joined(order.output, name)
        if size_of(place) > 0 and not order.settings.wish("force") and mark.encode() not in _bytes(place):
            mend = "--force writes over it, -o names another folder"
            raise OutputError("is there and no report of ours", where=place, mend=mend)


# What the runs before found


def seen_from(output: str, place: str) -> str:
    """Where a file, folder or URL is, seen from the output, so that both can move together."""
    if is_url(place) or is_url(output):
        return absolute(place)
    try:
        return Path(os.path.relpath(place_of(place), absolute(output))).as_posix()
    except ValueError:  # on another drive of Windows
        return place_of(place)


def place_of(place: str) -> str:
    """The absolute name of a file, be it a link; a link among the folders above it is followed."""
    return str(Path(absolute(str(Path(place).parent)), Path(place).name))


def found_from(output: str, place: str) -> str:
    """The absolute place that ``seen_from`` tells of."""
    return absolute(place) if is_url(place) or is_url(output) else os.path.normpath(Path(absolute(output), place))


def roots_of(report: Report, output: str) -> list[str]:
    """The folders from which places are counted, absolute."""
    return [found_from(output, root) for root in report.roots]


def sourced(outcome: Outcome, output: str) -> Row:
    """The row of an outcome, with where its transcript lies."""
    source = outcome.task.source
    return replace(outcome.row, source="" if source == STDIN else seen_from(output, source))


@dataclass(slots=True)
class Merged:
    """``rows`` of this run and of those before; ``moved``: rows of before whose transcripts have another place now."""

    rows: list[Row] = field(default_factory=list)
    moved: list[Row] = field(default_factory=list)


def merged(outcomes: Sequence[Outcome], before: Report, output: str) -> Merged:
    """What this run made takes the place of what the last had there; a transcript that failed keeps what was made of
    it before, which is still there.
    """
    now = [sourced(outcome, output) for outcome in outcomes]
    places, sources = {row.output for row in now}, {row.source for row in now if row.source}
    made = Merged()
    for row in now:
        old = before.by_place.get(row.output)
        keeps = row.failure and old is not None and old.source in ("", row.source)
        made.rows.append(_kept(old, row) if keeps and old else row)
    for old in before.rows:
        if old.output not in places:
            (made.moved if old.source in sources else made.rows).append(old)
    made.rows.sort(key=lambda row: (row.input, row.output))
    return made


def _kept(old: Row, now: Row) -> Row:
    return replace(old, input=now.input, failure=now.failure, source=now.source, made_from="")


def left_out(gathered: Gathered, before: Report) -> tuple[LeftOut, ...]:
    """What was found and not taken, in this run or where only an earlier one looked."""
    sources = {absolute(task.source) for task in gathered.tasks}
    known = {one.name for one in gathered.left_out}
    others = [
        one
        for one in before.left_out
        if one.name not in known
        and not any(inside(absolute(one.name), folder) for folder in gathered.walked)
        and absolute(one.name) not in sources
    ]
    return tuple(sorted((*gathered.left_out, *others), key=lambda one: one.name))


def unused_voices(outcomes: Sequence[Outcome]) -> list[str]:
    """Names that were given a voice and speak in no transcript."""
    rows = [outcome.row for outcome in outcomes if not outcome.row.failure]
    if not rows:
        return []
    return [name for name in rows[0].unused_voices if all(name in row.unused_voices for row in rows)]
