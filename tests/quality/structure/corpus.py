"""The gold corpus of transcript layouts: annotated sources beside this file, the real files made of them, the gold.

A source is the document itself with spans ``⟦speaker|speech⟧`` and ``⟦#kind|other text⟧``;
``⟦speaker|as written¦gold⟧`` where the gold is more than the text without inline markup. `entry` takes the markers out:
what is left is the file as somebody holds it.

Office documents are written in a stand-in and built here:

- ``<id>.docx.html``, ``.odt.html``, ``.rtf.html``: h1-h6, p, b, i, u, br, ul/ol/li, table/tr/td/th (colspan, rowspan),
  ruby/rt, header, footer, aside (text box), ins/del (tracked changes) and fn (a footnote at this place; its text is a
  span of kind note)
- ``<id>.xlsx.tsv``: a sheet after every line ``=== name``; ``\\n`` breaks a line in a cell; ``1:02:03`` becomes a time
  (``01:02:03`` stays text), ``2024-07-03`` a date, plain figures a number
- ``<id>.pdf.txt``: a form feed between pages, every line set as it stands

``python corpus.py OUT`` writes all real files and gold.jsonl; ``python corpus.py --check`` lists faults of the sources.
"""

from __future__ import annotations

import csv
import datetime
import html
import io
import itertools
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent
KINDS = frozenset({"title", "heading", "meta", "cast", "lead", "direction", "note", "caption", "page"})

Turn = tuple[str, str]
SOURCE = re.compile(r"[a-z]\d\d-[^/]+\.[a-z0-9]+")
SPAN = re.compile(r"⟦([^|⟦⟧¦\n]*)\|([^⟦⟧¦]*)(?:¦([^⟦⟧¦]*))?⟧")
STAND_INS = {".docx.html": ".docx", ".odt.html": ".odt", ".rtf.html": ".rtf", ".xlsx.tsv": ".xlsx", ".pdf.txt": ".pdf"}


@dataclass(frozen=True)
class Entry:
    """One document: its bytes under its real name, the turns in it, and everything else in it by kind."""

    id: str
    path: Path
    gold: list[Turn]
    blocks: list[tuple[str, str]]
    data: bytes
    name: str


# -------------------------------------------------------------------------------------------------------------- sources


def sources(folder: Path = HERE) -> list[Path]:
    """All annotated sources, by name."""
    return sorted(path for path in folder.iterdir() if path.is_file() and SOURCE.fullmatch(path.name))


def held_out(path: Path) -> bool:
    """Whether a source is kept for measuring, out of sight of the fit: one in five."""
    return int(path.name[1:3]) % 5 == 0


def real_name(path: Path) -> str:
    """`f01-table.docx` for `f01-table.docx.html`; most sources have their real name already."""
    for stand_in, suffix in STAND_INS.items():
        if path.name.endswith(stand_in):
            return path.name.removesuffix(stand_in) + suffix
    return path.name


def entry(path: Path) -> Entry:
    """Read a source. Raises ValueError where markers are malformed or the document cannot be built."""
    try:
        return _entry(path)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def _entry(path: Path) -> Entry:
    text = path.read_bytes().decode("utf-8")
    bare = SPAN.sub(lambda span: span[2], text)
    if stray := re.search(r"[⟦⟧¦]", bare):
        raise ValueError(f"a malformed marker near {bare[max(0, stray.start() - 20) : stray.end() + 20]!r}")
    name = real_name(path)
    form = name.rsplit(".", 1)[1]
    spans = [(span[1], _shown(span, form)) for span in SPAN.finditer(text)]
    gold = _turns([span for span in spans if not span[0].startswith("#")], "" if form == "json" else "\n")
    blocks = [(kind[1:], shown) for kind, shown in spans if kind.startswith("#")]
    build = BUILDERS.get(form)
    return Entry(path.name[:3], path, gold, blocks, build(bare) if build else bare.encode("utf-8"), name)


def labelled(path: Path) -> list[Turn]:
    """Every span of a source in order, as shown: whose speech it is, or ``#kind``, and the text."""
    text = path.read_bytes().decode("utf-8")
    form = real_name(path).rsplit(".", 1)[1]
    return [(span[1], _shown(span, form)) for span in SPAN.finditer(text)]


def write_all(out: Path, folder: Path = HERE) -> int:
    """Write every real file and gold.jsonl into `out`; returns how many files."""
    out.mkdir(parents=True, exist_ok=True)
    entries = [entry(path) for path in sources(folder)]
    for each in entries:
        (out / each.name).write_bytes(each.data)
    rows = [{"id": each.id, "file": each.name, "turns": [list(turn) for turn in each.gold]} for each in entries]
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (out / "gold.jsonl").write_text(lines, encoding="utf-8")
    return len(entries)


