"""Author, source and date of a transcript, whatever it calls them."""

from __future__ import annotations

import pytest

from toolkit.edition.about import author_of, date_of, source_of

ROWS = [
    ({"author": "森", "date": "2026-11-30", "source": "海の月刊"}, "森", "2026-11-30", "海の月刊"),
    ({"著者": "森 記者", "日付": "2026年5月3日"}, "森 記者", "2026-05-03", ""),
    ({"文": "森", "公開日": "2026/05/03", "掲載誌": "海"}, "森", "2026-05-03", "海"),
    ({"取材・文": "森", "掲載日": "２０２６年５月３日"}, "森", "2026-05-03", ""),
    ({"撮影": "林", "場所": "海", "日付": "2026年13月1日"}, "", "", ""),
    ({"更新日": "2027-01-01", "公開日": "2026-12-31"}, "", "2026-12-31", ""),
    ({}, "", "", ""),
]


@pytest.mark.parametrize(("meta", "author", "date", "source"), ROWS)
def test_it_is_found_by_its_word(meta: dict[str, str], author: str, date: str, source: str) -> None:
    assert (author_of(meta), date_of(meta), source_of(meta)) == (author, date, source)
