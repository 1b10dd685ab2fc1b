"""The proof that no character was lost between a transcript and its cues."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.errors import ConservationError
from toolkit.japanese.punctuation import wide_signs
from toolkit.model import Cue, Paragraph, Turn
from toolkit.styles import Style

_DROPPED = str.maketrans("", "", "、。，．")


def display(paragraph: Paragraph, style: Style) -> str:
    """The paragraph's text as shown: signs as the style writes them, stage directions in （ ） (Netflix Japanese SDH,
    NHK).

    Every offset is unchanged.
    """
    text = wide_signs(paragraph.text) if style.wide_signs else paragraph.text
    for span in paragraph.spans:
        if span.kind == "direction":
            text = f"{text[: span.start]}（{text[span.start + 1 : span.end - 1]}）{text[span.end :]}"
    return text


def prove(turns: Sequence[Turn], cues: Sequence[Cue], style: Style) -> None:
    """Show that the cues hold every character of the turns, in order; ConservationError names the first place where
    they do not.

    Left out are the labels with names, white space, and what the style drops or turns into spaces (、 。); everything
    else must be there once.
    """
    shown_by_turn: dict[int, list[str]] = {}
    for cue in cues:
        if cue.source is None:
            raise ConservationError("a cue does not know where its text comes from", mend="this is a defect: report it")
        shown_by_turn.setdefault(cue.source.turn, []).append("".join(cue.lines).removeprefix(cue.label))
    for index, turn in enumerate(turns):
        wanted = _substance("".join(display(p, style) for p in turn.paragraphs), style)
        found = _substance("".join(shown_by_turn.get(index, [])), style)
        if wanted != found:
            at = next(
                (k for k, (a, b) in enumerate(zip(wanted, found, strict=False)) if a != b), min(len(wanted), len(found))
            )
            raise ConservationError(
                f"the cues do not hold {wanted[at : at + 12]!r} (they go on with {found[at : at + 12]!r})",
                where=f"line {turn.line}",
                mend="this is a defect: report it with the text of that line",
            )


def _substance(text: str, style: Style) -> str:
    solid = "".join(text.split())
    return solid if style.punctuation == "keep" else solid.translate(_DROPPED)
