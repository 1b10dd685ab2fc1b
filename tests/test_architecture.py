"""The house: who may know whom, which library lives where, and how long things may be."""

from __future__ import annotations

import ast
import importlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path

import click
import pytest

from toolkit.formats import SUFFIXES

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "toolkit"

# A room imports only from rooms above it in this table or from itself, never from its own row.
LEVELS: tuple[frozenset[str], ...] = tuple(
    frozenset(row.split())
    for row in (
        "errors model messages",  # words everybody speaks: nothing of ours below them
        "timecode system",
        "signal japanese",
        "styles formats",  # a style says how japanese.punctuation is shown
        "inputs",
        "transcript",
        "segment timing",
        "speech audio check corrections validators",
        "narration align",
        "edition",
        "verify preview fitting",
        "pipeline",
        "recorded said",
        "wishes",
        "batch",
        "cli",
        "__main__",
    )
)

# Where a third-party library may be imported at all.
HOMES: dict[str, frozenset[str]] = {
    library: frozenset(rooms.split())
    for library, rooms in {
        "sudachipy": "japanese",
        "kanalizer": "japanese",
        "pyopenjtalk": "japanese speech",
        "pyttsx3": "speech",
        "espeakng_loader": "speech",
        "onnxruntime": "speech",
        "faster_whisper": "verify",
        "ctranslate2": "align verify",
        "srt": "formats",
        "markdown_it": "inputs",
        "mdit_py_plugins": "inputs",
        "yaml": "inputs",
        "pydub": "audio",
        "soundfile": "audio",
        "imageio_ffmpeg": "audio",
        "scipy": "audio fitting signal",
        "numba": "fitting",
        "numpy": "align audio edition fitting signal speech transcript verify",
        "click": "cli",
        "rich": "cli",
        "watchfiles": "cli",
        "distributed": "batch",
        "fsspec": "system",
        "pdfminer": "inputs",
        "openpyxl": "inputs formats",
        "docx": "formats",
        "playwright": "validators",
        "axe_playwright_python": "validators",
    }.items()
}
# At a module's top stands only what the whole module is about; everything else loads where it is used.
AT_TOP: dict[str, frozenset[str]] = {
    "click": frozenset({"cli"}),
    "numpy": frozenset({"align", "audio", "edition", "fitting", "signal", "speech", "verify"}),
    "numba": frozenset({"fitting"}),
}
# Under TYPE_CHECKING a home may be wider: an annotation loads nothing. Each with its reason.
FOR_TYPES: dict[tuple[str, str], str] = {
    ("model", "numpy"): "Clip.samples is an array, and model must load without numpy",
    ("narration", "numpy"): "the sink's protocol takes arrays that narration only hands on",
    ("audio", "_typeshed"): "mypy's own names for readable files",
}

# Modules that nothing imports. Each with its reason.
UNUSED: dict[str, str] = {
    "toolkit.audio.segment": "a service to people who use the package; the tool itself streams",
    "toolkit.speech.engines.pyttsx3_child": "a program of its own, run in another process by its file name",
    "toolkit.edition.epub.twin": "a form, loaded by the name its row gives",
}

LONGEST_FUNCTION, LONGEST_FILE = 50, 300  # lines; a function's docstring aside
# Files that are longer, and how long they may be. Each with its reason.
LONGER: dict[str, tuple[int, str]] = {}


@dataclass(frozen=True, slots=True)
class Import:
    """``name``: the module; ``part``: what is taken from it; ``when``: top, inside (a function) or types (under
    TYPE_CHECKING).
    """

    path: Path
    line: int
    name: str
    part: str
    when: str

    @property
    def room(self) -> str:
        return room_of(self.path)

    @property
    def place(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line} imports {self.name}"


def room_of(path: Path) -> str:
    if path == PACKAGE / "__init__.py":  # the package's own door stands as high as its program
        return "__main__"
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@lru_cache(maxsize=1)
def modules() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


@lru_cache(maxsize=1)
def imports() -> tuple[Import, ...]:
    return tuple(found for path, tree in modules().items() for found in _imports(path, tree, "top"))


def _imports(path: Path, node: ast.AST, when: str) -> Iterator[Import]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield from (Import(path, child.lineno, name, part, when) for name, part in _names(child))
        elif isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            yield from _imports(path, child, "types")
        elif isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _imports(path, child, "inside")
        else:
            yield from _imports(path, child, when)


def _names(node: ast.Import | ast.ImportFrom) -> list[tuple[str, str]]:
    if isinstance(node, ast.Import):
        return [(alias.name, "") for alias in node.names]
    assert node.level == 0, "imports are absolute, so that this test can read them"
    if node.module == "toolkit":
        return [(f"toolkit.{alias.name}", "") for alias in node.names]
    return [(node.module or "", alias.name) for alias in node.names]


