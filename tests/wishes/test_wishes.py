"""One table of wishes: flags, project file and what the rooms are told are made from it, and a row is all an option
needs but the field that takes it.
"""

from __future__ import annotations

import importlib
from dataclasses import fields, replace
from pathlib import Path
from typing import get_args

import click
import pytest
from click.testing import CliRunner

from toolkit.audio.encoding import ENCODINGS
from toolkit.audio.outputs import Outputs
from toolkit.audio.targets import DEFAULT_TARGET
from toolkit.cli import COMMANDS
from toolkit.cli.batches.runs import RUN
from toolkit.cli.options import flags, settings_of
from toolkit.errors import InputError
from toolkit.formats.encodings import Coding
from toolkit.model.narration import Announce, Directions
from toolkit.narration import Delivery, Figure
from toolkit.pipeline import Cutting, Speaking
from toolkit.speech.protocol import EngineSpec
from toolkit.speech.registry import DEFAULT_ENGINE
from toolkit.styles import STYLES
from toolkit.transcript.scope import Scope
from toolkit.wishes import project as project_file
from toolkit.wishes.figures import Punctuation
from toolkit.wishes.kinds import ByPerson, Choice, File, Kind, Many, Number, OnOff, Rate, Text, Time
from toolkit.wishes.project import load_project
from toolkit.wishes.settings import Settings
from toolkit.wishes.table import GROUPS, WISHES, Wish

HANDED_OVER = {"forms", "publisher", "vertical", "one_file", "ruby", "unit", "title", "url"}  # cli.edition's
NOUNS = {"cutting": Cutting, "speaking": Speaking, "delivery": Delivery, "outputs": Outputs, "coding": Coding}
OWN = {  # options of what a command does with its own output, no wishes of what is made
    "subtitle": {"outputs", "parents", "media", "as_json"},
    "narrate": {"outputs", "parents", "forms", "sample", "recording", "given"},
    "batch": {
        "output",
        "parents",
        "media",
        "recording",
        "also",
        "subtitle",
        "narrate",
        "jobs",
        "scheduler",
        "scheduler_tls",
        *HANDED_OVER,
        *RUN,
    },
}


def options(command: str) -> dict[str, click.Option]:
    loaded: click.Command = importlib.import_module(f"toolkit.cli.{command}").command
    return {p.name or "": p for p in loaded.params if isinstance(p, click.Option)}


@pytest.mark.parametrize("command", OWN)
def test_every_flag_of_what_is_made_is_a_row(command: str) -> None:
    assert set(options(command)) - OWN[command] == {w.name for w in WISHES.values() if command in w.commands}


@pytest.mark.parametrize("command", COMMANDS)
def test_a_flag_is_as_its_row_says(command: str) -> None:
    for wish in WISHES.values():
        if command in wish.commands:
            option = options(command)[wish.name]
            assert (option.opts, option.help, option.metavar) == ([wish.option], *_words(wish.at(command)))
            assert option.multiple == isinstance(wish.kind, (ByPerson, Many))


def _words(wish: Wish) -> tuple[str, str | None]:
    return wish.help, wish.metavar


def test_a_key_with_the_name_of_a_flag_is_of_the_same_row() -> None:
    names = {wish.option.removeprefix("--").replace("-", "_"): wish for wish in WISHES.values() if wish.help}
    for wish in WISHES.values():
        for key in filter(None, (wish.key, wish.member)):
            assert names.get(key, wish) is wish


@pytest.mark.parametrize("wish", [w for w in WISHES.values() if w.field], ids=lambda wish: wish.name)
def test_a_wish_goes_to_a_field_that_is_there(wish: Wish) -> None:
    noun, _, name = wish.field.partition(".")
    assert name in {part.name for part in fields(NOUNS[noun])}


def test_defaults_are_those_of_the_rooms() -> None:
    settings = Settings()
    assert settings.cutting(None) == Cutting(STYLES["sdh"])
    assert settings.speaking(None) == Speaking(EngineSpec(DEFAULT_ENGINE))
    assert settings.wish("target") == DEFAULT_TARGET


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("cps = 5.5", {"cps": 5.5}),
        ("min_duration = 0.8", {"min_ms": 800}),
        ("max_duration = 6", {"max_ms": 6000}),
        ("gap = 4", {"gap_frames": 4, "close_from": 5, "close_to": 11}),
        ("gap = 12", {"gap_frames": 12, "close_from": 0, "close_to": 0}),
        ("gap = 0", {"gap_frames": 0, "close_from": 3, "close_to": 11}),
        ('punctuation = "keep"', {"writing": replace(STYLES["sdh"].writing, full_stop="keep", comma="keep")}),
        ('names = "always"', {"names": "always"}),
        ('style = "ted"', {"name": "ted", "cps": 10}),
        ('style = "ted"\ncps = 8', {"name": "ted", "cps": 8}),
    ],
)
def test_what_a_project_says_of_the_style(words: str, says: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "jimaku.toml").write_text(words, encoding="utf-8")
    style = Settings().cutting(load_project(tmp_path / "jimaku.toml")).style
    assert {name: getattr(style, name) for name in says} == says


