"""ffmpeg as a child process: what it reads comes from us or from a named file, what it says is heard, and it
never outlives us.

It exits with 0 on a truncated file and tells only on stderr; it follows lists and playlists whatever a file
is called. So the input format is always forced, protocols are limited to files and pipes, and both exit code
and stderr decide whether a run was good.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Self

from toolkit.errors import EngineError, JimakuError, OutputError

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_MEND = "pip install imageio-ffmpeg, or set IMAGEIO_FFMPEG_EXE to an ffmpeg"
_QUIET = ("-nostdin", "-hide_banner", "-loglevel", "error", "-protocol_whitelist", "file,pipe")
_FULL = (
    "no space left",
    "file too large",
    "disk quota",
    "permission denied",
    "read-only file system",
    "input/output error",
)
_SIZE_SIGNAL = -25  # SIGXFSZ: a file grew past the limit of its user


def executable() -> str:
    """The ffmpeg to run: ``IMAGEIO_FFMPEG_EXE``, else the one in the wheel, else one on the PATH. EngineError
    if there is none.
    """
    try:
        import imageio_ffmpeg

        found = str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        found = os.environ.get("IMAGEIO_FFMPEG_EXE") or "ffmpeg"
    path = shutil.which(found)
    if path is None:
        raise EngineError(f"{found} is not there or cannot be run", mend=_MEND)
    return path


class Ffmpeg:
    """A running ffmpeg with its stdin (``feeds``) or its stdout as a pipe. ``place`` is the file it reads or
    writes, for errors.

    ``finish`` must be called when all is written or read: it raises OutputError if the disk refused, else
    EngineError if anything was wrong. Leaving the context without it ends the process.
    """

    def __init__(self, arguments: Sequence[str], place: Path, *, feeds: bool) -> None:
        self._place = place
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 -- open as long as the process; a pipe could fill up and block it
        stdin, stdout = (subprocess.PIPE, subprocess.DEVNULL) if feeds else (subprocess.DEVNULL, subprocess.PIPE)
        try:
            command = [executable(), *_QUIET, *arguments]
            self._process = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=self._words)
        except OSError as error:
            self._words.close()
            raise EngineError(f"ffmpeg cannot be run ({error.strerror})", mend=_MEND) from error
        except EngineError:
            self._words.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self._close()
        self._process.wait()
        self._words.close()

    def kill(self) -> None:
        """End it now; after ``finish`` there is nothing to end."""
        self._process.kill()

    def write(self, data: ReadableBuffer) -> None:
        """Feed it. An ffmpeg that stops reading has a reason, which is raised."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(data)
        except OSError as error:
            self.finish()
            raise EngineError(f"ffmpeg stopped reading ({error.strerror})", where=str(self._place)) from error

    def read(self, count: int) -> bytes:
        """The next ``count`` bytes it gives; fewer only at the end."""
        assert self._process.stdout is not None
        return self._process.stdout.read(count)

    def finish(self) -> None:
        self._close()
        code = self._process.wait()
        self._words.seek(0)
        said = self._words.read().decode("utf-8", "replace").strip()
        if code or said:
            raise _verdict(code, said).at(str(self._place))

    def _close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # it has gone already: its exit code tells more
                    pipe.close()


def _verdict(code: int, said: str) -> JimakuError:
    refused = next((line for line in said.lower().splitlines() if any(sign in line for sign in _FULL)), "")
    if refused or code == _SIZE_SIGNAL:
        why = refused.rpartition(": ")[2] or "the file grew past its limit"
        return OutputError(f"cannot be written ({why})", mend="free some space, or choose another folder with -o")
    last = said.splitlines()[-1] if said else f"exit code {code}"
    return EngineError(
        f"ffmpeg failed ({last})", mend="try another --format, or another ffmpeg with IMAGEIO_FFMPEG_EXE"
    )