def ours() -> list[tuple[Import, str]]:
    """Imports of another room of ours, and that room."""
    found = [(imp, imp.name.split(".")[1]) for imp in imports() if imp.name.startswith("toolkit.")]
    return [(imp, room) for imp, room in found if room not in (imp.room, "__version__")]


def foreign() -> list[tuple[Import, str]]:
    """Imports of third-party libraries, and the library."""
    tops = [(imp, imp.name.partition(".")[0]) for imp in imports()]
    return [(imp, top) for imp, top in tops if top != "toolkit" and top not in sys.stdlib_module_names]


def level(room: str) -> int:
    return next((k for k, rooms in enumerate(LEVELS) if room in rooms), -1)


def test_every_room_is_in_the_table() -> None:
    rooms = {room_of(path) for path in modules()} - {"__init__"}
    assert rooms <= frozenset().union(*LEVELS)


def test_a_room_imports_only_from_levels_below() -> None:
    assert [imp.place for imp, room in ours() if level(room) >= level(imp.room)] == []


def test_no_files_know_each_other_in_a_circle() -> None:
    """Not even for an annotation: what two files both need stands in a third."""
    files = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    knows: dict[str, set[str]] = {name: set() for name in files}
    names = {path: name for name, path in files.items()}
    for imp in imports():
        knows[names[imp.path]] |= {imp.name, f"{imp.name}.{imp.part}"} & files.keys() - {names[imp.path]}
    TopologicalSorter(knows).prepare()  # CycleError names them


def test_narration_knows_no_cues() -> None:
    cues = {"Cue", "TimedCue", "Timeline", "Source", "SubtitleFile"}
    spelled = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules().items()
        if room_of(path) == "narration"
        for node in ast.walk(tree)
        if isinstance(node, (ast.Name, ast.Attribute, ast.alias)) and _name_of(node) in cues
    ]
    assert spelled == []
    rooms = {"segment", "timing", "formats", "styles", "check"}
    assert [imp.place for imp, room in ours() if imp.room == "narration" and room in rooms] == []


def _name_of(node: ast.Name | ast.Attribute | ast.alias) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else node.name


def test_one_file_reads_and_writes_the_manifest() -> None:
    users = {
        (imp.part, imp.path.relative_to(PACKAGE).as_posix())
        for imp in imports()
        if imp.name == "toolkit.edition.manifest"
    }
    assert users == {
        ("NoManifest", "edition/folder.py"),
        ("from_json", "edition/folder.py"),
        ("to_json", "edition/writer.py"),
        ("cue_rows", "cli/align.py"),
        ("cue_rows", "cli/subtitle.py"),
    }
    readers = [imp.path for imp in imports() if imp.name == "json" and imp.room in ("edition", "verify", "pipeline")]
    forms = {PACKAGE / "edition" / folder for folder in ("player", "podcast", "stems")}  # they write JSON of their own
    assert [path for path in readers if path.parent not in forms] == [PACKAGE / "edition" / "manifest.py"]


def test_one_file_spells_the_keys_of_the_manifest() -> None:
    """Those keys that mean nothing else, read or written anywhere as text."""
    schema = json.loads((PACKAGE / "edition" / "manifest.schema.json").read_text(encoding="utf-8"))
    own = {"announcements", "chapters", "doubtful_readings", "excluded", "length_samples", "made_from", "rate_hz"}
    assert own <= set(schema["properties"])
    spelled = {path for path, tree in modules().items() for node in _code_strings(tree) if node.value in own}
    spelled -= set((PACKAGE / "edition" / "podcast").iterdir())  # JSON chapters of podcasts are a format of their own
    assert spelled == {PACKAGE / "edition" / "manifest.py"}


def test_nobody_imports_the_command_line() -> None:
    assert [imp.place for imp, room in ours() if room == "cli" and imp.room != "__main__"] == []


def test_every_module_is_of_use() -> None:
    wanted = {name for imp in imports() for name in (imp.name, f"{imp.name}.{imp.part}")}
    wanted |= {name for tree in modules().values() for name in _spelled(tree)}
    names = {
        ".".join(path.relative_to(ROOT).with_suffix("").parts)
        for path in modules()
        if path.name not in ("__init__.py", "__main__.py")
    }
    commands = {name for name in names if name.startswith("toolkit.cli.")}
    assert names - commands - wanted == set(UNUSED)


def _spelled(tree: ast.Module) -> set[str]:
    """Module names in strings: tables of formats and engines, whose modules load by name."""
    strings = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    return {string.partition(":")[0] for string in strings if string.startswith("toolkit.")}


def test_third_party_libraries_stay_in_their_rooms() -> None:
    strangers = [
        imp.place
        for imp, library in foreign()
        if imp.room not in HOMES.get(library, ()) and not (imp.when == "types" and (imp.room, library) in FOR_TYPES)
    ]
    assert strangers == []