@pytest.mark.parametrize(
    ("words", "flags", "where", "says"),
    [
        ("\nmin_duration = 8", {}, "jimaku.toml:2", "8 s at least and 7 s at most"),
        ("cps = 5\nmax-duration = 1", {"min_duration": 2.0}, "jimaku.toml:2", "2 s at least and 1 s at most"),
        ("cps = 5", {"min_duration": 8.0}, "", "8 s at least"),
        ('cps = 5\nbreaks = "none.json"', {}, "jimaku.toml:2: ", "cannot be read"),
    ],
)
def test_what_cannot_be_is_refused_where_it_is_said(
    words: str, flags: dict[str, object], where: str, says: str, tmp_path: Path
) -> None:
    (tmp_path / "jimaku.toml").write_text(words, encoding="utf-8")
    with pytest.raises(InputError, match=says) as caught:
        Settings(flags).cutting(load_project(tmp_path / "jimaku.toml"))
    assert caught.value.where.startswith(str(tmp_path / where) if where else "")
    assert bool(caught.value.where) == bool(where)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("scope", get_args(Scope)),
        ("punctuation", get_args(Punctuation)),
        ("announce", get_args(Announce)),
        ("directions", get_args(Directions)),
        ("style", tuple(STYLES)),
        ("format", tuple(ENCODINGS)),
    ],
)
def test_choices_are_those_of_the_rooms(name: str, words: tuple[str, ...]) -> None:
    kind = WISHES[name].kind
    assert isinstance(kind, Choice)
    assert set(kind.words) == set(words)


def _two_of(kind: Kind) -> tuple[object, object]:
    """Two values that a kind takes."""
    match kind:
        case Choice():
            return kind.words[0], kind.words[-1]
        case Number():
            return kind.low, kind.high
        case Time():
            return "90s", "00:01:30"
        case Rate():
            return "25", "29.97df"
        case OnOff():
            return False, True
        case _:
            return "a", "b"


@pytest.mark.parametrize(
    "wish", [w for w in WISHES.values() if w.help and w.key and not w.member], ids=lambda wish: wish.name
)
def test_flags_win_over_the_project_and_that_over_the_default(wish: Wish, tmp_path: Path) -> None:
    flag, key = _two_of(wish.kind)
    path = tmp_path / "jimaku.toml"
    path.write_text(f"{wish.key} = {str(key).lower() if isinstance(key, bool) else repr(key)}", encoding="utf-8")
    project, told = load_project(path), tmp_path / "b" if isinstance(wish.kind, File) else key
    assert Settings({wish.name: flag}).wish(wish.name, project) == flag
    assert Settings({wish.name: None}).wish(wish.name, project) == told
    assert Settings({wish.name: ""}).wish(wish.name, project) == told
    assert Settings().wish(wish.name) == wish.default


def test_persons_come_together_from_all_three(tmp_path: Path) -> None:
    path = tmp_path / "jimaku.toml"
    people = '[[cast]]\nname = "甲"\nrate = 0.9\npitch = 1\n[[cast]]\nname = "乙"\nrate = 1.1\nvoice = "umi"\n'
    path.write_text(f"rate = 1.2\n{people}", encoding="utf-8")
    flags = settings_of(rates=("乙=0.8",), pitches=("-1", "丙=2"), voices=("甲=mei",))
    speaking = flags.speaking(load_project(path))
    assert speaking.voices == {"乙": "umi", "甲": "mei"}
    assert speaking.delivery.pace == Figure(1.2, {"甲": 0.9, "乙": 0.8}, "a rate")
    assert speaking.delivery.pitch == Figure(-1.0, {"甲": 1, "丙": 2.0}, "a pitch")
    assert Settings({"rates": {"": 2.0}}).speaking(load_project(path)).delivery.pace.usual == 2.0


def test_what_is_no_row_is_no_wish() -> None:
    with pytest.raises(TypeError, match="pich"):
        Settings({"pich": 1})


def test_what_is_made_depends_on_all_but_how_fast_it_is_made() -> None:
    usual = Speaking(EngineSpec("silent"))
    assert Speaking(EngineSpec("silent"), jobs=0, cache=Path("a")).shape == usual.shape
    assert Speaking(EngineSpec("silent"), voices={"甲": "a", "乙": "b"}).shape != usual.shape
    assert Speaking(EngineSpec("silent"), delivery=Delivery(pitch=Figure(1))).shape != usual.shape


NEW = (
    Wish("mood", Choice(("calm", "merry")), "How it is.", commands=("narrate",), key="mood", default="calm"),
    Wish(
        "breath", Number(0, 2), "Seconds between.", "N", commands=("narrate",), key="breath", field="delivery.head_ms"
    ),
    Wish("hum", Text(), "What is hummed.", "TUNE", commands=("narrate",)),
)


def test_a_row_is_enough(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A flag with its check and its help, a key, a default, a documented schema and the field that takes it."""
    monkeypatch.setitem(GROUPS, "new", NEW)
    for wish in NEW:
        monkeypatch.setitem(WISHES, wish.name, wish)
    monkeypatch.setattr(project_file, "SCHEMA", project_file.keys())
    path = tmp_path / "jimaku.toml"
    path.write_text('mood = "merry"\nbreath = 2', encoding="utf-8")
    project = load_project(path)
    taken: list[Settings] = []

    @click.command()
    @flags("narrate", "new")
    def command(**options: object) -> None:
        taken.append(settings_of(**options))

    assert CliRunner().invoke(command, ["--breath", "1.5", "--hum", "la"]).exit_code == 0
    assert CliRunner().invoke(command, ["--breath", "3"]).exit_code == 2
    assert "--mood [calm|merry]" in CliRunner().invoke(command, ["--help"]).output
    assert [taken[0].wish(name, project) for name in ("mood", "breath", "hum")] == ["merry", 1.5, "la"]
    assert (taken[0].wish("mood"), Settings().wish("breath", project)) == ("calm", 2)
    assert taken[0].speaking(project).delivery.head_ms == 1.5
    path.write_text("breath = 9", encoding="utf-8")
    with pytest.raises(InputError, match="a number from 0 to 2"):
        load_project(path)
