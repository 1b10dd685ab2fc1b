"""One night's run: a thousand mixed files, 20 of them broken, 5 that collide, 3 locked. All others finished, those
named with their reasons, exit code 1, memory flat, and the report opened in a real Chromium where there is one.

python scripts/bench/night.py [--count 1000] [--engine silent] [--jobs 2] [--keep DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from bench import MEDIA, ROOT, _peak_of, say

BROKEN, COLLIDING, LOCKED = 20, 5, 3
_GROWS = 1.15  # what a whole run may hold over a tenth of it, as scripts/bench/thousand.py has it
# how Word keeps a document with a password: an OLE container with a stream of that name
_LOCK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedPackage".encode("utf-16-le")
_NO_TEXT = (
    b"",
    b"\x89PNG\r\n\x1a\n" + bytes(64),
    "。。。".encode(),
    b"PK\x03\x04 no archive",
    b"{",
    b"\xff\xfe\xff" * 9,
)


@dataclass
class Mixed:
    """A folder of transcripts, and the names of those that must fail."""

    folder: Path
    broken: set[str] = field(default_factory=set)
    colliding: set[str] = field(default_factory=set)
    locked: set[str] = field(default_factory=set)

    @property
    def bad(self) -> set[str]:
        return self.broken | self.colliding | self.locked


def mixed(folder: Path, count: int) -> Mixed:
    """``count`` transcripts in four kinds of documents and a tree of folders, and what lies about in any such tree."""
    made = Mixed(folder)
    text = (MEDIA / "mijikai.txt").read_text("utf-8")
    good = count - BROKEN - COLLIDING - LOCKED
    kinds: tuple[Callable[[Path, str], None], ...] = (_text, _cp932, _markdown, _word)
    for k in range(good):
        place = folder / f"{2000 + k % 20}" / f"{k // 100}"
        place.mkdir(parents=True, exist_ok=True)
        kinds[k % 4 if k % 40 < 20 else 0](place / f"talk-{k:04}", text.replace("。", f"、{k}番。", 3))
    for k in range(BROKEN):
        suffix = (".txt", ".txt", ".txt", ".docx", ".json", ".srt")[k % 6]
        made.broken.add(_put(folder / f"{2000 + k}" / f"broken-{k}{suffix}", _NO_TEXT[k % 6]))
    for name in ("a:b", "a?b", "a*b", "a<b", "a_b"):  # all are a_b where file names must be safe on every system
        made.colliding.add(_put(folder / "clash" / f"{name}.txt", text.encode()))
    for k in range(LOCKED):
        made.locked.add(_put(folder / f"{2000 + k}" / f"locked-{k}.docx", _LOCK))
    for name in ("~$talk-0003.docx", "Thumbs.db", "poster.pdf", ".hidden.txt"):
        _put(folder / "2000" / name, b"x")
    return made


def _put(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path.name


def _text(path: Path, text: str) -> None:
    _put(path.with_suffix(".txt"), text.encode())


def _cp932(path: Path, text: str) -> None:
    _put(path.with_suffix(".txt"), text.encode("cp932", "replace"))


def _markdown(path: Path, text: str) -> None:
    _put(path.with_suffix(".md"), text.encode())


def _word(path: Path, text: str) -> None:
    from docx import Document

    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path.with_suffix(".docx")))


@dataclass
class Night:
    """How a run ended."""

    code: int
    seconds: float
    peak: int
    said: str


def run(source: Path, out: Path, engine: str, jobs: int, cache: Path) -> Night:
    """The batch as a timer starts it."""
    words = ["batch", str(source), "-o", str(out), "--narrate", "--subtitle", "--engine", engine, "--jobs", str(jobs)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "JIMAKU_CACHE": str(cache)}
    began = time.perf_counter()
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        command = [sys.executable, "-m", "toolkit", *words, "--quiet", "--retry", "1", "--log", str(out) + ".log"]
        process = subprocess.Popen(command, env=environment, stdout=said, stderr=subprocess.STDOUT)
        peak = _peak_of(process)
        code = process.wait()
        said.seek(0)
        return Night(code, time.perf_counter() - began, peak, said.read())


def wrong(night: Night, made: Mixed, count: int, out: Path) -> list[str]:
    """What is not as it must be, a line each."""
    if not (out / "report.json").exists():
        return [f"no report, exit code {night.code}, and at last it said: {night.said[-500:]}"]
    report = json.loads((out / "report.json").read_text("utf-8"))
    failed = {Path(row["input"]).name for row in report["rows"] if row["failure"]}
    lines = [line for line in night.said.splitlines() if line.startswith("failed: ")]
    checks = {
        f"exit code {night.code}, not 1": night.code != 1,
        f"{report['transcripts']} transcripts in the report": report["transcripts"] != count,
        f"failed and should not: {sorted(failed - made.bad)[:5]}": bool(failed - made.bad),
        f"did not fail: {sorted(made.bad - failed)}": bool(made.bad - failed),
        f"not named: {[one for one in made.bad if one not in night.said]}": any(n not in night.said for n in made.bad),
        f"{len(lines)} lines of failures": len(lines) != len(made.bad),
        "a traceback": "Traceback" in night.said,
        "a password is not told": "with a password" not in night.said,
        "the lock of Word is not told": not any("~$" in one["name"] for one in report["left_out"]),
        "temporary files are left": any(out.rglob(".jimaku-*")),
    }
    return [words for words, holds in checks.items() if holds]


def opened(out: Path, count: int) -> str:
    """What is wrong with the report in a Chromium, '' if nothing is; where there is none that is said and no fault."""
    sys.path.insert(0, str(ROOT / "tests"))
    try:
        from browser import chromium
        from playwright.sync_api import sync_playwright
    except ImportError:
        print("     no Playwright: the report was not opened", flush=True)
        return ""
    program = chromium()
    if program is None:
        print("     no Chromium: the report was not opened", flush=True)
        return ""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        complaints: list[str] = []
        page.on("pageerror", lambda error: complaints.append(str(error)))
        began = time.perf_counter()
        page.goto((out / "report.html").as_uri())
        page.select_option("#state", "failed")
        shown = page.inner_text("#told")
        print(f"     the report in Chromium: {time.perf_counter() - began:.1f} s until filtered: {shown}", flush=True)
        browser.close()
    return "; ".join(
        [*complaints, *([] if shown.startswith(f"{count}件のうち{BROKEN + COLLIDING + LOCKED}件") else [shown])]
    )


def one(folder: Path, count: int, engine: str, jobs: int) -> tuple[Night, list[str]]:
    """A night of so many files, and what is wrong with it."""
    made, out = mixed(folder / f"in{count}", count), folder / f"out{count}"
    night = run(made.folder, out, engine, jobs, folder / f"cache{count}")
    found = wrong(night, made, count, out)
    print(
        f"{count} files in {night.seconds:.0f} s, {night.peak / 2**20:.0f} MiB at most, exit {night.code}", flush=True
    )
    faults = opened(out, count) if (out / "report.html").exists() else ""
    return night, [*found, *filter(None, [faults])]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=1000, help="200 at least")
    parser.add_argument("--engine", default="silent")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="work in this folder, and leave all that was made there")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.keep or Path(temporary)
        small, found = one(folder, max(100, given.count // 10), given.engine, given.jobs)
        whole, more = one(folder, given.count, given.engine, given.jobs)
    for words in (*found, *more):
        print(f"OVER {words}")
    flat = say(f"peak memory, {given.count} files / a tenth of them", whole.peak / small.peak, _GROWS)
    return int(bool(found or more) or not flat)


if __name__ == "__main__":
    sys.exit(main())
