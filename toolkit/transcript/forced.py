"""What is known of a document's lines before anything is weighed: by its layout, its marks and the project file."""

from __future__ import annotations

from toolkit.transcript import lines as look
from toolkit.transcript.beforehand import (
    bare_letters,
    bylines,
    legends,
    outside_quotes,
    pairings,
    profiles,
    quoted_answers,
    replies,
    timed,
    wrapped,
)
from toolkit.transcript.chain import Class
from toolkit.transcript.closing import addressed
from toolkit.transcript.features import SPOKEN
from toolkit.transcript.hints import Hints
from toolkit.transcript.lecture import statements
from toolkit.transcript.names import key
from toolkit.transcript.page_words import SOUND_HEAD, SOUND_LINE, SYSTEM_LINE
from toolkit.transcript.sights import is_nobody
from toolkit.transcript.signs import REPLIED
from toolkit.transcript.survey import Lines
from toolkit.transcript.wished import left_out


def known_of(lines: Lines, hints: Hints | None) -> dict[int, tuple[Class, ...]]:
    """What is known of a line before anything is weighed."""
    headings = {key(heading) for heading in hints.headings} if hints else set()
    forced: dict[int, tuple[Class, ...]] = (
        timed(lines)
        | wrapped(lines)
        | outside_quotes(lines)
        | legends(lines)
        | pairings(lines)
        | profiles(lines)
        | bylines(lines)
        | quoted_answers(lines)
        | bare_letters(lines)
        | replies(lines)
        | statements(lines)
        | addressed(lines)
    )
    out = left_out(lines.sheet.lines, hints.leave_out) if hints and hints.leave_out else frozenset()
    sounds = _sounds(lines)
    for n, k in enumerate(lines.filled):
        if headings and look.is_told(lines.sheet.lines[k], frozenset(headings)):
            forced[n] = ("heading",)
        elif n in sounds:
            forced[n] = ("direction",)
        elif k in out or _is_event(lines, n):
            forced[n] = ("page",)
        elif any(label.style == REPLIED for label in lines.labels(n)):
            forced[n] = ("more",)
        elif any(label.form in ("known", "told") for label in lines.labels(n)):
            forced[n] = ("named",)
        elif SYSTEM_LINE.fullmatch(lines.text(n)) or is_nobody(lines.mark(n).speaker):
            forced[n] = ("page",)
        elif lines.mark(n).kind in ("note", "caption", "page"):
            forced[n] = (lines.mark(n).kind,)  # type: ignore[assignment]
    return forced


def _sounds(lines: Lines) -> frozenset[int]:
    """The lines that say what is heard (ＳＥ　波の音), unless somebody of that name speaks: SE：再起動します。"""
    places = [(n, match[1]) for n in range(len(lines.filled)) if (match := SOUND_HEAD.match(lines.text(n)))]
    spoken = {who for n, who in places if not SOUND_LINE.fullmatch(lines.text(n)) or SPOKEN.search(lines.text(n))}
    return frozenset(n for n, who in places if who not in spoken)


_BEFORE_EVENTS = ("space", "colon", "known")


def _is_event(lines: Lines, n: int) -> bool:
    """Whether a program wrote what stands behind a name: ☎ 通話時間 0:42."""
    found = (label.body(lines.text(n)).strip() for label in lines.labels(n) if label.form in _BEFORE_EVENTS)
    bodies = [body for body in found if body]
    return bool(bodies) and all(body[0] in "☎:（([メ" and SYSTEM_LINE.fullmatch(body) for body in bodies)
