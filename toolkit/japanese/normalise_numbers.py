"""Numbers with what stands around them: dates, times, ratios, fractions, ranges, scores, money, units, telephone
numbers.

Every rule answers for the place where its number begins; what it writes is Japanese with plain digits, which the
dictionary's own number reader then gives its sound (三本 → サンボン): only what that reader cannot know is decided
here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from toolkit.japanese import normalise_dates as dates
from toolkit.japanese.normalise import NUMBER, Piece, Rule, pattern_rule, said, without_commas
from toolkit.japanese.normalise_units import after_kanji, basement, measured, money, unit_at

_AFTER_EIGHT = {
    "個": "コ", "件": "ケン", "軒": "ケン", "歩": "ポ", "票": "ピョー", "校": "コー", "巻": "カン", "曲": "キョク", "機": "キ",
    "階": "カイ", "回": "カイ", "戸": "コ", "分": "プン", "月": "ゲツ", "所": "ショ", "国": "コク",
}  # fmt: skip
_JAPANESE = "ぁ-ゖァ-ヺー一-鿿々〇"
_DIGIT_KANA = dict(zip("0123456789", "ゼロ イチ ニ サン ヨン ゴ ロク ナナ ハチ キュー".split(), strict=True))
_WON = r"(?:勝|敗|負|引き?分|リード|完封|快勝|大勝|圧勝|逆転|接戦|ドロー|スコア|で迎え|とリード|と勝|と負)"
_SCORE_AFTER = re.compile(rf"\s?(?:(?:で|の|と)?{_WON}|(?:で|の)[^、。]{{0,6}}{_WON}|で終)")
_SCORE_BEFORE = re.compile(r"(?:スコア|結果|前半|後半|試合|セット|第\d+戦|得点)[はがを、:]{0,2}\s?$")
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
        pattern_rule(r"(\d{4})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{1,2})(?![\d/-])", dates.full_date),
        pattern_rule(r"((?:19|20)\d\d)/(0?[1-9]|1[0-2])(?![\d/])", dates.month),
        pattern_rule(
            r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?(?:\s?([AaPp])\.?[Mm]\.?(?![A-Za-z]))?(?!\d)(?!:\d)", dates.time
        ),
        pattern_rule(rf"({NUMBER})((?:\s?:\s?{NUMBER})+)", _ratio),
        pattern_rule(rf"({NUMBER})((?:対{NUMBER})+)(?![億万千百])", _ratio),
        pattern_rule(r"(\d{0,3}8)([個件軒歩票校巻曲機階回戸]|[かカヶケヵ箇](?:月|所|国))(?![一-鿿])", _eight),
        pattern_rule(r"(?<=割)(\d)分", lambda m: said(m, f"{cardinal(m[1])}ブ", kana=True)),
        pattern_rule(r"2人(?=組(?!織))", lambda m: said(m, "フタリ", kana=True)),
        pattern_rule(r"(\d{0,3}8)(分)(?![の目音咲休割方])", _eight),
        pattern_rule(r"(\d{0,3}[18]|\d{0,2}[1-9]0)(節|店舗)", _doubled),
        pattern_rule(r"1日(?![間目中分])", dates.one_day),
        pattern_rule(r"(\d{1,2})/(\d{1,2})(?![\d/])", dates.short_date),
        pattern_rule(rf"({NUMBER})\s?/\s?(\d+)(?![\d/])", _fraction),
        pattern_rule(r"(\d+)((?:\.\d+){2,})", _dotted),
        pattern_rule(r"(\d{1,4})-(\d{1,4})-(\d{1,4})(?![\d-])", _three_groups),
        pattern_rule(rf"({NUMBER})\s?-\s?({NUMBER})(?![\d-])", _two_groups),
        pattern_rule(r"([1-9])\s?~\s?([1-9])日(?!間|目|分)", dates.few_days),
        pattern_rule(rf"({NUMBER})\s?[~-]\s?(?=[¥$€£]?\d)", _range),
        pattern_rule(r"(\d{1,2})\s?([AaPp])\.?[Mm]\.?(?![A-Za-z])", dates.clock),
        pattern_rule(rf"({NUMBER})\s?(mil|bil|tril)lions?(?![A-Za-z])", _english_scale),
        measured,
        pattern_rule(r"0(?=時(?!間)|点(?!\d)|度|℃)", lambda m: said(m, "レー", kana=True)),
        pattern_rule(r"0(\d)(?=[分秒月日時])", lambda m: said(m, m[1])),
        pattern_rule(r"0\d+(?!\.?\d)", _digit_groups),
        pattern_rule(
            r"\d{1,3}(?:、\d{3})*、(?:0\d\d|\d{3}(?=[円名人個件台冊枚本万億社戸頭]))(?!\d)",
            lambda m: said(m, m[0].replace("、", "")),
        ),
        pattern_rule(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", lambda m: said(m, m[0].replace(",", ""))),
    ]
    return [_at_number(given), *_sign_rules()]


def early_rules() -> list[Rule]:
    """What begins with letters and is about a number: asked before Latin words are."""
    return [
        money,
        basement,
        after_kanji,
        pattern_rule(r"(?<![A-Za-z])[Nn][Oo]\.\s?1(?![\d.])", lambda m: said(m, "ナンバーワン", kana=True)),
        pattern_rule(r"(?<![A-Za-z])([MTSHR])(\d{1,2})([./年])(?:(\d{1,2})\3(\d{1,2}))?(?!\d)", dates.era),
        pattern_rule(r"(?<![A-Za-z])([AaPp])\.?[Mm]\.?\s?(\d{1,2})(?::(\d\d)|時(?!間))?(?!\.?\d)", dates.clock_after),
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


def _emergency(match: re.Match[str]) -> list[Piece]:
    special = {"110番": "ヒャクトーバン", "119番": "ヒャクジューキューバン", "118番": "ヒャクジューハチバン"}
    return said(match, special.get(match[0], "".join(_DIGIT_KANA[d] for d in match[0][:3]) + "バン"), kana=True)


def _english_scale(match: re.Match[str]) -> list[Piece]:
    words = {"mil": "ミリオン", "bil": "ビリオン", "tril": "トリリオン"}
    return said(match, without_commas(match[1]) + words[match[2]])
