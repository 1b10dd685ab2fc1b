"""EPUB: the pages in the order of the spine, as the web pages they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents import package

from toolkit.errors import InputError
from toolkit.inputs.document import document_at
from toolkit.inputs.epub import sheet_of_epub

CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'
)


def xhtml(body: str) -> str:
    return f'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body>{body}</body></html>'


def epub(pages: dict[str, str], spine: str, *, title: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    """A book of pages by name; ``spine``: their order, a star before what stands apart, ``nav`` for the contents."""
    items = "".join(f'<item id="{n}" href="{n}.xhtml"/>' for n in pages)
    items += '<item id="nav" properties="nav" href="nav.xhtml"/>'
    refs = "".join(
        f'<itemref idref="{n.strip("*")}"{" linear=" + chr(34) + "no" + chr(34) if "*" in n else ""}/>'
        for n in spine.split()
    )
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
        f"<dc:title>{title}</dc:title></metadata><manifest>{items}</manifest><spine>{refs}</spine></package>"
    )
    parts: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": CONTAINER,
        "OEBPS/content.opf": opf,
    }
    parts |= {f"OEBPS/{n}.xhtml": xhtml(body) for n, body in pages.items()}
    return package({**parts, **(extra or {})})


PAGES = {
    "c2": "<p>後の声</p>",
    "c1": "<h1>第一章</h1><p>海の<ruby>声<rt>こえ</rt></ruby></p>",
    "cover": "<img alt='表紙'/>",
}


def test_pages_stand_in_the_order_of_the_spine() -> None:
    sheet = sheet_of_epub(epub(PAGES, "cover c1 c2", title="海の 本"), "t.epub")
    assert list(sheet.lines) == ["第一章", "海の声", "後の声"]
    assert sheet.mark(0).kind in ("title", "heading")
    assert [(r.start, r.end, r.kana) for r in sheet.mark(1).readings] == [(2, 3, "こえ")]
    assert (sheet.title, dict(sheet.meta)) == ("海の 本", {"title": "海の 本"})
    assert (2, "こえ") in sheet.excluded


def test_contents_and_what_stands_apart_are_not_read() -> None:
    sheet = sheet_of_epub(epub({**PAGES, "ad": "<p>広告です</p>"}, "nav c1 *ad c2 c2"), "t.epub")
    assert list(sheet.lines) == ["第一章", "海の声", "後の声"]


def test_known_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "talk").write_bytes(epub(PAGES, "c1"))
    assert document_at(tmp_path / "talk").evidence["input"].startswith("an EPUB")


LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
    '<EncryptionMethod Algorithm="{}"/></encryption>'
)
FONTS = {"META-INF/encryption.xml": LOCK.format("http://www.idpf.org/2008/embedding")}


def test_scrambled_fonts_lock_no_text() -> None:
    assert list(sheet_of_epub(epub(PAGES, "c2", extra={**FONTS}), "t").lines) == ["後の声"]


REFUSED = [
    (
        "a copy lock",
        epub(PAGES, "c1", extra={"META-INF/encryption.xml": LOCK.format("aes128-cbc")}),
        "with a copy lock",
    ),
    ("no words", epub(PAGES, "cover"), "without words"),
    ("no pages", epub({}, ""), "without words"),
    ("no container", package({"mimetype": "application/epub+zip"}), "holds no META-INF/container.xml"),
    ("a bomb", epub({"c": ""}, "c", extra={"OEBPS/c.xhtml": b" " * (65 * 2**20)}), "unpacks to more than 64 MiB"),
    ("cut", epub(PAGES, "c1")[:-100], "damaged EPUB"),
]


@pytest.mark.parametrize(("data", "said"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_unsound_is_one_clear_line(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as error:
        sheet_of_epub(data, "t.epub")
    assert str(error.value).startswith("t.epub")
    assert said in str(error.value)
