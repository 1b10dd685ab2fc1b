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


LINES = {
    "jimaku su": "subtitle",
    "jimaku narrate 'a b.txt' --style ": "barrier-free netflix podcast sdh ted",
    "jimaku narrate talk.txt --voice 佐藤=t": "takumi",
    "jimaku edition d --as epub,d": "epub,daisy",
    "jimaku subtitle --style ho": "house.toml",
}
# How a shell is asked what it would put in for each line, without a terminal: what it does with the answers is its own.
ASKED = {
    "bash": """compopt() { [[ $2 == default ]] && COMPREPLY+=(ho*); }
for line; do COMP_LINE="$line" COMP_POINT=${#line}; _jimaku_completion jimaku; echo "${COMPREPLY[*]#*=}"; done""",
    "fish": """for line in $argv
echo (complete -C "$line" | string replace -r '\\t.*' '' | string replace -r '.*=' ''); end""",
    "zsh": """_describe() { print -l -- "${(@P)3}" }; compadd() { print -l -- "${(@P)@[-1]}" }
_path_files() { print ho* }
for line; do words=("${(@z)line}"); [[ $line == *' ' ]] && words+=(''); CURRENT=$#words
shown=("${(@f)$(_jimaku_completion)}"); shown=("${shown[@]%%:*}"); print -- "${shown[@]#*=}"; done""",
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes(shell: str, tmp_path: Path) -> None:
    if not shutil.which(shell):
        pytest.skip(f"there is no {shell}")
    program = tmp_path / "jimaku"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m toolkit "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "house.toml").touch()
    script = CliRunner().invoke(cli, ["completion", shell]).stdout
    environment = os.environ | {
        "PATH": f"{tmp_path}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "HOME": str(tmp_path),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }  # fmt: skip
    run = [shell, *({"bash": ["--norc"], "zsh": ["-f"], "fish": []}[shell]), "both", *LINES]
    first = "compdef() { }\n" if shell == "zsh" else ""
    (tmp_path / "both").write_text(f"{first}{script}\n{ASKED[shell]}\n", encoding="utf-8")
    done = subprocess.run(run, env=environment, cwd=tmp_path, capture_output=True, check=True)
    shown = [" ".join(sorted(line.split())) for line in done.stdout.decode().splitlines()]
    assert dict(zip(LINES, shown, strict=True)) == LINES


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
