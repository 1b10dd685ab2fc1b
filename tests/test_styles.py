"""Every style is complete, cited, and consistent with itself."""

from __future__ import annotations

import json
from typing import get_args

import pytest
from click.testing import CliRunner

from toolkit.cli.styles import command
from toolkit.errors import InputError
from toolkit.styles import DEFAULT_STYLE, STYLES, Figure, Style, style_named


@pytest.mark.parametrize("style", STYLES.values(), ids=list(STYLES))
def test_consistent(style: Style) -> None:
    assert 0 < style.min_ms < style.max_ms
    assert style.based_on
    assert 2 * style.line_width / style.cps * 1000 <= style.max_ms, "two full lines can be read in time"
    assert style.open_gap_ms >= style.gap_ms
    for figure in get_args(Figure):
        assert style.cite(figure).rule
        assert style.cite(figure).source


def test_gaps_of_the_default_in_ms() -> None:
    assert (STYLES[DEFAULT_STYLE].gap_ms, STYLES[DEFAULT_STYLE].open_gap_ms) == (84, 500)


def test_unknown_style_lists_what_there_is() -> None:
    with pytest.raises(InputError, match="sdh, netflix"):
        style_named("nope")


def test_with_width_keeps_the_rest() -> None:
    style = STYLES["ted"].with_width(18, None)
    assert (style.line_width, style.max_lines, style.cps, style.name) == (18, 2, 10, "ted")


def test_command_lists_every_style() -> None:
    result = CliRunner().invoke(command, [])
    assert result.exit_code == 0
    assert all(name in result.output for name in STYLES)


def test_command_json() -> None:
    result = CliRunner().invoke(command, ["--json"])
    styles = json.loads(result.output)
    assert [style["name"] for style in styles] == list(STYLES)
    assert styles[0]["sources"]["line_width"]["rule"] == "NFJS-LEN-H"
