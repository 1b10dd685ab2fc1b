"""What the voices' licences ask to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.system.visible import visible

if TYPE_CHECKING:
    from toolkit.model.edition import Edition, Role


CREDITS = "CREDITS.txt"
_RECORDED = "The sound is a recording: what it may be used for, say those who are heard in it and those who made it."
HEADING = "Voices ("  # how a file of credits begins


def credits_of(cast: Iterable[Role]) -> tuple[str, ...]:
    """Every line once, in alphabetical order."""
    return tuple(sorted({role.credit for role in cast if role.credit}))


def credit_line(edition: Edition) -> str:
    """The credits in one line, for a tag."""
    return " / ".join(edition.credits)


def credits_text(edition: Edition) -> str:
    """What is to be shown with every copy of the sound, as a file."""
    roles = (
        f"{role.name or 'narrator'}: {role.voice} ({role.licence or 'no licence stated'})" for role in edition.cast
    )
    nobody = _RECORDED if edition.recorded else "The voices used ask for no credit."
    lines = edition.credits or (nobody,)
    return "\n".join(
        visible(line)
        for line in (
            f"{HEADING}{edition.provenance.engine.name})",
            *(f"  {role}" for role in roles),
            "",
            "Credits",
            *(f"  {line}" for line in lines),
            "",
        )
    )