def _shown(span: re.Match[str], form: str) -> str:
    plain = PLAIN.get(form, str)
    shown = (span[3] if span[3] is not None else plain(span[2])).strip()
    return re.sub(r"^[・•◦‣]\s*", "", shown)  # the sign of an item is markup, not a word


def _turns(spans: list[Turn], joint: str) -> list[Turn]:
    """Spans of one speaker in a row are one turn, whatever stands between them."""
    turns: list[Turn] = []
    for speaker, text in spans:
        if turns and turns[-1][0] == speaker:
            turns[-1] = (speaker, turns[-1][1] + joint + text)
        else:
            turns.append((speaker, text))
    return turns


# --------------------------------------------------------------------------------------------------- inline markup away


def _plain_html(text: str) -> str:
    text = re.sub(r"<!--.*?-->|<(rt|rp|del|script|style)\b[^>]*>.*?</\1\s*>", "", text, flags=re.DOTALL | re.IGNORECASE)
    text = re.sub(r"<(?:\w+:)?br\s*/?>", "\n", text, flags=re.IGNORECASE)
    return html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", text))


def _plain_markdown(text: str) -> str:
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[2] if found[1] else found[3])
        return f"\0{len(kept) - 1}\0"

    text = re.sub(r"(`+) ?(.+?) ?\1(?!`)|\\([!-/:-@\[-`{-~])", keep, text)
    text = re.sub(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])|\[\^[^\]]+\]", "", text)
    text = re.sub(r"\[([^\[\]]*)\](?:\([^()]*(?:\([^()]*\)[^()]*)*\)|\[[^\]]*\])", r"\1", text)
    text = re.sub(r"<((?:https?://|mailto:)[^<>\s]+)>", r"\1", text)
    for mark in (r"\*\*\*", r"\*\*", r"~~", r"==", r"\*"):
        text = re.sub(rf"{mark}(?=\S)(.+?)(?<=\S){mark}", r"\1", text)
    text = re.sub(r"(?<![A-Za-z0-9_])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?![A-Za-z0-9_])", r"\2", text)
    text = _plain_html(text)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def _plain_json(text: str) -> str:
    return str(json.loads(f'"{text}"', strict=False))


def _plain_csv(text: str) -> str:
    return text.replace('""', '"')


def _plain_srt(text: str) -> str:
    return re.sub(r"</?(?:[biu]|font)\b[^>]*>|\{\\[^}]*\}", "", text, flags=re.IGNORECASE)


def _plain_vtt(text: str) -> str:
    text = re.sub(r"<rt>.*?</rt>", "", text)
    return html.unescape(re.sub(r"</?(?:[a-z]+\b|\d)[^<>]*>|</>", "", text))


def _plain_ass(text: str) -> str:
    return re.sub(r"\\h", " ", re.sub(r"\\[Nn]", "\n", re.sub(r"\{[^}]*\}", "", text)))


def _plain_sbv(text: str) -> str:
    return text.replace("[br]", "\n")


def _plain_lrc(text: str) -> str:
    return re.sub(r"[<\[]\d+:\d\d(?:[.:]\d+)?[>\]]", "", text)


def _plain_cell(text: str) -> str:
    return text.replace("\\n", "\n")


PLAIN: dict[str, Callable[[str], str]] = {
    "docx": _plain_html,
    "odt": _plain_html,
    "rtf": _plain_html,
    "html": _plain_html,
    "htm": _plain_html,
    "xhtml": _plain_html,
    "xml": _plain_html,
    "ttml": _plain_html,
    "md": _plain_markdown,
    "json": _plain_json,
    "csv": _plain_csv,
    "tsv": _plain_csv,
    "srt": _plain_srt,
    "vtt": _plain_vtt,
    "ass": _plain_ass,
    "sbv": _plain_sbv,
    "lrc": _plain_lrc,
    "xlsx": _plain_cell,
}


# --------------------------------------------------------------------------------------------------------------- faults


def faults(path: Path, silent: frozenset[str] = frozenset()) -> list[str]:
    """What is wrong with a source. `silent`: ids of the documents in which nobody speaks."""
    text = path.read_bytes().decode("utf-8")
    try:
        found = entry(path)
    except ValueError as error:
        return [str(error).removeprefix(f"{path.name}: ")]
    bare = SPAN.sub(lambda span: span[2], text)
    out = [f"an unknown kind #{kind}" for kind in sorted({kind for kind, _ in found.blocks} - KINDS)]
    out += [f"nobody named {name!r} in the text" for name in sorted(_unnamed(found, bare))]
    out += [f"an empty span of {span[1]!r}" for span in SPAN.finditer(text) if not span[2].strip() and not span[3]]
    out += [f"a span across lines: {span[0][:30]!r}" for span in SPAN.finditer(text) if _crosses(span, path)]
    speaks = sum(not span[1].startswith("#") for span in SPAN.finditer(text))
    if speaks < 8 and path.name[:3] not in silent:
        out.append(f"only {speaks} spans of speech")
    return out + _broken(path.suffix, text, bare)


