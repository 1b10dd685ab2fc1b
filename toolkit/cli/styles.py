"""``jimaku styles``: the rule sets there are to choose."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any, get_args

import click

from toolkit.messages import said
from toolkit.styles import DEFAULT_STYLE, STYLES, Figure, Style, style_named


@click.command(
    epilog="""\b
Examples:
  jimaku styles
  jimaku styles --json | jq '.[] | select(.name == "netflix")'
  jimaku styles house.toml
  jimaku styles --keys
  jimaku subtitle talk.txt --style ted"""
)
@click.argument("names", nargs=-1, metavar="[NAME|FILE.toml]...")
@click.option("--json", "as_json", is_flag=True, help="One JSON list, with every figure's rule id and source.")
@click.option("--keys", "keys", is_flag=True, help="What a style of your own (FILE.toml) may say.")
def command(names: tuple[str, ...], as_json: bool, keys: bool) -> None:
    """List the subtitle styles and their sources.

    All of the toolkit's, or those named. Widths count full-width characters 1 and half-width 0.5. No public
    Japanese standard exists: each style names the guide it is based on, and none claims compliance.
    docs/styles.md says how to write your own.
    """
    if keys:
        _print_keys()
        return
    styles = [style_named(name) for name in names] or list(STYLES.values())
    if as_json:
        click.echo(json.dumps([_as_object(style) for style in styles], ensure_ascii=False, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("style", "width", "lines", "cps", "seconds", "gap", "、。", "based on"):
        table.add_column(said(heading), overflow="fold")
    for style in styles:
        table.add_row(*map(said, _row(style)))
    console = Console(highlight=False)
    if console.is_terminal:
        console.print(table)
    else:
        click.echo(_plain(styles))


def _print_keys() -> None:
    """A row a key, fields separated by tabs."""
    from toolkit.styles.house import KEYS

    for name, key in KEYS.items():
        click.echo(f"{name}\t{said(key.words)}\t{said(key.meaning)}")


def _row(style: Style) -> tuple[str, ...]:
    gap = f"{style.gap_frames} frames" + (f", {style.close_from}–{style.close_to} closed" if style.close_to else "")
    return (
        style.name + (" (default)" if style is STYLES[DEFAULT_STYLE] else ""),
        f"{style.line_width:g}",
        str(style.max_lines),
        f"{style.cps:g}",
        f"{style.min_ms / 1000:g}–{style.max_ms / 1000:g}",
        gap,
        "as spaces" if style.writing.dropped else "kept",
        style.based_on,
    )


def _plain(styles: list[Style]) -> str:
    """A row a style, fields separated by tabs, for a pipe."""
    return "\n".join("\t".join(map(said, _row(style))) for style in styles)


def _as_object(style: Style) -> dict[str, Any]:
    return {
        "name": style.name,
        "default": style is STYLES[DEFAULT_STYLE],
        "line_width": style.line_width,
        "max_lines": style.max_lines,
        "cps": style.cps,
        "min_ms": style.min_ms,
        "max_ms": style.max_ms,
        "gap_frames": style.gap_frames,
        "close_frames": [style.close_from, style.close_to] if style.close_to else None,
        "fps": style.fps,
        "count_spaces": style.count_spaces,
        "names": style.names,
        "name_form": style.name_form,
        "extra_line": style.extra_line,
        "one_line": style.one_line,
        "name_once": style.name_once,
        "sound_ms": style.sound_ms,
        "writing": asdict(style.writing),
        "based_on": style.based_on,
        "sources": {
            figure: {"rule": c.rule, "source": c.source} for figure in get_args(Figure) for c in [style.cite(figure)]
        },
    }
