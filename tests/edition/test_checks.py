"""What is said of each form: by our own check, and by validators of other makers where they are."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import made_editions as made
import pytest

from toolkit import __version__
from toolkit.edition.book import Book, Clip, book_of
from toolkit.edition.checks import verdict
from toolkit.edition.folder import editions
from toolkit.edition.forms import FORMS
from toolkit.edition.stems import check as stems

BATCHES = pytest.mark.skipif(os.name == "nt", reason="programs made here are shell scripts")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = made.narrate(tmp_path_factory.mktemp("checked"))
    assert made.run("edition", str(folder), "--as", ",".join(FORMS)).exit_code == 0
    return folder


@pytest.fixture
def nothing_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A PATH on which nothing is yet."""
    for name in ("JIMAKU_VALIDATORS", "JIMAKU_CHROMIUM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def book(folder: Path) -> Book:
    return book_of(next(iter(editions(folder).values())))


def said(name: str, folder: Path) -> str:
    return verdict(name, FORMS[name].place(book(folder).name, folder), book(folder))


@pytest.mark.parametrize("name", FORMS)
def test_every_form_has_a_check_that_finds_nothing(name: str, edition: Path, nothing_installed: Path) -> None:
    ours, *theirs = said(name, edition).split("; ")
    assert ours == f"jimaku {name} check {__version__}: nothing found"
    assert [one.split(":")[0] for one in theirs] == {
        "epub": ["EPUBCheck", "Ace"],
        "epub-text": ["EPUBCheck"],
        "html": ["vnu", "axe"],
    }.get(name, [])
    assert all("there is no" in one or "not installed" in one for one in theirs)


def _shorter(data: bytes) -> bytes:
    return data[: len(data) // 2]


DAMAGES: list[tuple[str, str, Callable[[bytes], bytes], str]] = [
    ("epub", ".epub", _shorter, "cannot be read"),
    ("epub-text", "-text.epub", _shorter, "cannot be read"),
    ("daisy", "-daisy/s0001.html", lambda data: data.replace("港".encode(), b""), "1 found"),
    ("html", "-html/index.html", lambda data: data.replace(b'class="s"', b'class="t"', 1), "sentence times"),
    ("html", "-html/sound.mp3", _shorter, "its sound has"),
    ("podcast", "-podcast/transcript.srt", lambda data: data.replace(b"00:00:00,500", b"00:00:00,400"), "found"),
    ("stems", "-stems/mix.wav", lambda data: data[:-400] + b"\x10\x20" * 200, "off the sum"),
    ("stems", "-stems/stems.json", lambda data: data.replace(b'"end_ms": ', b'"end_ms": 1'), "samples are not"),
    ("stems", "-stems/stems.json", _shorter, "cannot be read"),
]


@pytest.mark.parametrize(("name", "file", "damage", "finding"), DAMAGES)
def test_damage_is_named(
    name: str,
    file: str,
    damage: Callable[[bytes], bytes],
    finding: str,
    edition: Path,
    nothing_installed: Path,
) -> None:
    place = edition / f"{book(edition).name}{file}"
    whole = place.read_bytes()
    try:
        place.write_bytes(damage(whole))
        assert place.read_bytes() != whole
        assert finding in said(name, edition)
    finally:
        place.write_bytes(whole)


def test_stems_have_a_clip_for_every_sentence(edition: Path) -> None:
    folder, other = FORMS["stems"].place(book(edition).name, edition), book(edition)
    first, *rest = other.chapters[0].parts[0].passages
    assert stems.check(folder, other) == ()
    late = replace(first, phrases=tuple(replace(one, clip=Clip(1, 2)) for one in first.phrases))
    chapter = replace(other.chapters[0], parts=(replace(other.chapters[0].parts[0], passages=(late, *rest)),))
    found = stems.check(folder, replace(other, chapters=(chapter,)))
    assert [line.split(":")[0] for line in found] == ["no clip from 1 to 2 ms"] * len(first.phrases)


def _program(folder: Path, name: str, version: str, answer: str) -> None:
    """A program that tells its version, or else answers."""
    program = folder / name
    told = f"[print({version!r} if '--version' in sys.argv else {answer!r}, file=f) for f in (sys.stdout, sys.stderr)]"
    program.write_text(f"#!{sys.executable}\nimport sys\n{told}\n", encoding="utf-8")
    program.chmod(0o755)


MESSAGE = {
    "severity": "ERROR",
    "ID": "RSC-005",
    "message": "is wrong",
    "locations": [{"path": "a.xhtml", "line": 3}],
}
ANSWERS = [
    ("epub-text", "epubcheck", "EPUBCheck v9.1", {"messages": []}, "EPUBCheck 9.1: nothing found"),
    (
        "epub-text",
        "epubcheck",
        "EPUBCheck v9.1",
        {"messages": [MESSAGE, MESSAGE]},
        "EPUBCheck 9.1: 2 found, the first: a.xhtml:3: ERROR RSC-005: is wrong",
    ),
    ("epub-text", "epubcheck", "epubcheck 4.2", {"messages": []}, "EPUBCheck: it is not installed, or Java is not"),
    ("html", "vnu", "26.9", {"messages": []}, "vnu 26.9: nothing found"),
    (
        "html",
        "vnu",
        "26.9",
        {"messages": [{"type": "error", "lastLine": 4, "message": "bad"}]},
        "vnu 26.9: 1 found, the first: 4: error: bad",
    ),
    ("html", "vnu", "26.9", "nonsense", "vnu 26.9: 1 found, the first: it told nothing: "),
]


@BATCHES
@pytest.mark.parametrize(("name", "tool", "version", "answer", "told"), ANSWERS)
def test_a_validator_on_the_path_is_asked(
    name: str, tool: str, version: str, answer: object, told: str, edition: Path, nothing_installed: Path
) -> None:
    _program(nothing_installed, tool, version, answer if isinstance(answer, str) else json.dumps(answer))
    assert any(one.startswith(told) for one in said(name, edition).split("; ")), said(name, edition)
