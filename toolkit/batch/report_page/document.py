"""The file itself: what stands in it, its look and its program, closed to every network."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from toolkit.batch.report import TITLE, Report
from toolkit.batch.report_page.charts import charts
from toolkit.batch.report_page.details import details
from toolkit.batch.report_page.table import has_details, table, tools
from toolkit.batch.report_page.words import lasts, link, text
from toolkit.edition.forms import PRODUCER
from toolkit.messages import in_japanese
from toolkit.preview.document import policy


def page(report: Report) -> str:
    """The whole document; what stands in transcripts is text in it, never markup."""
    look, program = (files(__package__).joinpath(name).read_text(encoding="utf-8") for name in ("look.css", "page.js"))
    program = f'"use strict";\n(() => {{\n{program}}})();'
    done = [row for row in report.rows if not row.failure]
    parts = [
        _head(report),
        _contents(report),
        _failures(report),
        charts(done),
        tools(report),
        table(report),
        details(report),
        _gone(report),
        _left_out(report),
        _feed(report),
    ]
    count = len(report.rows)
    return (
        '<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy(look, program))}">\n'
        f'<meta name="generator" content="{PRODUCER}">\n'
        f"<title>{TITLE}（{count}件）</title>\n<style>{look}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#rows">一覧へ</a>\n<main>\n'
        + "\n".join(part for part in parts if part)
        + f"\n</main>\n<script>{program}</script>\n</body>\n</html>\n"
    )


def _head(report: Report) -> str:
    failed = sum(bool(row.failure) for row in report.rows)
    forms = sum(bool(row.failures) and not row.failure for row in report.rows)
    told = [
        f"{len(report.rows)}件のうち{len(report.rows) - failed}件が完了、{failed}件が失敗。",
        f"{forms}件は、ほかの形の一部が失敗。" if forms else "",
    ]
    return f"<h1>{TITLE}</h1>\n<p>{''.join(told)}</p>\n{_run(report)}"


def _run(report: Report) -> str:
    run = report.run
    if run is None:
        return ""
    date = f'<time datetime="{text(run.began)}">{text(run.began[:16].replace("T", " "))}</time>'
    rows = {
        "実行": date,
        "所要時間": lasts(run.seconds),
        "命令": f'<code lang="en">{text(run.command)}</code>',
        "版": f"jimaku-toolkit {text(run.version)}",
    }
    items = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in rows.items())
    return f'<dl id="run">{items}</dl>'


def _contents(report: Report) -> str:
    """Where what is, and how much of it: a page of a thousand rows is long."""
    counts = {
        ("failed", "失敗"): sum(bool(row.failures) for row in report.rows),
        ("list-head", "一覧"): len(report.rows),
        ("look", "確かめるところ"): sum(map(has_details, report.rows)),
        ("gone", "原稿がなくなったもの"): len(report.gone),
        ("left-out", "除いたもの"): len(report.left_out),
    }
    links = (f'<a href="#{place}">{name} {count}件</a>' for (place, name), count in counts.items() if count)
    return f'<nav aria-label="このページの内容">{" ".join(links)}</nav>'


_MANY = 6  # transcripts with one reason: more are shown when they are asked for


def _failures(report: Report) -> str:
    """A row a reason, the most frequent first: three hundred that failed for one want one mend."""
    found: dict[str, dict[int, str]] = {}
    for k, row in enumerate(report.rows):
        for failure in row.failures:
            found.setdefault(failure.removeprefix(f"{row.input}: "), {})[k] = row.input
    told: set[int] = set()
    items = ""
    for reason, inputs in sorted(found.items(), key=lambda each: -len(each[1])):
        names = [f"{'<li>' if k in told else _item(k)}{text(name)}</li>" for k, name in inputs.items()]
        told |= set(inputs)
        items += f'<tr><th scope="row">{text(in_japanese(reason))}</th><td>{_names(names)}</td></tr>\n'
    return _section("failed", "失敗", "できなかったもの", ("理由と対処", "原稿"), items)


def _item(k: int) -> str:
    """What the list leads to from its row; a transcript that failed twice is led to the first."""
    return f'<li id="f{k}">'


def _names(items: list[str]) -> str:
    listed = f"<ul>{''.join(items)}</ul>"
    return listed if len(items) <= _MANY else f"<details><summary>原稿{len(items)}件</summary>{listed}</details>"


def _gone(report: Report) -> str:
    """What is left of transcripts that are no more."""
    places = report.by_place
    rows = [places[place] for place in report.gone if place in places]
    items = "".join(
        f'<tr><th scope="row">{text(row.input)}</th><td>{_files(file.name for file in row.files)}</td></tr>\n'
        for row in rows
    )
    return _section(
        "gone",
        "原稿がなくなったもの",
        "原稿がもうないのに残っているもの（--prune を付けると、手で直したもののほかは消します）",
        ("原稿", "残っているファイル"),
        items,
    )


def _files(names: Iterable[str]) -> str:
    return "、".join(link(name, name) for name in names)


def _left_out(report: Report) -> str:
    items = "".join(
        f'<tr><th scope="row">{text(one.name)}</th><td>{text(in_japanese(one.why))}</td></tr>\n'
        for one in report.left_out
    )
    return _section("left-out", "除いたもの", "見つかったが、扱わなかったファイル", ("ファイル", "理由"), items)


def _section(place: str, title: str, caption: str, names: tuple[str, ...], items: str) -> str:
    if not items:
        return ""
    head = "".join(f'<th scope="col">{name}</th>' for name in names)
    return (
        f'<h2 id="{place}">{title}</h2>\n<table class="plain">\n<caption>{caption}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{items}</tbody>\n</table>"
    )


def _feed(report: Report) -> str:
    feed = report.feed
    if feed is None:
        return ""
    return f"<p>{link(feed.place, 'ポッドキャストのフィード')} {text(in_japanese(feed.verdict))}</p>"
