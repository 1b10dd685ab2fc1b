"""The report of a batch in a real browser: read, sorted, filtered, followed to a cue and its sound, by keyboard too."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from browser import Opened, launched, opened, violations
from click.testing import CliRunner

from toolkit.batch.order import Found, LeftOut, Product, Row
from toolkit.batch.report import Report, Run
from toolkit.batch.report_page import page
from toolkit.cli import cli

Open = Callable[..., Opened]
SMALL = {"width": 320, "height": 640}
NAMES = "() => [...document.querySelectorAll('#rows tbody tr:not([hidden])')].map(row => row.dataset.name)"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from launched()


def product(kind: str, stem: str, minutes: int, errors: int, rule: str) -> Product:
    found = tuple(
        Found(k * 7, k * 11_000, rule, "error", "12.4 characters a second, 7 is the limit")
        for k in range(1, errors + 1)
    )
    sound = f"{stem}/{stem}.wav" if kind == "narrate" else ""
    rules = {rule: errors} if errors else {}
    name = f"{stem}/{stem}.srt" if sound else f"{stem}.srt"
    return Product(
        kind, name, "sdh", minutes * 60_000, minutes * 20, errors, 0, 0, rules, found, sound, f"{stem}.{kind}.html"
    )


def row(k: int, errors: int, doubts: int = 0) -> Row:
    """One of many, with names as long as they come."""
    stem = f"{k:02}-港の朝を歩く人たちに聞く・第{k}回"
    products = tuple(product(kind, stem, 3 + k * 4, errors, f"R-{k % 3}") for kind in ("subtitle", "narrate"))
    words = (("汐見", "しおみ", 0.8, 3),) if doubts else ()
    return Row(
        f"talks/2024/{stem}.txt", stem, "", f"港の朝を歩く　第{k}回", ("聞き手", "葉山しずく"), products, words, doubts
    )


ROWS = (
    row(1, 0),
    row(2, 3),
    row(3, 0, doubts=4),
    row(4, 12),
    Row("talks/bad.txt", "bad", "talks/bad.txt: holds no words — give a file with the transcript in it"),
    Row("talks/gone.txt", "gone"),
)
REPORT = Report(
    ROWS,
    (LeftOut("talks/x.pdf", "no transcript by its name"),),
    (),
    ("gone",),
    Run("2026-11-30T02:00:07+0900", 3725.5, "jimaku batch talks -o done --quiet --log batch.log"),
)


@pytest.fixture
def show(browser: Any, tmp_path: Path) -> Iterator[Open]:
    seen: list[Opened] = []

    def open_(report: Report = REPORT, **context: Any) -> Opened:
        path = tmp_path / "report.html"
        path.write_text(page(report), encoding="utf-8")
        seen.append(opened(browser, path.as_uri(), **context))
        return seen[-1]

    yield open_
    for one in seen:
        assert one.complaints == []
        assert [url for url in one.requests if not url.startswith(tmp_path.as_uri())] == []
        one.page.context.close()


def shown(seen: Opened) -> list[str]:
    """The numbers of the talks that are shown, in their order."""
    names: list[str] = seen.page.evaluate(NAMES)
    return [name.rpartition("/")[2].partition("-")[0].removesuffix(".txt") for name in names]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [SMALL, {"width": 1440, "height": 900}], ids=["320", "1440"])
def test_axe_finds_nothing(show: Open, scheme: str, size: dict[str, int]) -> None:
    seen = show(viewport=size, color_scheme=scheme)
    for part in seen.page.locator("details").all():
        part.evaluate("one => { one.open = true }")
    assert violations(seen) == []


BROKEN = """() => [...document.querySelectorAll('#rows a, thead button, td[data-label="状態"], .found .cue')]
  .filter(one => one.offsetParent && one.closest('th[role=rowheader]') === null)
  .filter(one => { const range = document.createRange(); range.selectNodeContents(one);
    return new Set([...range.getClientRects()].filter(box => box.width).map(box => Math.round(box.top))).size > 1; })
  .map(one => one.outerHTML.slice(0, 90))"""
CUT = """() => [...document.querySelectorAll('main *')]
  .filter(one => one.getClientRects().length && !one.closest('.skip, svg'))
  .filter(one => (box => box.width && (box.right > innerWidth + 1 || box.left < -1))(one.getBoundingClientRect()))
  .map(one => one.outerHTML.slice(0, 90))"""


@pytest.mark.parametrize(("wide", "high"), [(320, 640), (640, 450), (820, 900), (1024, 768), (1440, 900)])
def test_no_word_breaks_and_nothing_is_cut_at_any_width(show: Open, wide: int, high: int) -> None:
    seen = show(viewport={"width": wide, "height": high})
    for part in seen.page.locator("details").all():
        part.evaluate("one => { one.open = true }")
    assert seen.fits()
    assert seen.page.evaluate(BROKEN) == []
    assert seen.page.evaluate(CUT) == []
    narrow = "all => all.filter(one => one.clientWidth < 16 * 12).map(one => one.textContent)"
    assert seen.page.eval_on_selector_all("caption, summary, .found li, #run", narrow) == []


def test_it_says_when_how_long_with_what_and_by_which_version(show: Open) -> None:
    said = show().text("#run")
    for word in ("2026-11-30 02:00", "1時間2分06秒", "jimaku batch talks -o done --quiet --log batch.log", "0.1.0"):
        assert word in said


def test_rows_are_sorted_by_a_click_and_it_is_said(show: Open) -> None:
    seen = show()
    seen.page.click("#rows thead button >> text=長さ")
    assert shown(seen)[:4] == ["04", "03", "02", "01"]
    assert seen.page.get_attribute("#rows th[data-by=length]", "aria-sort") == "descending"
    assert seen.text("#told") == "6件のうち6件を表示、長さの降順"
    seen.page.click("#rows thead button >> text=長さ")
    assert shown(seen)[-4:] == ["01", "02", "03", "04"]
    seen.page.click("#rows thead button >> text=指摘")
    assert shown(seen)[:2] == ["04", "02"]
    assert seen.page.locator("#rows th[aria-sort]").count() == 1
    seen.page.click("#rows thead button >> text=状態")
    assert shown(seen)[0] == "bad"


def test_rows_are_filtered_by_words_state_and_rule(show: Open) -> None:
    seen = show()
    seen.page.fill("#search", "第３回")
    assert (shown(seen), seen.text("#told")) == (["03"], "6件のうち1件を表示")
    seen.page.click("#clear")
    seen.until("document.querySelectorAll('#rows tbody tr:not([hidden])').length === 6")
    seen.page.select_option("#state", "failed")
    assert shown(seen) == ["bad"]
    seen.page.select_option("#state", "gone")
    assert shown(seen) == ["gone"]
    seen.page.select_option("#state", "")
    seen.page.select_option("#rule", "R-1")
    assert shown(seen) == ["04"]
    seen.page.fill("#search", "どこにもない")
    assert seen.text("#told") == "当てはまる原稿がありません"


def test_what_failed_for_one_reason_stands_together(show: Open) -> None:
    """And each of a thousand rows leads to its own."""
    words = "holds no words — give a file with the transcript in it"
    rows = (*(Row(f"talks/{k}.txt", f"{k}", f"talks/{k}.txt: {words}") for k in range(9)), *ROWS)
    seen = show(Report((Row("talks/a.docx", "a", "talks/a.docx: is empty"), *rows)))
    first, second = seen.page.locator("#failed + table tbody tr").all()
    assert first.inner_text().split() == [
        "言葉がありません", "—", "原稿の入ったファイルを指定してください", "原稿10件",
    ]  # fmt: skip
    assert second.inner_text().split() == ["空です", "talks/a.docx"]
    assert seen.text("nav").splitlines() == ["失敗 11件", "一覧 16件", "確かめるところ 3件"]
    seen.page.click("#rows tr[data-name='talks/7.txt'] a")
    seen.until("document.querySelector('#failed + table details').open && document.querySelector('li:target')")
    assert seen.text("li:target") == "talks/7.txt"
    assert violations(seen) == []


def test_it_is_used_by_keyboard_alone(show: Open) -> None:
    seen = show()
    press = seen.page.keyboard.press
    press("Tab")
    assert seen.page.evaluate("document.activeElement.className") == "skip"
    press("Enter")
    assert seen.focus() == "rows"
    press("/")
    assert seen.focus() == "search"
    seen.page.keyboard.type("第2回")
    assert shown(seen) == ["02"]
    for stop in ("state", "rule", "clear"):
        press("Tab")
        assert seen.focus() == stop
    press("Enter")
    seen.until("document.activeElement.id === 'search'")
    for _ in range(3):
        press("Tab")
    assert seen.page.evaluate("document.activeElement.textContent") == "原稿"
    press("Enter")
    press("Enter")
    assert shown(seen)[0] == "gone"
    assert seen.page.evaluate("document.activeElement.textContent") == "原稿"
    seen.page.focus("#rows a[href^='#t']")
    press("Enter")
    seen.until("document.activeElement.tagName === 'SUMMARY' && document.activeElement.parentElement.open")


def test_without_its_program_all_can_be_read(show: Open) -> None:
    seen = show(java_script_enabled=False)
    assert not seen.page.is_visible("#tools")
    assert seen.page.locator("#rows tbody tr").count() == len(ROWS)
    assert seen.page.locator("#rows thead th").first.inner_text() == "原稿"


def test_figures_show_lengths_findings_and_rules(show: Open) -> None:
    seen = show()
    lengths, findings, rules = seen.page.locator("figure").all()
    assert "6〜8分18〜10分010〜12分1" in lengths.inner_text().replace("\n", "")
    assert "6〜10件1" in findings.inner_text().replace("\n", "")
    assert "21〜50件1" in findings.inner_text().replace("\n", "")
    assert rules.inner_text().replace("\n", "").endswith("R-124R-26")


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch as it is run, with something to find in one."""
    folder = tmp_path_factory.mktemp("batch")
    talk = "聞き手\n朝は何時に始まりますか。\n\n山田\n" + "五時です。" * 30 + "\n"
    for name in ("a", "浜 #1/b"):
        path = folder / "in" / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(talk, encoding="utf-8")
    words = ("--subtitle", "--narrate", "--engine", "silent", "--cps", "3", "--rate", "2", "--jobs", "1")
    result = CliRunner().invoke(cli, ["batch", str(folder / "in"), "-o", str(folder / "out"), *words])
    assert result.exit_code == 0, result.output
    return folder / "out"


