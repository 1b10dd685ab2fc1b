"""What stands before and behind the chapters: cover, navigation, colophon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from toolkit.edition.epub.markup import page, xml

if TYPE_CHECKING:
    from toolkit.edition.book import Book
    from toolkit.edition.epub.about import About
    from toolkit.edition.epub.layout import Sheet


def cover_page(book: Book, image: str) -> str:
    """The cover's image on a page of its own."""
    body = (
        f'<section epub:type="cover" aria-label="表紙">\n'
        f'<img class="cover" src="{image}" alt="{xml(f"表紙：{book.title}")}"/>\n</section>'
    )
    return page(book.title, body, "frontmatter", book.language)


def navigation(book: Book, leaves: Sequence[Sheet]) -> str:
    """Table of contents, landmarks, and whoever speaks with the chapters in which they do."""
    body = "\n".join(
        [
            f"<h1>{xml(book.title)}</h1>",
            '<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-h">\n<h2 id="toc-h">目次</h2>\n<ol>',
            *(_link(f"{sheet.stem}.xhtml", sheet.title) for sheet in leaves),
            _link("colophon.xhtml", "奥付"),
            "</ol>\n</nav>",
            *_speakers(book, leaves),
            '<nav epub:type="landmarks" id="landmarks" aria-labelledby="landmarks-h" hidden="hidden">',
            '<h2 id="landmarks-h">しおり</h2>\n<ol>',
            _link("cover.xhtml", "表紙", "cover"),
            _link("nav.xhtml#toc", "目次", "toc"),
            _link(f"{leaves[0].stem}.xhtml" if leaves else "colophon.xhtml", "本文", "bodymatter"),
            _link("colophon.xhtml", "奥付", "colophon"),
            "</ol>\n</nav>",
        ]
    )
    return page("目次", body, "frontmatter", book.language)


def _link(to: str, text: str, kind: str = "") -> str:
    landmark = f' epub:type="{kind}"' if kind else ""
    return f'<li><a href="{to}"{landmark}>{xml(text)}</a></li>'


def _speakers(book: Book, leaves: Sequence[Sheet]) -> Iterator[str]:
    """Each of them with a link to their first words in every chapter."""
    if not book.people:
        return
    yield (
        '<nav epub:type="index" role="doc-index" id="speakers" aria-labelledby="speakers-h">\n'
        '<h2 id="speakers-h">話者</h2>\n<ol>'
    )
    first: dict[str, dict[str, str]] = {name: {} for name in book.people}
    titles = {sheet.stem: sheet.title for sheet in leaves}
    for sheet in leaves:
        for talk in sheet.talks:
            if talk.speaker:
                first[talk.speaker].setdefault(sheet.stem, f"{sheet.stem}.xhtml#{talk.name}")
    for name, places in first.items():
        if len(leaves) == 1:
            yield _link(places[leaves[0].stem], name)
            continue
        yield f"<li><span><bdi>{xml(name)}</bdi></span>\n<ol>"
        yield from (_link(place, titles[stem]) for stem, place in places.items())
        yield "</ol></li>"
    yield "</ol>\n</nav>"


def colophon(book: Book, about: About) -> str:
    """Who made it of what, and whatever the licences of the voices ask to be shown."""
    facts = [
        ("題名", book.title),
        ("著者", about.author),
        ("出典", book.source),
        ("日付", about.date),
        ("発行", about.publisher),
        ("話者", "、".join(book.people)),
        ("制作", about.generator),
        ("アクセシビリティ", about.summary),
    ]
    voices = (
        [] if about.silent else [f"{role.name or '語り手'}：{role.voice}{_licence(role.licence)}" for role in book.cast]
    )
    credits = () if about.silent else book.credits
    body = "\n".join(
        [
            '<section epub:type="colophon" role="doc-colophon" aria-labelledby="h">',
            '<h1 id="h">奥付</h1>\n<dl>',
            *(f"<dt>{name}</dt>\n<dd>{xml(value)}</dd>" for name, value in facts if value),
            "</dl>",
            *_list("声", voices),
            *_list("クレジット", credits),
            "</section>",
        ]
    )
    return page("奥付", body, "backmatter", book.language)


def _licence(licence: str) -> str:
    return f"（{licence}）" if licence else ""


def _list(heading: str, items: Sequence[str]) -> Iterator[str]:
    if items:
        yield f"<h2>{heading}</h2>\n<ul>"
        yield from (f"<li>{xml(item)}</li>" for item in items)
        yield "</ul>"
