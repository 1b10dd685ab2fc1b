"""Temporary names that tell whose they are, so that what a killed run left behind can be cleared without harm to a
living one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from toolkit.errors import OutputError
from toolkit.system.locks import hold, is_held, let_go

_HOST = hashlib.sha256(platform.node().encode()).hexdigest()[:6]
_OURS = re.compile(rf"\.?jimaku-{_HOST}-([0-9]+)-")
_ANYONES = re.compile(r"\.?jimaku-[0-9a-f]{6}-[0-9]+-")


def temporary_prefix(*, hidden: bool = True) -> str:
    """The beginning of every temporary name of this process: the toolkit, the machine and the process."""
    return f"{'.' if hidden else ''}jimaku-{_HOST}-{os.getpid()}-"


JOURNAL = ".journal"  # of a publication that was broken off: what it names is needed to finish it


def sweep(folder: Path) -> None:
    """Remove what dead processes of this machine left in ``folder`` itself, unless a journal there, or above it, may
    still need it. Never raises: what cannot go stays.
    """
    with contextlib.suppress(OSError):
        if any(_journals(place) for place in (folder, folder.parent)):
            return
        for entry in os.scandir(folder):
            if abandoned(Path(entry.path)):
                _remove(entry)


def _journals(folder: Path) -> bool:
    return any(path.suffix == JOURNAL and temporary(path.name) for path in folder.iterdir())


def abandoned(path: Path) -> bool:
    """Whether it was made by a process of this machine that runs no more. A number tells nothing of a process in
    another container, but what is in use is locked.
    """
    owner = _OURS.match(path.name)
    return owner is not None and not _alive(int(owner[1]), path) and not is_held(path)


def given_up(path: Path) -> bool:
    """Whether this process made it, and does not hold it any more."""
    owner = _OURS.match(path.name)
    return owner is not None and int(owner[1]) == os.getpid() and not is_held(path)


@contextlib.contextmanager
def temporary_folder(folder: Path | None = None) -> Iterator[Path]:
    """A folder for the block, in ``folder`` (hidden there) or where temporary things are, marked as in use. OSError if
    it cannot be made.
    """
    made = Path(tempfile.mkdtemp(prefix=temporary_prefix(hidden=folder is not None), dir=folder))
    handle = hold(made)
    try:
        yield made
    finally:
        let_go(handle)
        shutil.rmtree(made, ignore_errors=True)


_LEAST = 8 << 20  # bytes: what workers write where temporary things are, the voices of one engine for the most part


def temporary_place() -> Path:
    """Where temporary things are, with room for those of workers. OutputError if there is none: now, and not as the
    failure of whatever sentence needs it first.
    """
    mend = "free some space there, or name another folder in TMPDIR"
    try:
        place = Path(tempfile.gettempdir())
        free = shutil.disk_usage(place).free
    except OSError as error:
        raise OutputError(f"there is no folder for temporary files ({error.strerror or error})", mend=mend) from error
    if free < _LEAST:
        raise OutputError(f"has {free >> 10} kB free for temporary files", where=str(place), mend=mend)
    return place


def temporary(name: str) -> bool:
    """Whether a name is one of those that ``temporary_prefix`` begins, on whatever machine."""
    return bool(_ANYONES.match(name))


def leftovers(folder: Path) -> list[Path]:
    """What broken runs left in ``folder`` itself: of this machine those that run no more, of others all."""
    found = []
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if abandoned(entry) or (temporary(entry.name) and not _OURS.match(entry.name)):
            found.append(entry)
    return found


def _remove(entry: os.DirEntry[str]) -> None:
    if entry.is_dir(follow_symlinks=False):
        shutil.rmtree(entry.path, ignore_errors=True)
        return
    with contextlib.suppress(OSError):
        Path(entry.path).unlink()


def _alive(pid: int, made: Path) -> bool:
    """Whether the process that made ``made`` still runs. A number taken over by a later process counts as dead where
    Linux can tell.
    """
    if sys.platform == "win32":
        return _alive_on_windows(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:  # another user's
        return True
    with contextlib.suppress(OSError, ValueError, IndexError):
        if _state(pid) in "ZX":  # ended, and nobody has asked for its exit code yet
            return False
        return _began(pid) <= made.lstat().st_ctime + 2  # a second for each of two clocks that count whole ones
    return True


def _state(pid: int) -> str:
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]


def _began(pid: int) -> float:
    """When a process was started, in seconds of the epoch; OSError where there is no /proc."""
    ticks = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19])
    booted = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime"))
    return int(booted.split()[1]) + ticks / os.sysconf("SC_CLK_TCK")


def _alive_on_windows(pid: int) -> bool:
    import ctypes

    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 -- only Windows has it
    handle = kernel.OpenProcess(0x1000, False, pid)  # PROCESS_QUERY_LIMITED_INFORMATION
    if handle:
        kernel.CloseHandle(handle)
    return bool(handle)
