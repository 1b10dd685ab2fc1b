"""What runs in a worker process of a batch: one transcript after the other, each with all that is loaded for the one
before.
"""

from __future__ import annotations

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
from toolkit.speech.worker import redirect

_TELL_S = 0.1  # seconds between two words of progress on the same stage


def serve(pipe: Connection, order: Order, desk: str) -> None:
    """Answer tasks until the pipe closes: progress as (stage, done, whole), then the outcome. Temporary files go to
    ``desk``.
    """
    from toolkit.batch.work import perform

    _settle(desk)
    tell = _teller(pipe)
    try:
        while True:
            task, before, jobs = pipe.recv()
            pipe.send(perform(task, replace(order, settings=replace(order.settings, jobs=jobs)), before, tell))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return  # whoever asked is gone


def _settle(desk: str) -> None:
    """Ctrl-C is our parent's to handle; being told to end cleans up. Libraries may say what they like: nobody's output
    is touched.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, _ended)
        signal.pthread_sigmask(
            signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
        )  # blocked while we were started
    redirect(Path(desk, "stderr"))
    tempfile.tempdir = os.environ["TMPDIR"] = desk  # so that nothing of ours outlives the batch, however we end


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
