"""What the voices' licences ask to be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from toolkit.system.visible import visible

if TYPE_CHECKING:
    from toolkit.model.edition import Edition, Role


CREDITS = "CREDITS.txt"
# The file goes with every copy of the sound, to whoever gets one: in both languages, whatever the run spoke.
_HEADING, _FORMER = "声 / Voices (", "Voices ("
_NARRATOR, _NO_LICENCE = "ナレーター", "ライセンスの記載なし / no licence stated"
_RECORDED = (
    "音声は録音です。利用できる範囲は、声の本人と録音した人が決めます。",
    "The sound is a recording: what it may be used for, say those who are heard in it and those who made it.",
)
_NOBODY = ("使った声にクレジットの表示は必要ありません。", "The voices used ask for no credit.")


def is_ours(data: bytes) -> bool:
    """Whether a file begins as our credits do, or did in editions made earlier."""
    return data.startswith((_HEADING.encode(), _FORMER.encode()))


def credits_of(cast: Iterable[Role]) -> tuple[str, ...]:
    """Every line once, in alphabetical order."""
    return tuple(sorted({role.credit for role in cast if role.credit}))


def credit_line(edition: Edition) -> str:
    """The credits in one line, for a tag."""
    return " / ".join(edition.credits)


def credits_text(edition: Edition) -> str:
    """What is to be shown with every copy of the sound, as a file."""
    roles = (f"{role.name or _NARRATOR}: {role.voice} ({role.licence or _NO_LICENCE})" for role in edition.cast)
    lines = edition.credits or (_RECORDED if edition.recorded else _NOBODY)
    return "\n".join(
        visible(line)
        for line in (
            f"{_HEADING}{edition.provenance.engine.name})",
            *(f"  {role}" for role in roles),
            "",
            "クレジット / Credits",
            *(f"  {line}" for line in lines),
            "",
        )
    )
