"""What runs in a worker process of a batch: one transcript after the other, each with all that is loaded for the one
before.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType

from toolkit.batch.order import Order
from toolkit.system.workers import EMPLOYER_GONE, settle

_TELL_S = 0.1  # seconds between two words of progress on the same stage


def serve(pipe: Connection, desk: Path, order: Order) -> None:
    """Answer tasks until the pipe closes: progress as (stage, done, whole), then the outcome. Temporary files go to
    ``desk``.
    """
    from toolkit.batch.work import perform

    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, _ended)  # being told to end cleans up
    settle(desk)
    # so that nothing of ours outlives the batch, however we end
    tempfile.tempdir = os.environ["TMPDIR"] = str(desk)
    tell = _teller(pipe)
    with contextlib.suppress(*EMPLOYER_GONE):
        while True:
            task, before, jobs = pipe.recv()
            pipe.send(perform(task, replace(order, settings=order.settings.but(jobs=jobs)), before, tell))


def _ended(_number: int, _frame: FrameType | None) -> None:
    sys.exit(1)


def _teller(pipe: Connection) -> Callable[[str, int, int], None]:
    last, at = "", 0.0

    def tell(stage: str, done: int, whole: int) -> None:
        nonlocal last, at
        now = time.monotonic()
        if stage != last or done == whole or now - at >= _TELL_S:
            last, at = stage, now
            pipe.send((stage, done, whole))

    return tell
