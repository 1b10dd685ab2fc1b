"""A writer that works in a thread of its own: hashing, encoding and the system's copying go on while the next block is
made.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pcm = NDArray[Any]  # int16; int32 for 24 bits

T = TypeVar("T")

_AHEAD = 8  # blocks that may wait: 1 MB


class Writer(Protocol):
    """Takes samples front to back. ``finish`` makes the file complete; leaving the context without it leaves the file
    broken. ``sha256``: of the complete file, None where only reading it can tell. ``halt``, from any thread, ends what
    could keep a write waiting.
    """

    @property
    def sha256(self) -> str | None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def write(self, samples: Pcm) -> None: ...
    def skip(self, count: int) -> None: ...
    def finish(self) -> None: ...
    def halt(self) -> None: ...


class Behind:
    """Another writer's work, done behind the caller's back; what goes wrong there is raised at one of the next
    calls.
    """

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._thread = ThreadPoolExecutor(1)
        self._blocks: deque[Future[None]] = deque()

    @property
    def sha256(self) -> str | None:
        return self._writer.sha256

    def __enter__(self) -> Self:
        self._writer.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._writer.halt()
        self._thread.shutdown(cancel_futures=True)
        self._writer.__exit__(None, None, None)

    def write(self, samples: Pcm) -> None:
        self._do(self._writer.write, samples)

    def skip(self, count: int) -> None:
        self._do(self._writer.skip, count)

    def finish(self) -> None:
        self._wait(0)
        self._writer.finish()

    def _do(self, work: Callable[[T], None], block: T) -> None:
        self._blocks.append(self._thread.submit(work, block))
        self._wait(_AHEAD)

    def _wait(self, most: int) -> None:
        """Until at most so many blocks are on their way."""
        while len(self._blocks) > most:
            self._blocks.popleft().result()
