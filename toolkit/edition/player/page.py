"""The page put together: one HTML file with its own look and program, closed to every network, and its sound beside it
or in it.

What people wrote is text or attributes, escaped, and the JSON of a data block in which no ``<`` is left. The
Content-Security-Policy lets in the page's own style and program by their hashes, and its sound; nothing else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
from dataclasses import replace
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.edition.forms import PRODUCER
from toolkit.edition.player.body import Times, body_of, clock, contents
from toolkit.edition.player.markup import escaped, shown
from toolkit.edition.ruby import rubied_as_wanted

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from toolkit.edition.book import Book
    from toolkit.edition.forms import Job, Unit

_PROGRAMS = ("store", "book", "sound", "follow", "speak", "move", "session", "wishes", "search", "keys", "begin")
_SOUND = "sound.mp3"
_HERE = "\0"  # where the sound goes in a page of one file: no page holds it
_CHUNK = 3 << 18  # bytes; a multiple of three, so that pieces of base64 join
_MANY = 500  # turns; of fewer, browsers lay out all in a tenth of a second
_RISKY = re.compile("[<>&\x7f-\x9f\u2028\u2029]")


def write(job: Job, out: Path) -> None:
    """``index.html`` in ``out``, and ``sound.mp3`` beside it unless one file is wanted. EngineError without ffmpeg."""
    (piece,) = job.sound.pieces((0, job.book.duration_ms))
    book = rubied_as_wanted(job)
    book = replace(book, author=book.author or job.wanted.author, date=book.date or job.wanted.date)
    before, _, after = page(book, job.wanted.unit, _HERE if job.wanted.one_file else _SOUND).partition(_HERE)
    with (out / "index.html").open("wb") as file:
        file.write(before.encode("utf-8"))
        if job.wanted.one_file:
            file.write(b"data:audio/mpeg;base64,")
            _write_base64(piece.path, file)
        file.write(after.encode("utf-8"))
    if not job.wanted.one_file:
        shutil.copyfile(piece.path, out / _SOUND)


def _write_base64(path: Path, out: BinaryIO) -> None:
    with path.open("rb") as sound:
        while chunk := sound.read(_CHUNK):
            out.write(base64.b64encode(chunk))


def page(book: Book, unit: Unit, sound: str) -> str:
    """The whole page, with its sound at the address ``sound``. ConservationError if a character would be missing."""
    look = _read("page.css").strip()
    program = "\n".join(_read(f"{part}.js") for part in _PROGRAMS)
    program = f'"use strict";\n(() => {{\n{program}\n}})();'
    body = body_of(book, unit)
    text = body.text()
    data = _data(book, body.times)  # after the text, with which the times are written down
    parts = {
        "language": book.language,
        "policy": _policy(look, program, data),
        "generator": f"{PRODUCER} {__version__}",
        "title": escaped(book.title),
        "author": f'<meta name="author" content="{escaped(book.author)}">\n' if book.author else "",
        "about": _about(book),
        "contents": contents(book),
        "many": ' class="many"' if len(book.parts) > _MANY else "",
        "text": text,
        "voices": _voices(book),
        "length": clock(book.duration_ms),
        "sound": sound,
        "look": look,
        "program": program,
        "data": data,
    }
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _read("page.html"))


def _read(name: str) -> str:
    return (files(__package__) / "page" / name).read_text(encoding="utf-8")


def _policy(look: str, program: str, data: str) -> str:
    """Nothing but the page itself, and sound beside it or in it (``blob:`` is what it makes of its own data).

    No browser asks for the data's hash; the Nu Html Checker takes every script element for a program.
    """
    allowed = (
        "default-src 'none'",
        f"style-src 'sha256-{_digest(look)}'",
        f"script-src 'sha256-{_digest(program)}' 'sha256-{_digest(data)}'",
        "media-src 'self' file: data: blob:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    )
    return "; ".join(allowed)


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _about(book: Book) -> str:
    """Who wrote it, when and for whom, who speaks, and how long it is; a pair of term and words each."""
    known = {
        "著者": escaped(book.author),
        "出典": escaped(book.source),
        "日付": escaped(book.date),
        "話し手": "、".join(f"<bdi>{escaped(name)}</bdi>" for name in book.people),
        "長さ": clock(book.duration_ms),
    }
    return "\n".join(f"<div><dt>{term}</dt><dd>{words}</dd></div>" for term, words in known.items() if words)


def _voices(book: Book) -> str:
    """Who is spoken by which voice, and what the voices' licences ask to be shown."""
    cast = [
        (role.name or "語り手", f"{role.voice}（{role.licence}）" if role.licence else role.voice) for role in book.cast
    ]
    rows = [f"<div><dt><bdi>{escaped(name)}</bdi></dt><dd>{escaped(voice)}</dd></div>" for name, voice in cast]
    asked = [f"<li>{escaped(line)}</li>" for line in book.credits]
    lists = ('<dl class="cast">', *rows, "</dl>", *(('<ul class="credits">', *asked, "</ul>") if asked else ()))
    return "\n".join(lists)


def _data(book: Book, times: Times) -> str:
    """What the program knows, as JSON in which no browser sees markup: times are start, end, start, end …"""
    known = {
        "id": book.identifier,
        "title": shown(book.title),
        "author": shown(book.author),
        "duration": book.duration_ms,
        "units": list(chain.from_iterable((clip.start, clip.end) for clip in times.units)),
        "words": list(chain.from_iterable((clip.start, clip.end) for clip in times.words)),
    }
    text = json.dumps(known, ensure_ascii=False, separators=(",", ":"))
    return _RISKY.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
