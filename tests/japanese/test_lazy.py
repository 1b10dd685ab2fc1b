"""A pattern that names the characters it needs finds what it would find without naming them."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit
from toolkit.japanese.lazy import _Needing, lazy


def _patterns() -> Iterator[tuple[str, _Needing]]:
    for room in ("inputs", "transcript", "japanese", "segment", "check"):
        package = importlib.import_module(f"toolkit.{room}")
        for module in pkgutil.walk_packages(package.__path__, f"toolkit.{room}."):
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, _Needing):
                    yield f"{module.name.removeprefix(f'{toolkit.__name__}.')}.{name}", value


PATTERNS = dict(_patterns())


def test_there_are_some() -> None:
    assert len(PATTERNS) > 20


@pytest.mark.parametrize("place", PATTERNS)
@given(data=st.data())
def test_what_is_named_is_needed(place: str, data: st.DataObject) -> None:
    lazily = PATTERNS[place]
    plain = re.compile(lazily._source, lazily._flags)
    # sets and look-arounds apart, a text that the pattern describes; with and without something around it
    before, after = (
        data.draw(st.sampled_from(["", " ", "　\t", "はい", "A", "\n"])),
        data.draw(st.sampled_from(["", "。x"])),
    )
    text = before + data.draw(st.from_regex(plain)) + after
    for search in ("match", "fullmatch", "search"):
        found, due = getattr(lazily, search)(text), getattr(plain, search)(text)
        assert (found and found.span()) == (due and due.span())
        at = data.draw(st.integers(0, len(text)))
        found, due = getattr(lazily, search)(text, at), getattr(plain, search)(text, at)
        assert (found and found.span()) == (due and due.span())


@pytest.mark.parametrize("promise", [{"needs": "x"}, {"begins": "x"}])
def test_a_false_promise_is_seen(promise: dict[str, str]) -> None:
    assert lazy("a", **promise).match("ab") is None  # type: ignore[arg-type]  # so the property above can fail
