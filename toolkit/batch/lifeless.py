"""Workers of a cluster that give no sign of life, and the transcripts they hold."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

from toolkit.system.waiting import told

LIFELESS_S = 60.0  # without a sign, until a worker is at work no more; Dask itself waits 300 s
_SIGNS = 0.12  # seconds a worker of the cluster: 12 of the times in which each of many gives a sign (Dask: n / 100)
_LOOK_S = 5.0


class Pulse:
    """When each worker was last heard of by the scheduler, on our own clock: theirs may go wrong."""

    def __init__(self, client: Any, address: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._client, self._address, self._clock = client, address, clock
        self._seen: dict[str, tuple[float, float]] = {}  # the scheduler's time, and ours when we learned it
        self._silent: dict[str, float] = {}  # seconds by worker
        self._told: set[str] = set()
        self._next = 0.0

    @property
    def allowed(self) -> float:
        """Seconds without a sign."""
        return max(LIFELESS_S, _SIGNS * len(self._seen))

    def look(self) -> None:
        """Learn how long each worker has been silent."""
        now, seen = self._clock(), {}
        for worker, about in self._client.scheduler_info()["workers"].items():
            old = self._seen.get(worker)
            seen[worker] = old if old and old[0] == about["last_seen"] else (about["last_seen"], now)
        self._seen = seen
        self._silent = {worker: now - since for worker, (_, since) in seen.items()}
        self._told &= {worker for worker in seen if not self._is_well(worker)}

    def _is_well(self, worker: str) -> bool:
        return self._silent.get(worker, 0.0) < self.allowed / 4

    def living(self) -> list[str]:
        """The workers that were heard of lately."""
        return [worker for worker in self._seen if self._is_well(worker)]

    def holding(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each worker that is lifeless, and the keys it holds; nothing if that was asked a moment ago. One that has
        been silent for a while is told.
        """
        if (now := self._clock()) < self._next:
            return
        self._next = now + _LOOK_S
        self.look()
        if len(self.living()) == len(self._seen):
            return
        for worker, keys in self._client.processing().items():
            seconds = self._silent.get(worker, 0.0)
            if keys and not self._is_well(worker) and worker not in self._told:
                self._told.add(worker)
                told(f"the worker {worker} of {self._address}", seconds, self.allowed)
            if keys and seconds >= self.allowed:
                yield worker, frozenset(map(str, keys))
