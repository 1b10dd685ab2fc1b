"""A Dask cluster of two workers, one of which is stopped (SIGSTOP): its transcript is made by the other one. Where it
was stopped while it spoke it holds the folder: then that is told, and once it is gone the same command does the rest.

python scripts/bench/stopped.py [--before]
"""

from __future__ import annotations

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import ROOT, say

TALK = "聞き手\n朝は何時に始まりますか。\n\n山田\n五時に始まります。港は静かです。\n\n"
_ENGINE = """
import time
from pathlib import Path
from toolkit.speech.engines.silent import Silent

class Slow(Silent):
    def speak(self, reading, voice, *, pace=1.0):
        Path({note!r}).touch()
        time.sleep(1)
        return super().speak(reading, voice, pace=pace)
"""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", action="store_true", help="stop a worker before the batch begins")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for k in range(2):
            (folder / "in" / f"{k}.txt").write_text(TALK * 5, "utf-8")
        note = folder / "speaking"
        (folder / "slow_engine.py").write_text(_ENGINE.format(note=str(note)), "utf-8")
        with _cluster(folder) as (address, first):
            if given.before:
                first.send_signal(signal.SIGSTOP)
            seconds, told = _made(folder, address, None if given.before else lambda: _stop(first, note))
            good = "2 of 2 done" in told if given.before else f"see that the worker {address[:9]}" in told
            good = good and "waiting for the worker" in told
            first.kill()
            good = good and "2 of 2 done" in _made(folder, address)[1]
    print(f"  {seconds:.0f} s")
    return 0 if say("a stopped worker is told, and its transcript made", float(good), 1.0, least=True) else 1


def _stop(worker: subprocess.Popen[bytes], note: Path) -> None:
    _until(note.exists)
    time.sleep(1)
    worker.send_signal(signal.SIGSTOP)


def _made(folder: Path, address: str, meanwhile: Callable[[], None] | None = None) -> tuple[float, str]:
    """How long a batch took, in seconds, and what it told."""
    since = time.monotonic()
    command = ["batch", str(folder / "in"), "-o", str(folder / "out"), "--engine", "slow_engine:Slow", "--no-cache"]
    run = subprocess.Popen(
        [sys.executable, "-m", "toolkit", *command, "--scheduler", address],
        env=_environment(folder),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    if meanwhile:
        meanwhile()
    told = run.communicate()[1]
    print(told, file=sys.stderr)
    return time.monotonic() - since, told


@contextlib.contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a scheduler, and its first worker."""
    quiet = {"env": _environment(folder), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    python, note = [sys.executable, "-m"], folder / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(note)]
    started = [subprocess.Popen([*python, "distributed.cli.dask_scheduler", *options], **quiet)]
    try:
        _until(lambda: note.exists() and bool(note.read_text()))
        options = ["--scheduler-file", str(note), "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        for _ in range(2):
            command = [*python, "distributed.cli.dask_worker", *options, "--local-directory", str(folder)]
            started.append(subprocess.Popen(command, **quiet))
        time.sleep(10)
        yield f"tcp://{note.read_text().split('tcp://')[1].split(chr(34))[0]}", started[1]
    finally:
        for process in started:
            process.kill()
            process.wait()


def _environment(folder: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{folder}", "DASK_TEMPORARY_DIRECTORY": str(folder)}


def _until(there: Callable[[], bool]) -> None:
    while not there():
        time.sleep(0.1)


if __name__ == "__main__":
    raise SystemExit(main())
