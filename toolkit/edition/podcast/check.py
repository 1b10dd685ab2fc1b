"""An episode and a feed held against RSS 2.0, the podcast namespace, and the book they were made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from toolkit.audio.decode import length_of
from toolkit.edition.podcast.item import CHAPTERS, EPISODE, ITEM, Transcript, transcripts
from toolkit.errors import JimakuError
from toolkit.formats import DEFAULT, writer_of
from toolkit.formats.characters import tidy
from toolkit.formats.proof import nfc

if TYPE_CHECKING:
    from toolkit.edition.book import Book
    from toolkit.model import SubtitleFile, Timeline

_PODCAST = "{https://podcastindex.org/namespace/1.0}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_SLACK_MS = 30  # an encoder may round the end up to a frame


def check(folder: Path, book: Book | None = None) -> tuple[str, ...]:
    """What is wrong with an episode's folder, a line each; with its ``book``, times and words are compared too.
    EngineError if ffmpeg is missing.
    """
    names = (EPISODE, CHAPTERS, ITEM, *(one.file for one in transcripts()))
    missing = tuple(f"{name}: is not there" for name in names if not (folder / name).is_file())
    if missing:
        return missing
    length = _length(folder / EPISODE)
    if isinstance(length, str):
        return (length,)
    found = [*_item_of(folder), *_chapters(folder / CHAPTERS, length)]
    if book is not None:
        if abs(length - book.duration_ms) > _SLACK_MS:
            found.append(f"{EPISODE}: lasts {length} ms, the edition {book.duration_ms}")
        for one in transcripts():
            found += _transcript(folder / one.file, book.timeline)
    return tuple(found)


def check_feed(path: Path) -> tuple[str, ...]:
    """The same of a ``feed.xml``: its channel, and each item's folder where it is there beside it."""
    try:
        channel = ElementTree.fromstring(path.read_bytes()).find("channel")
    except (OSError, ElementTree.ParseError) as error:
        return (f"{path.name}: {error}",)
    if channel is None:
        return (f"{path.name}: has no channel",)
    found = [
        f"{path.name}: has no {name}"
        for name in ("title", "link", "description", "language", f"{_ITUNES}explicit")
        if not channel.findtext(name)
    ]
    if not _GUID.fullmatch(channel.findtext(f"{_PODCAST}guid", "")):
        found.append(f"{path.name}: has no podcast:guid")
    items = channel.findall("item")
    guids = [one.findtext("guid", "") for one in items]
    if len(set(guids)) != len(guids):
        found.append(f"{path.name}: a guid stands twice")
    base = channel.findtext("link", "")
    for one in items:
        found += (f"{path.name}: {line}" for line in _item(one))
        found += _enclosed(one, path.parent, base if urlsplit(base).scheme else "")
    return tuple(found)


def _enclosed(element: ElementTree.Element, folder: Path, base: str) -> Iterator[str]:
    enclosure = element.find("enclosure")
    place = folder / unquote(enclosure.get("url", "").removeprefix(base)) if enclosure is not None else folder
    if enclosure is not None and not (place.is_file() and str(place.stat().st_size) == enclosure.get("length")):
        yield f"feed.xml: {enclosure.get('url')} is not there, or not as long as it says"


def _length(path: Path) -> int | str:
    try:
        rate, count = length_of(path)
    except JimakuError as error:
        return f"{path.name}: {error.what}"
    return round(count * 1000 / rate)


def _item_of(folder: Path) -> Iterator[str]:
    try:
        element = ElementTree.fromstring((folder / ITEM).read_bytes())
    except ElementTree.ParseError as error:
        yield f"{ITEM}: is not well-formed ({error})"
        return
    if element.tag != "item":
        yield f"{ITEM}: begins with {element.tag}"
    yield from (f"{ITEM}: {line}" for line in _item(element))
    enclosure = element.find("enclosure")
    size = (folder / EPISODE).stat().st_size
    if enclosure is not None and enclosure.get("length") != str(size):
        yield f"{ITEM}: the enclosure is {enclosure.get('length')} bytes long, the sound {size}"
    for url in _urls(element):
        if not (folder / unquote(url.rpartition("/")[2])).is_file():
            yield f"{ITEM}: {url} names no file of the episode"


def _file(element: ElementTree.Element) -> str:
    return unquote(element.get("url", "").rpartition("/")[2])


def _urls(element: ElementTree.Element) -> list[str]:
    tags = ("enclosure", f"{_PODCAST}transcript", f"{_PODCAST}chapters")
    return [one.get("url", "") for tag in tags for one in element.findall(tag)]


def _item(element: ElementTree.Element) -> Iterator[str]:
    yield from (f"has no {name}" for name in ("title", "guid", "pubDate") if not element.findtext(name, "").strip())
    try:
        parsedate_to_datetime(element.findtext("pubDate", ""))
    except ValueError:
        yield f"pubDate {element.findtext('pubDate')!r} is no date of RFC 822"
    enclosures = element.findall("enclosure")
    if len(enclosures) != 1 or enclosures[0].get("type") != "audio/mpeg":
        yield f"has {len(enclosures)} enclosures, or one that is no audio/mpeg"
    offered = [Transcript(_file(one), one.get("type", "")) for one in element.findall(f"{_PODCAST}transcript")]
    if [one.type for one in offered] != [one.type for one in transcripts()]:
        yield f"its transcripts are {offered}"
    kinds = [one.get("type") for one in element.findall(f"{_PODCAST}chapters")]
    if kinds != ["application/json+chapters"]:
        yield f"its chapters are {kinds}"
    names = [one.text or "" for one in element.findall(f"{_PODCAST}person")]
    if not all(0 < len(name) <= 128 for name in names):
        yield "a podcast:person is empty or longer than 128 characters"
    if any(re.search(r"[^!-~]", url) for url in _urls(element)):
        yield "a link holds what no URL may"


def _chapters(path: Path, length: int) -> Iterator[str]:
    try:
        data: Any = json.loads(path.read_bytes())
        version, rows = data["version"], [(row["startTime"], row["endTime"], row["title"]) for row in data["chapters"]]
    except (ValueError, KeyError, TypeError) as error:
        yield f"{path.name}: holds no chapters ({error!r})"
        return
    if not str(version).startswith("1.2"):
        yield f"{path.name}: is of version {version}"
    at = 0.0
    for start, end, title in rows:
        if not at <= start < end or not str(title).strip():
            yield f"{path.name}: the chapter at {start} s ends at {end}, begins before the one before ends, or is empty"
        at = end
    if at * 1000 > length + _SLACK_MS:
        yield f"{path.name}: the last chapter ends at {at} s, the sound after {length / 1000}"


def _transcript(path: Path, timeline: Timeline) -> Iterator[str]:
    form = writer_of(path.name)
    try:
        read: SubtitleFile = form.read(path.read_bytes().decode("utf-8"))
    except (JimakuError, UnicodeDecodeError) as error:
        yield f"{path.name}: cannot be read ({error})"
        return
    times = [(cue.start_ms, cue.end_ms) for cue in timeline.cues]
    if [(cue.start_ms, cue.end_ms) for cue in read.cues] != times:
        yield f"{path.name}: its times are not those of the edition"
    if path.suffix != DEFAULT.suffix and _speakers(read) != _speakers(timeline):
        yield f"{path.name}: its speakers are not those of the edition"


def _speakers(of: SubtitleFile | Timeline) -> Sequence[str]:
    """As a format can hold them: signs that hide are in none."""
    return [nfc(" ".join(tidy(timed.cue.speaker or "").split())) for timed in of.cues]
