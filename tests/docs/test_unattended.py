"""The container file and the timer of docs/unattended.md: built and run where there is a builder, else looked through;
their command lines are ones.
"""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
import tomllib
from pathlib import Path

import click
import pytest

from toolkit.cli.batch import command as batch

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
CONTAINER = DOCS / "container" / "Containerfile"
UNITS = [DOCS / "systemd" / f"jimaku-batch.{kind}" for kind in ("service", "timer")]
PAGE = (DOCS / "unattended.md").read_text(encoding="utf-8")
BUILD_S = 560


def builder() -> tuple[str, str]:
    """A Docker or Podman with which the container can be built, else why not. Nothing is fetched to find out: where
    the image it begins with was never pulled, nobody builds containers.
    """
    (base,) = [rest for word, rest in instructions() if word == "FROM"]
    why = "there is no Docker or Podman"
    for name in ("podman", "docker"):
        if shutil.which(name):
            why = f"{name} does not answer, or has no {base}"
            if not subprocess.run([name, "image", "inspect", base], capture_output=True, check=False).returncode:
                return name, reached(name, base)
    return "", why


def reached(program: str, base: str) -> str:
    """'' if a container reaches the package index that the build asks, else why it cannot be built."""
    ask = "import urllib.request as u; u.urlopen('https://pypi.org/simple/click/', timeout=10)"
    done = subprocess.run([program, "run", "--rm", base, "python", "-c", ask], capture_output=True, check=False)
    return f"pypi.org is not reached from a container of {program}" if done.returncode else ""


def instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", CONTAINER.read_text(encoding="utf-8"), flags=re.MULTILINE).replace("\\\n", " ")
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in text.splitlines() if line)]


def understood(words: list[str]) -> None:
    """A command line of ``jimaku`` that its parser takes, without running it."""
    assert words[:2] == ["jimaku", "batch"]
    batch.make_context("batch", words[2:], help_option_names=["-h", "--help"])  # as the whole program has it


def test_the_container_file_names_what_is_there() -> None:
    words = [word for word, _ in instructions()]
    assert words[0] == "FROM"
    known = {"FROM", "COPY", "RUN", "ENV", "VOLUME", "WORKDIR", "USER", "ENTRYPOINT", "CMD"}
    assert set(words) <= known
    for word, rest in instructions():
        if word == "COPY":
            *sources, place = rest.split()
            assert all((ROOT / source).exists() for source in sources)
            assert place.startswith("/src/")
    copied = " ".join(rest for word, rest in instructions() if word == "COPY")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = {"pyproject.toml", "toolkit", project["readme"], *project["license-files"]}
    assert needed <= set(copied.split())
    assert ("USER", "1000") in instructions()


def test_its_python_is_one_the_project_runs_on() -> None:
    (version,) = re.findall(r"python:(\d+\.\d+)", CONTAINER.read_text(encoding="utf-8"))
    wanted = re.search(r'requires-python = ">=(\d+)\.(\d+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert wanted is not None
    assert tuple(map(int, version.split("."))) >= tuple(map(int, wanted.groups()))


def test_the_container_is_built_and_runs_without_a_network(tmp_path: Path) -> None:
    program, why = builder()
    if why:
        pytest.skip(f"{why}: the file is only looked through")
    subprocess.run(
        [program, "build", "-q", "-f", str(CONTAINER), "-t", "jimaku-test", str(ROOT)], check=True, timeout=BUILD_S
    )
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "a.txt").write_text("聞き手\n朝は何時ですか。\n\n山田\n五時です。\n", encoding="utf-8")
    tmp_path.chmod(0o777)
    run = [program, "run", "--rm", "--network", "none", "-v", f"{tmp_path}:/work", "jimaku-test"]
    subprocess.run([*run, "batch", "talks", "-o", "done", "--quiet"], check=True, timeout=BUILD_S)
    assert (tmp_path / "done" / "a" / "a.wav").stat().st_size > 10_000


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_one(path: Path, tmp_path: Path) -> None:
    unit = configparser.ConfigParser(interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]  # keys of units have capitals
    unit.read(path, encoding="utf-8")
    assert unit["Unit"]["Description"]
    if path.suffix == ".timer":
        assert unit["Timer"]["OnCalendar"]
        assert path.with_suffix(".service") in UNITS
    if shutil.which("systemd-analyze") is None:
        return
    text = path.read_text(encoding="utf-8")
    for one in UNITS:  # the program that a unit starts must be there to be verified
        said = one.read_text(encoding="utf-8").replace("%h/jimaku/.venv/bin/jimaku", "/bin/true")
        (tmp_path / one.name).write_text(said, encoding="utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", "--man=no", str(tmp_path / path.name)],
        capture_output=True, text=True, check=False, env={"XDG_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)},
    )  # fmt: skip
    told = [line for line in done.stderr.splitlines() if path.name in line]
    assert told == [], text


def test_what_the_unit_starts_is_a_command() -> None:
    line = next(line for line in UNITS[0].read_text("utf-8").splitlines() if line.startswith("ExecStart="))
    words = shlex.split(line.partition("=")[2])
    understood([words[0].rpartition("/")[2], *words[1:]])


def test_the_page_names_the_files_and_its_commands_are_ones() -> None:
    for path in (CONTAINER, *UNITS):
        assert f"]({path.relative_to(DOCS).as_posix()})" in PAGE
    (run,) = re.findall(r"^docker run .* (jimaku batch .*)$", PAGE, re.MULTILINE)
    understood(shlex.split(run))
    (build,) = re.findall(r"^docker build -f (\S+) ", PAGE, re.MULTILINE)
    assert ROOT / build == CONTAINER


def test_a_flag_that_does_not_exist_would_be_seen() -> None:
    with pytest.raises(click.UsageError):
        understood(["jimaku", "batch", "talks", "-o", "done", "--silently"])