def _unnamed(found: Entry, bare: str) -> set[str]:
    close = re.sub(r"\s", "", html.unescape(bare))
    names = {speaker for speaker, _ in found.gold if not speaker.startswith("*")}
    return {name for name in names if not name or re.sub(r"\s", "", name) not in close}


def _crosses(span: re.Match[str], path: Path) -> bool:
    return "\n" in span[2] and path.suffix not in {".csv", ".tsv"}


def _broken(suffix: str, text: str, bare: str) -> list[str]:
    """A JSON or CSV source must be valid with its markers and without."""
    out = []
    for label, each in (("with", text), ("without", bare)):
        try:
            if suffix == ".json":
                json.loads(each)
            if suffix == ".csv":
                list(csv.reader(io.StringIO(each, newline=""), strict=True))
        except (ValueError, csv.Error) as error:
            out.append(f"not valid {label} its markers: {error}")
    return out


# ---------------------------------------------------------------------------------------- word processors: one document


@dataclass(frozen=True)
class Run:
    """Text in one look. `mark`: "ins", "del" or "". `ruby`: its reading. `note`: a footnote here, then no text."""

    text: str
    bold: bool = False
    italic: bool = False
    underline: bool = False
    mark: str = ""
    ruby: str = ""
    note: str = ""


@dataclass(frozen=True)
class Para:
    """`style`: p, h1-h6, bullet or number."""

    style: str
    runs: list[Run]

    @property
    def level(self) -> int:
        return int(self.style[1]) if re.fullmatch(r"h\d", self.style) else 0


@dataclass(frozen=True)
class Cell:
    """A cell of a table at its place in the grid, rows and columns from 0."""

    row: int
    column: int
    rows: int
    columns: int
    paras: list[Para]

    def places(self) -> list[tuple[int, int]]:
        return [(row, column) for row in _over(self.row, self.rows) for column in _over(self.column, self.columns)]


@dataclass(frozen=True)
class Table:
    cells: list[Cell]

    @property
    def height(self) -> int:
        return max(cell.row + cell.rows for cell in self.cells)

    @property
    def width(self) -> int:
        return max(cell.column + cell.columns for cell in self.cells)

    def grid(self) -> list[list[Cell]]:
        """Rows of cells; a merged cell stands at each of its places."""
        at = {place: cell for cell in self.cells for place in cell.places()}
        if len(at) != self.height * self.width:
            raise ValueError("a table with holes: its spans do not add up")
        return [[at[r, c] for c in range(self.width)] for r in range(self.height)]


@dataclass(frozen=True)
class Box:
    """A text box beside the text."""

    paras: list[Para]


@dataclass
class Document:
    blocks: list[Para | Table | Box] = field(default_factory=list)
    header: list[Para] = field(default_factory=list)
    footer: list[Para] = field(default_factory=list)


@dataclass
class _Node:
    tag: str
    attributes: dict[str, str]
    children: list[_Node | str] = field(default_factory=list)


BLOCK_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li table tr td th header footer aside".split())
INLINE_TAGS = frozenset("b i u br ruby rt ins del fn".split())
LOOKS: dict[str, dict[str, Any]] = {
    "b": {"bold": True},
    "i": {"italic": True},
    "u": {"underline": True},
    "ins": {"mark": "ins"},
    "del": {"mark": "del"},
}


