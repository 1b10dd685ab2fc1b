"""What a transcript says of itself, by the words it uses for it: who wrote it, and when it appeared."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.audio.tags import iso_date

# the first that is there counts; of those who write, and only then of those who ask
AUTHOR = (
    "author 著者 筆者 執筆 執筆者 文 文責 取材・文 取材／文 取材/文 取材・執筆 文・取材 "
    "構成・文 文・構成 取材・構成・文 ライター writer byline 構成 編集・文"
).split()
DATE = "date 日付 公開日 公開 掲載日 掲載 発行日 発行 配信日 published 更新日 収録日 収録 取材日 日時".split()


def author_of(meta: Mapping[str, str]) -> str:
    """Who wrote it, '' if it does not say."""
    return _first(meta, AUTHOR)


def date_of(meta: Mapping[str, str]) -> str:
    """The day, month or year of its date as YYYY-MM-DD, YYYY-MM or YYYY; '' if it tells none."""
    return iso_date(_first(meta, DATE))


def day_of(meta: Mapping[str, str]) -> str:
    """Its date as YYYY-MM-DD, '' if it tells no day."""
    date = date_of(meta)
    return date if len(date) == len("2026-11-30") else ""


def _first(meta: Mapping[str, str], keys: list[str]) -> str:
    told = {"".join(key.split()).casefold(): value for key, value in [*meta.items()][::-1]}
    return next((told[key].strip() for key in keys if told.get(key, "").strip()), "")
