"""Dates and times of day in figures. Each function says a match in Japanese, or None where the figures are no date."""

from __future__ import annotations

import re

from toolkit.japanese.normalise import Piece, said

_OF_A_MONTH = re.compile(r"(?:[0-9一二三四五六七八九十毎来今翌先同当前]月の?|元[日旦]の?)$")
_IS_A_DATE = re.compile(
    r"付|締|(?:[~・、と]|から)\d{1,2}日(?!間)|(?:から|に)(?:施行|開始|適用|実施|改[定正]|発売|入社|入学|就任|設立|公開|開[催幕店]|創[業立]|発足|着任)"
)
_ERAS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_LASTED_BEFORE = re.compile(r"(?:記録|タイム|ベスト|所要時間|再生時間|長さ)[はがのを、:]{0,2}\s?$")
_LASTED_AFTER = re.compile(r"\s?(?:で(?:完走|ゴール|優勝|フィニッシュ|走)|の(?:新?記録|タイム|大会新|自己))")
_DATE_BEFORE = re.compile(r"\d/\d{1,2}\s?[~-]\s?$")
_DATE_AFTER = re.compile(
    r"\s?(?:[(（][月火水木金土日祝]|から|まで|より|付|開催|発売|締|公開|時点|現在|当日|生まれ|午[前後]|~|朝|夜|昼|夕|\d{1,2}:\d|"
    r"に(?![減縮圧短低満なすしま下抑削])|は(?:祝|休|誕|結)|[\s、]\d{1,2}/)"
)
_RATIO_AFTER = re.compile(r"\s?(?:の(?:割合|比|比率|割で|配合|混合|配分)|で(?:混ぜ|割|配合|分け|希釈)|比)")
_RATIO_BEFORE = re.compile(
    r"(?:比率?|割合|アスペクト|縦横|オッズ|画面|解像度|スコア|配合)(?:比率?)?[はがの、:]{0,2}\s?$"
)


def full_date(match: re.Match[str]) -> list[Piece] | None:
    month, day = int(match[3]), int(match[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return said(match, f"{match[1]}年{month}月{day}日")


def month(match: re.Match[str]) -> list[Piece]:
    return said(match, f"{match[1]}年{int(match[2])}月")


def time(match: re.Match[str]) -> list[Piece] | None:
    text, hour, minute = match.string, int(match[1]), int(match[2])
    if hour > 30 or _RATIO_AFTER.match(text, match.end()) or _RATIO_BEFORE.search(text[: match.start()][-12:]):
        return None
    if match[3] and (_LASTED_BEFORE.search(text[: match.start()][-12:]) or _LASTED_AFTER.match(text, match.end())):
        return said(match, f"{hour}時間{minute}分{int(match[3])}秒")
    half = {"a": "午前", "p": "午後"}.get((match[4] or "").lower(), "")
    second = f"{int(match[3])}秒" if match[3] else ""
    middle = f"{minute}分" if minute or second else ""
    return said(match, f"{half}{hour}時{middle}{second}")


def one_day(match: re.Match[str]) -> list[Piece]:
    """ついたち is a date: of a month that is named, of something announced, or the first of several; else it is a
    length.
    """
    before, after = match.string[: match.start()][-6:], match.string[match.end() :]
    length = re.search(
        r"(?:週|月|年|あと|もう|丸|まる|たった|わずか)(?:に|は|で)?$", before
    ) and not _OF_A_MONTH.search(before)
    named = _OF_A_MONTH.search(before) or _IS_A_DATE.match(after)
    return said(match, "イチニチ" if length or not named else "ツイタチ", kana=True, risk=0.2)


def short_date(match: re.Match[str]) -> list[Piece] | None:
    month, day, text = int(match[1]), int(match[2]), match.string
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    fraction = month < day and day in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 30)
    if _DATE_AFTER.match(text, match.end()) or _DATE_BEFORE.search(text[: match.start()][-8:]) or not fraction:
        return said(match, f"{month}月{day}日", risk=0.2)
    return None


def few_days(match: re.Match[str]) -> list[Piece] | None:
    """2~3日: said like 二、三日, as neighbours are."""
    return said(match, f"{match[1]}、{match[2]}日") if int(match[2]) == int(match[1]) + 1 else None


def clock(match: re.Match[str]) -> list[Piece]:
    return said(match, f"{'午前' if match[2] in 'Aa' else '午後'}{match[1]}時")


def clock_after(match: re.Match[str]) -> list[Piece]:
    minute = f"{int(match[3])}分" if match[3] and int(match[3]) else ""
    return said(match, f"{'午前' if match[1] in 'Aa' else '午後'}{match[2]}時{minute}")


def era(match: re.Match[str]) -> list[Piece] | None:
    era, year = _ERAS[match[1]], match[2]
    if match[3] == "年":
        return said(match, f"{era}{year}年")
    return said(match, f"{era}{year}年{int(match[4])}月{int(match[5])}日") if match[4] else None
