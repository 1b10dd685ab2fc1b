"""Numbers with what stands around them: dates, times, ratios, fractions, ranges, scores, money, units, telephone
numbers.

Every rule answers for the place where its number begins; what it writes is Japanese with plain digits, which the
dictionary's own number reader then gives its sound (三本 → サンボン): only what that reader cannot know is decided
here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.japanese.normalise import NUMBER, Piece, Rule, pattern_rule, said, without_commas
from toolkit.japanese.normalise_units import measured, money, unit_at

_AFTER_EIGHT = {
    "個": "コ", "件": "ケン", "軒": "ケン", "歩": "ポ", "票": "ピョー", "校": "コー", "巻": "カン", "曲": "キョク", "機": "キ",
    "階": "カイ", "回": "カイ", "戸": "コ", "分": "プン", "月": "ゲツ", "所": "ショ", "国": "コク",
}  # fmt: skip
_OF_A_MONTH = re.compile(r"(?:[0-9一二三四五六七八九十毎来今翌先同当前]月の?|元[日旦]の?)$")
_IS_A_DATE = re.compile(
    r"付|締|(?:[~・、と]|から)\d{1,2}日(?!間)|(?:から|に)(?:施行|開始|適用|実施|改[定正]|発売|入社|入学|就任|設立|公開|開[催幕店]|創[業立]|発足|着任)"
)
_JAPANESE = "ぁ-ゖァ-ヺー一-鿿々〇"
_ERAS = {"M": "明治", "T": "大正", "S": "昭和", "H": "平成", "R": "令和"}
_DIGIT_KANA = dict(zip("0123456789", "ゼロ イチ ニ サン ヨン ゴ ロク ナナ ハチ キュー".split(), strict=True))
_RATIO_AFTER = re.compile(r"\s?(?:の(?:割合|比|比率|割で|配合|混合|配分)|で(?:混ぜ|割|配合|分け|希釈)|比)")
_RATIO_BEFORE = re.compile(
    r"(?:比率?|割合|アスペクト|縦横|オッズ|画面|解像度|スコア|配合)(?:比率?)?[はがの、:]{0,2}\s?$"
)
_WON = r"(?:勝|敗|負|引き?分|リード|完封|快勝|大勝|圧勝|逆転|接戦|ドロー|スコア|で迎え|とリード|と勝|と負)"
_SCORE_AFTER = re.compile(rf"\s?(?:(?:で|の|と)?{_WON}|(?:で|の)[^、。]{{0,6}}{_WON}|で終)")
_SCORE_BEFORE = re.compile(r"(?:スコア|結果|前半|後半|試合|セット|第\d+戦|得点)[はがを、:]{0,2}\s?$")
_LASTED_BEFORE = re.compile(r"(?:記録|タイム|ベスト|所要時間|再生時間|長さ)[はがのを、:]{0,2}\s?$")
_LASTED_AFTER = re.compile(r"\s?(?:で(?:完走|ゴール|優勝|フィニッシュ|走)|の(?:新?記録|タイム|大会新|自己))")
_DATE_BEFORE = re.compile(r"\d/\d{1,2}\s?[~-]\s?$")
_DATE_AFTER = re.compile(
    r"\s?(?:[(（][月火水木金土日祝]|から|まで|より|付|開催|発売|締|公開|時点|現在|当日|生まれ|午[前後]|~|朝|夜|昼|夕|\d{1,2}:\d|"
    r"に(?![減縮圧短低満なすしま下抑削])|は(?:祝|休|誕|結)|[\s、]\d{1,2}/)"
)
_COUNTED = re.compile(
    rf"\s?(?:[万億兆%％‰℃°人年月日時分秒円個台本枚回件歳才代倍度位号名社点つ匹冊杯階軒ヶカかケヵ箇週泊行列章話巻編割段級種束袋箱粒歩席戦周]|"
    rf"パー|ポイント|ドル|ユーロ|メートル|キロ|センチ|ミリ|グラム|トン|リットル|ページ|ギガ|メガ|テラ|ワット|チーム|セット|ケース|時間|世代|世紀|{_WON}{{0}}k?m|kg|g|GB|MB|TB|W|V|Hz)"
)
_ADDRESS_BEFORE = re.compile(r"(?:[町丁目区市村番条台前原田山川谷島橋宿草堀塚寺宮本木沢崎野坂]|[東西南北中]\d?)$")


def rules() -> list[Rule]:
    """Every rule of this file, the more particular before the more general."""
    given = [
        pattern_rule(r"(?:(?:\+81|0)\d{0,4}|\(0\d{1,4}\))\s?[-(]?\d{1,4}[-)]\d{3,4}(?![\d-])", _digit_groups),
        pattern_rule(r"0\d{9,10}(?!\d)", _digit_groups),
        pattern_rule(r"\d{3}-\d{4}(?![\d-])", _digit_groups),
        pattern_rule(r"(\d{4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/-])", _full_date),
        pattern_rule(r"((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?![\d/])", _month),
        pattern_rule(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:\s?([AaPp])\.?[Mm]\.?(?![A-Za-z]))?(?!\d)(?!:\d)", _time),
        pattern_rule(rf"({NUMBER})((?:\s?:\s?{NUMBER})+)", _ratio),
        pattern_rule(rf"({NUMBER})((?:対{NUMBER})+)(?![億万千百])", _ratio),
        pattern_rule(r"(\d{0,3}8)([個件軒歩票校巻曲機階回戸]|[かカヶケヵ箇](?:月|所|国))(?![一-鿿])", _eight),
        pattern_rule(r"(?<=割)(\d)分", lambda m: said(m, f"{cardinal(m[1])}ブ", kana=True)),
        pattern_rule(r"2人(?=組(?!織))", lambda m: said(m, "フタリ", kana=True)),
        pattern_rule(r"(\d{0,3}8)(分)(?![の目音咲休割方])", _eight),
        pattern_rule(r"(\d{0,3}[18]|\d{0,2}[1-9]0)(節|店舗)", _doubled),
        pattern_rule(r"1日(?![間目中分])", _one_day),
        pattern_rule(r"(\d{1,2})/(\d{1,2})(?![\d/])", _short_date),
        pattern_rule(rf"({NUMBER})\s?/\s?(\d+)(?![\d/])", _fraction),
        pattern_rule(r"(\d+)((?:\.\d+){2,})", _dotted),
        pattern_rule(r"(\d{1,4})-(\d{1,4})-(\d{1,4})(?![\d-])", _three_groups),
        pattern_rule(rf"({NUMBER})\s?-\s?({NUMBER})(?![\d-])", _two_groups),
        pattern_rule(r"([1-9])\s?~\s?([1-9])日(?!間|目|分)", _few_days),
        pattern_rule(rf"({NUMBER})\s?[~-]\s?(?=[¥$€£]?\d)", _range),
        pattern_rule(r"(\d{1,2})\s?([AaPp])\.?[Mm]\.?(?![A-Za-z])", _clock),
        pattern_rule(rf"({NUMBER})\s?(mil|bil|tril)lions?(?![A-Za-z])", _english_scale),
        measured,
        pattern_rule(r"0(?=時(?!間)|点(?!\d)|度|℃)", lambda m: said(m, "レー", kana=True)),
        pattern_rule(r"0(\d)(?=[分秒月日時])", lambda m: said(m, m[1])),
        pattern_rule(r"0\d+(?!\.?\d)", _digit_groups),
        pattern_rule(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", lambda m: said(m, m[0].replace(",", ""))),
    ]
    return [_at_number(given), *_sign_rules()]


def early_rules() -> list[Rule]:
    """What begins with letters and is about a number: asked before Latin words are."""
    return [
        money,
        pattern_rule(r"(?<![A-Za-z])([MTSHR])(\d{1,2})([./年])(?:(\d{1,2})\3(\d{1,2}))?(?!\d)", _era),
        pattern_rule(r"(?<![A-Za-z])([AaPp])\.?[Mm]\.?\s?(\d{1,2})(?::(\d\d)|時(?!間))?(?!\.?\d)", _clock_after),
        pattern_rule(r"(?<![A-Za-z])M(?=[1-9]\.\d(?![\d.]))", lambda m: said(m, "マグニチュード", kana=True, risk=0.2)),
        pattern_rule(r"(?<![A-Za-z])[vV](?:er\.?\s?|ersion\s?)?(\d+(?:\.\d+)*)(?![A-Za-z\d])", _version),
    ]


def _sign_rules() -> list[Rule]:
    return [
        pattern_rule(r"〒\s?(?=\d)", lambda m: said(m, "郵便番号")),
        pattern_rule(r"'(\d\d)(?=年)", lambda m: said(m, m[1])),
        pattern_rule(r"(?<!\d)\.(\d)(\d)(\d)(?!\d)", _average),
        pattern_rule(
            r"(?<=[日\d])\s?\(([月火水木金土日])(?:・?([祝休]))?\)",
            lambda m: said(m, f"、{m[1]}曜日{'、祝日' if m[2] else ''}"),
        ),
        pattern_rule(r"(?:110|119|118|171|188)番(?![地目号台線組手])", _emergency),
    ]


def _at_number(inner: Sequence[Rule]) -> Rule:
    """The rules, asked only where a number begins: not inside one, and not after the point of one."""

    def rule(text: str, at: int) -> Sequence[Piece] | None:
        if not ("0" <= text[at] <= "9" or text[at] in "+("):
            return None
        if at and (text[at - 1].isdigit() or (at > 1 and text[at - 1] in ".," and text[at - 2].isdigit())):
            return None
        return next((given for one in inner if (given := one(text, at))), None)

    return rule


def cardinal(digits: str) -> str:
    """Katakana of a whole number below ten thousand; above, and with leading zeros, digit by digit.

    >>> cardinal("365")
    'サンビャクロクジューゴ'
    """
    if len(digits) > 4 or (digits.startswith("0") and len(digits) > 1):
        return "".join(_DIGIT_KANA[d] for d in digits)
    if digits == "0":
        return "ゼロ"
    places = zip(digits.rjust(4, "0"), ("セン", "ヒャク", "ジュー", ""), strict=True)
    return "".join(_place(int(digit), place) for digit, place in places)


def _place(digit: int, place: str) -> str:
    if not digit:
        return ""
    special = {
        (3, "セン"): "サンゼン",
        (8, "セン"): "ハッセン",
        (3, "ヒャク"): "サンビャク",
        (6, "ヒャク"): "ロッピャク",
        (8, "ヒャク"): "ハッピャク",
    }
    if (digit, place) in special:
        return special[digit, place]
    return ("" if digit == 1 and place else _DIGIT_KANA[str(digit)]) + place


def _digit_groups(match: re.Match[str]) -> list[Piece]:
    """Digits one by one, a short pause between the groups."""
    pieces = []
    for part in re.finditer(r"\d+|\D+", match[0]):
        start, end = match.start() + part.start(), match.start() + part.end()
        if part[0].isdigit():
            pieces.append(Piece(start, end, "".join(_DIGIT_KANA[d] for d in part[0]), "spelled", 0.1, kana=True))
        else:
            pieces.append(
                Piece(start, end, "プラス" if "+" in part[0] else "、" if start > match.start() else "", "silent")
            )
    return pieces


def _full_date(match: re.Match[str]) -> list[Piece] | None:
    month, day = int(match[3]), int(match[4])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    return said(match, f"{match[1]}年{month}月{day}日")


def _month(match: re.Match[str]) -> list[Piece]:
    return said(match, f"{match[1]}年{int(match[2])}月")


def _time(match: re.Match[str]) -> list[Piece] | None:
    text, hour, minute = match.string, int(match[1]), int(match[2])
    if hour > 30 or _RATIO_AFTER.match(text, match.end()) or _RATIO_BEFORE.search(text[: match.start()][-12:]):
        return None
    if match[3] and (_LASTED_BEFORE.search(text[: match.start()][-12:]) or _LASTED_AFTER.match(text, match.end())):
        return said(match, f"{hour}時間{minute}分{int(match[3])}秒")
    half = {"a": "午前", "p": "午後"}.get((match[4] or "").lower(), "")
    second = f"{int(match[3])}秒" if match[3] else ""
    middle = f"{minute}分" if minute or second else ""
    return said(match, f"{half}{hour}時{middle}{second}")


def _average(match: re.Match[str]) -> list[Piece] | None:
    """打率.325: サンワリニブゴリン."""
    if not re.search("率[はがをの:]?$", match.string[: match.start()]):
        return None
    digits = zip(match.groups(), ("ワリ", "ブ", "リン"), strict=True)
    return said(
        match, "".join(_DIGIT_KANA[digit] + place for digit, place in digits if digit != "0"), kana=True, risk=0.2
    )


def _ratio(match: re.Match[str]) -> list[Piece]:
    numbers = [match[1], *re.findall(NUMBER, match[2])]
    return said(match, _against(numbers), kana=True, risk=0.1)


def _against(numbers: Sequence[str]) -> str:
    """Numbers of a ratio or a score: ジュッタイゼロ."""
    *firsts, last = [_sounded(without_commas(number)) for number in numbers]
    return "".join(re.sub("ジュー$", "ジュッ", first) + "タイ" for first in firsts) + last


def _sounded(number: str) -> str:
    whole, point, rest = number.partition(".")
    return cardinal(whole) + ("テン" + "".join(_DIGIT_KANA[d] for d in rest) if point else "")


def _eight(match: re.Match[str]) -> list[Piece]:
    """八 before these counters is ハッ, where the number reader says ハチ."""
    counter = _AFTER_EIGHT.get(match[2]) or "カ" + _AFTER_EIGHT[match[2][-1]]
    return said(match, cardinal(match[1]).removesuffix("チ") + "ッ" + counter, kana=True, risk=0.1)


def _doubled(match: re.Match[str]) -> list[Piece]:
    """1, 8 and 10 before these counters end in ッ, where the number reader says イチ, ハチ, ジュー."""
    number = re.sub("[チー]$", "ッ", cardinal(match[1]))
    return said(match, number + {"節": "セツ", "店舗": "テンポ"}[match[2]], kana=True, risk=0.1)


def _one_day(match: re.Match[str]) -> list[Piece]:
    """ついたち is a date: of a month that is named, of something announced, or the first of several; else it is a
    length.
    """
    before, after = match.string[: match.start()][-6:], match.string[match.end() :]
    length = re.search(
        r"(?:週|月|年|あと|もう|丸|まる|たった|わずか)(?:に|は|で)?$", before
    ) and not _OF_A_MONTH.search(before)
    named = _OF_A_MONTH.search(before) or _IS_A_DATE.match(after)
    return said(match, "イチニチ" if length or not named else "ツイタチ", kana=True, risk=0.2)


def _short_date(match: re.Match[str]) -> list[Piece] | None:
    month, day, text = int(match[1]), int(match[2]), match.string
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    fraction = month < day and day in (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 16, 20, 30)
    if _DATE_AFTER.match(text, match.end()) or _DATE_BEFORE.search(text[: match.start()][-8:]) or not fraction:
        return said(match, f"{month}月{day}日", risk=0.2)
    return None


def _fraction(match: re.Match[str]) -> list[Piece] | None:
    if int(match[2]) < 2:
        return None
    return said(match, f"{match[2]}分の{without_commas(match[1])}", risk=0.1)


def _dotted(match: re.Match[str]) -> list[Piece]:
    return said(match, "テン".join(cardinal(part) for part in match[0].split(".")), kana=True, risk=0.1)


def _version(match: re.Match[str]) -> list[Piece]:
    parts = match[1].split(".")
    number = "テン".join(cardinal(part) for part in parts)
    return said(
        match, "バージョン" + number.replace("ニテン", "ニーテン").replace("ゴテン", "ゴーテン"), kana=True, risk=0.1
    )


def _three_groups(match: re.Match[str]) -> list[Piece]:
    between = "の" if re.search(rf"[{_JAPANESE}]$", match.string[: match.start()]) else "、"
    return said(match, between.join(match.groups()), risk=0.2)


def _two_groups(match: re.Match[str]) -> list[Piece] | None:
    text, before = match.string, match.string[: match.start()][-12:]
    first, second = without_commas(match[1]), without_commas(match[2])
    if re.match(r"\s?=", text[match.end() :]):
        return None
    if _SCORE_AFTER.match(text, match.end()) or _SCORE_BEFORE.search(before):
        return said(match, _against((first, second)), kana=True, risk=0.1)
    if _COUNTED.match(text, match.end()) or unit_at(text, match.end()):
        return None
    if _ADDRESS_BEFORE.search(before):
        return said(match, f"{first}の{second}", risk=0.2)
    return None if float(second) > float(first) else said(match, _against((first, second)), kana=True, risk=0.3)


def _range(match: re.Match[str]) -> list[Piece] | None:
    if re.match(rf"{NUMBER}\s?[=+×÷]", match.string[match.end() :]):
        return None  # a sum
    number = match.end(1)
    return [Piece(match.start(), number, without_commas(match[1])), Piece(number, match.end(), "から")]


def _few_days(match: re.Match[str]) -> list[Piece] | None:
    """2~3日: said like 二、三日, as neighbours are."""
    return said(match, f"{match[1]}、{match[2]}日") if int(match[2]) == int(match[1]) + 1 else None


def _clock(match: re.Match[str]) -> list[Piece]:
    return said(match, f"{'午前' if match[2] in 'Aa' else '午後'}{match[1]}時")


def _clock_after(match: re.Match[str]) -> list[Piece]:
    minute = f"{int(match[3])}分" if match[3] and int(match[3]) else ""
    return said(match, f"{'午前' if match[1] in 'Aa' else '午後'}{match[2]}時{minute}")


def _era(match: re.Match[str]) -> list[Piece] | None:
    era, year = _ERAS[match[1]], match[2]
    if match[3] == "年":
        return said(match, f"{era}{year}年")
    return said(match, f"{era}{year}年{int(match[4])}月{int(match[5])}日") if match[4] else None


def _emergency(match: re.Match[str]) -> list[Piece]:
    special = {"110番": "ヒャクトーバン", "119番": "ヒャクジューキューバン", "118番": "ヒャクジューハチバン"}
    return said(match, special.get(match[0], "".join(_DIGIT_KANA[d] for d in match[0][:3]) + "バン"), kana=True)


def _english_scale(match: re.Match[str]) -> list[Piece]:
    words = {"mil": "ミリオン", "bil": "ビリオン", "tril": "トリリオン"}
    return said(match, without_commas(match[1]) + words[match[2]])
