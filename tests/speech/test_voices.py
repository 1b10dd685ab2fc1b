"""``jimaku voices``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.cli.narrate import command as narrate
from toolkit.cli.voices import command
from toolkit.model import Voice
from toolkit.speech.engines.pyttsx3 import ESPEAK, SystemVoices
from toolkit.speech.engines.silent import Silent


def test_the_table_names_engine_voice_and_licence() -> None:
    done = CliRunner().invoke(command, ["--engine", "openjtalk"])
    assert done.exit_code == 0
    line = next(line for line in done.stdout.splitlines() if "takumi" in line)
    assert line.split()[:3] == ["openjtalk", "takumi", "male"]
    assert line.rstrip().endswith("CC BY 3.0")


def test_json_carries_the_credit() -> None:
    done = CliRunner().invoke(command, ["--engine", "openjtalk", "--json"])
    voices = json.loads(done.stdout)
    assert {"name", "engine", "gender", "description", "licence", "credit", "hz"} == set(voices[0])
    assert all("Nagoya Institute of Technology" in voice["credit"] for voice in voices)


def test_an_engine_that_is_missing_does_not_hide_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        __import__("toolkit.speech.registry", fromlist=["ENGINES"]).ENGINES, "pyttsx3", "nowhere:Engine"
    )
    done = CliRunner().invoke(command, [])
    assert done.exit_code == 0
    assert "takumi" in done.stdout
    assert "quiet-1" in done.stdout
    told = done.stderr.splitlines()
    assert len(told) == 1
    assert "pyttsx3" in told[0]
    one = CliRunner().invoke(cli, ["voices", "--engine", "pyttsx3"])
    assert one.exit_code == 3
    assert "the engine 'pyttsx3' needs nowhere" in one.stderr


@pytest.mark.parametrize(("name", "caution"), [("ja+m3", ESPEAK), ("Kyoko", "")])
def test_espeak_is_warned_of_and_other_voices_of_a_system_are_not(name: str, caution: str) -> None:
    engine = SystemVoices.__new__(SystemVoices)
    engine.__dict__["_found"] = {name: (name, Voice(name, "pyttsx3", "neutral"))}
    assert engine.caution == caution
    assert "46 %" in ESPEAK
    assert "\n" not in ESPEAK


def test_a_caution_is_one_line_on_stderr(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIMAKU_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(Silent, "caution", "is hard to hear", raising=False)
    (tmp_path / "talk.txt").write_text("佐藤\nはい。\n\n田中\nどうも。\n", "utf-8")
    done = CliRunner().invoke(
        narrate,
        [
            str(tmp_path / "talk.txt"),
            "-o",
            str(tmp_path / "out"),
            "--engine",
            "silent",
            "--format",
            "wav",
            "--jobs",
            "1",
        ],
    )
    assert done.exit_code == 0
    assert done.stderr.splitlines().count("warning: is hard to hear") == 1
