"""``jimaku voices``."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from toolkit.cli.voices import command


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
    assert "pyttsx3 is left out: the engine 'pyttsx3' needs nowhere" in done.stderr
