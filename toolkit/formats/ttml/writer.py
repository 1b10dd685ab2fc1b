"""The writer of TTML files, as IMSC 1.1 text: ``ttm:agent`` says who speaks, ``tts:ruby`` what is a reading.

Cues of a region stand in a ``div`` of it, runs of them one after the other, so that their order is that of the file. A
cue in italics as a whole is slanted (``tts:shear`` 16.67 %, of a ``p`` alone, as Netflix asks for Japanese), a part of
one is ``fontStyle`` italic.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from xml.sax.saxutils import escape

from toolkit import timecode
from toolkit.formats.markup import spelled
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.places import Place, place_of, place_of_cue
from toolkit.formats.proof import Numbered, in_pieces, prove, refuse_misplaced, refuse_unwritable
from toolkit.formats.ttml.frame import BOTTOM, FOOT, REGIONS, agents_of, head, name_of, shown
from toolkit.formats.ttml.reader import read
from toolkit.model import Cue, Markup, MarkupKind, TimedCue, Timeline

_LOOKS: dict[MarkupKind, str] = {
    "italic": 'tts:fontStyle="italic"',
    "bold": 'tts:fontWeight="bold"',
    "underline": 'tts:textDecoration="underline"',
    "upright": 'tts:textCombine="all"',
}
_SLANTED = 'tts:shear="16.67%"'
# What may be the id of a style, ids of the file's own aside
_STYLE = re.compile(rf"(?!agent-|(?:{'|'.join(REGIONS)})\Z)[^\W\d][\w.-]*")


def holds(markup: Markup, cue: Cue) -> bool:
    """Whether the format can say it of the cue: no reading over two lines, and of places those that have a region."""
    if markup.kind == "placement":
        return bool(place_of(markup))
    if markup.kind == "speaker":
        return bool(name_of(markup.value))
    return _tag(markup, cue.text, {}) is not None


def neutral(text: str) -> str:
    """A cue's text as this format writes it: what readers would take for markup as character references."""
    return escape(shown(text))


def write(timeline: Timeline, options: Options = PLAIN) -> str:
    """The timeline as IMSC 1.1 text: UTF-8 to be, line feeds, times to the millisecond.

    Raises OutputError for a cue without text or with an end not after its start, and if the file, read back, is not
    what went in.
    """
    marks = [m for timed in timeline.cues for m in timed.cue.markup]
    names = (who for timed in timeline.cues for who in _voices(timed.cue)) if options.speakers else ()
    agents = agents_of(names)
    styles = dict.fromkeys(m.value for m in marks if m.kind == "style" and _STYLE.fullmatch(m.value))
    places = {place_of_cue(timed.cue) for timed in timeline.cues}
    top = head(agents, styles, options.language, [BOTTOM, *sorted(filter(None, places))])
    return top + in_pieces(timeline, lambda numbered: _written(numbered, top, agents)) + FOOT


def _voices(cue: Cue) -> list[str]:
    return [*([cue.speaker] if cue.speaker else []), *(m.value for m in cue.markup if m.kind == "speaker")]


def _written(numbered: Numbered, top: str, agents: Mapping[str, str]) -> str:
    texts = [shown(timed.cue.text) for _, timed in numbered]
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
        refuse_misplaced(number, timed.cue, text)
    rows = [
        (place_of_cue(timed.cue), _paragraph(timed, text, agents))
        for (_, timed), text in zip(numbered, texts, strict=True)
    ]
    composed = "".join(_division(place, [row for _, row in run]) for place, run in groupby(rows, lambda row: row[0]))
    speakers = [name if (name := name_of(t.cue.speaker or "")) in agents else "" for _, t in numbered]
    prove(read(f"{top}{composed}{FOOT}") if texts else None, numbered, texts, speakers)
    return composed


def _division(place: Place, rows: Sequence[str]) -> str:
    """Cues of one region: others than the lower are said of each, since a reader takes what a cue says for special."""
    region = "" if place else f' region="{BOTTOM}"'
    return f"<div{region}>\n{''.join(rows)}</div>\n"


def _paragraph(timed: TimedCue, text: str, agents: Mapping[str, str]) -> str:
    cue = timed.cue
    slants = [m for m in cue.markup if m.kind == "italic" and (m.start, m.end) == (0, len(text))]
    looks = _of_all(cue, text)
    begin, end = (timecode.text_of(ms, ".") for ms in (timed.start_ms, timed.end_ms))
    agent = agents.get(name_of(cue.speaker or ""), "")
    said = [f'begin="{begin}" end="{end}"']
    if place := place_of_cue(cue):
        said.append(f'region="{place}"')
    if agent:
        said.append(f'ttm:agent="{agent}"')
    if slants:
        said.append(_SLANTED)
    said += looks.values()
    marks = [m for m in cue.markup if m not in slants and m not in looks]
    inner = spelled(text, marks, partial(_tag, text=text, agents=agents), _broken) if marks else _broken(text)
    return f"<p {' '.join(said)}>{inner}</p>\n"


def _of_all(cue: Cue, text: str) -> dict[Markup, str]:
    """What is said of the whole text, a mark a kind, said by the paragraph: ttconv knows no reading inside a span."""
    found: dict[str, tuple[Markup, str]] = {}
    for m in cue.markup:
        if (m.start, m.end) == (0, len(text)) and m.kind in ("colour", "bold", "underline"):
            found.setdefault(m.kind, (m, f'tts:color="{m.value}"' if m.kind == "colour" else _LOOKS[m.kind]))
    return dict(found.values())


def _broken(text: str) -> str:
    return escape(text).replace("\n", "<br/>")


def _tag(markup: Markup, text: str, agents: Mapping[str, str]) -> tuple[str, str] | None:
    """The tags around a stretch of ``text``."""
    if markup.kind == "colour":
        return f'<span tts:color="{markup.value}">', "</span>"
    if markup.kind in _LOOKS:
        return f"<span {_LOOKS[markup.kind]}>", "</span>"
    if markup.kind == "speaker" and (agent := agents.get(name_of(markup.value))):
        return f'<span ttm:agent="{agent}">', "</span>"
    if markup.kind == "style" and _STYLE.fullmatch(markup.value):
        return f'<span style="{markup.value}">', "</span>"
    if markup.kind == "ruby" and "\n" not in text[markup.start : markup.end]:
        before, after = '<span tts:ruby="container"><span tts:ruby="base">', '</span><span tts:ruby="text">'
        return before, f"{after}{escape(name_of(markup.value))}</span></span>"
    return None
