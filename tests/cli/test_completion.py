"""What a shell offers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from click.testing import CliRunner

from toolkit.cli import COMMANDS, COMPLETE, cli
from toolkit.cli.completion import SHELLS, place_of


def offered(*typed: str) -> list[str]:
    *arguments, begun = typed
    return [item.value for item in ShellComplete(cli, {}, "jimaku", COMPLETE).get_completions(arguments, begun)]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (["su"], ["subtitle"]),
        (["--la"], ["--lang"]),
        (["--lang", ""], ["ja", "en"]),
        (["subtitle", "--style", "s"], ["sdh"]),
        (["subtitle", "--scope", ""], ["interview", "article", "all"]),
        (["narrate", "--format", "m"], ["mp3", "m4b"]),
        (["narrate", "--engine", "open"], ["openjtalk"]),
        (["narrate", "--target", "a"], ["acx"]),
        (["narrate", "--voice", "佐藤=t"], ["佐藤=takumi"]),
        (["narrate", "--voice", "佐藤=fe"], ["佐藤=female"]),
        (["narrate", "--engine", "silent", "--voice", "佐藤=t"], []),
        (["narrate", "--voice", "佐"], []),
        (["edition", "d", "--as", "epub,d"], ["epub,daisy"]),
        (["convert", "a", "b", "--to", "s"], ["srt", "sbv"]),
        (["completion", ""], list(SHELLS)),
    ],
)
def test_values_are_offered(typed: list[str], words: list[str]) -> None:
    assert offered(*typed) == words


def test_every_command_is_offered_without_loading_it() -> None:
    run = "import sys; from toolkit.cli import cli; import click.shell_completion as c\n"
    run += "found = c.ShellComplete(cli, {}, 'jimaku', '_X').get_completions([], '')\n"
    run += "print(*[i.value for i in found]); print('toolkit.cli.narrate' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, check=True)
    names, loaded = done.stdout.splitlines()
    assert names.split() == list(COMMANDS)
    assert loaded == "False"


@pytest.mark.skipif(not shutil.which("bash"), reason="there is no bash")
@pytest.mark.parametrize(
    ("line", "reply"),
    [
        ("jimaku su", "subtitle"),
        ("jimaku narrate 'a b.txt' --style ", "sdh netflix ted barrier-free podcast"),
        ("jimaku narrate talk.txt --voice 佐藤=t", "takumi"),
        ("jimaku edition d --as epub,d", "epub,daisy"),
    ],
)
def test_bash_completes(line: str, reply: str, tmp_path: Path) -> None:
    program = tmp_path / "jimaku"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m toolkit "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = CliRunner().invoke(cli, ["completion", "bash"]).stdout
    ask = (
        script + 'compopt() { :; }\nCOMP_LINE="$1" COMP_POINT=${#1}\n_jimaku_completion jimaku\necho "${COMPREPLY[*]}"'
    )
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"}
    root = str(Path(__file__).parents[2])
    done = subprocess.run(["bash", "-c", ask, "-", line], env=environment, cwd=root, capture_output=True, check=True)
    assert done.stdout.decode().strip() == reply


@pytest.mark.parametrize("shell", SHELLS)
def test_it_is_written_where_the_shell_looks(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "BASH_COMPLETION_USER_DIR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    done = CliRunner().invoke(cli, ["completion", "--install"])
    assert done.exit_code == 0
    assert done.stdout.strip() == str(place_of(shell))
    assert place_of(shell).read_text(encoding="utf-8") == CliRunner().invoke(cli, ["completion", shell]).stdout
    assert tmp_path in place_of(shell).parents


def test_a_shell_that_is_not_known_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    done = CliRunner().invoke(cli, ["completion"])
    assert done.exit_code == 2
    assert "name one of: bash, zsh, fish" in done.stderr


def test_what_a_shell_shows_is_an_item_of_click() -> None:
    found = ShellComplete(cli, {}, "jimaku", COMPLETE).get_completions(["subtitle", "--style"], "house")
    assert [item.type for item in found] == ["file"]
