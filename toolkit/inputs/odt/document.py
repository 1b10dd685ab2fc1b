"""OpenDocument text (.odt, .fodt): the text as a reader of the printed page sees it.

Kept: tracked insertions, lists, tables, ruby with its reading. Left out and listed: tracked deletions, hidden text, the
table of contents, notes and remarks, headers and footers, boxes with captions. odfpy and odfdo give a tree of the XML
and no more, and their own plain texts keep deletions and put readings into the words.
"""

from __future__ import annotations

import io
from collections.abc import Mapping

from toolkit.errors import InputError
from toolkit.inputs.docx.package import Office, Package, open_package, parse_xml
from toolkit.inputs.odt.walk import Walk
from toolkit.inputs.sheet import Sheet

OPEN_DOCUMENT = Office("OpenDocument text", "content.xml", ".odt", "Word")
_ZIP = b"PK\x03\x04"


def sheet_of_odt(data: bytes, name: str) -> Sheet:
    """The paragraphs of a document as lines, with its headings, items, bold beginnings and readings as marks.

    Raises ``InputError`` for what is no sound OpenDocument text, one with a password, or an absurdly large one.
    """
    walk = Walk()
    try:
        if data.startswith(_ZIP):
            package = open_package(data, name, OPEN_DOCUMENT)
            _refuse_encrypted(package)
            for part in ("meta.xml", "styles.xml", "content.xml"):
                package.parse(part, walk)
        else:
            parse_xml(io.BytesIO(data), walk, "the document", OPEN_DOCUMENT)
    except InputError as error:
        raise error.at(name) from error.__cause__
    return walk.story.sheet()


def _refuse_encrypted(package: Package) -> None:
    manifest = _Manifest()
    package.parse("META-INF/manifest.xml", manifest)
    if manifest.is_encrypted:
        mend = "open it with the password, save it without one, and give that"
        raise InputError("is an OpenDocument text with a password", mend=mend)


class _Manifest:
    is_encrypted = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.is_encrypted = self.is_encrypted or name == "manifest:encryption-data"

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...