class _Tree(HTMLParser):
    """The annotated subset as nodes; a tag outside it, or one not closed, is a ValueError."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.stack = [_Node("root", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in BLOCK_TAGS | INLINE_TAGS:
            raise ValueError(f"<{tag}> is not in the subset of HTML that is built")
        node = _Node(tag, {name: value or "" for name, value in attrs})
        self.stack[-1].children.append(node)
        if tag != "br":
            self.stack.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag == "br":
            return
        if self.stack[-1].tag != tag:
            raise ValueError(f"</{tag}> where <{self.stack[-1].tag}> is open")
        self.stack.pop()

    def handle_data(self, data: str) -> None:
        if text := data.replace("\r", "").replace("\n", ""):
            self.stack[-1].children.append(text)


def _document(text: str) -> Document:
    tree = _Tree()
    tree.feed(text)
    tree.close()
    if len(tree.stack) > 1:
        raise ValueError(f"<{tree.stack[-1].tag}> is not closed")
    out = Document()
    for node in tree.stack[0].children:
        if isinstance(node, str):
            if node.strip():
                raise ValueError(f"text outside a paragraph: {node[:30]!r}")
        elif node.tag in {"header", "footer"}:
            (out.header if node.tag == "header" else out.footer).extend(_paras(node))
        elif node.tag == "table":
            out.blocks.append(_table(node))
        elif node.tag == "aside":
            out.blocks.append(Box(_paras(node)))
        else:
            out.blocks.extend(_paras(_Node("root", {}, [node])))
    return out


def _paras(node: _Node) -> list[Para]:
    """The paragraphs of a container; loose text in it is a paragraph."""
    out: list[Para] = []
    loose = _Node("p", {})
    for child in node.children:
        if isinstance(child, str) or child.tag in INLINE_TAGS:
            loose.children.append(child)
        elif child.tag in {"ul", "ol"}:
            items = [item for item in child.children if isinstance(item, _Node)]
            out.extend(Para("bullet" if child.tag == "ul" else "number", list(_runs(item, Run("")))) for item in items)
        else:
            out.append(Para(child.tag, list(_runs(child, Run("")))))
    runs = list(_runs(loose, Run("")))
    if "".join(run.text for run in runs).strip():
        out.insert(0, Para("p", runs))
    return out


def _runs(node: _Node, look: Run) -> Iterator[Run]:
    for child in node.children:
        if isinstance(child, str):
            yield _like(look, text=child)
        elif child.tag == "br":
            yield _like(look, text="\n")
        elif child.tag == "ruby":
            yield from _ruby(child, look)
        elif child.tag == "fn":
            yield Run("", note=_text(child))
        elif child.tag in LOOKS:
            yield from _runs(child, _like(look, **LOOKS[child.tag]))
        else:
            raise ValueError(f"<{child.tag}> inside <{node.tag}>")


def _like(look: Run, **changes: Any) -> Run:
    return Run(**{**look.__dict__, **changes})


def _ruby(node: _Node, look: Run) -> Iterator[Run]:
    base = ""
    for child in node.children:
        if isinstance(child, str):
            base += child
        elif child.tag == "rt":
            yield _like(look, text=base, ruby=_text(child))
            base = ""
    if base:
        yield _like(look, text=base)


def _text(node: _Node) -> str:
    return "".join(child if isinstance(child, str) else _text(child) for child in node.children)


def _stretches(blocks: list[Para | Table | Box]) -> Iterator[list[Para] | Table | Box]:
    """Blocks in order, paragraphs that follow each other together."""
    paras: list[Para] = []
    for block in blocks:
        if isinstance(block, Para):
            paras.append(block)
            continue
        if paras:
            yield paras
        paras = []
        yield block
    if paras:
        yield paras


def _over(start: int, count: int) -> range:
    return range(start, start + count)


def _table(node: _Node) -> Table:
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    rows = [child for child in node.children if isinstance(child, _Node)]
    for row, line in enumerate(rows):
        for child in line.children:
            if isinstance(child, str):
                continue
            down, across = (int(child.attributes.get(name, "1")) for name in ("rowspan", "colspan"))
            column = next(c for c in range(1000) if (row, c) not in taken)
            paras = _bold(_paras(child)) if child.tag == "th" else _paras(child)
            cells.append(Cell(row, column, down, across, paras or [Para("p", [])]))
            taken.update(cells[-1].places())
    return Table(cells)


def _bold(paras: list[Para]) -> list[Para]:
    return [Para(para.style, [_like(run, bold=True) for run in para.runs]) for para in paras]


# ----------------------------------------------------------------------------------------------------------------- docx

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CHANGED = 'w:author="校正" w:date="2024-06-01T10:00:00Z"'
STYLES = {"p": None, "bullet": "List Bullet", "number": "List Number"}
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FOOTNOTES_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
BOX = (
    f'<w:r xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" '
    'simplePos="0" relativeHeight="251659264" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
    '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>3600000</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="1980000" cy="540000"/><wp:wrapSquare wrapText="bothSides"/>'
    '<wp:docPr id="{number}" name="Text Box {number}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
    '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1980000" cy="540000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
    "<wps:txbx><w:txbxContent>{paras}</w:txbxContent></wps:txbx>"
    "<wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    '<v:shape style="position:absolute;width:156pt;height:43pt">'
    "<v:textbox><w:txbxContent>{paras}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def build_docx(text: str) -> bytes:
    """A Word document: real headings, lists, merged cells, text boxes, tracked changes, ruby and footnotes."""
    import docx

    source = _document(text)
    target = docx.Document()
    notes: list[str] = []
    for number, block in enumerate(source.blocks, 1):
        if isinstance(block, Para):
            _docx_runs(target.add_paragraph(style=_docx_style(block)), block.runs, notes)
        elif isinstance(block, Table):
            _docx_table(target, block, notes)
        else:
            _docx_box(target.add_paragraph(), block, number)
    section = target.sections[0]
    for part, paras in ((section.header, source.header), (section.footer, source.footer)):
        for index, para in enumerate(paras):
            _docx_runs(part.add_paragraph() if index else part.paragraphs[0], para.runs, notes)
    if notes:
        _docx_footnotes(target, notes)
    out = io.BytesIO()
    target.save(out)
    return _steady(out.getvalue())


def _docx_style(para: Para) -> str | None:
    return f"Heading {para.level}" if para.level else STYLES[para.style]


def _docx_table(target: Any, table: Table, notes: list[str]) -> None:
    real = target.add_table(table.height, table.width, style="Table Grid")
    table.grid()
    for cell in table.cells:
        corner = real.cell(cell.row, cell.column)
        if cell.rows > 1 or cell.columns > 1:
            corner = corner.merge(real.cell(cell.row + cell.rows - 1, cell.column + cell.columns - 1))
        for index, para in enumerate(cell.paras):
            to = corner.add_paragraph() if index else corner.paragraphs[0]
            _docx_runs(to, para.runs, notes)


def _docx_runs(paragraph: Any, runs: list[Run], notes: list[str]) -> None:
    """Put runs into a paragraph; footnotes are numbered on through `notes`."""
    from docx.oxml import parse_xml

    for run in runs:
        if run.note:
            notes.append(run.note)
            mark = f'<w:r xmlns:w="{W}"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            paragraph._p.append(parse_xml(f'{mark}<w:footnoteReference w:id="{len(notes) + 1}"/></w:r>'))
        elif run.ruby:
            _docx_put(paragraph, parse_xml(_docx_ruby(run)), run.mark)
        else:
            real = paragraph.add_run(run.text)
            real.bold, real.italic, real.underline = run.bold or None, run.italic or None, run.underline or None
            _docx_put(paragraph, real._r, run.mark)


def _docx_put(paragraph: Any, element: Any, mark: str) -> None:
    """Append a run, within the tracked change it belongs to."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import qn

    if not mark:
        paragraph._p.append(element)
        return
    change = parse_xml(f'<w:{mark} xmlns:w="{W}" w:id="{900 + len(paragraph._p)}" {CHANGED}/>')
    paragraph._p.append(change)
    change.append(element)
    for text in list(element.iter(qn("w:t"))) if mark == "del" else []:
        text.tag = qn("w:delText")


