"""Work shared with other processes: the same as alone, in order, and nothing wrong is hidden."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from toolkit.system import forks as module
from toolkit.system.forks import beside, shared

HERE = os.getpid()
SIZES = [3_000] * 10

needs_fork = pytest.mark.skipif(
    not hasattr(os, "sched_getaffinity"), reason="work is shared by forking, which needs Linux"
)


@pytest.fixture(autouse=True)
def four_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_cores", lambda: 4)


@needs_fork
def test_every_job_is_done_once_in_order_and_not_all_of_them_here() -> None:
    done = shared(range(10), SIZES, lambda n: (n, os.getpid()))
    assert [n for n, _ in done] == list(range(10))
    assert len({pid for _, pid in done}) == 4


@pytest.mark.parametrize(
    ("sizes", "processes"),
    [
        ([], 1),
        ([10], 1),
        ([3_999, 4_000], 1),
        ([4_000, 4_000], 2),
        ([1, 1, 40_000], 1),
        ([40_000, 1, 1], 2),
        ([2_000] * 12, 4),
        ([0, 8_000, 0, 8_000], 4),
    ],
)
def test_as_many_processes_as_there_is_work_for(sizes: list[int], processes: int) -> None:
    stretches = module._stretches(sizes, min(4, sum(sizes) // 4_000))
    assert len(stretches) <= processes
    assert [n for a, b in stretches for n in range(a, b)] == list(range(len(sizes)))
    assert all(a < b for a, b in stretches)


@needs_fork
def test_what_is_wrong_with_a_job_is_raised_here() -> None:
    def fail(n: int) -> int:
        if n == 9:
            raise ValueError(f"job {n} in {os.getpid() == HERE}")
        return n

    with pytest.raises(ValueError, match="job 9 in True"):
        shared(range(10), SIZES, fail)


@needs_fork
def test_what_a_killed_process_had_to_do_is_done_here() -> None:
    def die(n: int) -> int:
        if n > 4 and os.getpid() != HERE:
            os.kill(os.getpid(), signal.SIGKILL)
        return n

    assert shared(range(10), SIZES, die) == list(range(10))


@needs_fork
def test_no_process_outlives_an_error_here(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[int] = []
    fork = os.fork

    def noted() -> int:
        started.append(fork())
        return started[-1]

    def slow(n: int) -> int:
        if os.getpid() == HERE:
            raise KeyboardInterrupt
        time.sleep(60)
        return n

    monkeypatch.setattr(os, "fork", noted)
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        shared(range(10), SIZES, slow)
    assert time.monotonic() - began < 30
    assert len(started) == 3
    for pid in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)


def test_not_beside_other_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    done = threading.Event()
    other = threading.Thread(target=done.wait)
    other.start()
    try:
        assert module._cores() == 1
    finally:
        done.set()
        other.join()


@needs_fork
def test_beside_does_one_thing_there_and_the_other_here() -> None:
    there, here = beside(os.getpid, os.getpid)
    assert here == HERE != there


def test_beside_without_another_core_does_both_here_what_can_be_told_first_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_cores", lambda: 1)
    order: list[str] = []
    assert beside(lambda: order.append("do"), lambda: order.append("meanwhile")) == (None, None)
    assert order == ["meanwhile", "do"]


@needs_fork
def test_what_goes_wrong_beside_is_raised_here() -> None:
    def fail() -> int:
        raise ValueError(f"in {os.getpid() == HERE}")

    with pytest.raises(ValueError, match="in True"):
        beside(fail, lambda: 1)


@needs_fork
def test_what_goes_wrong_here_ends_what_is_beside() -> None:
    def fail() -> int:
        raise KeyError("here")

    began = time.monotonic()
    with pytest.raises(KeyError, match="here"):
        beside(lambda: time.sleep(60), fail)
    assert time.monotonic() - began < 30
