"""The documents say what the code does: command lines, tables and links of its pages."""

from __future__ import annotations

import importlib
import re
import shlex
import sys
from pathlib import Path

import click
import pytest
from test_architecture import LEVELS

from toolkit.audio.targets import TARGETS
from toolkit.cli import COMMANDS
from toolkit.formats import FORMATS, TABLES, Format
from toolkit.speech.engines.openjtalk_voices import BODIES
from toolkit.speech.registry import ENGINES
from toolkit.styles import STYLES, Style
from toolkit.wishes.table import GROUPS, Wish

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "README.ja.md",
    "CONTRIBUTING.md",
    "docs/manifest.md",
    "docs/formats.md",
    "docs/unattended.md",
    "media/README.md",
    "tests/quality/README.md",
)


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def command_lines() -> list[tuple[str, str]]:
    """Every ``jimaku …`` of a fenced block or of a table's first cell, with its page."""
    found = []
    for name in PAGES:
        fenced = re.findall(r"^```\w*\n(.*?)^```", page(name), re.MULTILINE | re.DOTALL)
        lines = [line for block in fenced for line in block.replace("\\\n", "").splitlines()]
        found += [(name, match[1]) for line in lines if (match := re.match(r"(?:\$ )?(?:\S*[/\\])?jimaku (.+)", line))]
    return found


@pytest.mark.parametrize(("name", "line"), command_lines())
def test_a_command_line_has_only_options_that_exist(name: str, line: str) -> None:
    command, *words = shlex.split(line.partition(" #")[0])
    if command.startswith("-"):
        return
    assert command in COMMANDS, name
    loaded: click.Command = importlib.import_module(f"toolkit.cli.{command}").command
    known = {opt for p in loaded.params if isinstance(p, click.Option) for opt in (*p.opts, *p.secondary_opts)} | {
        "--help"
    }
    assert {word for word in words if re.match("-{1,2}[a-z]", word)} <= known


@pytest.mark.parametrize(
    ("name", "link"), [(name, link) for name in PAGES for link in re.findall(r"\]\(([^)#]+)", page(name))]
)
def test_a_link_leads_somewhere(name: str, link: str) -> None:
    assert link.startswith("https://") or (ROOT / name).parent.joinpath(link).exists()


@pytest.mark.parametrize(
    "path",
    sorted({p for name in PAGES for p in re.findall(r"`((?:toolkit|tests|scripts|media)/[\w./-]+)`", page(name))}),
)
def test_a_file_that_is_named_is_there(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("wish", GROUPS["project"], ids=lambda wish: wish.name)
def test_the_readme_names_what_no_flag_can_say(wish: Wish) -> None:
    assert f"`{wish.key or wish.member}`" in page("README.md")


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
@pytest.mark.parametrize("style", STYLES.values(), ids=lambda style: style.name)
def test_a_style_has_its_figures(name: str, style: Style) -> None:
    row = next(line for line in page(name).splitlines() if line.startswith(f"| `{style.name}`") and "×" in line)
    assert (
        f"| {style.line_width:g} × {style.max_lines} | {style.cps:g} | {style.min_ms / 1000:g}–{style.max_ms / 1000:g} s"  # noqa: E501
        in row.replace("〜", "–").replace("秒", "s")
    )


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
@pytest.mark.parametrize("word", [*BODIES, *TARGETS])
def test_voices_and_targets_are_named(name: str, word: str) -> None:
    assert f"`{word}`" in page(name)


@pytest.mark.parametrize("engine", ENGINES)
def test_the_readme_names_every_engine(engine: str) -> None:
    assert re.search(rf"^\| `{engine}`", page("README.md"), re.MULTILINE)


@pytest.mark.parametrize("one", FORMATS, ids=lambda one: one.name)
def test_the_page_of_formats_names_every_suffix_and_rule(one: Format) -> None:
    row = next(line for line in page("docs/formats.md").splitlines() if f"| `{one.suffix}`" in line)
    assert all(f"`{suffix}`" in row for suffix in one.suffixes)
    assert row.split("|")[4].strip() == ("yes" if one.writes else "no")
    assert [rule for rule in one.remarks if f"`{rule}`" not in page("docs/formats.md")] == []


@pytest.mark.parametrize("one", TABLES, ids=lambda one: one.name)
def test_the_page_of_formats_names_every_table(one: Format) -> None:
    row = next(r for r in page("docs/formats.md").splitlines() if f"`{one.name}`" in r[: r.find("|", 1)])
    assert all(f"`{suffix}`" in row for suffix in one.suffixes)
    assert row.split("|")[3].strip() == ("yes" if one.reads else "no")


def test_the_rooms_are_those_of_the_test() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \|", page("CONTRIBUTING.md"), re.MULTILINE)
    assert {(int(level), room) for level, room in rows} == {
        (k, room) for k, rooms in enumerate(LEVELS) for room in rooms if room != "__main__"
    }


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_readme_is_not_longer_than_a_person_reads(name: str) -> None:
    assert page(name).count("\n") <= 260


def test_the_page_of_the_command_line_is_what_help_says() -> None:
    """`python scripts/cli_page.py` makes it anew."""
    sys.path.insert(0, str(ROOT / "scripts"))
    from cli_page import page as made

    assert (ROOT / "docs" / "cli.md").read_text(encoding="utf-8") == made()
