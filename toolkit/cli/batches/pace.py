"""How long what is left of a batch takes, by what it has taken so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.batch.order import Outcome, Task

_SETTLED_S = 5.0  # the first processes load dictionaries: what they have done until then says nothing of the rest
_SETTLED = 0.02  # of the transcripts


class Pace:
    """Times are seconds of one clock. A document that is packed (.docx) has ten times the bytes of its text, so each
    kind of file has a pace of its own; one of which none is done yet takes, a transcript, what the others took.
    """

    def __init__(self, tasks: Iterable[Task], began: float) -> None:
        self._began = began
        self._waiting = {task.index: task for task in tasks}
        self._count = len(self._waiting)
        self._since: dict[int, float] = {}
        self._spent: defaultdict[str, float] = defaultdict(float)  # seconds of processes, by kind
        self._bytes: defaultdict[str, int] = defaultdict(int)  # that took them
        self._made = 0

    def begin(self, task: Task, now: float) -> None:
        """Work on it has begun, if it had not."""
        self._since.setdefault(task.index, now)

    def end(self, outcome: Outcome, now: float) -> None:
        """It has come to an end. What was there already says nothing of the rest."""
        task = outcome.task
        since = self._since.pop(task.index, None)
        if self._waiting.pop(task.index, None) is not None and since is not None and not outcome.unchanged:
            self._spent[_kind(task)] += now - since
            self._bytes[_kind(task)] += task.size + 1
            self._made += 1

    def spent_s(self) -> float:
        """Seconds of processes that went into what is done."""
        return sum(self._spent.values())

    def ahead_s(self, now: float) -> float:
        """Seconds of processes that what is left will take; 0 as long as nothing is done."""
        if not self._made:
            return 0.0
        spent = {index: now - since for index, since in self._since.items()}
        return sum(max(0.0, self._takes(task) - spent.get(index, 0.0)) for index, task in self._waiting.items())

    def share(self, now: float) -> float:
        """How much of the whole is done, from 0 to 1."""
        if not self._waiting:
            return 1.0
        return self.spent_s() / max(1e-9, self.spent_s() + self.ahead_s(now)) if self._made else 0.0

    def left_s(self, now: float) -> float | None:
        """Seconds until all is done, by as many processes as are at work; None as long as nobody can know."""
        done = self._count - len(self._waiting)
        if now - self._began < _SETTLED_S or done < self._count * _SETTLED or not self._made or not self._waiting:
            return None
        at_work = min(len(self._since) + 1, len(self._waiting))  # the one that has just ended takes another
        return self.ahead_s(now) / at_work

    def _takes(self, task: Task) -> float:
        kind = _kind(task)
        if self._bytes[kind]:
            return (task.size + 1) * self._spent[kind] / self._bytes[kind]
        return self.spent_s() / self._made


def _kind(task: Task) -> str:
    return PurePosixPath(task.source.replace("\\", "/")).suffix.lower()
