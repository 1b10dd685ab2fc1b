"""What whoever runs a batch tells whoever watches it."""

from __future__ import annotations

from typing import Protocol

from toolkit.batch.order import Outcome, Task


class Watcher(Protocol):
    """Is told what happens, from one thread at a time."""

    def working(self, task: Task, stage: str, done: int, whole: int) -> None: ...

    def waiting(self, task: Task, words: str) -> None: ...

    def finished(self, outcome: Outcome) -> None: ...
