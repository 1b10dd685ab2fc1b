"""The package document (EPUB 3.3, 5): what the book is, what it holds, in what order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.edition.epub.about import CONFORMS
from toolkit.edition.epub.markup import XML, attributes, xml
from toolkit.edition.epub.overlay import clock
from toolkit.edition.forms import PRODUCER

if TYPE_CHECKING:
    from toolkit.edition.book import Book
    from toolkit.edition.epub.about import About

ACTIVE, PLAYING = "-epub-media-overlay-active", "-epub-media-overlay-playing"
CONTAINER = (
    f'{XML}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">\n'
    '<rootfiles>\n<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>\n</rootfiles>\n'
    "</container>\n"
)


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the book. ``overlay``: the id of its overlay; ``lasts``: how long an overlay's clips are, ms.
    ``spine``: whether it is a page in its turn.
    """

    name: str
    href: str
    media: str
    properties: str = ""
    overlay: str = ""
    lasts: int = 0
    spine: bool = False


def package(book: Book, identifier: str, about: About, items: Sequence[Item]) -> str:
    """The OPF file."""
    rtl = ' page-progression-direction="rtl"' if about.vertical else ""
    return "\n".join(
        [
            f'{XML}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="pub-id"'
            f' xml:lang="{book.language}" dir="ltr">',
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">',
            *_dublin(book, identifier, about),
            *_accessible(about),
            *([] if about.silent else _media(book, items)),
            '<link rel="record" href="onix.xml" media-type="application/xml" properties="onix"/>',
            "</metadata>\n<manifest>",
            *(_manifested(item) for item in items),
            f"</manifest>\n<spine{rtl}>",
            *(f'<itemref idref="{item.name}"/>' for item in items if item.spine),
            "</spine>\n</package>\n",
        ]
    )


def _dublin(book: Book, identifier: str, about: About) -> Iterator[str]:
    yield f'<dc:identifier id="pub-id">{xml(identifier)}</dc:identifier>'
    yield f'<dc:title id="title">{xml(book.title)}</dc:title>'
    yield f"<dc:language>{book.language}</dc:language>"
    if about.author:
        yield f'<dc:creator id="author">{xml(about.author)}</dc:creator>'
        yield '<meta refines="#author" property="role" scheme="marc:relators">aut</meta>'
    for number, name in enumerate(book.people, 1):
        yield f'<dc:contributor id="who-{number}">{xml(name)}</dc:contributor>'
        yield f'<meta refines="#who-{number}" property="role" scheme="marc:relators">spk</meta>'
    facts = {"publisher": about.publisher, "date": about.date, "source": book.source}
    yield from (f"<dc:{name}>{xml(value)}</dc:{name}>" for name, value in facts.items() if value)
    yield f'<meta property="dcterms:modified">{about.modified}</meta>'
    yield f'<meta name="generator" content="{xml(about.generator)}"/>'
    yield '<meta name="cover" content="cover-image"/>'


def _accessible(about: About) -> Iterator[str]:
    many: Mapping[str, Sequence[str]] = {
        "accessMode": about.modes,
        "accessModeSufficient": about.sufficient,
        "accessibilityFeature": about.features,
        "accessibilityHazard": ("none",),
        "accessibilitySummary": (about.summary,),
    }
    for name, values in many.items():
        yield from (f'<meta property="schema:{name}">{xml(value)}</meta>' for value in values)
    yield f'<meta property="dcterms:conformsTo" id="conformance">{CONFORMS}</meta>'
    yield f'<meta property="a11y:certifiedBy" refines="#conformance">{xml(about.publisher or PRODUCER)}</meta>'


def _media(book: Book, items: Sequence[Item]) -> Iterator[str]:
    overlays = [item for item in items if item.lasts]
    yield from (
        f'<meta property="media:duration" refines="#{item.name}">{clock(item.lasts)}</meta>' for item in overlays
    )
    yield f'<meta property="media:duration">{clock(sum(item.lasts for item in overlays))}</meta>'
    narrators = dict.fromkeys(role.voice for role in book.cast if role.voice)
    yield from (f'<meta property="media:narrator">{xml(name)}</meta>' for name in narrators)
    yield f'<meta property="media:active-class">{ACTIVE}</meta>'
    yield f'<meta property="media:playback-active-class">{PLAYING}</meta>'


def _manifested(item: Item) -> str:
    more = attributes(properties=item.properties, media_overlay=item.overlay)
    return f'<item id="{item.name}" href="{item.href}" media-type="{item.media}"{more}/>'
