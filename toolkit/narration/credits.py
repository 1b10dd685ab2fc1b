"""What a narrator says before and after a programme: its title and who speaks, and whose voices they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.japanese.sentences import utterance_spans

if TYPE_CHECKING:
    from toolkit.model import Turn, Voice
    from toolkit.narration.delivery import Delivery

# the programme is named as broadcasters do: title, then those who appear; 「出演」 is said of interviews too
_SPEAKERS, _END, _VOICES = "出演、{}。", "以上、{}。", "音声、{}。"
_ASIDE = re.compile(r"\s*[（(][^（）()]*[）)]|https?://\S+")


@dataclass(frozen=True, slots=True)
class Credits:
    """Sentences ``before`` the first turn and ``after`` the last."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


NONE = Credits()


def said(delivery: Delivery, title: str, turns: Sequence[Turn], voices: Mapping[str | None, Voice]) -> Credits:
    """What is said around the turns, as the delivery wishes. ``voices``: those of everybody and of the narrator."""
    if delivery.credits != "spoken":
        return NONE
    heard = {voices[turn.speaker].credit for turn in turns} | {voices[None].credit}
    return around(title, turns, heard - {""})


def around(title: str, turns: Iterable[Turn], credits: Iterable[str]) -> Credits:
    """What is said around the turns of a programme; ``credits`` as ``spoken``."""
    people = dict.fromkeys(turn.speaker for turn in turns)
    return spoken(title, [who for who in people if who], credits)


def spoken(title: str, speakers: Sequence[str], credits: Iterable[str]) -> Credits:
    """``credits``: the lines that the voices' licences ask for. What stands in brackets and addresses on the web are
    left to the written credits: nobody follows them by ear.
    """
    names = "、".join(speakers)
    opening = [_ended(title), *([_SPEAKERS.format(names)] if names else [])]
    closing = [_END.format(title.strip().rstrip("。")), *(_VOICES.format(line) for line in _heard(credits))]
    return Credits(tuple(_pieces(opening)), tuple(_pieces(closing)))


def _ended(text: str) -> str:
    text = text.strip()
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


def _heard(credits: Iterable[str]) -> list[str]:
    """Each line once, without asides; one that another begins with is in it."""
    lines = sorted({_ASIDE.sub("", line).strip() for line in credits})
    return [one for k, one in enumerate(lines) if one and not (k + 1 < len(lines) and lines[k + 1].startswith(one))]


def _pieces(sentences: Iterable[str]) -> Iterator[str]:
    """What is said at once."""
    for text in sentences:
        yield from (piece for start, end in utterance_spans(text) if (piece := text[start:end].strip()))
