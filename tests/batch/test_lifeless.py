"""A cluster whose workers, or all of which, give no sign of life: told, given up, and tried elsewhere once."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from toolkit.batch import cluster
from toolkit.batch.lifeless import Pulse
from toolkit.batch.order import Order, Outcome, Row, Task, failed
from toolkit.system.waiting import told_by
from toolkit.wishes.settings import Settings

ADDRESS = "tcp://127.0.0.1:1"
A, B, C = "tcp://a:1", "tcp://b:2", "tcp://c:3"


@dataclass(eq=False)
class _Future:
    """Of one task; ``outcome`` None: none has come."""

    key: str
    outcome: Outcome | BaseException | None = None
    heard: list[Callable[[Any], None]] = field(default_factory=list)

    def add_done_callback(self, call: Callable[[Any], None]) -> None:
        self.heard.append(call)
        if self.outcome is not None:
            call(self)

    def cancelled(self) -> bool:
        return False

    def exception(self) -> None:
        return None

    def result(self, timeout: float) -> Outcome:
        assert timeout > 0
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        assert self.outcome is not None
        return self.outcome

    def release(self) -> None: ...


class _Cluster:
    """What is asked of Dask's client. Each worker ends at once what it is given, unless it is ``stopped``."""

    def __init__(self, workers: list[str], stopped: set[str], strange: Mapping[str, list[str]] | None = None) -> None:
        self._workers, self.stopped = workers, stopped
        self._signs = 0
        self.held: dict[str, list[str]] = {worker: list((strange or {}).get(worker, ())) for worker in workers}
        self.given: list[str] = []
        self.made: Callable[[Task], Outcome] = lambda task: Outcome(task, Row(task.shown, task.place))

    def scheduler_info(self) -> dict[str, dict[str, dict[str, float]]]:
        self._signs += 1
        return {
            "workers": {
                worker: {"last_seen": 0.0 if worker in self.stopped else float(self._signs)} for worker in self._workers
            }
        }

    def processing(self) -> dict[str, list[str]]:
        return self.held

    def subscribe_topic(self, topic: str, call: Callable[[Any], None]) -> None: ...

    def submit(self, _: object, task: Task, *__: object, key: str, retries: int, workers: list[str] | None) -> _Future:
        worker = (workers or self._workers)[0]
        self.given.append(worker)
        if worker in self.stopped:
            self.held[worker].append(key)
            return _Future(key)
        return _Future(key, self.made(task))

    def cancel(self, futures: list[_Future], force: bool) -> None:
        for future in futures:
            for keys in self.held.values():
                if future.key in keys:
                    keys.remove(future.key)
            for call in future.heard:
                call(future)


class _Watcher:
    def working(self, task: Task, stage: str, done: int, whole: int) -> None: ...

    def waiting(self, task: Task, words: str) -> None: ...

    def finished(self, outcome: Outcome) -> None: ...


def _outcome(client: _Cluster, monkeypatch: pytest.MonkeyPatch) -> tuple[Row, list[str]]:
    """Of one transcript, and what was told. The clock goes on by ten seconds whenever it is asked."""
    monkeypatch.setattr(cluster, "_LOOK_S", 0.001)
    seconds = itertools.count(0.0, 10.0)
    pulse = Pulse(client, ADDRESS, lambda: next(seconds))
    task = Task(0, "talk.txt", "talk.txt", (), "talk")
    lines: list[str] = []
    with told_by(lines.append):
        (outcome,) = cluster._Run(client, Order("out", Settings({})), {}, _Watcher(), ADDRESS, pulse).run([task])
    return outcome.row, lines


def test_what_a_stopped_worker_holds_is_made_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Cluster([A, B, C], {A, B})
    row, lines = _outcome(client, monkeypatch)
    assert client.given == [A, C]
    assert (row.failure, row.warnings) == (
        "",
        ("a first process at work on it gave no sign of life for 60 s; a second one made it",),
    )
    assert [line for line in lines if "worker" in line] == [
        f"waiting for the worker {A} of {ADDRESS}: nothing for 20 s, 60 s are allowed"
    ]


