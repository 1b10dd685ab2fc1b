"""What runs in a worker process of a batch: one transcript after the other, each with all that is loaded for the one
before.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from toolkit.batch.order import Order
from toolkit.system.waiting import tell_by
from toolkit.system.workers import EMPLOYER_GONE, settle

BEAT_S = 5.0  # seconds between two signs of life, whatever the transcript is at
_TELL_S = 0.1  # seconds between two words of progress on the same stage


def serve(pipe: Connection, desk: Path, order: Order) -> None:
    """Answer tasks until the pipe closes: progress as (stage, done, whole), a line about what is waited for, then the
    outcome. Temporary files go to ``desk``.
    """
    from toolkit.batch.work import perform

    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, _ended)  # being told to end cleans up
    settle(desk)
    # so that nothing of ours outlives the batch, however we end
    tempfile.tempdir = os.environ["TMPDIR"] = str(desk)
    mouth = _Mouth(pipe)
    tell = _teller(mouth)
    tell_by(mouth.say)
    threading.Thread(target=_beat, args=(mouth,), daemon=True).start()
    with contextlib.suppress(*EMPLOYER_GONE):
        while True:
            task, before, jobs = pipe.recv()
            mouth.busy = True
            mouth.say(perform(task, replace(order, settings=order.settings.but(jobs=jobs)), before, tell), last=True)


class _Mouth:
    """The one way to say something from two threads. ``busy``: there is a task, and somebody listens."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._lock, self.busy = pipe, threading.Lock(), False

    def say(self, what: object, *, last: bool = False) -> None:
        with self._lock:
            self._pipe.send(what)
            self.busy = self.busy and not last

    def beat(self) -> None:
        """A sign of life, which is None."""
        with self._lock:
            if self.busy:
                self._pipe.send(None)


def _beat(mouth: _Mouth) -> None:
    with contextlib.suppress(*EMPLOYER_GONE):
        while True:
            time.sleep(BEAT_S)
            mouth.beat()


def _ended(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


def _teller(mouth: _Mouth) -> Callable[[str, int, int], None]:
    last, at = "", 0.0

    def tell(stage: str, done: int, whole: int) -> None:
        nonlocal last, at
        now = time.monotonic()
        if stage != last or done == whole or now - at >= _TELL_S:
            last, at = stage, now
            mouth.say((stage, done, whole))

    return tell
