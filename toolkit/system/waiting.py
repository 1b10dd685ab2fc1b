"""What is waited for, told to whoever waits: what does not answer, since when, and how long it may take.

The command line says by whom it is told; workers and whoever uses the package as a library are told nothing.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator

TOLD_AFTER_S = 5.0  # nobody wonders earlier

Tell = Callable[[str], None]
_tell: Tell | None = None


def tell_by(tell: Tell | None) -> Tell | None:
    """From now on ``tell`` is given one line about every long wait; what it was until now."""
    global _tell  # one process talks to one person
    before, _tell = _tell, tell
    return before


@contextlib.contextmanager
def told_by(tell: Tell) -> Iterator[None]:
    """The same for a block: while bars are shown, lines go above them."""
    before = tell_by(tell)
    try:
        yield
    finally:
        tell_by(before)


def told(what: str, seconds: float, allowed: float | None) -> None:
    """That ``what`` has not answered for so many seconds, of the ``allowed`` ones."""
    if _tell is not None:
        limit = "" if allowed is None else f", {allowed:.0f} s are allowed"
        _tell(f"waiting for {what}: nothing for {seconds:.0f} s{limit}")


@contextlib.contextmanager
def waiting_for(what: str, allowed: float | None = None, *, usual: float = 0.0) -> Iterator[None]:
    """The block waits for ``what``, ``allowed`` seconds at most (None: that is not ours to say): told once, if it takes
    long, and longer than is ``usual`` in seconds.
    """
    after = max(TOLD_AFTER_S, usual)
    if _tell is None or (allowed is not None and allowed <= after):
        yield
        return
    timer = threading.Timer(after, told, (what, after, allowed))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