def test_a_stopped_worker_may_hold_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Cluster([A, B], {A})
    client.made = lambda task: failed(task, "out/talk: is being written by another run — wait for it", passing=True)
    row, _ = _outcome(client, monkeypatch)
    assert row.failure == (
        "out/talk: is being written by another run: wait for it; a first process at work on it gave no sign of life "
        f"for 60 s — see that the worker {A} runs, then run the batch again"
    )


@pytest.mark.parametrize(
    ("workers", "stopped", "given"), [([A], {A}, [A]), ([A, B], {A, B}, [A])], ids=["the only one", "all of them"]
)
def test_where_no_other_lives_it_fails_and_is_told(
    workers: list[str], stopped: set[str], given: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = _Cluster(workers, stopped)
    row, _ = _outcome(client, monkeypatch)
    assert client.given == given
    assert row.failure == (
        "talk.txt: the process at work on it gave no sign of life for 60 s — "
        f"see that the worker {A} runs, then run the batch again"
    )


def test_it_is_tried_twice_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Cluster([A, B], {A})
    submit = client.submit

    def stops_too(*args: Any, workers: list[str] | None, **rest: Any) -> _Future:
        client.stopped |= set(workers or ())
        return submit(*args, workers=workers, **rest)

    monkeypatch.setattr(client, "submit", stops_too)
    row, _ = _outcome(client, monkeypatch)
    assert client.given == [A, B]
    assert f"see that the worker {B} runs" in row.failure


def test_a_worker_that_is_at_other_peoples_work_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Cluster([B, A], {A}, {A: ["theirs"]})
    row, _ = _outcome(client, monkeypatch)
    assert (row.failure, row.warnings, client.given) == ("", (), [B])
    assert client.held[A] == ["theirs"]


def test_many_workers_give_their_signs_less_often() -> None:
    client = _Cluster([f"tcp://{k}:1" for k in range(2000)], set())
    pulse = Pulse(client, ADDRESS)
    pulse.look()
    assert pulse.allowed == pytest.approx(240)


def test_a_worker_that_stopped_after_its_work(monkeypatch: pytest.MonkeyPatch) -> None:
    future = _Future("key", TimeoutError())
    outcome = cluster._outcome(future, Task(0, "talk.txt", "talk.txt", (), "talk"))
    assert outcome.passing
    assert "gave no sign of life for 30 s" in outcome.row.failure


@pytest.mark.parametrize(
    ("workers", "keys", "stuck"),
    [([], [], True), ([A], ["{topic}-1"], True), ([A], ["theirs-1", "{topic}-2"], True), ([A], ["theirs-1"], False)],
)
def test_a_cluster_that_says_nothing_is_given_up_where_it_is_our_turn(
    workers: list[str], keys: list[str], stuck: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("_LOOK_S", "TOLD_S", "SILENCE_S"):
        monkeypatch.setattr(cluster, name, 0.01)
    client = _Cluster(workers, set())
    pulse = Pulse(client, ADDRESS)
    run = cluster._Run(client, Order("out", Settings({})), {}, _Watcher(), ADDRESS, pulse)
    client.held = {worker: [key.format(topic=run._topic) for key in keys] for worker in workers}
    task, future = Task(0, "talk.txt", "talk.txt", (), "talk"), _Future("key")
    monkeypatch.setattr(client, "submit", lambda *_, **__: future)
    found, is_stuck = [], run._stuck

    def and_noted() -> bool:
        found.append(is_stuck())
        if not found[-1]:  # at last
            future.outcome = failed(task, "bad")
            future.heard[0](future)
        return found[-1]

    monkeypatch.setattr(run, "_stuck", and_noted)
    told: list[str] = []
    with told_by(told.append):
        (outcome,) = run.run([task])
    assert found == [stuck]
    assert ("nothing was heard of it for 0 s" in outcome.row.failure) == stuck
    assert told == [f"waiting for the cluster at {ADDRESS}: nothing for 0 s, 0 s are allowed"]
