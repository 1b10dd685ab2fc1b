"""The item of a feed, and the feed around items."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import quote, urlsplit

from toolkit import __version__
from toolkit.edition.xml_text import one_line, shortened, xml
from toolkit.formats import named

EPISODE, CHAPTERS, ITEM = "episode.mp3", "chapters.json", "item.xml"
_TYPES = {"vtt": "text/vtt", "podcast": "application/json", "srt": "application/x-subrip"}  # of formats, by name
ENDING = "-podcast"  # of an episode's folder behind the edition's name
_JAPAN = datetime.timezone(datetime.timedelta(hours=9))
_MOST_NAME = 128  # characters of a podcast:person; aggregators cut the rest
_SPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")  # of podcast:guid
_NAMESPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
)
_OPEN = f"<item {_NAMESPACES}>"


@dataclass(frozen=True, slots=True)
class Transcript:
    """A file of an episode, and its type as the podcast namespace lists it."""

    file: str
    type: str


def transcripts() -> tuple[Transcript, ...]:
    """Those that every episode has, in the order in which they are offered."""
    forms = named()
    return tuple(Transcript(f"transcript{forms[name].suffix}", kind) for name, kind in _TYPES.items())


@dataclass(frozen=True, slots=True)
class Episode:
    """What an item says. ``name``: the edition's; ``date`` YYYY-MM-DD; ``url``: of the folder in which the episode's
    folder will be, with a ``/`` behind it; from the feed's folder if its own address is not known.
    """

    name: str
    title: str
    author: str
    people: tuple[str, ...]
    credits: tuple[str, ...]
    date: str
    identifier: str
    language: str
    seconds: int
    bytes: int
    url: str


def item(episode: Episode) -> str:
    """``item.xml``: a well-formed document of its own, to be put into a feed."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f"<!-- {_generator()}: an item for the channel of an RSS 2.0 feed -->",
        *([] if urlsplit(episode.url).scheme else [_NO_ADDRESS]),
        _OPEN,
        *(f"  {line}" for line in _lines(episode)),
        "</item>",
    ]
    return "\n".join(lines) + "\n"


_NO_ADDRESS = (
    "<!-- No address was told: the links are relative to the folder of the feed. "
    "Feeds need whole ones: make it again with a url -->"
)


def _generator() -> str:
    from toolkit.edition.forms import PRODUCER

    return f"{PRODUCER} {__version__}"


def _lines(episode: Episode) -> Iterator[str]:
    language = xml(episode.language)
    yield f"<title>{xml(episode.title)}</title>"
    yield f"<description>{xml(_description(episode))}</description>"
    yield f'<enclosure url="{_link(episode, EPISODE)}" length="{episode.bytes}" type="audio/mpeg" />'
    yield f'<guid isPermaLink="false">{xml(episode.identifier)}</guid>'
    yield f"<pubDate>{_moment(episode.date)}</pubDate>"
    if episode.author:
        yield f"<itunes:author>{xml(episode.author)}</itunes:author>"
    yield f"<itunes:duration>{episode.seconds}</itunes:duration>"
    yield "<itunes:episodeType>full</itunes:episodeType>"
    for one in transcripts():
        link = f'url="{_link(episode, one.file)}" type="{one.type}"'
        yield f'<podcast:transcript {link} language="{language}" rel="captions" />'
    yield f'<podcast:chapters url="{_link(episode, CHAPTERS)}" type="application/json+chapters" />'
    for name in episode.people:
        yield f"<podcast:person>{xml(shortened(name, _MOST_NAME))}</podcast:person>"


def _description(episode: Episode) -> str:
    people = [f"話す人：{'、'.join(episode.people)}"] if episode.people else []
    return "\n".join((episode.title, *people, *episode.credits))


def _link(episode: Episode, file: str) -> str:
    """From the feed's folder; behind its address if that is known."""
    return xml(episode.url + quote(f"{episode.name}{ENDING}/{file}"))


def _moment(date: str) -> str:
    """Midnight in Japan, as RFC 822 has it."""
    return format_datetime(datetime.datetime.combine(datetime.date.fromisoformat(date), datetime.time(), _JAPAN))


def feed(items: Sequence[str], title: str, url: str, language: str = "ja") -> str:
    """``feed.xml`` with the texts of ``item.xml`` files, the newest first. ``url``: the folder's, '' if not known."""
    address = f"{url}feed.xml"
    own = f'<atom:link href="{xml(address)}" rel="self" type="application/rss+xml" />'
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        *([] if url else [_NO_ADDRESS]),
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" {_NAMESPACES}>',
        "<channel>",
        f"  <title>{xml(one_line(title))}</title>",
        f"  <link>{xml(url or './')}</link>",
        f"  <description>{xml(one_line(title))}</description>",
        f"  <language>{xml(language)}</language>",
        f"  <generator>{_generator()}</generator>",
        *([f"  {own}"] if url else []),
        f"  <podcast:guid>{_guid(address, title)}</podcast:guid>",
        "  <itunes:type>episodic</itunes:type>",
        "  <itunes:explicit>false</itunes:explicit>",
        *(_inside(one) for one in sorted(items, key=_when, reverse=True)),
        "</channel>",
        "</rss>",
    ]
    return "\n".join(lines) + "\n"


def _inside(text: str) -> str:
    return "<item>" + text[text.index(_OPEN) + len(_OPEN) :].rstrip("\n")


def _when(text: str) -> datetime.datetime:
    date = text.partition("<pubDate>")[2].partition("</pubDate>")[0]
    return parsedate_to_datetime(date)


def _guid(address: str, title: str) -> uuid.UUID:
    """Of the feed's address without its scheme, as the namespace asks; of the channel's title if none is known."""
    parts = urlsplit(address)
    return uuid.uuid5(_SPACE, f"{parts.netloc}{parts.path}".rstrip("/") if parts.netloc else title)
