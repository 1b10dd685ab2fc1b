"""Being told to end (Ctrl-C, SIGTERM, SIGHUP) at a moment when it would leave something half done."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
from collections.abc import Iterator
from typing import Any

# What tells a process to end; Windows has no SIGHUP
ENDINGS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


@contextlib.contextmanager
def signals_wait() -> Iterator[None]:
    """What tells us to end is heard when the block is over. A process started inside inherits the deafness, until
    ``workers.settle``.
    """
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDINGS)
    heard: list[int] = []  # another thread is not deaf: what it hears, Python would act on here
    handlers: dict[signal.Signals, Any] = {}
    if threading.current_thread() is threading.main_thread():
        handlers = {
            number: signal.signal(number, lambda n, _: heard.append(n))
            for number in ENDINGS
            if callable(signal.getsignal(number))
        }
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        for which in heard:
            signal.raise_signal(which)
