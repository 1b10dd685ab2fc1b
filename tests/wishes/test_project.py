"""The project file: what it may say, what it changes, and what is refused with file, line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.errors import InputError
from toolkit.transcript import parse_script, read_script
from toolkit.wishes.project import CAST_SCHEMA, SCHEMA, CastMember, find_project, load_project
from toolkit.wishes.table import WISHES

FULL = """\
style = "ted"
line-width = 20
max_lines = 3
scope = "all"
engine = "openjtalk"
format = "m4b"
lexicon = "yomi.toml"
encoding = "cp932"
announce = "change"
directions = "speak"
target = "acx"
rate = 1.2
speakers = ["潮"]
not_speakers = ["まとめ"]
headings = ["次の十年"]
protected = ["GridOS"]

[meta]
title = "潮の話"

[[cast]]
name = "汐見航"
aliases = ["船長", "潮"]
role = "代表"
voice = "umi"
rate = 0.9
pitch = -1.5
"""
LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"


def _file(folder: Path, text: str) -> Path:
    path = folder / "jimaku.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key(tmp_path: Path) -> None:
    project = load_project(_file(tmp_path, FULL))
    assert project.cast == (CastMember("汐見航", ("船長", "潮"), "代表", {"voice": "umi", "rate": 0.9, "pitch": -1.5}),)
    assert {name: project.told(WISHES[name]) for name in ("voices", "rates", "pitches")} == {
        "voices": {"汐見航": "umi"},
        "rates": {"": 1.2, "汐見航": 0.9},
        "pitches": {"汐見航": -1.5},
    }
    flags = ("style", "line_width", "max_lines", "scope", "engine", "format", "announce", "directions", "target")
    said = [project.told(WISHES[name]) for name in flags]
    assert said == ["ted", 20, 3, "all", "openjtalk", "m4b", "change", "speak", "acx"]
    assert (project.encoding, project.told(WISHES["lexicon"])) == ("cp932", tmp_path / "yomi.toml")
    assert (project.speakers, project.not_speakers, project.headings) == (("潮",), ("まとめ",), ("次の十年",))
    assert (project.protected, dict(project.meta)) == (("GridOS",), {"title": "潮の話"})


def test_the_nearest_file_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    _file(tmp_path, 'style = "ted"')
    for start in (inner / "talk.txt", inner):
        found = find_project(start)
        assert found is not None
        assert found.values["style"] == "ted"
    _file(inner, 'style = "netflix"')
    monkeypatch.chdir(inner)
    found = find_project("-")
    assert found is not None
    assert found.values["style"] == "netflix"


def test_there_need_not_be_one(tmp_path: Path) -> None:
    assert find_project(tmp_path / "talk.txt") is None


REFUSED = [
    ("unknown key", 'styl = "ted"', ":1", "did you mean style?"),
    ("unknown key far from all", "zzz = 1", ":1", "the keys are"),
    ("unknown key of a person", '[[cast]]\nname = "佐藤"\nvoices = "a"', ":3", "did you mean voice?"),
    ("wrong type", '\nmax_lines = "2"', ":2", "whole number"),
    ("a boolean is no number", "max_lines = true", ":1", "whole number"),
    ("not a number", "line_width = nan", ":1", "number from 4"),
    ("infinite", "line_width = inf", ":1", "number from 4"),
    ("out of range", "line_width = 2", ":1", "number from 4"),
    ("unknown announcement", 'announce = "always"', ":1", "change"),
    ("unknown directions", 'directions = "sing"', ":1", "skip"),
    ("a pitch out of range", '[[cast]]\nname = "佐藤"\npitch = 12', ":3", "number from -6"),
    ("unknown style", 'style = "netflx"', ":1", "sdh"),
    ("too fast to read", "cps = 100", ":1", "number from 1"),
    ("a gap that is no number of frames", "\ngap = 2.5", ":2", "whole number"),
    ("a duration in words", 'min_duration = "1s"', ":1", "number from 0.1"),
    ("unknown punctuation", 'punctuation = "none"', ":1", "spaces"),
    ("unknown names", 'names = "on"', ":1", "change"),
    ("unknown scope", 'scope = "talk"', ":1", "interview"),
    ("twice in TOML", 'style = "ted"\nstyle = "sdh"', "", "not valid TOML"),
    ("twice in two spellings", "max_lines = 2\nmax-lines = 3", ":2", "twice"),
    ("twice in a list", 'speakers = ["a", "a"]', ":1", "different"),
    ("not a list", 'speakers = "佐藤"', ":1", "list"),
    ("not strings", "speakers = [1]", ":1", "list"),
    ("cast as a table", '[cast]\nname = "佐藤"', ":1", "[[cast]]"),
    ("a person without a name", '[[cast]]\nrole = "司会"', ":1", "no name"),
    (
        "one name for two",
        '[[cast]]\nname = "佐藤"\n[[cast]]\nname = "鈴木"\naliases = ["佐藤"]',
        "",
        "two people",
    ),
    ("a line feed in a name", '[[cast]]\nname = "佐\\n藤"', ":2", "control"),
    ("metadata of numbers", "[meta]\nyear = 2024", ":1", "strings"),
    ("not TOML", "style: ted", "", "line 1"),
    ("a number of thousands of digits", "max_lines = " + "1" * 5000, "", "TOML"),
    ("very deep", "speakers = " + "[" * 5000, "", ""),
]


@pytest.mark.parametrize(("text", "line", "says"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_is_refused(tmp_path: Path, text: str, line: str, says: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(InputError) as caught:
        load_project(path)
    assert caught.value.where.startswith(f"{path}{line}")
    assert says in str(caught.value)
    assert caught.value.mend


def test_too_large_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="larger"):
        load_project(_file(tmp_path, "#" * (1 << 20) + "\n"))
    (tmp_path / "jimaku.toml").write_bytes("# 佐藤".encode("cp932"))
    with pytest.raises(InputError, match="UTF-8"):
        load_project(tmp_path / "jimaku.toml")


def test_the_schema_documents_itself() -> None:
    assert all(key.takes and key.meaning for key in (*SCHEMA, *CAST_SCHEMA))


def test_a_name_seen_once_speaks_if_the_project_says_so(tmp_path: Path) -> None:
    text = f"汐見航\n{LONG}\n柚木\n{LONG}\n汐見航\n{LONG}\n二〇一〇年の春\n{LONG}\n柚木\n{LONG}\n"
    assert "二〇一〇年の春" not in {s.name for s in parse_script(text).cast}
    project = load_project(_file(tmp_path, 'speakers = ["二〇一〇年の春"]'))
    assert "二〇一〇年の春" in {s.name for s in parse_script(text, project=project).cast}


def test_a_speaker_is_none_if_the_project_says_so(tmp_path: Path) -> None:
    text = f"汐見航\n{LONG}\n柚木\n{LONG}\n" * 3
    project = load_project(_file(tmp_path, 'not_speakers = ["柚木"]'))
    assert "柚木" not in {s.name for s in parse_script(text, project=project).cast}


def test_the_cast_is_as_told(tmp_path: Path) -> None:
    project = load_project(_file(tmp_path, '[[cast]]\nname = "汐見航"\naliases = ["船長"]\nrole = "代表"\n'))
    person = parse_script(f"船長：{LONG}\n柚木：{LONG}\n汐見：{LONG}\n柚木：{LONG}\n", project=project).cast[0]
    assert (person.name, person.role, set(person.aliases)) == ("汐見航", "代表", {"船長", "汐見"})


def test_headings_meta_protected_and_encoding(tmp_path: Path) -> None:
    project = load_project(
        _file(
            tmp_path,
            'headings = ["海は待たない。"]\nprotected = ["Grid OS"]\nencoding = "cp932"\n[meta]\ntitle = "潮"',
        )
    )
    (tmp_path / "t.txt").write_bytes(
        f"佐藤：{LONG}\n鈴木：{LONG}\n海は待たない。\n佐藤：Grid OSです。\n".encode("cp932")
    )
    script = read_script(tmp_path / "t.txt", project=project)
    assert (script.title, [s.heading for s in script.sections]) == ("潮", ["", "海は待たない。"])
    assert [(s.start, s.end) for s in script.turns[-1].paragraphs[0].spans if s.kind == "protected"] == [(0, 7)]
    assert script.warnings == ()


@pytest.mark.parametrize(
    "line",
    [
        "3階から：はい。",
        "**3階から**：はい。",
        "【3階から】はい。",
        "3階から　はい。",
        "3階から\nはい。",
        "3階から「はい。」",
    ],
)
def test_any_label_speaks_if_the_project_says_so(tmp_path: Path, line: str) -> None:
    project = load_project(_file(tmp_path, 'speakers = ["3階から"]'))
    script = parse_script(f"佐藤：{LONG}\n鈴木：{LONG}\n{line}\n佐藤：{LONG}\n", project=project)
    assert [t.speaker for t in script.turns] == ["佐藤", "鈴木", "3階から", "佐藤"]