def _docx_ruby(run: Run) -> str:
    size = '<w:rPr><w:sz w:val="10"/></w:rPr>'
    settings = '<w:rubyAlign w:val="distributeSpace"/><w:hps w:val="10"/><w:hpsRaise w:val="18"/>'
    settings += '<w:hpsBaseText w:val="21"/><w:lid w:val="ja-JP"/>'
    return (
        f'<w:r xmlns:w="{W}"><w:ruby><w:rubyPr>{settings}</w:rubyPr>'
        f"<w:rt><w:r>{size}<w:t>{escape(run.ruby)}</w:t></w:r></w:rt>"
        f"<w:rubyBase><w:r><w:t>{escape(run.text)}</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )


def _docx_box(paragraph: Any, box: Box, number: int) -> None:
    from docx.oxml import parse_xml

    said = ["".join(run.text for run in para.runs) for para in box.paras]
    paras = "".join(f"<w:p><w:r><w:t>{escape(each)}</w:t></w:r></w:p>" for each in said)
    paragraph._p.append(parse_xml(BOX.replace("{paras}", paras).replace("{number}", str(number))))


def _docx_footnotes(target: Any, notes: list[str]) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    lines = [
        f'<w:footnote w:type="{rule}" w:id="{number}"><w:p><w:r><w:{rule}/></w:r></w:p></w:footnote>'
        for number, rule in enumerate(["separator", "continuationSeparator"])
    ]
    for number, note in enumerate(notes, 2):
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        said = f'<w:r><w:t xml:space="preserve"> {escape(note)}</w:t></w:r>'
        lines.append(f'<w:footnote w:id="{number}"><w:p>{mark}{said}</w:p></w:footnote>')
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    blob = f'{head}<w:footnotes xmlns:w="{W}">{"".join(lines)}</w:footnotes>'.encode()
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, target.part.package)
    target.part.relate_to(part, FOOTNOTES_LINK)


