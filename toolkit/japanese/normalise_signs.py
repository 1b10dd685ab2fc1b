"""Signs: arithmetic, Roman and circled numerals, emoji, face marks, laughter, spaces, and what has no sound at all."""

from __future__ import annotations

import re
import unicodedata

from toolkit.japanese import tables
from toolkit.japanese.letters import english_number
from toolkit.japanese.normalise import Piece, Rule, pattern_rule, said

_WORD = r"0-9A-Za-zͰ-Ͽぁ-ゖァ-ヺー一-鿿々"
_JAPANESE = r"ぁ-ゖァ-ヺー一-鿿々〇"
_FACE_MARKS = r"\^_´`ω≧≦▽∀Дд;><°□TT๑•̀́ᴗʕʔᴥ◕‿◡╯︵┻━*"
_FACE = rf"[mヽヾ\\o]?\((?=[^()]*[{_FACE_MARKS}])[{_FACE_MARKS}'\":~・ー=.,oOxXvVuUnNqQ@$#/|ヮ艸人ノ\-　 ]{{2,14}}\)[mノ/シ\\;♪゛ツ]*"
_EMOJI = (
    r"[\U0001F000-\U0001FAFF\u2600-\u266C\u266E\u2670-\u27BF\u2B00-\u2BFF\u2300-\u23FF\u25FD\u25FE"
    r"\uFE0E\uFE0F\u200D\u20E3\U000E0020-\U000E007F]+"
)
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_NAMES_BEFORE = re.compile(
    r"(?:第|フェーズ|ステージ|タイプ|レベル|クラス|パート|グレード|シリーズ|ランク|バージョン)\s?$"
)
_COUNTERS_AFTER = re.compile(r"[章部世期型種類級巻編節項度回次号番年群度\.．、)]|$")
_KANJI_DIGITS = "一二三四五六七八九十百千〇零年月\u25cb\u25ef"
_BULLETS = "•‣◦▪▫■□◆◇●★☆▶►◀◄※†‡¦❖➢✓✔✗▼▽⇩⇧◉⬛⬜"


def early_rules() -> list[Rule]:
    """What is written with letters and is no word: face marks, laughter, Roman numerals. Asked before Latin words
    are.
    """
    return [
        pattern_rule(_FACE, lambda m: said(m, "")),
        pattern_rule(r"(?<![A-Za-z])(?:orz|OTL|\^\^;*|[;T]_[;T]|>_<|\^o\^|\^_\^;?)(?![A-Za-z])", lambda m: said(m, "")),
        pattern_rule(rf"(?<=[{_JAPANESE}。、!?)」…])[wW]+(?=$|[。、!?\s」)…\n])", lambda m: said(m, "")),
        pattern_rule(r"(?<![A-Za-z])w{3,}(?![A-Za-z.])", lambda m: said(m, "")),
        *_numerals(),
    ]


def rules() -> list[Rule]:
    """Every other rule of this file; the silent ones come last."""
    return [
        *_arithmetic(),
        _table_sign,
        *_marks(),
        *_silence(),
    ]


