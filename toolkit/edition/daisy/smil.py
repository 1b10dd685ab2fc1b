"""SMIL 1.0 as DAISY 2.02 has it: which text is heard when, a file a section, and one that lists them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.edition.daisy.ncc import Facts, meta
from toolkit.edition.xml_text import xml
from toolkit.timecode import text_of

if TYPE_CHECKING:
    from toolkit.edition.daisy.outline import Event, Section

_HEAD = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE smil PUBLIC "-//W3C//DTD SMIL 1.0//EN" "http://www.w3.org/TR/REC-smil/SMIL10.dtd">\n'
)
_LAYOUT = '<layout>\n<region id="txtView" />\n</layout>'


def smil(section: Section, facts: Facts, before: int) -> str:
    """The section's events. ``before``: what is played before it, in milliseconds."""
    head = (
        *_common(facts),
        meta("title", section.words),
        meta("ncc:totalElapsedTime", text_of(before, ".")),
        meta("ncc:timeInThisSmil", text_of(section.length, ".")),
        _LAYOUT,
    )
    events = (line for event in section.events for line in _par(event, f"s{section.number:04}"))
    return _document(head, (f'<seq dur="{_seconds(section.length)}">', *events, "</seq>"))


def master(sections: Sequence[Section], facts: Facts) -> str:
    """All sections in order."""
    whole = sum(section.length for section in sections)
    refs = (
        f'<ref title="{xml(section.words)}" src="s{section.number:04}.smil" id="smil_{section.number:04}" />'
        for section in sections
    )
    return _document((*_common(facts), meta("ncc:timeInThisSmil", text_of(whole, ".")), _LAYOUT), refs)


def _common(facts: Facts) -> Iterator[str]:
    yield meta("dc:format", "Daisy 2.02")
    yield meta("dc:identifier", facts.identifier)
    yield meta("dc:title", facts.title)
    yield meta("ncc:generator", facts.generator)


def _document(head: Sequence[str], body: Iterator[str] | Sequence[str]) -> str:
    return "\n".join((f"{_HEAD}<smil>", "<head>", *head, "</head>", "<body>", *body, "</body>", "</smil>", ""))


def _par(event: Event, name: str) -> Iterator[str]:
    """The par and its text: a text's id is its element's. Players that know skippable parts leave out what the
    listener switched off (``system-required``).
    """
    required = ' system-required="prodnote-on"' if event.skippable else ""
    number = event.id[1:]
    yield f'<par endsync="last" id="p{number}"{required}>'
    yield f'<text src="{name}.html#{event.id}" id="{event.id}" />'
    if event.clip:
        times = f'clip-begin="npt={_seconds(event.clip.start)}" clip-end="npt={_seconds(event.clip.end)}"'
        yield f'<seq><audio src="{name}.mp3" {times} id="a{number}" /></seq>'
    yield "</par>"


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}s"