def _steady(data: bytes) -> bytes:
    """The same archive with the clock taken out, so that a file is the same bytes every time."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            if info.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z", b"2024-06-01T10:00:00Z", content)
            new.writestr(_member(info.filename), content)
    return out.getvalue()


def _member(name: str, stored: bool = False) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (2024, 6, 1, 10, 0, 0))
    info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    return info


# ------------------------------------------------------------------------------------------------------------------ odt

ODF = "urn:oasis:names:tc:opendocument:xmlns:"
ODT_TYPE = "application/vnd.oasis.opendocument.text"
ODT_NAMES = " ".join(
    f'xmlns:{short}="{ODF}{long}:1.0"'
    for short, long in [
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"), ("svg", "svg-compatible"), ("manifest", "manifest"),
    ]
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip
ODT_LOOKS = (
    '<style:style style:name="TB" style:family="text"><style:text-properties fo:font-weight="bold" '
    'style:font-weight-asian="bold"/></style:style>'
    '<style:style style:name="TI" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="TU" style:family="text">'
    '<style:text-properties style:text-underline-style="solid"/></style:style><style:style style:name="RU" '
    'style:family="ruby"><style:ruby-properties style:ruby-position="above"/></style:style>'
    '<text:list-style style:name="bullet"><text:list-level-style-bullet text:level="1" text:bullet-char="•"/>'
    '</text:list-style><text:list-style style:name="number"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="."/></text:list-style>'
)
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass
class _Odt:
    """What an ODT gathers while it is written: its tracked changes, and how many notes it has."""

    changes: list[str] = field(default_factory=list)
    notes: int = 0


def build_odt(text: str) -> bytes:
    """A minimal valid OpenDocument text."""
    source, state = _document(text), _Odt()
    body = "".join(_odt_block(block, state) for block in _stretches(source.blocks))
    changes = f"<text:tracked-changes>{''.join(state.changes)}</text:tracked-changes>" if state.changes else ""
    content = (
        f'{XML}<office:document-content {ODT_NAMES} office:version="1.2"><office:automatic-styles>{ODT_LOOKS}'
        f"</office:automatic-styles><office:body><office:text>{changes}{body}</office:text></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(_member("mimetype", stored=True), ODT_TYPE)
        archive.writestr(_member("content.xml"), content)
        archive.writestr(_member("styles.xml"), _odt_styles(source, state))
        archive.writestr(_member("META-INF/manifest.xml"), _odt_manifest())
    return out.getvalue()


def _odt_styles(source: Document, state: _Odt) -> str:
    parts = [("header", source.header), ("footer", source.footer)]
    ends = "".join(f"<style:{name}>{_odt_paras(paras, state)}</style:{name}>" for name, paras in parts if paras)
    room = "<style:header-style/><style:footer-style/>"
    return (
        f'{XML}<office:document-styles {ODT_NAMES} office:version="1.2"><office:styles>'
        '<style:style style:name="Standard" style:family="paragraph"/></office:styles><office:automatic-styles>'
        '<style:page-layout style:name="A4">'
        f'<style:page-layout-properties fo:page-width="21cm" fo:page-height="29.7cm"/>{room}'
        '</style:page-layout></office:automatic-styles><office:master-styles><style:master-page style:name="Standard" '
        f'style:page-layout-name="A4">{ends}</style:master-page></office:master-styles></office:document-styles>'
    )


def _odt_manifest() -> str:
    names = [("/", ODT_TYPE), ("content.xml", "text/xml"), ("styles.xml", "text/xml")]
    files = [f'<manifest:file-entry manifest:full-path="{n}" manifest:media-type="{kind}"/>' for n, kind in names]
    head = f'{XML}<manifest:manifest xmlns:manifest="{ODF}manifest:1.0" manifest:version="1.2">'
    return f"{head}{''.join(files)}</manifest:manifest>"


def _odt_block(block: list[Para] | Table | Box, state: _Odt) -> str:
    if isinstance(block, list):
        return _odt_paras(block, state)
    if isinstance(block, Table):
        return _odt_table(block, state)
    size = 'svg:width="5.5cm" svg:height="1.5cm"'
    inside = f"<draw:text-box>{_odt_paras(block.paras, state)}</draw:text-box>"
    return f'<text:p><draw:frame text:anchor-type="paragraph" {size}>{inside}</draw:frame></text:p>'


def _odt_paras(paras: list[Para], state: _Odt) -> str:
    out = []
    for style, group in itertools.groupby(paras, key=lambda para: para.style):
        said = ["".join(_odt_run(run, state) for run in para.runs) for para in group]
        if style in {"bullet", "number"}:
            items = "".join(f"<text:list-item><text:p>{each}</text:p></text:list-item>" for each in said)
            goes_on = ' text:continue-numbering="true"' if style == "number" else ""
            out.append(f'<text:list text:style-name="{style}"{goes_on}>{items}</text:list>')
        elif style == "p":
            out += [f'<text:p text:style-name="Standard">{each}</text:p>' for each in said]
        else:
            out += [f'<text:h text:outline-level="{style[1]}">{each}</text:h>' for each in said]
    return "".join(out)


def _odt_run(run: Run, state: _Odt) -> str:
    if run.note:
        state.notes += 1
        said = f"<text:note-body><text:p>{escape(run.note)}</text:p></text:note-body>"
        mark = f"<text:note-citation>{state.notes}</text:note-citation>"
        return f'<text:note text:note-class="footnote">{mark}{said}</text:note>'
    out = _odt_text(run.text)
    if run.ruby:
        reading = f"<text:ruby-base>{out}</text:ruby-base><text:ruby-text>{escape(run.ruby)}</text:ruby-text>"
        out = f'<text:ruby text:style-name="RU">{reading}</text:ruby>'
    for on, style in ((run.bold, "TB"), (run.italic, "TI"), (run.underline, "TU")):
        out = f'<text:span text:style-name="{style}">{out}</text:span>' if on else out
    return _odt_change(run.mark, out, state) if run.mark else out


def _odt_text(text: str) -> str:
    text = escape(text).replace("\n", "<text:line-break/>").replace("\t", "<text:tab/>")
    return re.sub(r"(?<= ) +|^ +", lambda found: f'<text:s text:c="{len(found[0])}"/>', text)


def _odt_change(mark: str, inside: str, state: _Odt) -> str:
    name = f"ct{len(state.changes) + 1}"
    who = "<office:change-info><dc:creator>校正</dc:creator><dc:date>2024-06-01T10:00:00</dc:date></office:change-info>"
    tag = "insertion" if mark == "ins" else "deletion"
    gone = "" if mark == "ins" else f"<text:p>{inside}</text:p>"
    region = f'<text:changed-region text:id="{name}"><text:{tag}>{who}{gone}</text:{tag}></text:changed-region>'
    state.changes.append(region)
    at = f'text:change-id="{name}"'
    return f"<text:change-start {at}/>{inside}<text:change-end {at}/>" if mark == "ins" else f"<text:change {at}/>"


def _odt_table(table: Table, state: _Odt) -> str:
    rows = []
    for r, line in enumerate(table.grid()):
        cells = [_odt_cell(cell, (cell.row, cell.column) == (r, c), state) for c, cell in enumerate(line)]
        rows.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{table.width}"/>'
    return f"<table:table>{columns}{''.join(rows)}</table:table>"


def _odt_cell(cell: Cell, corner: bool, state: _Odt) -> str:
    if not corner:
        return "<table:covered-table-cell/>"
    spans = f'table:number-columns-spanned="{cell.columns}" table:number-rows-spanned="{cell.rows}"'
    kind = 'office:value-type="string"'
    return f"<table:table-cell {kind} {spans}>{_odt_paras(cell.paras, state)}</table:table-cell>"


# ------------------------------------------------------------------------------------------------------------------ rtf

RTF_HEAD = (
    r"{\rtf1\ansi\ansicpg932\deff0\deflang1041\uc1{\fonttbl{\f0\fnil\fcharset128 MS Mincho;}}"
    r"{\*\revtbl{Unknown;}{Kosei;}}\paperw11906\paperh16838\margl1701\margr1701" + "\n"
)
RTF_SIZES = {0: 21, 1: 32, 2: 28, 3: 24, 4: 22, 5: 21, 6: 21}  # half points


def build_rtf(text: str) -> bytes:
    """RTF as word processors write it: every character outside ASCII as \\u and a question mark for old readers."""
    source = _document(text)
    ends = [("header", source.header), ("footer", source.footer)]
    head = "".join(f"{{\\{name} {_rtf_paras(paras)}}}\n" for name, paras in ends if paras)
    body = "".join(_rtf_block(block) for block in _stretches(source.blocks))
    return f"{RTF_HEAD}{head}{body}}}\n".encode("ascii")


def _rtf_block(block: list[Para] | Table | Box) -> str:
    if isinstance(block, list):
        return _rtf_paras(block)
    if isinstance(block, Table):
        return _rtf_table(block)
    shape = r"{\*\shpinst\shpleft5100\shptop0\shpright8200\shpbottom850\shpwr2\shpz0{\sp{\sn shapeType}{\sv 202}}"
    return f"\\pard {{\\shp{shape}{{\\shptxt {_rtf_paras(block.paras)}}}}}}}\\par\n"


def _rtf_paras(paras: list[Para]) -> str:
    out, number = [], 0
    for para in paras:
        number += para.style == "number"
        level = f"\\outlinelevel{para.level - 1}\\b" if para.level else ""
        point = {"bullet": r"{\pntext\u8226?\tab}", "number": f"{{\\pntext {number}.\\tab}}"}.get(para.style, "")
        runs = "".join(_rtf_run(run) for run in para.runs)
        out.append(f"\\pard\\plain\\f0\\fs{RTF_SIZES[para.level]}{level} {point}{runs}\\par\n")
    return "".join(out)


def _rtf_run(run: Run) -> str:
    if run.ruby:
        raise ValueError("ruby is not built in RTF")
    if run.note:
        return f"{{\\super\\chftn}}{{\\footnote\\pard\\plain\\f0\\fs18 {{\\super\\chftn}} {_rtf_text(run.note)}}}"
    looks = [(run.bold, r"\b"), (run.italic, r"\i"), (run.underline, r"\ul")]
    looks += [(run.mark == "ins", r"\revised\revauth1"), (run.mark == "del", r"\deleted\revauthdel1")]
    words = "".join(word for on, word in looks if on)
    return f"{{{words} {_rtf_text(run.text)}}}" if words else _rtf_text(run.text)


def _rtf_text(text: str) -> str:
    return "".join(_rtf_character(character) for character in text)


def _rtf_character(character: str) -> str:
    if character in "\\{}":
        return "\\" + character
    if character in "\n\t":
        return "\\line " if character == "\n" else "\\tab "
    if character.isascii():
        return character
    units = character.encode("utf-16-le")
    values = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
    return "".join(f"\\u{value}?" for value in values)


def _rtf_table(table: Table) -> str:
    out = []
    for r, line in enumerate(table.grid()):
        edges, said = [], []
        for cell in [cell for c, cell in enumerate(line) if cell.column == c]:
            merged = "" if cell.rows == 1 else r"\clvmgf" if cell.row == r else r"\clvmrg"
            edges.append(f"{merged}\\cellx{(cell.column + cell.columns) * 8500 // table.width}")
            said.append(_rtf_cell(cell if cell.row == r else None))
        out.append(f"\\trowd\\trgaph108{''.join(edges)}\n{''.join(said)}\\row\n")
    return "".join(out) + "\\pard\\par\n"


def _rtf_cell(cell: Cell | None) -> str:
    paras = cell.paras if cell else []
    said = "\\par ".join("".join(map(_rtf_run, para.runs)) for para in paras)
    return f"\\pard\\plain\\f0\\fs21\\intbl {said}\\cell\n"


# ------------------------------------------------------------------------------------------------------------ xlsx, pdf


def build_xlsx(text: str) -> bytes:
    """A workbook; a sheet begins at every line `=== name`."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    sheet: Any = None
    for line in text.rstrip("\n").split("\n"):
        if line.startswith("=== "):
            sheet = book.create_sheet(line[4:].strip())
            row = 0
            continue
        if sheet is None:
            raise ValueError("a line before the first `=== sheet name`")
        row += 1
        for column, value in enumerate(line.split("\t"), 1):
            _xlsx_cell(sheet, row, column, value)
    out = io.BytesIO()
    book.save(out)
    return _steady(out.getvalue())


