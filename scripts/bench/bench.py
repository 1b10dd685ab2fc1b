"""What the scripts beside this one share: samples made from media/, commands timed as whole processes, and the line
that says how it went.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MEDIA = ROOT / "media"
SAMPLE = MEDIA / "kouen.txt"
INTERVIEWS = ROOT / "tests" / "quality" / "interviews"


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that has run: seconds by the clock, and the most memory all its processes had at once (bytes, 0 where
    not known).
    """

    seconds: float
    memory: int


def jimaku(*arguments: str | Path, cache: Path | None = None, watch: bool = False) -> Ran:
    """Run the command line as a person does, in a process of its own. Raises with its words if it fails."""
    return python("-m", "toolkit", *arguments, cache=cache, watch=watch)


def python(*arguments: str | Path, cache: Path | None = None, watch: bool = False) -> Ran:
    """Run a Python of the same environment. ``cache``: the folder of spoken sentences; ``watch``: measure memory."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **({"JIMAKU_CACHE": str(cache)} if cache else {})}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed package is compiled once, not at every start
    began = time.perf_counter()
    with tempfile.TemporaryFile() as words:
        process = subprocess.Popen(
            [sys.executable, *map(str, arguments)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=words
        )
        peak = _peak_of(process) if watch else 0
        process.wait()
        seconds = time.perf_counter() - began
        if process.returncode:
            words.seek(0)
            raise SystemExit(
                f"{' '.join(map(str, arguments))} ended with {process.returncode}:\n{words.read().decode('utf-8', 'replace')}"  # noqa: E501
            )
    return Ran(seconds, peak)


def _peak_of(process: subprocess.Popen[bytes]) -> int:
    """The most that the process and all below it had at once (``held``), elsewhere than on Linux the greatest single
    process.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        process.wait()
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    peak = 0
    ended = threading.Event()
    threading.Thread(target=lambda: (process.wait(), ended.set()), daemon=True).start()
    while not ended.wait(0.2):  # a look costs the kernel milliseconds for each process
        peak = max(peak, held(map(_rollup, _family(process.pid))))
    return peak


def held(rollups: Iterable[str]) -> int:
    """Bytes that processes of one run hold, by their ``smaps_rollup`` ('' of one that has ended): what is their own,
    and the mapped files of the one that has the most of them, since all map the same programs and dictionaries. A
    proportional set size would change with whatever else runs on the machine and maps these too.
    """
    own = files = 0
    for rollup in filter(None, rollups):
        kilobytes = {name: int(size) for name, size in re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.MULTILINE)}
        shared = kilobytes.get("Pss_Shmem", 0)
        own += kilobytes.get("Pss_Anon", kilobytes["Anonymous"]) + shared
        files = max(files, kilobytes["Rss"] - kilobytes["Anonymous"] - shared)
    return (own + files) * 1024


def _family(pid: int) -> list[int]:
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text().split()
        ]
    except OSError:
        return []
    return [pid, *(one for child in children for one in _family(child))]


def _rollup(pid: int) -> str:
    """'' for one that has ended, or has no memory any more."""
    try:
        return Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return ""


def best(times: Sequence[float]) -> float:
    """The least disturbed of several runs."""
    return min(times)


def grown(path: Path, times: int, sample: Path = SAMPLE) -> Path:
    """``times`` the sample in one transcript: its body again and again, each time with a number of its own in every
    sentence, so that no sentence comes twice.
    """
    head, _, body = sample.read_text("utf-8").partition("\n\n")
    parts = [body.replace("。", f"、{k:02}回。") for k in range(times)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(head + "\n\n" + "\n\n".join(parts), "utf-8")
    return path


_LABEL = re.compile(r"^@(.+)$", re.MULTILINE)


def different(path: Path, count: int) -> Path:
    """``count`` interviews of different hands in one transcript, 3,600 characters each, always between the same two
    people: another speaker is another track, which is no matter of length.
    """
    parts = []
    for one in sorted(INTERVIEWS.glob("*.raw.txt"))[:count]:
        text = one.read_text("utf-8")
        asks = _LABEL.search(text)
        parts.append(_LABEL.sub(lambda label: "@聞き手" if asks and label[1] == asks[1] else "@話し手", text))  # noqa: B023
    path.write_text("\n\n".join(parts), "utf-8")
    return path


def many(folder: Path, count: int, sample: Path = MEDIA / "mijikai.txt", *, apart: int = -1) -> Path:
    """A folder of ``count`` short transcripts, no two alike in their first ``apart`` sentences (−1: in all)."""
    folder.mkdir(parents=True, exist_ok=True)
    text = sample.read_text("utf-8")
    for k in range(count):
        (folder / f"{k:04}.txt").write_text(text.replace("。", f"、{k}番。", apart), "utf-8")
    return folder


def say(what: str, value: float, bar: float, *, least: bool = False, detail: str = "") -> bool:
    """Print one result against its bar; whether it holds."""
    holds = value >= bar if least else value <= bar
    sign = "≥" if least else "≤"
    print(
        f"{'ok  ' if holds else 'OVER'} {what}: {value:.3f} × (bar {sign} {bar:g} ×){f'  [{detail}]' if detail else ''}",  # noqa: E501
        flush=True,
    )
    return holds
