"""The list: a row a transcript, with all that can be opened of it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from toolkit.batch.order import Product, Row
from toolkit.batch.report import Report
from toolkit.batch.report_page.charts import findings_of
from toolkit.batch.report_page.words import KINDS, link, text
from toolkit.timecode import text_of

# Name, and by what the program sorts: a key of the row's data; '' for a column that has no order
COLUMNS = (
    ("原稿", "name"),
    ("状態", "state"),
    ("開く", ""),
    ("長さ", "length"),
    ("字幕数", "cues"),
    ("話者", "speakers"),
    ("指摘", "findings"),
    ("読みの疑い", "doubts"),
)
_STATES = {"failed": "失敗", "findings": "指摘あり", "doubts": "疑いあり", "fine": "指摘なし", "gone": "原稿なし"}


def tools(report: Report) -> str:
    """Filters, which the program shows: without it they could do nothing."""
    if not report.rows:
        return ""
    rules = sorted({rule for row in report.rows for product in row.products for rule in product.rules})
    states = "".join(f'<option value="{key}">{name}</option>' for key, name in _STATES.items())
    by_rule = "".join(f'<option value="{text(rule)}">{text(rule)}</option>' for rule in rules)
    return (
        '<h2 id="list-head">一覧</h2>\n<form id="tools" role="search" aria-label="一覧の絞り込み" hidden>\n'
        '<label>探す <input id="search" type="search" autocomplete="off" aria-keyshortcuts="/"></label>\n'
        f'<label>状態 <select id="state"><option value="">すべて</option>{states}</select></label>\n'
        f'<label>規則 <select id="rule"><option value="">すべて</option>{by_rule}</select></label>\n'
        '<button id="clear" type="reset">絞り込みを解く</button>\n'
        '<p id="told" role="status"></p>\n</form>'
    )


def table(report: Report) -> str:
    """Every transcript, in the order of their names."""
    if not report.rows:
        return ""
    head = "".join(f'<th scope="col" role="columnheader" data-by="{key}">{name}</th>' for name, key in COLUMNS)
    body = "".join(_row(row, k, _state(row, report)) for k, row in enumerate(report.rows))
    return (
        '<table id="rows" role="table" tabindex="-1" aria-labelledby="list-head">\n'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>\n<tbody role="rowgroup">\n{body}</tbody>\n</table>'
    )


def _state(row: Row, report: Report) -> str:
    """The filter that a row falls under; a transcript that is no more above all, a failure above findings, these above
    doubts.
    """
    if row.output in report.gone:
        return "gone"
    if row.failures:
        return "failed"
    return "findings" if findings_of(row) else "doubts" if row.doubtful_in_all or row.warnings else "fine"


def _row(row: Row, k: int, state: str) -> str:
    last = row.products[-1] if row.products else None
    data = {
        "name": row.input,
        "state": f"{list(_STATES).index(state)} {state}",
        "length": str(last.duration_ms if last else -1),
        "cues": str(last.cues if last else -1),
        "speakers": "、".join(row.speakers),
        "findings": str(findings_of(row)),
        "doubts": str(row.doubtful_in_all),
        "rules": json.dumps(sorted({rule for product in row.products for rule in product.rules})),
    }
    attributes = "".join(f' data-{name}="{text(value)}"' for name, value in data.items())
    named = f'<a href="#t{k}">{text(row.input)}</a>' if has_details(row) else text(row.input)
    cells = [
        f'<a href="#f{k}">{_STATES[state]}</a>' if state == "failed" else _STATES[state],
        "".join(_opened(row)) or "—",
        text_of(last.duration_ms)[:8] if last else "—",
        str(last.cues) if last else "—",
        text("、".join(row.speakers)) or "（なし）",
        _counts(row),
        str(row.doubtful_in_all),
    ]
    title = f"<br><small>{text(row.title)}</small>" if row.title else ""
    shown = "".join(
        f'<td role="cell" data-label="{name}">{cell}</td>' for (name, _), cell in zip(COLUMNS[1:], cells, strict=True)
    )
    return f'<tr role="row"{attributes}><th scope="row" role="rowheader">{named}{title}</th>{shown}</tr>\n'


def has_details(row: Row) -> bool:
    """Whether there is more to say of a row than its line does."""
    return bool(row.warnings or row.doubtful or row.forms or any(product.rules for product in row.products))


def _opened(row: Row) -> Iterator[str]:
    """Links to everything that was made, each a word that cannot break."""
    for product in row.products:
        yield f'<span class="made">{"".join(_links(row, product))}</span>'
    for form in row.forms:
        if not form.failure:
            yield f'<span class="made">{link(form.place, form.name, f"{form.name}：{row.input}")}</span>'


def _links(row: Row, product: Product) -> Iterator[str]:
    kind = KINDS[product.kind]
    if product.sound:
        yield link(product.sound, kind, f"{kind}の音声：{row.input}")
    yield link(product.subtitles, "SRT" if product.sound else kind, f"{kind}の字幕ファイル：{row.input}")
    if product.page:
        yield link(product.page, "画面", f"{kind}を画面で見る：{row.input}")


def _counts(row: Row) -> str:
    """Errors, warnings and remarks, as far as there are any."""
    names = ("誤り", "注意", "参考")
    sums = [sum(getattr(product, one) for product in row.products) for one in ("errors", "warnings", "infos")]
    said = [f"{name}{count}" for name, count in zip(names, sums, strict=True) if count]
    return " ".join(f"<span>{one}</span>" for one in said) or "0"
