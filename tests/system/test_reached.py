"""A server behind a URL that is silent, trickles or never ends: one deadline, and no more than is wanted."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator

import pytest

from toolkit.batch import inputs
from toolkit.errors import InputError, JimakuError, OutputError
from toolkit.system import locations, reached

PLACE = "http://example.invalid/talk.txt"


class _Store:
    """A store that serves one file."""

    def __init__(self, file: io.RawIOBase | io.BytesIO) -> None:
        self._file = file

    def open(self, path: str, mode: str, block_size: int) -> io.RawIOBase | io.BytesIO:
        assert block_size == 0
        return self._file


class _Endless(io.RawIOBase):
    def read(self, size: int = -1) -> bytes:
        return b"x" * size


class _Trickle(io.RawIOBase):
    """A byte, and then nothing until the test is over."""

    def __init__(self, over: threading.Event) -> None:
        self._over, self._first = over, True

    def read(self, size: int = -1) -> bytes:
        first, self._first = self._first, False
        if first:
            return b"x"
        self._over.wait()
        return b""


@pytest.fixture
def over() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def _serve(file: io.RawIOBase | io.BytesIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locations, "store_of", lambda _: (_Store(file), "talk.txt"))


@pytest.mark.parametrize("size", [0, 1, 3 << 20])
def test_all_of_it_comes(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    _serve(io.BytesIO(b"x" * size), monkeypatch)
    assert locations.read(PLACE) == b"x" * size


@pytest.mark.parametrize("error", [InputError, OutputError])
def test_silence_has_an_end(error: type[JimakuError], over: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reached, "ANSWER_S", 0.01)
    with pytest.raises(error, match=f"{PLACE}: did not answer whole within 0 s — "):
        reached.reached(PLACE, over.wait, error)


def test_so_has_a_trickle(over: threading.Event, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reached, "ANSWER_S", 0.01)
    _serve(_Trickle(over), monkeypatch)
    with pytest.raises(InputError, match="did not answer whole"):
        locations.read(PLACE)


def test_what_never_ends_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    _serve(_Endless(), monkeypatch)
    with pytest.raises(InputError, match=f"{PLACE}: is larger than 2 MiB"):
        locations.read(PLACE, 2 << 20)


def test_a_long_answer_has_longer() -> None:
    assert reached.Moved(60 * reached.LEAST_RATE).allowed() == 2 * reached.ANSWER_S


@pytest.mark.parametrize(
    ("raised", "told"),
    [
        (FileNotFoundError(2, "x"), "does not exist"),
        (TimeoutError("slow"), "cannot be reached (TimeoutError: slow)"),
        (ValueError("odd"), "cannot be reached (ValueError: odd)"),
        (InputError("is ours"), "is ours"),
    ],
    ids=repr,
)
def test_errors_become_ours(raised: Exception, told: str) -> None:
    def ask() -> None:
        raise raised

    with pytest.raises(InputError) as caught:
        reached.reached(PLACE, ask)
    assert told in str(caught.value)


class _Web:
    """What fsspec makes of a web server: every page is a folder of its links."""

    def exists(self, path: str) -> bool:
        return True

    def isdir(self, path: str) -> bool:
        return True

    def find(self, path: str, detail: bool) -> dict[str, dict[str, str]]:
        return {f"{path}/a.txt": {"type": "file"}, f"{path}/b.css": {"type": "file"}}

    def info(self, path: str) -> dict[str, str]:
        return {"type": "file"}


@pytest.mark.parametrize(
    ("url", "sources"),
    [
        ("http://example.invalid/talk.html", [""]),
        ("https://example.invalid/talk.TXT?v=2", [""]),
        ("http://example.invalid/talks", ["/a.txt"]),
    ],
)
def test_a_page_called_a_transcript_is_no_folder(url: str, sources: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "store_of", lambda _: (_Web(), url))
    monkeypatch.setattr(inputs, "read", lambda *_: b"")
    assert [task.source for task in inputs.gather([url], "out").tasks] == [url + source for source in sources]


def test_a_page_that_lists_without_end_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "_PAGE", 1 << 20)
    monkeypatch.setattr(inputs, "store_of", lambda _: (_Web(), "http://example.invalid/talks"))
    _serve(_Endless(), monkeypatch)
    with pytest.raises(InputError, match="is larger than 1 MiB"):
        inputs.gather(["http://example.invalid/talks"], "out")
