"""When an edition appeared, as books and feeds must say it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.edition.forms import Job


def appeared(job: Job) -> str:
    """YYYY-MM-DD: as wished, as the transcript tells, or the day (UTC) the sound was made: books and feeds must have
    one, and the same folder gives the same.
    """
    made = datetime.datetime.fromtimestamp(job.sound.mix.stat().st_mtime, datetime.UTC).date().isoformat()
    return job.wanted.date or job.book.date or made
