"""The file itself: template, look, programs and content put together, closed to every network, and proved.

The page may load nothing but the recording that it names: its Content-Security-Policy allows its own style and program
by their hashes, and nothing else. What people wrote stands only in the JSON of a data block, where no ``<`` is left;
the page's program puts it on the screen as text, never as markup.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from toolkit import __version__
from toolkit.check import Finding, findings
from toolkit.errors import ConservationError
from toolkit.model import SubtitleFile
from toolkit.preview.content import content
from toolkit.preview.media import Media
from toolkit.preview.runs import letters
from toolkit.styles import Style

LANGUAGES = ("ja", "en")
# In this order they are one program: each speaks only of what stands above it
_PROGRAMS = ("words", "rows", "screen", "clocks", "charts", "filters", "player", "keys")
_DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
# Characters with which a name could look like another, or leave its place on the page
_HIDING = "\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069"
# Of JSON: what could be markup, what would reorder the file's source, and what HTML may not hold (beside json's own)
_RISKY = re.compile(f"[<>&\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_HIDING}]")
_UNSHOWN = re.compile(f"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff{_HIDING}]")


def document(
    file: SubtitleFile,
    style: Style,
    *,
    name: str,
    media: Media | None = None,
    language: str = "ja",
    misfits: Sequence[Finding] = (),
) -> str:
    """The page as HTML. ``name``: what the subtitles are called, as its heading. ``language``: one of ``LANGUAGES``.
    ``misfits``: what does not fit their recording.

    Raises ConservationError if a character of the cues were not in it.
    """
    words = words_in(language)
    known = content(file, style, [*misfits, *findings(file, style, rewrap=True)], media, language)
    known["words"] = words["program"]
    look = _read("page", "page.css")
    program = "\n".join(_read("page", f"{part}.js") for part in _PROGRAMS)
    program = f'"use strict";\n(() => {{\n{program}\n}})();'
    parts = {
        "language": language,
        "version": __version__,
        "name": html.escape(shown_name(name)),
        "policy": policy(look, program),
        "look": look,
        "program": program,
        "data": data_block(known),
        "player": _player(media),
        **{f"say_{key}": html.escape(word) for key, word in words["page"].items()},
    }
    text = re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _read("page", "page.html"))
    _prove(text, file)
    return text


def words_in(language: str) -> dict[str, dict[str, str]]:
    """What the page says in a language: ``page`` in its template, ``program`` in its program."""
    words: dict[str, dict[str, str]] = json.loads(_read("words", f"{language}.json"))
    return words


def data_block(value: Mapping[str, Any]) -> str:
    """JSON in which no browser sees markup, whatever its strings hold."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _RISKY.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def content_of(text: str) -> dict[str, Any]:
    """What a page knows, read back from it."""
    match = _DATA.search(text)
    known: dict[str, Any] = json.loads(match[1]) if match else {}
    return known


def policy(look: str, program: str) -> str:
    """What the page may load: itself, and a recording beside it or inside it."""
    own = {"style-src": look, "script-src": program}
    hashes = [f"{kind} 'sha256-{_digest(text)}'" for kind, text in own.items()]
    return "; ".join(
        (
            "default-src 'none'",
            *hashes,
            "media-src 'self' file: data:",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def shown_name(name: str) -> str:
    """A file's name as it can stand on a page: what hides or cannot be written is shown as �."""
    return _UNSHOWN.sub("\ufffd", name)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _player(media: Media | None) -> str:
    """The element that plays; where there is nothing to play, none."""
    if media is None:
        return ""
    how = "playsinline" if media.kind == "video" else "hidden"
    return f'<{media.kind} id="media" src="{html.escape(media.source)}" preload="metadata" {how}></{media.kind}>'


def _read(folder: str, name: str) -> str:
    return (files("toolkit.preview") / folder / name).read_text(encoding="utf-8")


def _prove(text: str, file: SubtitleFile) -> None:
    """The page, read back, holds every line of every cue."""
    there = [[letters(line) for line in cue[5]] for cue in content_of(text).get("cues", [])]
    if there != [list(timed.cue.lines) for timed in file.cues]:
        raise ConservationError("the page would lose characters of the subtitles", mend="report a bug")
