"""Whoever stands behind a URL, asked with one deadline: a server may be silent, or send a byte now and then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from typing import TypeVar

from toolkit.errors import InputError, JimakuError
from toolkit.system.waiting import waiting_for

T = TypeVar("T")
ANSWER_S, LEAST_RATE = 60.0, 128 << 10  # seconds for an answer; for a long one a second more each so many bytes


class Reached:
    """A context for whatever stands behind a URL: each kind of store has errors of its own, and all of them become ours
    here.
    """

    def __init__(self, place: str, error: type[JimakuError] = InputError, allowed: float | None = None) -> None:
        self._place, self._error, self._waiting = place, error, waiting_for(place, allowed)

    def __enter__(self) -> None:
        self._waiting.__enter__()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.__exit__(None, None, None)
        if isinstance(error, FileNotFoundError):
            raise self._error("does not exist", where=self._place, mend="check the spelling of the URL") from error
        if isinstance(error, Exception) and not isinstance(error, JimakuError):
            reason = f"{type(error).__name__}: {error}"[:300]
            raise self._error(
                f"cannot be reached ({reason})",
                where=self._place,
                mend="check the URL, the network and your right to it",
            ) from error


@dataclass(slots=True)
class Moved:
    """Bytes that have come, or are to go; whether nobody waits for them any more."""

    bytes: int = 0
    given_up: bool = False

    def allowed(self) -> float:
        """Seconds that moving them may take."""
        return ANSWER_S + self.bytes / LEAST_RATE


def reached(
    place: str, ask: Callable[[], T], error: type[JimakuError] = InputError, *, moved: Moved | None = None
) -> T:
    """What ``ask`` gives. ``error`` for each of its own, and for none within the time that ``moved`` allows; then it is
    left to itself, in a thread that keeps no process from its end.
    """
    moved = moved or Moved()
    with Reached(place, error, moved.allowed()):
        answer: Future[T] = Future()
        threading.Thread(target=_answered, args=(ask, answer), daemon=True).start()
        since = time.monotonic()
        while (left := since + moved.allowed() - time.monotonic()) > 0:
            try:
                return answer.result(timeout=left)
            except TimeoutError:
                if answer.done():  # just now, or it was an error of its own
                    return answer.result()
        moved.given_up = True
        raise error(
            f"did not answer whole within {moved.allowed():.0f} s",
            where=place,
            mend="see that its server is well, or bring the file here and name that",
        )


class _Handed:
    """A context whose errors are raised by whoever waits for the answer."""

    def __init__(self, answer: Future[T]) -> None:
        self._answer = answer

    def __enter__(self) -> None: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self._answer.set_exception(error)
        return error is not None


def _answered(ask: Callable[[], T], answer: Future[T]) -> None:
    with _Handed(answer):
        answer.set_result(ask())
