"""The writer of Lambda Cap files, in the forms that ``reader`` tells of.

Times are put on frames, of 29.97 with dropped numbers if no rate is told. A ``＠`` of the text is written ``@``, which
begins no code there; tabs are blanks.
"""

from __future__ import annotations

import re

from toolkit.errors import OutputError
from toolkit.formats.cap.reader import MARKS, SLANTED, TOP, UPRIGHT, read
from toolkit.formats.characters import tidy
from toolkit.formats.frames import DROP, FrameRate, on_frames, smpte
from toolkit.formats.markup import spelled
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.places import Place, place_of, place_of_cue
from toolkit.formats.proof import prove, refuse_misplaced, refuse_unwritable
from toolkit.model import Cue, Markup, TimedCue, Timeline

_BRACKETS = re.compile("[［］｜|＠\n]")
_EMPHASIS = re.compile(rf"＠ルビ[上下左右]［[{''.join(sorted(MARKS))}]+］")
_PLACES: dict[Place, list[str]] = {
    "top": [TOP, "＠中頭"],
    "right": ["＠縦右", "＠行頭"],
    "left": ["＠縦左", "＠行頭"],
    "": ["＠横下", "＠中頭"],
}
_PLACE = re.compile("＠(?:縦左|縦右)(?: ＠行頭)?")


def holds(markup: Markup, cue: Cue) -> bool:
    """Whether the format can say it: not two things of one stretch."""
    if markup.kind == "placement":
        return bool(place_of(markup))
    return markup in _inline(cue) or _is_slanted(markup, cue)


def neutral(text: str) -> str:
    """A cue's text as this format writes it, its lines apart."""
    return tidy(text.replace("\t", " ")).replace("＠", "@")


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The timeline as Lambda Cap: UTF-8 to be (or CP932), line feeds.

    Raises OutputError for a rate of 100 frames and more, for a cue without text or with an end not after its start, and
    if the file, read back, is not what went in.
    """
    rate = options.rate or DROP
    if rate.counted > 99:
        raise OutputError(f"{rate.counted} frames a second do not fit into two digits", mend="choose another --fps")
    numbered = [(number, on_frames(timed, rate)) for number, timed in enumerate(timeline.cues, 1)]
    texts = [neutral(timed.cue.text) for _, timed in numbered]
    rows = [f'Lambda字幕V4\tDF{int(rate.drop)}+1\tSCENE"和文標準"\n\n']
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
        refuse_misplaced(number, timed.cue, text)
        rows.append(_row(number, timed, text, rate))
    composed = "".join(rows)
    prove(read(composed, rate) if texts else None, numbered, texts)
    return composed


def _row(number: int, timed: TimedCue, text: str, rate: FrameRate) -> str:
    first, *rest = spelled(text, _inline(timed.cue), _tags).split("\n")
    times = "/".join(re.sub("[:;]", "", smpte(ms, rate)) for ms in (timed.start_ms, timed.end_ms))
    cells = "\t".join((str(number), times, first, *_codes(timed.cue)))
    return "\n".join((cells, *(f"\t\t\t\t{line}" for line in rest))) + "\n"


def _codes(cue: Cue) -> list[str]:
    """Of the whole cue: where it stands, how its lines are aligned, whether it is slanted."""
    own = next((m.value.split() for m in cue.markup if m.kind == "placement" and _PLACE.fullmatch(m.value)), None)
    codes = own or _PLACES[place_of_cue(cue)]
    return [*codes, SLANTED] if any(_is_slanted(m, cue) for m in cue.markup) else codes


def _is_slanted(markup: Markup, cue: Cue) -> bool:
    return markup.kind == "italic" and (markup.start, markup.end) == (0, len(cue.text))


def _inline(cue: Cue) -> list[Markup]:
    """What is written into the text, where nothing else is: codes do not stand in one another."""
    fit = [m for m in cue.markup if m.start < m.end and _tags(m) and not _is_slanted(m, cue)]
    fit = [m for m in fit if not _BRACKETS.search(f"{cue.text[m.start : m.end]}{m.value if m.kind == 'ruby' else ''}")]
    taken: list[Markup] = []
    for m in sorted(fit, key=lambda m: m.kind != "ruby"):
        if all(m.end <= other.start or other.end <= m.start for other in taken):
            taken.append(m)
    return sorted(taken, key=lambda m: m.start)


def _tags(markup: Markup) -> tuple[str, str] | None:
    if markup.kind == "ruby":
        return "＠ルビ上［", f"｜{' '.join(tidy(markup.value).split())}］＠"
    if markup.kind == "italic":
        return f"{SLANTED}［", "］＠"
    if markup.kind == "upright":
        return f"{UPRIGHT}［", "］＠"
    if markup.kind == "other" and _EMPHASIS.fullmatch(markup.value):
        code, _, mark = markup.value.partition("［")
        return f"{code}［", f"｜{mark}＠"
    return None