def test_every_link_of_a_real_report_leads_to_a_file_or_a_part(browser: Any, done: Path) -> None:
    seen = opened(browser, (done / "report.html").as_uri())
    links = seen.page.eval_on_selector_all("a[href]", "all => all.map(one => one.href)")
    assert len(links) > 12
    for link in links:
        path, _, part = link.partition("#")
        file = Path(unquote(urlsplit(path).path))
        assert file.is_file(), link
        if file.name == "report.html":
            assert seen.page.locator(f"#{part}").count() == 1
    heard = seen.page.locator("#rows a >> text=朗読").first.get_attribute("href") or ""
    assert heard.endswith(".wav")
    assert seen.complaints == []
    seen.page.context.close()


def test_a_finding_leads_to_its_cue_on_the_page_that_plays_it(browser: Any, done: Path) -> None:
    seen = opened(browser, (done / "report.html").as_uri())
    seen.page.locator("#rows a[href^='#t']").last.click()
    link = seen.page.locator("details[open] .found a").last
    number = link.inner_text().partition("番")[0]
    rows = json.loads((done / "report.json").read_text("utf-8"))["rows"]
    assert int(number) in {one["cue"] for one in rows[-1]["products"][-1]["found"]}
    link.click()
    seen.until(f"document.activeElement.querySelector?.('.number')?.textContent === '{number}'")
    seen.until("document.getElementById('media').readyState > 0")
    assert seen.complaints == []
    seen.page.context.close()
