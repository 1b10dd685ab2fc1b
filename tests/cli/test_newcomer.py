"""What somebody types who does not know the tool yet: every slip is answered with a line that mends it."""

from __future__ import annotations

import importlib
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from toolkit.cli import COMMANDS, cli
from toolkit.cli.options import Range, Whole
from toolkit.errors import EngineError
from toolkit.model import Speaker
from toolkit.narration.casting import cast_voices
from toolkit.speech.engines.openjtalk import OpenJTalk


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["subtitel", "x"], "No such command 'subtitel'. Did you mean 'subtitle'? — see `jimaku --help`"),
        (["qqqq"], "No such command 'qqqq' — see `jimaku --help`"),
        (["subtitle", "x", "--line-width", "13文字"], "13文字 is not a number — write a number from 4 to 100"),
        (["subtitle", "x", "--line-width", "nan"], "nan is not a number — write a number from 4 to 100"),
        (["watch", "x", "-o", "y", "--settle", "nan"], "nan is not a number — write a number from 0 to 3600"),
        (["fit", "x", "-o", "y", "--prior", "nan"], "nan is not a number — write a number from 0.001 to 1e+06"),
        (["subtitle", "x", "--max-lines", "2.5"], "2.5 is not a number — write a whole number from 1 to 8"),
        (["subtitle", "x", "--line-width", "300"], "300 is out of its range — give one from 4 to 100"),
        (["batch", "x", "-o", "y", "--jobs", "0"], "0 is out of its range — give one from 1 to 64"),
        (["batch", "x", "-o", "y", "--retry", "x"], "x is not a number — write a whole number from 0 to 20"),
        (["narrate", "x", "--sample"], "Option '--sample' requires an argument — see `jimaku narrate --help`"),
        (["narrate", "x", "--rate", "3"], "--rate '3': 3 is out of its range — give one from 0.5 to 2"),
        (["narrate", "x", "--rate", "佐藤=速く"], "is neither a figure nor NAME=N — write --rate N"),
        (
            ["subtitle", "https://example.org/a.txt"],
            "https://example.org/a.txt: is an address, not a file — download it and name the file",
        ),
        (["narrate", "x", "-o", "talk.mp3"], "talk.mp3: is a sound by its name, and an edition is a folder — name a"),
        (["narrate", "x", "-o", "talk.mp3"], "as in: -o talk --format mp3"),
    ],
)
def test_a_slip_is_answered_with_its_mend(arguments: list[str], line: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as at:
        at.chdir(tmp_path)
        done = CliRunner().invoke(cli, arguments, prog_name="jimaku")
    assert done.exit_code == 2
    assert line in done.stderr
    assert done.stderr.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_number_is_one_whose_mend_is_told(name: str) -> None:
    """Click's own say less, and not in Japanese."""
    numbers = (click.types.IntParamType, click.types.FloatParamType)
    command: click.Command = importlib.import_module(f"toolkit.cli.{name}").command
    assert [
        p.name for p in command.params if isinstance(p.type, numbers) and not isinstance(p.type, Range | Whole)
    ] == []


def test_a_folder_that_is_called_like_a_sound_is_a_folder(tmp_path: Path) -> None:
    (tmp_path / "old.mp3").mkdir()
    (tmp_path / "a.txt").write_text("汐田：はい。\n\n波多野：ええ。\n", encoding="utf-8")
    run = ["narrate", str(tmp_path / "a.txt"), "--engine", "silent", "-o", str(tmp_path / "old.mp3")]
    assert CliRunner().invoke(cli, run).exit_code == 0
    assert (tmp_path / "old.mp3" / "a.srt").exists()


@pytest.mark.parametrize("taken", [{}, {"汐田": "sora", "波多野": "mei", "三谷": "hina", "四方": "aoi"}])
def test_who_is_called_a_woman_has_a_womans_voice(taken: dict[str, str]) -> None:
    """Also where others have all of them: better two alike than a woman with a man's voice."""
    cast = [Speaker(name) for name in ("汐田", "波多野", "三谷", "四方", "会場の女性", "会場の男性")]
    voices = cast_voices(cast, OpenJTalk(), taken)
    assert (voices["会場の女性"].gender, voices["会場の男性"].gender) == ("female", "male")


@pytest.mark.parametrize("form", ["narrator", "ナレーター", "Narrator"])
def test_the_narrator_is_called_as_the_report_calls_it(form: str) -> None:
    assert cast_voices([Speaker("汐田")], OpenJTalk(), {form: "ren"})[None].name == "ren"


class NotThere:
    """An engine that nobody has started."""

    def __init__(self, **_: str) -> None:
        raise EngineError("nothing answers at http://127.0.0.1:9", mend="start it")


def test_voices_are_listed_whoever_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that most people have not is no error of a list of all; of its own list it is."""
    monkeypatch.setattr("toolkit.speech.ENGINES", ("silent", "test_newcomer:NotThere"))
    done = CliRunner().invoke(cli, ["voices"])
    assert (done.exit_code, done.stdout.count("quiet-")) == (0, 8)
    (line,) = done.stderr.splitlines()
    assert line.startswith("engines that are not installed or not running: test_newcomer:NotThere (`jimaku voices --")
    alone = CliRunner().invoke(cli, ["voices", "--engine", "test_newcomer:NotThere"])
    assert (alone.exit_code, "nothing answers at" in alone.stderr) == (3, True)
