"""``jimaku styles``: the rule sets there are to choose."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, get_args

import click

from toolkit.styles import DEFAULT_STYLE, STYLES, Figure, Style


@click.command(
    epilog="""\b
Examples:
  jimaku styles
  jimaku styles --json | jq '.[] | select(.name == "netflix")'
  jimaku subtitle talk.txt --style ted"""
)
@click.option("--json", "as_json", is_flag=True, help="One JSON list, with every figure's rule id and source.")
def command(as_json: bool) -> None:
    """List the subtitle styles and their sources.

    Widths count full-width characters 1 and half-width 0.5. No public Japanese standard exists: each
    style names the guide it is based on, and none claims compliance.
    """
    if as_json:
        click.echo(json.dumps([_as_object(style) for style in STYLES.values()], ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("style", "width", "lines", "cps", "seconds", "gap", "、。", "based on"):
        table.add_column(heading, overflow="fold")
    for style in STYLES.values():
        table.add_row(*_row(style))
    console = Console(highlight=False)
    console.print(table if console.is_terminal else _plain(), soft_wrap=not console.is_terminal)


def _row(style: Style) -> tuple[str, ...]:
    gap = f"{style.gap_frames} frames" + (f", {style.close_from}–{style.close_to} closed" if style.close_to else "")
    return (
        style.name + (" (default)" if style.name == DEFAULT_STYLE else ""),
        f"{style.line_width:g}",
        str(style.max_lines),
        f"{style.cps:g}",
        f"{style.min_ms / 1000:g}–{style.max_ms / 1000:g}",
        gap,
        "as spaces" if style.writing.dropped else "kept",
        style.based_on,
    )


def _plain() -> str:
    """A row a style, fields separated by tabs, for a pipe."""
    return "\n".join("\t".join(_row(style)) for style in STYLES.values())


def _as_object(style: Style) -> dict[str, Any]:
    return {
        "name": style.name,
        "default": style.name == DEFAULT_STYLE,
        "line_width": style.line_width,
        "max_lines": style.max_lines,
        "cps": style.cps,
        "min_ms": style.min_ms,
        "max_ms": style.max_ms,
        "gap_frames": style.gap_frames,
        "close_frames": [style.close_from, style.close_to] if style.close_to else None,
        "fps": style.fps,
        "count_spaces": style.count_spaces,
        "writing": asdict(style.writing),
        "based_on": style.based_on,
        "sources": {
            figure: {"rule": c.rule, "source": c.source} for figure in get_args(Figure) for c in [style.cite(figure)]
        },
    }
