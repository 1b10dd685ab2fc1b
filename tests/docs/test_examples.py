"""Every example of the README files, the documents and ``--help`` is run, and what is shown of it is what comes of it.

What is not run (examples.NOT_RUN) says why.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from examples import NOT_RUN, PAGES, ROOT, Example, examples, world

ALL = examples()
RUN = [one for one in ALL if not one.why_not]
FINDINGS = re.compile(r".*jimaku (check|verify|diff) .*")  # which end with 1 where they find something
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="examples are lines of a shell")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return world(tmp_path_factory.mktemp("world"))


def run(line: str, made: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """An example in a folder of its own, with everything in it. Files are replaced, never written into: links do."""
    shutil.copytree(made, folder, copy_function=_linked, dirs_exist_ok=True)
    if shutil.which("jq") is None:
        line = re.sub(r"\| jq .*", "| cat", line)
    path = f"{folder / 'programs'}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "HOME": str(folder), "PYTHONPATH": str(ROOT)}
    line = line.replace(".venv/bin/", "programs/")
    command = ["bash", "-o", "pipefail", "-c", line]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False
    )


def _linked(source: str, place: str) -> None:
    if not os.path.exists(place):  # noqa: PTH110 -- as copytree names it
        os.link(source, place)


@pytest.mark.parametrize("one", RUN, ids=lambda one: one.line)
def test_an_example_does_what_it_says(one: Example, made: Path, tmp_path: Path) -> None:
    done = run(one.line, made, tmp_path / "there")
    assert done.returncode == 0 or (done.returncode == 1 and FINDINGS.match(one.line)), done.stderr
    assert "Traceback" not in done.stderr
    if one.shown:
        assert shown_in(one.shown, done.stdout), done.stdout[:2000]


def shown_in(shown: str, said: str) -> bool:
    """Whether the lines shown are those that come, a line ``…`` standing for any."""
    parts = [re.escape(part.strip("\n")) for part in re.split(r"^…\n", shown, flags=re.MULTILINE)]
    return (
        re.match(r"(?:.*?\n)??".join(["", *parts]) if shown.startswith("…") else r"\n(?:.*\n)*?".join(parts), said)
        is not None
    )


@pytest.mark.parametrize(
    ("shown", "said", "right"),
    [
        ("a\nb\n", "a\nb\nc\n", True),
        ("a\n…\nc\n", "a\nb\nb\nc\nd\n", True),
        ("a\n…\nc\n", "a\nb\n", False),
        ("b\n", "a\nb\n", False),
        ("a\nb\n", "a\n\nb\n", False),
    ],
)
def test_what_is_shown_is_compared_line_by_line(shown: str, said: str, right: bool) -> None:
    assert shown_in(shown, said) == right


def toml(name: str) -> list[str]:
    return re.findall(r"^```toml\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def fences(name: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_files_that_are_shown_are_those_that_come(name: str, made: Path, tmp_path: Path) -> None:
    """The first subtitles of a sample, and the lexicon that is suggested for it."""
    done = run("jimaku readings media/mijikai.txt --suggest suggested.csv", made, tmp_path / "there")
    assert done.returncode == 0, done.stderr
    suggested = (tmp_path / "there" / "suggested.csv").read_text("utf-8-sig").splitlines()
    subtitles = (made / "mijikai.srt").read_text("utf-8")
    shown = fences(name)
    (cues,) = [block.partition("-o -\n")[2] or block for block in shown if "00:00:00,000" in block]
    assert subtitles.startswith(cues.rstrip("\n"))
    (words,) = [block.splitlines() for block in shown if block.startswith("surface,reading")]
    assert suggested[: len(words)] == words


def test_the_files_that_are_listed_are_those_that_are_left(made: Path) -> None:
    """Of ``narrate -o edition``: each line of the list is a file of it, and no file is in no line."""
    (listed,) = [block.splitlines() for block in fences("README.md") if block.startswith("edition/")]
    names = [line.split()[0].replace("01-<speaker>", "*-*") for line in listed]
    found = {name: set(made.glob(name)) for name in names}
    assert [name for name, files in found.items() if not files] == []
    assert set().union(*found.values()) == {path for path in (made / "edition").rglob("*") if path.is_file()}


TOML = [(name, block) for name in PAGES for block in toml(name)]


@pytest.mark.parametrize(("name", "block"), TOML, ids=[f"{name}-{n}" for n, (name, _) in enumerate(TOML)])
def test_the_file_that_is_shown_is_one(name: str, block: str, made: Path, tmp_path: Path) -> None:
    """A style of a house, or a project file: every key of it, and its people."""
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "names.csv").write_text("surface,reading\n汐見,しおみ\n", encoding="utf-8")
    house = block.startswith("extends")
    (tmp_path / ("house.toml" if house else "media/jimaku.toml")).write_text(block, encoding="utf-8")
    done = run("jimaku styles house.toml" if house else "jimaku inspect media/mijikai.txt", made, tmp_path)
    assert done.returncode == 0, done.stderr


def test_what_is_not_run_has_its_reason_and_no_reason_is_idle() -> None:
    assert [pattern for pattern in NOT_RUN if not any(re.fullmatch(pattern, one.line) for one in ALL)] == []
    assert {one.place for one in RUN} > {"README.md", "README.ja.md", "docs/editions.md", "docs/cli.md"}
    assert len(RUN) > 100
