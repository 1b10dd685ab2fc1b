"""How long the transcripts are, how many findings they have, and which: bars that can be read as a table too."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toolkit.batch.order import Row
from toolkit.batch.report_page.words import text

_MOST_RULES = 12
_FINDINGS = ((0, "0件"), (5, "1〜5件"), (10, "6〜10件"), (20, "11〜20件"), (50, "21〜50件"))
_STEPS_MIN = (1, 2, 5, 10, 20, 30, 60)
_BARS = 10


def charts(done: Sequence[Row]) -> str:
    """The figures, '' if nothing was made."""
    rows = [row for row in done if row.products]
    if not rows:
        return ""
    rules = Counter(
        {
            rule: sum(product.rules.get(rule, 0) for row in rows for product in row.products)
            for rule in {rule for row in rows for product in row.products for rule in product.rules}
        }
    )
    figures = [
        _figure("長さ（原稿の件数）", _lengths([row.products[-1].duration_ms / 60_000 for row in rows])),
        _figure("指摘の数（原稿の件数）", _counts([findings_of(row) for row in rows])),
        _figure("規則ごとの指摘（件数）", rules.most_common(_MOST_RULES)),
    ]
    return f'<h2>分布</h2>\n<div id="charts">{"".join(figures)}</div>'


def findings_of(row: Row) -> int:
    """Errors and warnings of all its subtitles; what is only remarked is none."""
    return sum(product.errors + product.warnings for product in row.products)


def _lengths(minutes: Sequence[float]) -> list[tuple[str, int]]:
    """Bars of equal width, ten at most."""
    step = next((step for step in _STEPS_MIN if max(minutes) < step * _BARS), 120)
    counts = Counter(int(length // step) for length in minutes)
    return [(f"{k * step}〜{(k + 1) * step}分", counts[k]) for k in range(max(counts) + 1)]


def _counts(findings: Sequence[int]) -> list[tuple[str, int]]:
    names = [*(name for _, name in _FINDINGS), "51件〜"]
    counts = Counter(next((name for most, name in _FINDINGS if count <= most), names[-1]) for count in findings)
    return [(name, counts[name]) for name in names]


def _figure(title: str, bars: Sequence[tuple[str, int]]) -> str:
    """A bar is a drawing for the eye alone; its number stands beside it."""
    if not bars:
        return ""
    most = max(1, *(count for _, count in bars))
    items = "".join(
        f"<li><span>{text(name)}</span>"
        f'<svg aria-hidden="true" viewBox="0 0 100 10" preserveAspectRatio="none">'
        f'<rect width="{100 * count / most:.1f}" height="10"></rect></svg><span class="n">{count}</span></li>'
        for name, count in bars
    )
    return f"<figure><figcaption>{title}</figcaption><ul>{items}</ul></figure>"
