"""A page that plays, held against what no other checker sees: times within the sound and in order, an element for every
time, an address for every link, nothing that asks a network, a policy that lets in the page's own program and nothing
else.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audio.decode import length_of

if TYPE_CHECKING:
    from toolkit.edition.book import Book

_ASKS = re.compile(
    r"\bfetch\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|\bimport\(|@import|url\((?!data:)|https?://"
)
_SLACK_MS = 50  # an MP3 ends with a whole frame


class _Seen(HTMLParser):
    """What a page holds: elements by class, ids, addresses, its policy, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.classes: dict[str, int] = {}
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.policy = self.generator = self.language = ""
        self.blocks: dict[str, str] = {}
        self._inside = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        for name in known.get("class", "").split():
            self.classes[name] = self.classes.get(name, 0) + 1
        if "id" in known:
            self.ids.append(known["id"])
        self.addresses += [known[name] for name in ("src", "href", "action", "poster", "data") if name in known]
        if tag == "html":
            self.language = known.get("lang", "")
        if known.get("http-equiv", "").lower() == "content-security-policy":
            self.policy = known.get("content", "")
        if known.get("name") == "generator":
            self.generator = known.get("content", "")
        if tag in ("script", "style"):
            self._inside = "data" if known.get("type") == "application/json" else tag

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.blocks[self._inside] = self.blocks.get(self._inside, "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._inside = ""


def check(folder: Path, book: Book | None = None) -> tuple[str, ...]:
    """What is wrong with the page in the folder, a line each; with its ``book``, how long it lasts is compared too.
    EngineError if ffmpeg is missing.
    """
    try:
        return tuple(_findings(folder / "index.html", book))
    except (OSError, ValueError) as error:
        return (f"cannot be read: {error}",)


def _findings(index: Path, book: Book | None) -> Iterator[str]:
    seen = _Seen(index.read_text(encoding="utf-8"))
    if not seen.language or not seen.generator.startswith("jimaku-toolkit"):
        yield "its language or its generator is not told"
    yield from _addresses(seen, index.parent)
    yield from _policy(seen)
    try:
        known = json.loads(seen.blocks.get("data", ""))
    except ValueError as error:
        yield f"its data cannot be read: {error}"
        return
    yield from _times(known["units"], seen.classes.get("s", 0), known["duration"], "sentence")
    yield from _times(known["words"], seen.classes.get("w", 0), known["duration"], "word")
    yield from _length(seen, index.parent, known["duration"])
    if book and known["duration"] != book.duration_ms:
        yield f"its data say {known['duration']} ms, the edition lasts {book.duration_ms}"


def _addresses(seen: _Seen, folder: Path) -> Iterator[str]:
    """Every link leads somewhere in the page, every file lies beside it."""
    there = Counter(seen.ids)
    twice = {one for one, count in there.items() if count > 1}
    if twice:
        yield f"ids that stand twice: {', '.join(sorted(twice))}"
    for address in seen.addresses:
        if address.startswith("#"):
            if address[1:] not in there:
                yield f"a link leads nowhere: {address}"
        elif not address.startswith("data:") and not (
            re.fullmatch(r"[\w.-]+", address) and (folder / address).is_file()
        ):
            yield f"is not beside the page: {address[:80]}"


def _policy(seen: _Seen) -> Iterator[str]:
    if "default-src 'none'" not in seen.policy or "unsafe" in seen.policy or "http" in seen.policy:
        yield f"its policy lets in too much: {seen.policy}"
    for kind in ("style", "script"):
        text = seen.blocks.get(kind, "")
        digest = base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
        if f"{kind}-src 'sha256-{digest}'" not in seen.policy:
            yield f"its policy does not name its own {kind}"
        if asked := _ASKS.search(text):
            yield f"its {kind} may ask a network: {asked[0]}"


def _times(times: list[int], elements: int, duration: int, what: str) -> Iterator[str]:
    if len(times) != 2 * elements:
        yield f"{elements} elements of {len(times) // 2} {what} times"
    for k, (start, end) in enumerate(zip(times[::2], times[1::2], strict=True)):
        if not 0 <= start < end <= duration:
            yield f"{what} {k}: {start}–{end} ms is not within {duration} ms"


def _length(seen: _Seen, folder: Path, duration: int) -> Iterator[str]:
    """The sound is as long as the data say, by ffmpeg."""
    source = next((one for one in seen.addresses if one.startswith("data:audio/") or one.endswith(".mp3")), "")
    if not source.startswith("data:") and not (folder / source).is_file():
        return  # told already
    if source.startswith("data:"):
        with tempfile.TemporaryDirectory() as spool:
            path = Path(spool) / "sound.mp3"
            path.write_bytes(base64.b64decode(source.partition(",")[2], validate=True))
            rate, count = length_of(path)
    else:
        rate, count = length_of(folder / source)
    if abs(count * 1000 / rate - duration) > _SLACK_MS:
        yield f"its sound has {count * 1000 / rate:.0f} ms, its data say {duration}"
