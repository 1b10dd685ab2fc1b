"""Editions of a short talk before every validator; and that ours finds what is wrong."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts" / "validators"))

import _found
import _run

from toolkit.edition.book import book_of
from toolkit.edition.epub.check import check
from toolkit.edition.folder import load

VALIDATORS = _found.ROOT / "scripts" / "validators"
SHORT = _run.Sample(
    "short", "media/mijikai.txt", "--announce first --directions speak", "--by word --ruby all --twin --author 宇津井"
)


@pytest.fixture(scope="module")
def editions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of the talk in every form."""
    folder = tmp_path_factory.mktemp("editions")
    _run.make(SHORT, folder)
    return folder


@pytest.mark.parametrize("program", sorted(path.name for path in VALIDATORS.glob("[!_]*.py")))
def test_nothing_is_found(program: str, editions: Path) -> None:
    told = subprocess.run(
        [sys.executable, str(VALIDATORS / program), str(editions)], capture_output=True, text=True, check=False
    )
    if told.returncode == _found.SKIPPED:
        pytest.skip(told.stdout.strip())
    assert (told.returncode, told.stderr) == (_found.CLEAN, ""), told.stdout
    for line in told.stdout.strip().splitlines():  # a reader a line
        assert re.fullmatch(r"[\w -]+ \S+(?: \(\w+\))?: \S.*", line)


def _late(text: str) -> str:
    """The last clip ends an hour later."""
    head, mark, tail = text.rpartition('clipEnd="0:')
    return f'{head}clipEnd="1:{tail}' if mark else text


def _exchanged(text: str) -> str:
    return re.sub(r"(<par .*?</par>\n)(<par .*?</par>\n)", r"\2\1", text, count=1)


FAULTS: list[tuple[str, Callable[[str], str], str]] = [
    (".smil", _late, "a clip ends at"),
    (
        ".smil",
        lambda text: re.sub(r'clipBegin="[^"]+" clipEnd="([^"]+)"', r'clipBegin="\1" clipEnd="\1"', text),
        "empty",
    ),
    (".smil", _exchanged, "heard before what stands above it"),
    ("-001.xhtml", lambda text: text.replace(' lang="ja"', "", 1), "lang is"),
    ("-001.xhtml", lambda text: text.replace("。</span>", "</span>", 1), "is not that of the manifest"),
    ("-001.xhtml", lambda text: re.sub("<bdi>.+?</bdi>", "<bdi>誰か</bdi>", text, count=1), "names are not those"),
    (".opf", lambda text: re.sub(r'(media:duration">)0', r"\g<1>9", text), "all clips last"),
]


@pytest.mark.parametrize(("ending", "fault", "finding"), FAULTS)
def test_a_fault_is_found(
    ending: str, fault: Callable[[str], str], finding: str, editions: Path, tmp_path: Path
) -> None:
    book = editions / "short" / "mijikai.epub"
    made_of = book_of(load(book.with_suffix(".json")))
    broken = tmp_path / book.name
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(broken, "w") as target:
        for info in whole.infolist():
            data = whole.read(info)
            target.writestr(info, fault(data.decode()).encode() if info.filename.endswith(ending) else data)
    assert finding in "\n".join(check(broken, made_of))
    assert check(book, made_of) == ()
