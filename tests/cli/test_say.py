"""``jimaku say`` and ``jimaku voices --play``."""

from __future__ import annotations

from pathlib import Path

import pytest
import soundfile
from click.testing import CliRunner

from toolkit.cli import cli

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own


def run(*arguments: str, given: str | None = None) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, list(arguments), input=given)
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(
    ("voice", "used"), [([], "sora"), (["--voice", "ren"], "ren"), (["--voice", "male"], "takumi")]
)
def test_words_are_said_with_the_voice_that_is_wished(tmp_path: Path, voice: list[str], used: str) -> None:
    path = tmp_path / "声.wav"
    code, out, err = run("say", "港の朝です。", *voice, "-o", str(path))
    assert (code, out) == (0, f"{path}\n")
    assert err.startswith(f"{used}: ")
    assert "Nagoya Institute of Technology" in err
    assert 1 < soundfile.info(path).duration < 5


def test_text_may_come_through_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "a.flac"
    assert run("say", "-", "--engine", "silent", "-o", str(path), given="一行目です。\n\n二行目です。\n")[0] == 0
    assert soundfile.info(path).duration > 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["say", "……"], "there is nothing to say"),
        (["say", "はい。", "-o", "a.txt"], "a.txt: is no sound that is written"),
        (["say", "はい。", "--voice", "loud"], "no voice is called 'loud'"),
        (["voices", "--play", "voices", "--engine", "silent", "--json"], "--json and --play cannot go together"),
    ],
)
def test_what_cannot_be_said_is_told_in_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, _, err = run(*arguments)
    assert code == 2
    assert message in err
    assert list(tmp_path.iterdir()) == []


def test_every_voice_may_be_heard(tmp_path: Path) -> None:
    code, out, _ = run("voices", "--engine", "silent", "--play", str(tmp_path / "voices"))
    files = sorted((tmp_path / "voices").iterdir())
    assert code == 0
    assert [path.name for path in files] == [f"silent-quiet-{n}.wav" for n in range(1, 9)]
    assert out.splitlines() == list(map(str, files))
