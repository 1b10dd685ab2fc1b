"""Every test has one speed, and what is listed is there."""

from __future__ import annotations

from pathlib import Path

from speeds import FILES, FOREIGN_CLOCKS, SLOW, SPEEDS, speed_of

ROOT = Path(__file__).parents[1]


def test_what_is_listed_is_there() -> None:
    texts = {path: _text(path) for path in {*FILES, *FOREIGN_CLOCKS, *(test.partition("::")[0] for test in SLOW)}}
    assert [path for path, text in texts.items() if not text] == []
    assert [test for test in SLOW if f"def {test.partition('::')[2]}(" not in texts[test.partition("::")[0]]] == []


def _text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).exists() else ""


def test_a_speed_is_known_of_every_test() -> None:
    assert {speed_of(test) for test in (*SLOW, *(f"{path}::test" for path in FILES), "tests/x.py::test_new")} == {
        *SPEEDS
    }