def _xlsx_cell(sheet: Any, row: int, column: int, text: str) -> None:
    from openpyxl.styles import Alignment

    if not text:
        return
    cell = sheet.cell(row, column)
    value = _xlsx_value(text)
    cell.value = value
    if isinstance(value, datetime.time):
        cell.number_format = "h:mm:ss"
    elif isinstance(value, datetime.date):
        cell.number_format = "yyyy/m/d"
    elif isinstance(value, str):
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        letter = cell.column_letter
        sheet.column_dimensions[letter].width = max(sheet.column_dimensions[letter].width, min(80, 2 * len(value)))


def _xlsx_value(text: str) -> str | int | float | datetime.time | datetime.date:
    """What somebody who types this into a cell gets."""
    if found := re.fullmatch(r"(\d):(\d\d):(\d\d)", text):
        return datetime.time(int(found[1]), int(found[2]), int(found[3]))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        return datetime.date.fromisoformat(text)
    if re.fullmatch(r"[1-9]\d*|0", text):
        return int(text)
    if re.fullmatch(r"\d+\.\d+", text):
        return float(text)
    return text.replace("\\n", "\n")


PDF_FONT, PDF_SIZE, PDF_LEADING = "HeiseiKakuGo-W5", 10.5, 17  # points; every PDF reader brings the font
PDF_LEFT, PDF_TOP, PDF_PAGE = 72, 780, (595.28, 841.89)  # A4


