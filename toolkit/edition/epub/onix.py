"""An ONIX for Books 3.0 record inside the book: for shops and libraries, which read its accessibility as codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.edition.epub.about import CONFORMS
from toolkit.edition.epub.markup import XML, xml
from toolkit.edition.forms import PRODUCER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.edition.book import Book
    from toolkit.edition.epub.about import About


def record(book: Book, identifier: str, about: About) -> str:
    """A message with one product: an EPUB (list 175: E101) to be downloaded (list 150: ED)."""
    sender = about.publisher or PRODUCER
    sent = about.modified.replace("-", "").replace(":", "")
    return "\n".join(
        [
            f'{XML}<ONIXMessage release="3.0" xmlns="http://ns.editeur.org/onix/3.0/reference">',
            f"<Header><Sender><SenderName>{xml(sender)}</SenderName></Sender><SentDateTime>{sent}</SentDateTime></Header>",
            f"<Product>\n<RecordReference>{xml(identifier)}</RecordReference>",
            "<NotificationType>03</NotificationType>",
            f"<ProductIdentifier><ProductIDType>01</ProductIDType><IDTypeName>{PRODUCER}</IDTypeName>"
            f"<IDValue>{xml(identifier)}</IDValue></ProductIdentifier>",
            "<DescriptiveDetail>\n<ProductComposition>00</ProductComposition>\n<ProductForm>ED</ProductForm>",
            "<ProductFormDetail>E101</ProductFormDetail>",
            *_features(about),
            "<TitleDetail><TitleType>01</TitleType><TitleElement><TitleElementLevel>01</TitleElementLevel>"
            f"<TitleText>{xml(book.title)}</TitleText></TitleElement></TitleDetail>",
            *_author(about),
            "<Language><LanguageRole>01</LanguageRole><LanguageCode>jpn</LanguageCode></Language>",
            "</DescriptiveDetail>\n</Product>\n</ONIXMessage>\n",
        ]
    )


def _features(about: About) -> Iterator[str]:
    """List 79: 09 accessibility (list 196), 12 hazards (list 143: 00, none)."""
    yield _feature("09", "00", about.summary)
    yield from (_feature("09", code, CONFORMS if code == "04" else "") for code in about.codes)
    yield _feature("12", "00")


def _feature(kind: str, code: str, words: str = "") -> str:
    told = f"<ProductFormFeatureDescription>{xml(words)}</ProductFormFeatureDescription>" if words else ""
    return (
        f"<ProductFormFeature><ProductFormFeatureType>{kind}</ProductFormFeatureType>"
        f"<ProductFormFeatureValue>{code}</ProductFormFeatureValue>{told}</ProductFormFeature>"
    )


def _author(about: About) -> Iterator[str]:
    if about.author:
        yield (
            "<Contributor><SequenceNumber>1</SequenceNumber><ContributorRole>A01</ContributorRole>"
            f"<PersonName>{xml(about.author)}</PersonName></Contributor>"
        )
