"""``report.html``: what came of a batch, for people. One file, no script, nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from toolkit.batch.order import Product, Row
from toolkit.system.visible import visible
from toolkit.timecode import text_of

if TYPE_CHECKING:
    from toolkit.batch.forms import FeedMade

_STYLE = """
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; line-height: 1.6; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
caption { text-align: start; font-weight: bold; padding: .5rem 0; }
th, td { border-bottom: 1px solid #8888; padding: .3rem .6rem; text-align: start; vertical-align: top; }
thead th { border-bottom-width: 2px; }
.n { text-align: end; font-variant-numeric: tabular-nums; }
.wide { overflow-x: auto; }
li { overflow-wrap: anywhere; }
"""
_KINDS = {"subtitle": "字幕（読む速さ）", "narrate": "朗読"}


def page(rows: Sequence[Row], feed: FeedMade | None = None) -> str:
    """The whole document; what stands in transcripts is text in it, never markup. ``feed``: of the episodes, if there
    is one.
    """
    failures = [row for row in rows if row.failure]
    done = [row for row in rows if not row.failure]
    parts = [
        "<h1>一括処理の報告</h1>",
        f"<p>{len(rows)}件のうち{len(done)}件が完了、{len(failures)}件が失敗。</p>",
        _failures(failures),
        _table(done),
        _details(done),
        f'<p><a href="{escape(quote(feed.place))}">ポッドキャストのフィード</a> {_text(feed.verdict)}</p>'
        if feed
        else "",
    ]
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'  # noqa: E501
        f"<title>一括処理の報告（{len(rows)}件）</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<main>\n"
        + "\n".join(part for part in parts if part)
        + "\n</main>\n</body>\n</html>\n"
    )


def _failures(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    items = "".join(
        f'<tr><th scope="row">{_text(row.input)}</th><td lang="en">{_text(row.failure)}</td></tr>\n' for row in rows
    )
    return f'<h2>失敗</h2>\n<div class="wide"><table>\n<caption>できなかったもの</caption>\n{_head("原稿", "理由と対処")}<tbody>\n{items}</tbody>\n</table></div>'  # noqa: E501


def _table(rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    head = _head("原稿", "種類", "長さ", "字幕数", "話者", "指摘（誤り・注意・参考）", "読みの疑い")
    body = "".join(_lines(row) for row in rows)
    return f'<h2>完了</h2>\n<div class="wide"><table>\n<caption>できあがったもの</caption>\n{head}<tbody>\n{body}</tbody>\n</table></div>'  # noqa: E501


def _head(*names: str) -> str:
    cells = "".join(f'<th scope="col">{name}</th>' for name in names)
    return f"<thead><tr>{cells}</tr></thead>\n"


def _lines(row: Row) -> str:
    return "".join(_line(row, product) for product in row.products)


def _line(row: Row, product: Product) -> str:
    link = f'<a href="{escape(quote(product.subtitles, errors="surrogatepass"))}">{_KINDS[product.kind]}</a>'
    cells = [
        f"<td>{link}</td>",
        f'<td class="n">{text_of(product.duration_ms)[:8]}</td>',
        f'<td class="n">{product.cues}</td>',
        f"<td>{_text('、'.join(row.speakers) or '（なし）')}</td>",
        f'<td class="n">{product.errors}・{product.warnings}・{product.infos}</td>',
        f'<td class="n">{row.doubtful_in_all}</td>',
    ]
    name = _text(row.input) + (f"<br><small>{_text(row.title)}</small>" if row.title else "")
    return f'<tr><th scope="row">{name}</th>{"".join(cells)}</tr>\n'


def _details(rows: Sequence[Row]) -> str:
    told = [
        row
        for row in rows
        if row.warnings or row.doubtful or row.forms or any(product.rules for product in row.products)
    ]
    if not told:
        return ""
    return "<h2>確かめるところ</h2>\n" + "\n".join(map(_detail, told))


def _detail(row: Row) -> str:
    lists = [
        _list(
            "規則ごとの指摘",
            (f"{_KINDS[p.kind]} {p.style}: {rule} {count}件" for p in row.products for rule, count in p.rules.items()),
        ),
        _list(
            "読みの疑わしい言葉", (f"{surface}（{reading}、{count}回）" for surface, reading, _, count in row.doubtful)
        ),
        _list("警告", row.warnings, lang="en"),
        _forms(row),
    ]
    return f"<details><summary>{_text(row.input)}</summary>\n{''.join(lists)}</details>"


def _forms(row: Row) -> str:
    """Each form of the edition, with a link to it and what its check says."""
    items = "".join(
        f'<li lang="en"><a href="{escape(quote(form.place, errors="surrogatepass"))}">{_text(form.name)}</a>'
        f"{'：' if form.verdict else ''}{_text(form.verdict)}</li>"
        for form in row.forms
    )
    return f"<h3>ほかの形</h3>\n<ul>{items}</ul>\n" if items else ""


def _list(title: str, items: Iterable[str], lang: str = "ja") -> str:
    rows = "".join(f'<li lang="{lang}">{_text(item)}</li>' for item in items)
    return f"<h3>{title}</h3>\n<ul>{rows}</ul>\n" if rows else ""


def _text(text: str) -> str:
    """Text as text: no markup, and no sign that a file in UTF-8 cannot hold."""
    return escape(visible(text))
