"""The scripts of validators: a line ``name version: verdict`` a tool, findings on standard error, exit codes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import made_editions as made
import pytest

SCRIPTS = Path(__file__).parents[2] / "scripts" / "validators"
LINE = re.compile(r"[a-z][a-z -]* \d+(\.\d+)+: .+")


@pytest.fixture(scope="module")
def edition(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = made.narrate(tmp_path_factory.mktemp("validators"))
    assert made.run("edition", str(folder), "--as", "daisy,podcast").exit_code == 0
    return folder


def validated(form: str, folder: Path) -> tuple[int, list[str], str]:
    done = subprocess.run(
        [sys.executable, str(SCRIPTS / f"{form}.py"), str(folder)],
        capture_output=True,
        encoding="utf-8",
        env={"PYTHONIOENCODING": "utf-8", "PATH": ""},
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


@pytest.mark.parametrize(("form", "reader"), [("daisy", "daisy-dtb"), ("podcast", "podcastparser")])
def test_clean_damaged_and_nothing(form: str, reader: str, edition: Path, tmp_path: Path) -> None:
    code, lines, findings = validated(form, edition.parent)
    assert (code, findings) == (0, "")
    assert all(LINE.fullmatch(line) for line in lines)
    assert [line.split()[0] for line in lines] == ["jimaku", reader]
    for name, data in made.bytes_of(edition).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    damaged = tmp_path / f"港-{form}" / ("s0002.html" if form == "daisy" else "transcript.srt")
    damaged.write_bytes(damaged.read_bytes().replace("霧".encode(), b"").replace(b"00:00:00,500", b"00:00:00,400"))
    code, lines, findings = validated(form, tmp_path)
    assert (code, "1 found" in lines[0], findings.count("\n")) == (1, True, 1), (lines, findings)
    (tmp_path / "none").mkdir()
    code, lines, _ = validated(form, tmp_path / "none")
    assert (code, "skipped" in lines[0], len(lines)) == (77, True, 1)