def test_heavy_libraries_load_where_they_are_used() -> None:
    assert [
        imp.place for imp, library in foreign() if imp.when == "top" and imp.room not in AT_TOP.get(library, ())
    ] == []


def test_exceptions_for_types_are_still_needed() -> None:
    used = {(imp.room, library) for imp, library in foreign() if imp.when == "types"}
    assert set(FOR_TYPES) <= used


def test_nobody_but_formats_spells_a_subtitle_suffix() -> None:
    """Words for people aside: docstrings, and what the command line shows in its help."""
    suffix = re.compile(rf"(?:{'|'.join(map(re.escape, SUFFIXES))})(?![A-Za-z0-9])")
    spelled = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.value!r}"
        for path, tree in modules().items()
        if room_of(path) != "formats"
        for node in _code_strings(tree)
        if (suffix.fullmatch if room_of(path) == "cli" else suffix.search)(node.value)
    ]
    assert spelled == []


def _code_strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """String constants that are no docstrings; the fixed parts of f-strings are among them."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def test_no_function_is_longer_than_a_screen() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}: {_length(node)} lines"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and _length(node) > LONGEST_FUNCTION
    ]
    assert long == []


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = node.body[0]
    docstring = first.end_lineno - first.lineno + 1 if ast.get_docstring(node) else 0  # type: ignore[operator]
    return node.end_lineno - node.lineno + 1 - docstring  # type: ignore[operator]


def test_no_file_is_longer_than_a_chapter() -> None:
    lengths = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8").count("\n") for path in modules()}
    limits = {name: LONGER.get(name, (LONGEST_FILE, ""))[0] for name in lengths}
    assert {name: n for name, n in lengths.items() if n > limits[name]} == {}


def test_exceptions_for_length_are_still_needed() -> None:
    lengths = {name: (ROOT / name).read_text(encoding="utf-8").count("\n") for name in LONGER}
    assert {name: n for name, n in lengths.items() if n <= LONGEST_FILE} == {}


def test_nothing_is_caught_that_is_not_named() -> None:
    broad = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or {"Exception", "BaseException"} & _caught(node.type))
    ]
    assert broad == []


def _caught(node: ast.expr) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name)}


def test_nothing_is_left_to_do_in_the_code() -> None:
    notes = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b")
    left = [
        f"{path.relative_to(ROOT)}:{n}"
        for path in modules()
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if notes.search(line)
    ]
    assert left == []


def test_no_room_is_a_drawer() -> None:
    drawers = ("util", "utils", "common", "helpers", "misc", "manager", "base")
    assert [str(path) for path in PACKAGE.rglob("*") if path.stem in drawers] == []


def _command(name: str) -> click.Command:
    command: click.Command = importlib.import_module(f"toolkit.cli.{name}").command
    return command


def commands() -> list[str]:
    from toolkit.cli import COMMANDS

    return list(COMMANDS)


@pytest.mark.parametrize("name", commands())
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    from toolkit.cli import COMMANDS

    assert (_command(name).help or "").strip().splitlines()[0] == COMMANDS[name]


def test_every_command_has_its_file() -> None:
    from toolkit.cli import COMMANDS

    shared = {
        *("__init__", "forms", "language", "options", "outputs", "parents", "progress", "recordings", "terminal"),
        "values",
    }
    assert {path.stem for path in (PACKAGE / "cli").glob("*.py")} - shared == set(COMMANDS)


@pytest.mark.parametrize("name", commands())
def test_every_option_says_what_it_does(name: str) -> None:
    options = [p for p in _command(name).params if isinstance(p, click.Option)]
    assert [p.name for p in options if not p.help] == []


@pytest.mark.parametrize("name", commands())
def test_help_ends_with_examples_that_can_be_run(name: str) -> None:
    command = _command(name)
    epilog = command.epilog or ""
    assert "Examples:" in epilog
    examples = re.findall(rf"jimaku {name}\b([^|>#\n]*)", epilog.partition("Examples:")[2])
    assert examples
    passed_on = _command("batch").params if name == "watch" else []  # it takes the options of batch too
    known = {opt for p in (*command.params, *passed_on) if isinstance(p, click.Option) for opt in p.opts} | {"--help"}
    for example in examples:
        used = set(re.findall(r"(?<=\s)-{1,2}[a-z][a-z-]*", example))
        assert used <= known, example


@pytest.mark.parametrize("name", commands())
def test_the_readme_names_every_command(name: str) -> None:
    readme = ROOT / "README.md"
    if not readme.exists():
        pytest.skip("there is no README.md yet")
    assert f"jimaku {name}" in readme.read_text(encoding="utf-8")


def test_no_two_files_of_tests_are_called_alike() -> None:
    """pytest imports them by their names alone."""
    names = [path.name for path in (ROOT / "tests").rglob("*.py")]
    assert sorted(names) == sorted(set(names))
