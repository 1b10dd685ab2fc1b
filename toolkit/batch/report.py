"""What came of a batch, for programs (``report.json``) and for the next run."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from toolkit import __version__
from toolkit.batch.order import Outcome, Row, row_of
from toolkit.system.locations import is_url, joined, read, size_of

if TYPE_CHECKING:
    from toolkit.batch.forms import FeedMade

NAME = "report.json"
PAGE = "report.html"


def as_data(rows: Sequence[Row], feed: FeedMade | None = None) -> dict[str, Any]:
    """The report as plain data: the same transcripts and settings give the same, whatever was interrupted on the
    way. ``feed``: of the episodes, if there is one.
    """
    return {
        "jimaku": __version__,
        "transcripts": len(rows),
        "failed": sum(bool(row.failure) for row in rows),
        "duration_ms": sum(row.products[-1].duration_ms for row in rows if row.products),
        "cues": sum(row.products[-1].cues for row in rows if row.products),
        **({"feed": asdict(feed)} if feed else {}),
        "rows": [_row(row) for row in rows],
    }


def _row(row: Row) -> dict[str, Any]:
    """Forms are named where there are any."""
    data = asdict(row)
    if not row.forms:
        del data["forms"]
    return data


def earlier(output: str) -> Mapping[str, Row]:
    """The rows of the report that is in the output now, by the place of their outputs; none if there is no report of
    ours.
    """
    place = joined(output, NAME)
    if size_of(place) < 0:
        return {}
    try:
        rows = json.loads(_bytes(place))["rows"]
        return {row.output: row for row in map(row_of, rows)}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _bytes(place: str) -> bytes:
    if is_url(place):
        return read(place)
    with open(place, "rb") as file:  # noqa: PTH123 -- a place, which may be a URL
        return file.read()


def unused_voices(outcomes: Sequence[Outcome]) -> list[str]:
    """Names that were given a voice and speak in no transcript."""
    rows = [outcome.row for outcome in outcomes if not outcome.row.failure]
    if not rows:
        return []
    return [name for name in rows[0].unused_voices if all(name in row.unused_voices for row in rows)]
