"""What to look at in each transcript: findings with their cues, doubtful readings, warnings, other forms."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.batch.order import FormMade, Found, Product, Row
from toolkit.batch.report import Report
from toolkit.batch.report_page.table import has_details
from toolkit.batch.report_page.words import KINDS, address, link, text
from toolkit.check import Finding
from toolkit.messages import in_japanese
from toolkit.preview.findings import shown
from toolkit.timecode import text_of

_SEVERITIES = {"error": "誤り", "warning": "注意", "info": "参考"}


def details(report: Report) -> str:
    """A part a transcript that needs to be looked at, closed until it is opened or led to."""
    told = [_detail(row, k) for k, row in enumerate(report.rows) if has_details(row)]
    return '<h2 id="look">確かめるところ</h2>\n' + "\n".join(told) if told else ""


def _detail(row: Row, k: int) -> str:
    lists = [
        *(_findings(product) for product in row.products),
        _list(
            "読みの疑わしい言葉", (f"{surface}（{reading}、{count}回）" for surface, reading, _, count in row.doubtful)
        ),
        _list("警告", map(in_japanese, row.warnings)),
        _forms(row.forms),
    ]
    return f'<details id="t{k}"><summary>{text(row.input)}</summary>\n{"".join(lists)}</details>'


def _findings(product: Product) -> str:
    if not product.rules:
        return ""
    items = "".join(_found(one, product) for one in product.found)
    more = sum(product.rules.values()) - len(product.found)
    items += f"<li>ほか{more}件</li>" if more > 0 else ""
    counts = "、".join(f"{rule} {count}件" for rule, count in product.rules.items())
    return (
        f"<h3>{KINDS[product.kind]}の指摘（{text(product.style)}）</h3>\n<p>{text(counts)}</p>\n"
        f'<ul class="found">{items}</ul>\n'
    )


def _found(one: Found, product: Product) -> str:
    """A finding, with its cue and time; where there is a page to look at, they lead to the cue there."""
    words = shown(Finding(one.rule, "info", one.cue, 0, one.message, ""), "ja")
    place = f"{one.cue}番 {text_of(one.start_ms)[:8]}" if one.cue else "全体"
    if product.page and one.cue:
        place = f'<a href="{address(product.page)}#cue-{one.cue}">{place}</a>'
    detail = text(in_japanese(words.detail))
    mend = f"→ {text(words.mend)}" if words.mend else ""
    said = " ".join(filter(None, (text(words.message), detail, mend)))
    return (
        f'<li class="{text(one.severity)}"><span class="cue">{place}</span> '
        f"<b>{_SEVERITIES.get(one.severity, '')}</b> <code>{text(one.rule)}</code> {said}</li>"
    )


def _forms(forms: Iterable[FormMade]) -> str:
    """Each form of the edition, with a link to it and what its check says."""
    items = "".join(
        f"<li>{text(form.name) if form.failure else link(form.place, form.name)}"
        f"{'：' if form.verdict or form.failure else ''}{text(in_japanese(form.failure or form.verdict))}</li>"
        for form in forms
    )
    return f"<h3>ほかの形</h3>\n<ul>{items}</ul>\n" if items else ""


def _list(title: str, items: Iterable[str]) -> str:
    rows = "".join(f"<li>{text(item)}</li>" for item in items)
    return f"<h3>{title}</h3>\n<ul>{rows}</ul>\n" if rows else ""