def build_pdf(text: str) -> bytes:
    """A PDF with the lines as they stand; needs reportlab."""
    try:
        from reportlab.pdfbase.cidfonts import UnicodeCIDFont
        from reportlab.pdfbase.pdfmetrics import registerFont
        from reportlab.pdfgen.canvas import Canvas
    except ImportError as error:
        raise RuntimeError("PDF documents of the corpus are made with reportlab: pip install reportlab") from error
    registerFont(UnicodeCIDFont(PDF_FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=PDF_PAGE, invariant=1)
    for page in text.rstrip("\n").split("\f"):
        canvas.setFont(PDF_FONT, PDF_SIZE)
        for number, line in enumerate(page.split("\n")):
            said = line.lstrip(" ")
            canvas.drawString(PDF_LEFT + (len(line) - len(said)) * PDF_SIZE / 2, PDF_TOP - number * PDF_LEADING, said)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


BUILDERS: dict[str, Callable[[str], bytes]] = {
    "docx": build_docx,
    "odt": build_odt,
    "rtf": build_rtf,
    "xlsx": build_xlsx,
    "pdf": build_pdf,
}


def main(arguments: list[str]) -> int:
    """`OUT` writes the real files, `--check` lists faults; a number of faults above none is a failure."""
    if arguments == ["--check"]:
        silent = frozenset(f"f{number}" for number in range(27, 43))
        found = [f"{path.name}: {fault}" for path in sources() for fault in faults(path, silent)]
        sys.stdout.write("".join(f"{line}\n" for line in found))
        return int(bool(found))
    if len(arguments) != 1:
        sys.stderr.write("corpus.py OUT | --check\n")
        return 2
    sys.stdout.write(f"{write_all(Path(arguments[0]))} files\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