def _arithmetic() -> list[Rule]:
    number = r"(?=\s?[\d(√π])"
    return [
        pattern_rule(r"±\s?", lambda m: said(m, "プラスマイナス", kana=True)),
        pattern_rule(rf"(?<=[\d)²³])\s?\+\s?{number}", lambda m: said(m, "タス", kana=True)),
        pattern_rule(rf"(?<=[\d)²³])\s?[×✕*]\s?{number}", lambda m: said(m, "カケル", kana=True)),
        pattern_rule(rf"(?<=[\d)²³])\s?÷\s?{number}", lambda m: said(m, "ワル", kana=True)),
        pattern_rule(r"(?<=[\d)²³])\s?-\s?(?=\d[\d.]*\s?(?:[-+×÷]\s?\d+\s?)*=)", lambda m: said(m, "ヒク", kana=True)),
        pattern_rule(r"(?<=[\d)²³])(?:\s-\s)(?=\d)", lambda m: said(m, "ヒク", kana=True)),
        pattern_rule(rf"(?<=[{_WORD})²³])\s?=\s?(?=[\d{_WORD}√(-])", _equals),
        pattern_rule(r"(?<![0-9A-Za-z)])\+\s?(?=[\d¥$€])", lambda m: said(m, "プラス", kana=True)),
        pattern_rule(r"(?<![0-9A-Za-z)])(?:-|[△▲](?=\d))(?=[\d¥$€.])", lambda m: said(m, "マイナス", kana=True)),
        pattern_rule(r"(?<=\d)\+", lambda m: said(m, "プラス", kana=True)),
        pattern_rule(r"(?<=\d)<\s?(?=\d)", lambda m: said(m, "ショーナリ", kana=True)),
        pattern_rule(r"(?<=\d)>\s?(?=\d)", lambda m: said(m, "ダイナリ", kana=True)),
        pattern_rule(r"(?<=\d)\^(-?\d+)", lambda m: said(m, f"の{m[1].replace('-', 'マイナス')}乗")),
        pattern_rule(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+(?=$|[^0-9])", _power),
        pattern_rule(r"[₀-₉]+", lambda m: said(m, unicodedata.normalize("NFKC", m[0]))),
    ]


def _equals(match: re.Match[str]) -> list[Piece] | None:
    between_names = re.search(r"[ァ-ヺー]$", match.string[: match.start()]) and re.match(
        r"[ァ-ヺー]", match.string[match.end() :]
    )
    return said(match, "" if between_names else "イコール", kana=not between_names)


def _power(match: re.Match[str]) -> list[Piece]:
    before = match.string[match.start() - 1 : match.start()]
    power = unicodedata.normalize("NFKC", match[0])
    return said(match, f"の{power}乗" if before.isdigit() else f"{power}乗" if before.isalpha() else power)


def _numerals() -> list[Rule]:
    return [
        pattern_rule(r"[Ⅰ-Ⅿⅰ-ⅿ]+", _roman_sign),
        pattern_rule(r"(?<![A-Za-z0-9.&'-])(?=[IVX])(X{0,3}(?:IX|IV|V?I{0,3}))(?![A-Za-z0-9.&'-])", _roman_letters),
        pattern_rule(r"[①-⓿❶-➓⑴-⒛㉑-㉟㊱-㊿㋐-㋾㊀-㊉㈠-㈩]", _enclosed),
    ]


def _roman_sign(match: re.Match[str]) -> list[Piece]:
    letters = unicodedata.normalize("NFKC", match[0]).upper()
    return _roman(match, letters)


def _roman_letters(match: re.Match[str]) -> list[Piece] | None:
    """II, IV, X … after Japanese; a single letter only after words that count (第, フェーズ, タイプ)."""
    before = match.string[: match.start()]
    named = _NAMES_BEFORE.search(before[-10:])
    follows = re.search(r"[ァ-ヺー一-鿿]\s?$", before)
    if not match[1] or not (named or (follows and len(match[1]) > 1)):
        return None
    return _roman(match, match[1])


def _roman(match: re.Match[str], letters: str) -> list[Piece]:
    values = [_ROMAN.get(c, 0) for c in letters]
    total = sum(-v if any(w > v for w in values[k + 1 : k + 2]) else v for k, v in enumerate(values))
    katakana_before = re.search(r"[ァ-ヺーA-Za-z]\s?$", match.string[: match.start()])
    counted = re.match(r"[章部世期型種類級巻編節項度回次号番年群]", match.string[match.end() :])
    if katakana_before and not counted and english_number(total):
        return said(match, english_number(total), kana=True, risk=0.3)
    return said(match, str(total), risk=0.2)


def _enclosed(match: re.Match[str]) -> list[Piece]:
    """① and its like: the number (or kana, or letter) inside."""
    inner = re.sub(r"[^0-9A-Za-zァ-ヺ一-鿿]", "", unicodedata.normalize("NFKC", match[0]))
    inner = inner or str(unicodedata.numeric(match[0], 0)).removesuffix(".0")
    pause = (
        "、"
        if match.end() < len(match.string) and not re.match(r"[ぁ-ん、。番の章節項号位]", match.string[match.end()])
        else ""
    )
    return said(match, inner + pause)


def _table_sign(text: str, at: int) -> list[Piece] | None:
    if ("㌀" <= text[at] <= "㏿" or text[at] in "℃℉Å") and text[at] in tables.mapping("units"):
        return [Piece(at, at + 1, tables.mapping("units")[text[at]])]
    if text[at] not in tables.mapping("signs"):
        return None
    if text[at] in "△▲" and text[at + 1 : at + 2].isdigit():
        return None
    reading = tables.mapping("signs")[text[at]]
    if text[at] == "№" and re.match(r"\s?1(?!\d)", text[at + 1 :]):
        return [Piece(at, text.index("1", at) + 1, "ナンバーワン", kana=True)]
    kana = bool(re.fullmatch(r"[ァ-ヺー]+", reading))
    return [Piece(at, at + 1, reading, "rule" if reading else "silent", 0.1, kana)]


def _marks() -> list[Rule]:
    return [
        pattern_rule(
            r"(?<![一二三四五六七八九十百千〇0-9])([〇○◯])\1+(?![一二三四五六七八九])",
            lambda m: said(m, "マル" * len(m[0]), kana=True),
        ),
        pattern_rule(r"([×✕])\1+", lambda m: said(m, "バツ" * len(m[0]), kana=True)),
        pattern_rule(r"●{2,}", lambda m: said(m, "マル" * len(m[0]), kana=True)),
        pattern_rule(r"[〇○◯]", _circle),
        pattern_rule(rf"(?<=[{_WORD}」])\s?[×✕✖]\s?(?=[{_WORD}「])", _cross_between),
        pattern_rule(
            r"[×✕✖]",
            lambda m: said(m, "カケル" if m.string[m.end() : m.end() + 1].isdigit() else "バツ", kana=True, risk=0.2),
        ),
        pattern_rule(r"#(?=\s?1(?!\d))\s?1", lambda m: said(m, "ナンバーワン", kana=True)),
        pattern_rule(r"#\s?(?=\d)", lambda m: said(m, "ナンバー", kana=True)),
        pattern_rule(rf"#(?=[{_WORD}])", lambda m: said(m, "ハッシュタグ", kana=True)),
        pattern_rule(r"#", lambda m: said(m, "シャープ", kana=True)),
        pattern_rule(r"@(?=[A-Za-z0-9_])", lambda m: said(m, "アットマーク", kana=True)),
        pattern_rule(rf"@\s?(?=[{_JAPANESE}])", lambda m: said(m, "アット", kana=True)),
        pattern_rule(rf"(?<=[{_WORD}])\s?&\s?(?=[{_WORD}])", lambda m: said(m, "アンド", kana=True)),
        pattern_rule(r"(?<=[一-鿿ァ-ヺー])/(秒|分|時間?)(?![間前後半])", lambda m: said(m, f"毎{m[1][0]}")),
        pattern_rule(r"(?<=[円ドル件回人台個本枚名])/(日|週|月|年|人|回|件|台|個|本|枚|名|kg|g)(?![\d曜])", _each),
        pattern_rule(r"(?<=[の「])\*(?=[をがはも」キのに])", lambda m: said(m, "コメジルシ", kana=True)),
        pattern_rule(r"\*+", lambda m: said(m, "")),
        pattern_rule(r"(?<=[A-Za-z0-9])_(?=[A-Za-z0-9])", lambda m: said(m, "アンダーバー", kana=True)),
        *_tildes(),
    ]


def _circle(match: re.Match[str]) -> list[Piece] | None:
    text, at = match.string, match.start()
    beside = text[at - 1 : at] + text[match.end() : match.end() + 1]
    if any(char in _KANJI_DIGITS or char.isdigit() for char in beside):
        return None  # 二〇二四年: a digit, the dictionary's business
    if at == 0 and not re.match(r"[ぁ-ん、×△]", text[match.end() : match.end() + 1] or "を"):
        return said(match, "")  # a bullet
    return said(match, "マル", kana=True)


def _cross_between(match: re.Match[str]) -> list[Piece] | None:
    before, after = match.string[match.start() - 1], match.string[match.end() : match.end() + 1]
    if before in "はがをにもと" or re.match(r"[ぁ-ん]", after):
        return None  # 判定は×でした
    return said(match, "カケル", kana=True, risk=0.2)


def _each(match: re.Match[str]) -> list[Piece]:
    by_word = {"日": "マイニチ", "週": "毎週", "月": "毎月", "年": "毎年", "kg": "パーキログラム", "g": "パーグラム"}
    return said(match, by_word.get(match[1], f"、1{match[1]}あたり"), risk=0.2)


def _tildes() -> list[Rule]:
    return [
        pattern_rule(
            r"(?<=[0-9一-鿿%℃A-Za-zァ-ヺー)」])\s?~\s?(?=[0-9一-鿿ァ-ヺA-Za-z「¥$€])", lambda m: said(m, "から")
        ),
        pattern_rule(
            r"(?<=[年月日時分秒円歳才代人個台本枚回件階話章号頃半0-9%])\s?~(?=$|[\s、。)」\n])",
            lambda m: said(m, "から"),
        ),
        pattern_rule(r"~+", lambda m: said(m, "")),
    ]


def _silence() -> list[Rule]:
    return [
        pattern_rule(r"^[!?~]+", lambda m: said(m, "")),
        pattern_rule(r"[!?]{2,}", lambda m: said(m, "？" if "?" in m[0] else "！")),
        pattern_rule(r"[…‥]+|[―—─━–]+|--+|[→⇒➡←⇐↔⇔↑↓]+", lambda m: said(m, "、")),
        pattern_rule(_EMOJI, lambda m: said(m, "")),
        pattern_rule(rf"[{_BULLETS}♪♫♬♩♡♥❤„“”\"〝〟'`´_|^{{}}\\]+", lambda m: said(m, "")),
        pattern_rule(r":", lambda m: said(m, "、")),
        pattern_rule(r"/", lambda m: said(m, "、")),
        pattern_rule(r"\[|(?<=\d)\(", lambda m: said(m, "、")),
        pattern_rule(
            r"[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\x00-\x08\x0b-\x1f\x7f-\x9f\ufe00-\ufe0f\ud800-\udfff]+",
            lambda m: said(m, ""),
        ),
        pattern_rule(r"[ \t\u00a0\u2000-\u200a]+", _space),
        pattern_rule(r"\u3000+|\n", lambda m: said(m, "、")),
        pattern_rule(r"[\uff61-\uff9f]+", lambda m: said(m, unicodedata.normalize("NFKC", m[0]))),
        pattern_rule(r"[\u3099\u309a]", lambda m: said(m, "")),
    ]


def _space(match: re.Match[str]) -> list[Piece]:
    """A half-width space is typography beside Japanese, Latin or a number; it is never said, and makes no pause."""
    return said(match, "")
