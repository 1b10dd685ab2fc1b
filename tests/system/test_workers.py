"""Worker processes: what they say, how they die, and that none is left."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from toolkit.system.workers import EMPLOYER_GONE, Gone, Worker, Workers, settle

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals are Unix's")


def serve(pipe: Connection, desk: Path, place: str) -> None:
    """Does what it is told; ``place`` is made when it is told to end."""
    if sys.platform != "win32":
        signal.signal(signal.SIGTERM, lambda *_: (Path(place).touch(), sys.exit(1)))
    settle(desk)
    with contextlib.suppress(*EMPLOYER_GONE):
        while True:
            match pipe.recv():
                case "die":
                    print("out of breath", file=sys.stderr, flush=True)
                    os._exit(9)
                case "kill":
                    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
                case "sleep":
                    time.sleep(60)
                case word:
                    print("a word on stdout", flush=True)
                    pipe.send((word, os.getpid(), [path.name for path in desk.iterdir()]))


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers[str]]:
    group: Workers[str] = Workers(serve, (str(tmp_path / "told"),), name="test", daemon=True)
    yield group
    group.close()


def told(workers: Workers[str], word: str, *, patience: float = 60.0) -> Worker[str]:
    worker = workers.hire(60.0)
    worker.hand(word, word)
    worker.deadline = time.monotonic() + patience
    return worker


def test_one_answers_and_nobody_hears_its_libraries(workers: Workers[str], capfd: pytest.CaptureFixture[str]) -> None:
    worker = told(workers, "hello")
    assert workers.listen() == [worker]
    word, pid, desk = worker.hear()
    assert (word, desk, worker.taken) == ("hello", ["stderr"], 1)
    assert pid != os.getpid()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("word", "why", "words"),
    [
        ("die", "died (exit code 9)", ": out of breath"),
        pytest.param("kill", "died (signal SIGKILL, as when memory runs out)", "", marks=posix),
    ],
)
def test_one_that_dies_says_how(workers: Workers[str], word: str, why: str, words: str) -> None:
    worker = told(workers, word)
    assert workers.listen() == [worker]
    assert not worker.late
    assert worker.hear() == Gone(why, words)
    assert list(worker.jobs) == [word]


def test_one_that_died_before_it_was_asked_is_found_when_it_is_listened_to(workers: Workers[str]) -> None:
    worker = told(workers, "die")
    worker.process.join()
    worker.hand("again", "again")
    assert isinstance(workers.listen()[0].hear(), Gone)
    assert list(worker.jobs) == ["die", "again"]


def test_one_that_is_silent_for_too_long_is_late(workers: Workers[str]) -> None:
    worker = told(workers, "sleep", patience=0.0)
    assert workers.listen() == [worker]
    assert worker.late
    desk = worker.desk
    workers.part(worker)
    assert len(workers) == 0
    assert not desk.exists()


def test_an_idle_one_is_not_listened_to_and_retires_by_itself(workers: Workers[str], tmp_path: Path) -> None:
    idle, busy = workers.hire(0.0), told(workers, "hello")
    assert workers.listen() == [busy]
    workers.retire(idle)
    assert list(workers) == [busy]
    assert not (tmp_path / "told").exists()


@posix
def test_one_that_is_dismissed_may_clean_up(workers: Workers[str], tmp_path: Path) -> None:
    worker = told(workers, "hello")
    worker.hear()
    workers.dismiss([worker])
    assert (tmp_path / "told").exists()
    assert len(workers) == 0


_EMPLOYER = """
import os, sys, time
from test_workers import serve
from toolkit.system.workers import Workers
if __name__ == "__main__":
    worker = Workers(serve, (sys.argv[1],), name="test").hire(60.0)
    worker.hand("hello", "hello")
    print(worker.hear()[1], flush=True)
    time.sleep(60)
"""


@posix
def test_workers_end_when_their_employer_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "employer.py"
    script.write_text(_EMPLOYER)
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    environment = {**os.environ, "PYTHONPATH": paths, "TMPDIR": str(tmp_path)}
    command = [sys.executable, str(script), str(tmp_path / "told")]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as employer:
        assert employer.stdout
        pid = int(employer.stdout.readline())
        employer.kill()
    until = time.monotonic() + 120
    while _alive(pid):
        assert time.monotonic() < until
        time.sleep(0.02)


def _alive(pid: int) -> bool:
    with contextlib.suppress(OSError):
        if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z":
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_no_folder_is_left(workers: Workers[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    told(workers, "sleep")
    assert len(list(tmp_path.iterdir())) == 1
    workers.close()
    assert list(tmp_path.iterdir()) == []
