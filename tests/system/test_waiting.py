"""What is waited for is told: once, and only if it takes long."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from toolkit.system import waiting
from toolkit.system.waiting import told_by, waiting_for


@pytest.fixture
def lines() -> Iterator[list[str]]:
    found: list[str] = []
    with told_by(found.append):
        yield found


@pytest.mark.parametrize(
    ("allowed", "line"),
    [
        (30.0, "waiting for the engine: nothing for 0 s, 30 s are allowed"),
        (None, "waiting for the engine: nothing for 0 s"),
    ],
)
def test_a_long_wait_is_told_once(allowed: float | None, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "TOLD_AFTER_S", 0.01)
    found: list[str] = []
    heard = threading.Event()

    def tell(text: str) -> None:
        found.append(text)
        heard.set()

    with told_by(tell), waiting_for("the engine", allowed):
        assert heard.wait(60)
    assert found == [line]


@pytest.mark.parametrize(("allowed", "usual"), [(3600.0, 0.0), (3600.0, 1800.0), (1.0, 0.0), (None, 1800.0)])
def test_a_short_one_is_not(allowed: float | None, usual: float, lines: list[str]) -> None:
    with waiting_for("the engine", allowed, usual=usual):
        pass
    assert lines == []
    assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]


def test_nobody_is_told_where_nobody_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "TOLD_AFTER_S", 0.0)
    before = waiting.tell_by(None)
    try:
        with waiting_for("the engine"):
            assert not [thread for thread in threading.enumerate() if isinstance(thread, threading.Timer)]
    finally:
        waiting.tell_by(before)
