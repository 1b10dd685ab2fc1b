"""``ncc.html``, the navigation of a talking book, and what it says of the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit import __version__
from toolkit.edition.dates import appeared
from toolkit.edition.xml_text import one_line, xml

if TYPE_CHECKING:
    from toolkit.edition.daisy.outline import Entry, Section
    from toolkit.edition.forms import Job

UNKNOWN = "不明"  # readers refuse a book in which a mandatory field is missing or empty
_PUBLISHERS = ("publisher", "発行", "発行元", "発行所", "出版社", "版元")  # how transcripts call the original's
XHTML = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" '
    '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">\n'
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of the book in its files, each on one line and never empty; those of the source are '' if they
    are not known. ``generator`` names the producer.
    """

    title: str
    creator: str
    publisher: str
    date: str
    identifier: str
    language: str
    narrators: tuple[str, ...]
    rights: tuple[str, ...]
    source: str
    source_date: str
    source_publisher: str
    generator: str


def facts_of(job: Job) -> Facts:
    """Of an edition, as wished. ``dc:publisher`` is who makes the talking book, as Japanese libraries use it; the
    original's is ``ncc:sourcePublisher``.
    """
    from toolkit.edition.forms import PRODUCER

    book, wanted = job.book, job.wanted
    return Facts(
        title=one_line(book.title) or book.name,
        creator=one_line(wanted.author or book.author) or UNKNOWN,
        publisher=one_line(wanted.publisher) or UNKNOWN,
        date=appeared(job),
        identifier=book.identifier,
        language=book.language,
        narrators=tuple(dict.fromkeys(one_line(role.voice) for role in book.cast if role.voice)),
        rights=tuple(map(one_line, book.credits)),
        source=one_line(book.source),
        source_date=book.date,
        source_publisher=_source_publisher(job.edition.meta),
        generator=f"{PRODUCER} {__version__}",
    )


def _source_publisher(meta: Mapping[str, str]) -> str:
    return next((one_line(meta[name]) for name in _PUBLISHERS if meta.get(name)), "")


def ncc(sections: Sequence[Section], facts: Facts, files: int, kilobytes: int) -> str:
    """The document. ``files``: how many the book has, this one among them; ``kilobytes``: their size."""
    items = [item for section in sections for item in _items(section)]
    metas = "\n".join(_metas(sections, facts, files, kilobytes, len(items)))
    body = "\n".join(item.replace('id=""', f'id="n{k:05}"', 1) for k, item in enumerate(items, 1))
    language = xml(facts.language)
    return (
        f'{XHTML}<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">\n<head>\n'
        '<meta http-equiv="Content-type" content="text/html; charset=utf-8" />\n'
        f"<title>{xml(facts.title)}</title>\n{metas}\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _items(section: Section) -> Iterator[str]:
    for entry in section.entries:
        link = f'<a href="s{section.number:04}.smil#{section.events[entry.event].id}">{xml(entry.words)}</a>'
        tag, kind = _shape(entry)
        yield f'<{tag}{kind} id="">{link}</{tag}>'


def _shape(entry: Entry) -> tuple[str, str]:
    if entry.level:
        return f"h{entry.level}", ' class="title"' if entry.title else ""
    return "span", ' class="optional-prodnote"'


def meta(name: str, content: str, scheme: str = "") -> str:
    """A meta element of any of the book's files."""
    more = f' scheme="{scheme}"' if scheme else ""
    return f'<meta name="{name}" content="{xml(content)}"{more} />'


def _metas(sections: Sequence[Section], facts: Facts, files: int, kilobytes: int, items: int) -> Iterator[str]:
    """In the order of appendix 2 of the specification."""
    seconds = round(sum(section.length for section in sections) / 1000)
    notes = sum(not entry.level for section in sections for entry in section.entries)
    depth = max(entry.level for section in sections for entry in section.entries)
    yield meta("dc:title", facts.title)
    yield meta("dc:creator", facts.creator)
    yield meta("dc:publisher", facts.publisher)
    yield meta("dc:date", facts.date, "yyyy-mm-dd")
    yield meta("dc:format", "Daisy 2.02")
    yield meta("dc:identifier", facts.identifier)
    yield meta("dc:language", facts.language, "ISO 639")
    yield from (meta("dc:rights", line) for line in facts.rights)
    if facts.source:
        yield meta("dc:source", facts.source)
    yield meta("ncc:charset", "utf-8")
    yield meta("ncc:depth", str(depth))
    yield meta("ncc:files", str(files))
    yield meta("ncc:generator", facts.generator)
    yield meta("ncc:kByteSize", str(kilobytes))
    yield meta("ncc:maxPageNormal", "0")
    yield meta("ncc:multimediaType", "audioFullText")
    yield from (meta("ncc:narrator", name) for name in facts.narrators)
    yield from (meta(name, "0") for name in ("ncc:pageFront", "ncc:pageNormal", "ncc:pageSpecial"))
    yield meta("ncc:prodNotes", str(notes))
    yield meta("ncc:producedDate", facts.date, "yyyy-mm-dd")
    if facts.publisher != UNKNOWN:
        yield meta("ncc:producer", facts.publisher)
    yield meta("ncc:setInfo", "1 of 1")
    if facts.source_date:
        yield meta("ncc:sourceDate", facts.source_date, "yyyy-mm-dd")
    if facts.source_publisher:
        yield meta("ncc:sourcePublisher", facts.source_publisher)
    yield meta("ncc:tocItems", str(items))
    yield meta("ncc:totalTime", f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}", "hh:mm:ss")
