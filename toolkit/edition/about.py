"""Who wrote a transcript, when and where it appeared: told in its own metadata, in many words."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping

# how transcripts call it, the likeliest first
_AUTHORS = (
    "author",
    "by",
    *"著者 筆者 執筆 執筆者 作者 取材・文 取材・構成・文 構成・文 取材文 文 文責".split(),
    *"記事 構成 記録者 作成者".split(),
)
_SOURCES = ("source", *"出典 出典元 初出 掲載誌 媒体 掲載 転載元 引用元".split())
_DATES = (
    "date",
    "published",
    *"日付 公開日 公開 掲載日 投稿日 日時 収録日 取材日 インタビュー日 実施日 採録日 録音日 開催日".split(),
    *"最終更新日 更新日 最終更新".split(),
    "updated",
)
_DATE = re.compile(r"(\d{4})\s*[年/.\-]\s*(\d{1,2})\s*[月/.\-]\s*(\d{1,2})(?!\d)")


def author_of(meta: Mapping[str, str]) -> str:
    """Whoever wrote it, '' if it is not told."""
    return _first(meta, _AUTHORS)


def source_of(meta: Mapping[str, str]) -> str:
    """Where it appeared, '' if it is not told."""
    return _first(meta, _SOURCES)


def date_of(meta: Mapping[str, str]) -> str:
    """When, as YYYY-MM-DD; '' if no whole date is told."""
    return next((day for key in _DATES if (day := _day(_first(meta, (key,))))), "")


def _first(meta: Mapping[str, str], keys: Iterable[str]) -> str:
    folded = {key.casefold(): " ".join(value.split()) for key, value in meta.items()}
    return next((folded[key] for key in keys if folded.get(key)), "")


def _day(text: str) -> str:
    found = _DATE.search(unicodedata.normalize("NFKC", text))
    if not found:
        return ""
    try:
        return datetime.date(*map(int, found.groups())).isoformat()
    except ValueError:
        return ""
