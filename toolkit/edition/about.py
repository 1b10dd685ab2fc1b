"""What a transcript says of itself, by the many words there are for it: who wrote it, when and where it appeared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from toolkit.audio.tags import iso_date

# How transcripts call it, the likeliest first: of those who write, and only then of those who ask or put in order
AUTHORS = (
    "author by byline writer 著者 筆者 執筆 執筆者 作者 文 文責 取材・文 取材／文 取材/文 取材・執筆 文・取材 取材文 "
    "構成・文 文・構成 取材・構成・文 ライター 記事 記録者 作成者 構成 編集・文"
).split()
SOURCES = "source 出典 出典元 初出 掲載誌 媒体 掲載 転載元 引用元".split()
DATES = (
    "date published 日付 公開日 公開 掲載日 掲載 発行日 発行 配信日 投稿日 収録日 収録 取材日 インタビュー日 "
    "実施日 採録日 録音日 開催日 日時 最終更新日 更新日 最終更新 updated"
).split()


def author_of(meta: Mapping[str, str]) -> str:
    """Who wrote it, '' if it does not say."""
    return next(_told(meta, AUTHORS), "")


def source_of(meta: Mapping[str, str]) -> str:
    """Where it appeared, '' if it does not say."""
    return next(_told(meta, SOURCES), "")


def date_of(meta: Mapping[str, str]) -> str:
    """The day, month or year of its date as YYYY-MM-DD, YYYY-MM or YYYY; '' if it tells none."""
    return next((date for text in _told(meta, DATES) if (date := iso_date(text))), "")


def day_of(meta: Mapping[str, str]) -> str:
    """The first of its dates that tells a day, as YYYY-MM-DD; '' if none does."""
    dates = (iso_date(text) for text in _told(meta, DATES))
    return next((date for date in dates if len(date) == len("2026-11-30")), "")


def _told(meta: Mapping[str, str], keys: Iterable[str]) -> Iterator[str]:
    told = {"".join(key.split()).casefold(): " ".join(value.split()) for key, value in [*meta.items()][::-1]}
    return (told[key] for key in keys if told.get(key))
