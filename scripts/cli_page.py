#!/usr/bin/env python3
"""Write docs/cli.md from what every command says of itself, and from the table of wishes.

python scripts/cli_page.py            writes docs/cli.md
python scripts/cli_page.py -          prints it
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

HEAD = """# The command line

What `jimaku COMMAND --help` says, command by command, and the keys of the project file. Made by
`python scripts/cli_page.py`; a test holds it.

Results go to standard output, talk to standard error; `-` is standard input or output. Exit codes: 0 done · 1
findings, doubts with `--strict`, or some transcripts of a batch failed · 2 bad usage or input · 3 an engine or a tool
is missing or failed · 4 an output could not be written · 130, 143 interrupted.

Messages and help are Japanese where the locale is (`LC_ALL`, `LC_MESSAGES`, `LANG`; on Windows the system's language),
else English; `JIMAKU_LANG=ja` and `jimaku --lang ja COMMAND …` choose. `--json`, files and exit codes are the same in
both.
"""


PROJECT = """## The project file

`jimaku.toml` beside the transcript or in a folder above it. Flags win over it. A key may be written with `-` or `_`."""


def page() -> str:
    """The whole page."""
    from toolkit.cli import COMMANDS, cli

    parts = [HEAD]
    for name in COMMANDS:
        command: click.Command = importlib.import_module(f"toolkit.cli.{name}").command
        context = click.Context(
            command, info_name=f"jimaku {name}", terminal_width=100, max_content_width=100, **cli.context_settings
        )
        text = "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
        parts.append(f"## {name}\n\n```\n{text}\n```\n")
    return "\n".join((*parts, project_file()))


def project_file() -> str:
    """The keys of ``jimaku.toml``."""
    from toolkit.wishes.project import CAST_SCHEMA, SCHEMA

    tables = (
        "\n".join(
            ("| key | takes | meaning |", "|---|---|---|", *(f"| `{k.name}` | {k.takes} | {k.meaning} |" for k in keys))
        )
        for keys in (SCHEMA, CAST_SCHEMA)
    )
    return "\n\n".join((PROJECT, next(tables), "In a `[[cast]]` table:", next(tables))) + "\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["-"]:
        print(page(), end="")
    else:
        (ROOT / "docs" / "cli.md").write_text(page(), encoding="utf-8")
