"""Word documents for tests, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'  # noqa: E501
)


def xml(root: str, inner: str, space: str = W) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} xmlns:w="{space}" xmlns:mc="{MC}">{inner}</w:{root}>'


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive of parts by name."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(
    body: str, *, styles: str = "", numbering: str = "", space: str = W, extra: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A document of the XML of its body."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": RELATIONS,
        "word/document.xml": xml("document", f"<w:body>{body}</w:body>", space),
    }
    if styles:
        parts["word/styles.xml"] = xml("styles", styles, space)
    if numbering:
        parts["word/numbering.xml"] = xml("numbering", numbering, space)
    return package({**parts, **(extra or {})})


def p(*inner: str, properties: str = "") -> str:
    """A paragraph of runs; plain strings become runs."""
    runs = "".join(one if one.startswith("<w:") or one.startswith("<mc:") else r(one) for one in inner)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'  # noqa: E501


def ruby(base: str, reading: str) -> str:
    return f"<w:r><w:ruby><w:rubyPr/><w:rt>{r(reading)}</w:rt><w:rubyBase>{r(base)}</w:rubyBase></w:ruby></w:r>"


def box(*paragraphs: str) -> str:
    """A text box, as a run."""
    return f"<w:r><w:pict><w:txbxContent>{''.join(paragraphs)}</w:txbxContent></w:pict></w:r>"


def related(parts: Mapping[str, str]) -> dict[str, str | bytes]:
    """Parts beside the text by their kind (header, footnotes …), and the relations that name them."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(f'<Relationship Id="{k}" Type="{kinds}/{k}" Target="{k}1.xml"/>' for k in parts)
    relations = (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'
    )
    return {"word/_rels/document.xml.rels": relations, **{f"word/{k}1.xml": part for k, part in parts.items()}}


def style(name: str, identity: str, properties: str = "", based_on: str = "", kind: str = "paragraph") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="{kind}" w:styleId="{identity}"><w:name w:val="{name}"/>{base}{properties}</w:style>'


def table(*rows: tuple[str, ...], head: bool = False) -> str:
    """A table of texts, one paragraph a cell."""
    cells = ["".join(f"<w:tc>{p(text)}</w:tc>" for text in row) for row in rows]
    marks = ["<w:trPr><w:tblHeader/></w:trPr>" if head and not k else "" for k in range(len(rows))]
    return "<w:tbl>" + "".join(f"<w:tr>{mark}{row}</w:tr>" for mark, row in zip(marks, cells, strict=True)) + "</w:tbl>"
