"""Sentences to clips: those spoken before come from the cache, the others from worker processes, all in order.

Nothing is started for sentences that are all known: neither a worker nor the reader with its dictionaries.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.japanese.lexicon import Entry
from toolkit.japanese.prosody import said
from toolkit.model import Clip
from toolkit.speech.cache import Cache, Doubtful, Remembered
from toolkit.speech.keys import Keys
from toolkit.speech.pool import Pool
from toolkit.speech.protocol import EngineSpec, Request

if TYPE_CHECKING:
    from toolkit.japanese.readings import Reader

_AHEAD = 8  # sentences read from the cache before they are asked for: some 15 MB
DOUBTFUL = 0.3  # words of this risk and more are told to a person


class Synthesizer:
    """Speaks with one engine of the given ``version``; a context manager. ``cache`` None: everything is spoken anew.

    ``jobs`` worker processes, 0 for this process. ``doubtful`` gathers the words whose reading may be wrong, ``spoken``
    counts the sentences that had to be synthesized.
    """

    def __init__(
        self, engine: EngineSpec, version: str, jobs: int, lexicon: Sequence[Entry] = (), cache: Cache | None = None
    ) -> None:
        self._engine, self._jobs, self._lexicon, self._cache = engine, jobs, tuple(lexicon), cache
        self._keys = Keys(engine, version, lexicon)
        self._pool = Pool(engine, jobs)
        self._reader: Reader | None = None
        self._ahead = ThreadPoolExecutor(1, "jimaku-cache")
        self.doubtful: dict[Doubtful, int] = {}
        self.spoken = 0

    def __enter__(self) -> Synthesizer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the workers."""
        self._ahead.shutdown(cancel_futures=True)
        self._pool.close()

    def speak_all(self, requests: Iterable[Request]) -> Iterator[Clip]:
        """One clip for each request, in their order; the first that are new are being spoken when this returns.

        EngineError naming the sentence if one cannot be spoken.
        """
        wanted = [(request, self._keys.of(request)) for request in requests]
        unknown = self._unknown([key for _, key in wanted])
        self._pool.hire(len(unknown))
        readings: deque[Request] = deque()  # as far as they were handed out and their clips not taken
        new = self._pool.speak_all(self._read(wanted, unknown, readings))
        return self._in_order(wanted, unknown, readings, new)

    def _read(
        self, wanted: Sequence[tuple[Request, str]], unknown: set[int], readings: deque[Request]
    ) -> Iterator[Request]:
        for index in sorted(unknown):
            readings.append(self._with_reading(wanted[index][0]))
            yield readings[-1]

    def _in_order(
        self, wanted: Sequence[tuple[Request, str]], unknown: set[int], readings: deque[Request], new: Iterator[Clip]
    ) -> Iterator[Clip]:
        known = self._read_ahead([key for index, (_, key) in enumerate(wanted) if index not in unknown])
        for index, (request, key) in enumerate(wanted):
            if index in unknown:
                clip = next(new)
                yield self._kept(key, readings.popleft(), clip)
            else:
                yield self._recalled(key, request, next(known))

    def _unknown(self, keys: Sequence[str]) -> set[int]:
        """The sentences to be spoken, by index: of several alike the first, where there is a cache to take the others
        from.
        """
        if self._cache is None:
            return set(range(len(keys)))
        first = {key: index for index, key in reversed(list(enumerate(keys)))}
        return {index for key, index in first.items() if not self._cache.has(key)}

    def _read_ahead(self, keys: Sequence[str]) -> Iterator[Remembered | None]:
        """What is kept of each, the next few read while the caller uses the last."""
        under_way: deque[Future[Remembered | None]] = deque()
        for key in keys:
            if len(under_way) > _AHEAD:
                yield under_way.popleft().result()
            under_way.append(self._ahead.submit(self._get, key))
        while under_way:
            yield under_way.popleft().result()

    def _get(self, key: str) -> Remembered | None:
        return self._cache.get(key) if self._cache else None

    def _with_reading(self, request: Request) -> Request:
        if request.reading is not None:
            return request
        if self._reader is None:
            from toolkit.japanese.readings import Reader

            self._reader = Reader(self._lexicon)
        reading = said(self._reader.read(request.text, request.rubies), request.pace)
        return replace(request, reading=reading)

    def _kept(self, key: str, request: Request, clip: Clip) -> Clip:
        words = request.reading.words if request.reading else ()
        doubtful = tuple((word.surface, word.reading, word.risk) for word in words if word.risk >= DOUBTFUL)
        remembered = Remembered(clip, doubtful)
        if self._cache is not None:
            self._cache.put(key, remembered)
        self.spoken += 1
        return self._noted(remembered)

    def _recalled(self, key: str, request: Request, remembered: Remembered | None) -> Clip:
        remembered = remembered or self._get(key)  # spoken since it was looked for
        if remembered is not None:
            return self._noted(remembered)
        # damaged, or removed by another process since we looked: the pool is in the middle of its own order
        reading = self._with_reading(request)
        with Pool(self._engine, min(1, self._jobs)) as pool:
            return self._kept(key, reading, next(pool.speak_all([reading])))

    def _noted(self, remembered: Remembered) -> Clip:
        for word in remembered.doubtful:
            self.doubtful[word] = self.doubtful.get(word, 0) + 1
        return remembered.clip
