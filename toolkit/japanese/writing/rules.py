"""The rules of writing as one table. What a style asks for is written with it, and ``check`` finds with it what is not
written so: neither can know a rule that the other does not.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from toolkit.japanese.lazy import lazy
from toolkit.japanese.writing import numbers, signs
from toolkit.japanese.writing.edits import Edit, Look, Rewritten, applied
from toolkit.japanese.writing.marks import Space


@dataclass(frozen=True, slots=True)
class Writing:
    """How a style writes, field by field what ``RULES`` and ``marks`` know; ``keep``: as it is found."""

    full_stop: Space = "keep"
    comma: Space = "keep"
    marks: Literal["keep", "wide"] = "keep"
    mark_space: Literal["keep", "none", "half-space", "wide-space"] = "keep"
    brackets: Literal["keep", "wide"] = "keep"
    labels: Literal["keep", "parentheses"] = "keep"
    digits: Literal["keep", "one-wide", "half"] = "keep"
    decimal_point: Literal["keep", "half"] = "keep"
    thousands: Literal["keep", "myriads"] = "keep"
    acronyms: Literal["keep", "wide"] = "keep"
    ellipsis: Literal["keep", "one"] = "keep"
    dash: Literal["keep", "pair"] = "keep"
    music: Literal["keep", "note"] = "keep"
    half_kana: Literal["keep", "wide"] = "keep"

    @property
    def dropped(self) -> frozenset[str]:
        """The marks that are not shown at a line's end."""
        stops = "。．｡" if self.full_stop != "keep" else ""
        return frozenset(stops + ("、，､" if self.comma != "keep" else ""))


@dataclass(frozen=True, slots=True)
class Rule:
    """``name``: the field of ``Writing``. ``looks``: its values but ``keep`` → what is to be written otherwise.
    ``words``: of the finding, behind what was found and before what is written. ``same``: what an edit may not change,
    found by other means than the edit.
    """

    name: str
    looks: Mapping[str, Look]
    words: str
    same: Callable[[str], object]

    def edits(self, text: str, writing: Writing) -> list[Edit]:
        """What is to be written otherwise of a text."""
        look = self.looks.get(getattr(writing, self.name))
        return list(look(text)) if look else []


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _round(text: str) -> str:
    return _folded(text).translate(str.maketrans("[]", "()"))


def _unspaced(text: str) -> str:
    return "".join(text.split())


def _letters(text: str) -> str:
    return _folded(text).replace(".", "")


def _kind(*groups: str) -> Callable[[str], object]:
    """Which of the groups all of the text is of; the text itself if of none."""
    return lambda text: next((n for n, group in enumerate(groups) if text and set(text) <= set(group)), text)


# In the order in which they are written: what one writes the next may write otherwise, never the other way round.
RULES: tuple[Rule, ...] = (
    Rule("half_kana", {"wide": signs.wide_kana}, "is half-width kana, written", _folded),
    Rule("ellipsis", {"one": signs.one_ellipsis}, "is written", _kind(".・。…")),
    Rule("dash", {"pair": signs.pair_of_dashes}, "is written", _kind("-—─━―")),
    Rule("music", {"note": signs.one_note}, "is written", _kind("♩♪♫♬🎵🎶")),
    Rule("labels", {"parentheses": signs.parentheses}, "has half-width brackets, written", _round),
    Rule("brackets", {"wide": signs.wide_brackets}, "has half-width brackets, written", _round),
    Rule("marks", {"wide": signs.wide_marks}, "after Japanese is written", _folded),
    Rule("thousands", {"myriads": numbers.myriads}, "is written without separators, with 万:", numbers.amount),
    Rule("decimal_point", {"half": numbers.half_point}, "has a full-width decimal point, written", _folded),
    Rule("digits", {"one-wide": numbers.one_wide, "half": numbers.all_half}, "is written", _folded),
    Rule("acronyms", {"wide": numbers.wide_acronyms}, "is an acronym, written", _letters),
    Rule(
        "mark_space",
        {
            "none": signs.space_after_marks(""),
            "half-space": signs.space_after_marks(" "),
            "wide-space": signs.space_after_marks("\u3000"),
        },
        "after ？！ is",
        _unspaced,
    ),
)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "full_stop": ("keep", "half-space", "wide-space"),
    "comma": ("keep", "half-space", "wide-space"),
    **{rule.name: ("keep", *rule.looks) for rule in RULES},
}
# Nothing of this, and no rule has anything to say
_SUSPECT = lazy(r"[0-9０-９?!()\[\]｡-ﾟ♩♫♬🎵🎶？！—─━]|[A-Z]{2}|[A-Z]\.|\.{3}|・{3}|。{3}|--")


PASSES = 4  # a sign that has become Japanese may make one beside it so


def rewritten(text: str, writing: Writing) -> Rewritten:
    """A text as it is written, 、。 aside, which are shown line by line (``marks``)."""
    found = Rewritten(text, text)
    for _, _, edits in steps(text, writing):
        found = found.then(edits)
    return found


def steps(text: str, writing: Writing) -> Iterator[tuple[Rule, str, list[Edit]]]:
    """The rules that write something otherwise, each with what those before it have written and its edits of that."""
    for _ in range(PASSES if _SUSPECT.search(text) else 0):
        before = text
        for rule in RULES:
            if edits := rule.edits(text, writing):
                yield rule, text, edits
                text = applied(text, edits)
        if text == before:
            return
