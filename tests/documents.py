"""Word, OpenDocument, RTF and PDF documents for tests, written part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import NamedTuple
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
    """A ZIP archive of parts by name; its media type as it is, for others to see."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED)
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


# OpenDocument

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{short}="{ODF}{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("style", "style"),
        ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
        ("meta", "meta"),
    )
)
ODF_NAMES = f'{_NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/"'


def odt(
    body: str,
    *,
    styles: str = "",
    page: str = "",
    meta: str = "",
    mimetype: str = ODT_TYPE,
    extra: Mapping[str, str | bytes] | None = None,
) -> bytes:
    """An OpenDocument text of the XML of its body. ``styles``: automatic styles; ``page``: of the master page."""
    content = f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"  # noqa: E501
    master = (
        f'<office:master-styles><style:master-page style:name="S">{page}</style:master-page></office:master-styles>'
    )
    parts: dict[str, str | bytes] = {
        "mimetype": mimetype,
        "content.xml": _odf("content", content),
        "styles.xml": _odf("styles", master),
        "meta.xml": _odf("meta", f"<office:meta>{meta}</office:meta>"),
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{ODF}manifest:1.0"/>',
    }
    return package({**parts, **(extra or {})})


def _odf(root: str, inner: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><office:document-{root} {ODF_NAMES}>{inner}</office:document-{root}>'


# RTF

RTF_FONTS = r"{\fonttbl{\f0\fnil\fcharset128 MS Mincho;}{\f1\froman\fcharset0 Times;}{\f2\ftech\fcharset2 Symbol;}}"


def rtf(body: str, *, head: str = "") -> bytes:
    """An RTF document of its body; letters beyond ASCII in ``body`` as ``\\u``."""
    return (r"{\rtf1\ansi\ansicpg932\deff0\uc1" + RTF_FONTS + head + rtf_text(body) + "}").encode("ascii")


def rtf_text(text: str) -> str:
    """Letters beyond ASCII as UTF-16 units, each with a question mark for old readers."""
    units = ((c, c.encode("utf-16-le")) for c in text)
    return "".join(
        c
        if c.isascii()
        else "".join(f"\\u{int.from_bytes(b[k : k + 2], 'little', signed=True)}?" for k in range(0, len(b), 2))
        for c, b in units
    )


def rtf_bytes(text: str, encoding: str = "cp932") -> str:
    """Text as the bytes of a code page."""
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


# PDF

MINCHO, GOTHIC, DOWN = "HeiseiMin-W3", "HeiseiKakuGo-W5", "HeiseiMin-W3-V"


class Text(NamedTuple):
    """Text at a place of a page: ``x`` from its left edge, ``y`` of the baseline from its top, in points. ``turned`` by
    so many degrees to the left.
    """

    x: float
    y: float
    text: str
    size: float = 10
    font: str = MINCHO
    turned: float = 0


PAGE = (595, 842)  # points: A4


def pdf(
    *pages: Sequence[Text], title: str = "", author: str = "", password: str | None = None, turned: int = 0
) -> bytes:
    """A PDF of pages of text. Its fonts are not embedded: every reader has them. ``turned``: the pages' /Rotate."""
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    _register_fonts()
    out = io.BytesIO()
    locked = None if password is None else StandardEncryption(password, "owner", canCopy=0, strength=128)
    size = PAGE if turned % 180 == 0 else PAGE[::-1]  # reportlab swaps the sides of a page that is turned
    canvas = Canvas(out, pagesize=size, invariant=1, encrypt=locked)
    canvas.setTitle(title)
    canvas.setAuthor(author)
    for page in pages:
        canvas.setPageRotation(turned)
        for text in page:
            canvas.saveState()
            canvas.translate(text.x, PAGE[1] - text.y)
            canvas.rotate(text.turned)
            canvas.setFont(text.font, text.size)
            canvas.drawString(0, 0, text.text)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _register_fonts() -> None:
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont

    down = UnicodeCIDFont(MINCHO, isVertical=True)
    down.name = down.fontName = DOWN
    for font in (UnicodeCIDFont(MINCHO), UnicodeCIDFont(GOTHIC), down):
        registerFont(font)


def set_lines(
    lines: Sequence[str], *, x: float = 72, y: float = 80, pitch: float = 17, size: float = 10, font: str = MINCHO
) -> list[Text]:
    """Lines one under the other; an empty one leaves a gap."""
    return [Text(x, y + k * pitch, line, size, font) for k, line in enumerate(lines) if line]


def set_columns(
    lines: Sequence[str], *, x: float = 500, y: float = 80, pitch: float = 20, size: float = 10
) -> list[Text]:
    """Lines that run down the page, from right to left."""
    return [Text(x - k * pitch, y, line, size, DOWN) for k, line in enumerate(lines) if line]


def pdf_of_objects(*objects: bytes) -> bytes:
    """A PDF of bare objects, numbered from 1; the first is its catalogue."""
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n" % number + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + trailer


def pdf_stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n" % (len(content), entries) + content + b"\nendstream"
