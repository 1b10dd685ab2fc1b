"""Author and date of a transcript, whatever it calls them."""

from __future__ import annotations

import pytest

from toolkit.edition.about import author_of, date_of, day_of

ROWS = [
    ({"author": "森"}, "森", ""),
    ({"著者": "森 記者", "日付": "2026年5月3日"}, "森 記者", "2026-05-03"),
    ({"文": "森", "公開日": "2026/05/03"}, "森", "2026-05-03"),
    ({"取材・文": "森", "掲載": "２０２６年５月"}, "森", "2026-05"),
    ({"構成": "林", "文": "森"}, "森", ""),
    ({"構成": "林"}, "林", ""),
    ({"撮影": "林", "場所": "海"}, "", ""),
    ({"更新日": "2027-01-01", "公開日": "2026-12-31"}, "", "2026-12-31"),
    ({"Author": "Mori", "DATE": "2026"}, "Mori", "2026"),
    ({"文": " ", "筆者": "森", "日付": "昨日"}, "森", ""),
    ({}, "", ""),
]


@pytest.mark.parametrize(("meta", "author", "date"), ROWS)
def test_it_is_found_by_its_word(meta: dict[str, str], author: str, date: str) -> None:
    assert author_of(meta) == author
    assert date_of(meta) == date
    assert day_of(meta) == (date if len(date) == 10 else "")
