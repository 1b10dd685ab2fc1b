"""Written forms of a name: their parts, their likeness to a name, and whether two of them are one person."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from toolkit.japanese.lazy import lazy
from toolkit.japanese.words import name_kind
from toolkit.transcript.shapes import NEVER, Shape, shape_by_script
from toolkit.transcript.words import GENERIC, HONORIFICS, NOT_NAMES, ORGANISATIONS, ROLES, surnames

LONGEST = 40  # characters of a label, role included
# Old and popular shapes of characters in family names (戸籍統一文字, 常用漢字表の異体字).
_VARIANTS = str.maketrans(
    "髙﨑齋齊斎邊邉澤濱廣嶋國櫻眞龍惠瀨德黑淵渕增槇遙曉冨桒",
    "高崎斉斉斉辺辺沢浜広島国桜真竜恵瀬徳黒渕渕増槙遥暁富桑",
)
_KANA_NOTE = lazy(r"[ぁ-ゖァ-ヺー・=＝\s]+")
_BRACKETED = lazy(r"(.+?)\s*[（(]([^()（）]{1,30})[)）]", needs="（(")
_JOINED = lazy(r"(.{1,20}?)\s*[/／=＝・|｜]\s*(.+)", needs="/／=＝・|｜")
_SENTENCE = lazy(r"[。、．，！？!?;；「」『』…※～〜→↓]|https?|\d{4,}|\d{3}(?!号室|番)")
_ODD = lazy(r"[\[\]｛｝{}<>*@#%&+=~/\\|$^]|\.{2,}|^[-.]")
_GRAMMAR = lazy(  # behind the look-behind the class is compiled once, at the head twice
    "(?<=[一-鿿ァ-ヺー々A-Za-z0-9])(?:は|が|を|に|で|へ|と|の|も|から|まで|より|という|について|する|した|して|され|です|ます|だっ|ない|って|れば|なら|れる|った|いる|ある)(?!$)"
)
_ENDING = lazy(
    "(?:です|ます|した|する|ない|った|って|たい|ため|こと|もの|から|まで|には|では|とは|のは|は|が|を|に|で|へ|と|も|の|か|よ|ね)$"
)
_KATAKANA = lazy("[ァ-ヺー]+(?:[・=＝･ ][ァ-ヺー]+)+$", needs="・=＝･ ")
_LATIN = lazy(
    r"[A-Z][A-Za-zÀ-ɏ'’.-]*(?: (?:[A-Z][A-Za-zÀ-ɏ'’.-]*|de|van|von|da|la)){0,3}$", begins="ABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_NUMBERED = lazy(
    r"(?i)(?:話者|発言者|参加者|スピーカー|speaker|男性|女性|学生|記者|委員|質問者|聴衆|患者|証言者|会場)[\s_]*[A-ZＡ-Ｚa-z0-9０-９①-⑨一二三四五]{1,2}$"
)
_GIVEN = lazy("[一-鿿々]{1,3}|[ぁ-ゖー]{2,4}|[ァ-ヺー]{2,5}|[一-鿿々]{1,2}[ぁ-ゖ]{1,2}")
_NO_GIVEN = lazy(
    "です|ます|でした|から|まで|では|には|とは|より|など|ほか|(?:家|町|市|県|村|駅|線|川|山|城|島|湾|港|区|湖|橋|寺|店|社|会社|商店|製作所|工業|大学|銀行|建設|研究所|地区|事件|問題|方式|工場|支店|製薬)"
)
_FROM_THE_HALL = lazy(
    "(?:会場|客席|観客|聴衆|参加者|来場者|観覧席|質問者)(?:の[^はがをにで。、]{1,8}|から|より)", begins="会客観聴参来質"
)
_IS_TITLE = lazy("[一-鿿]{2}|[ァ-ヺー]{4}|^[A-Z]{2,}$")
_GRADE = lazy("^(?:[0-9０-９]{1,2}(?:年|組|歳|期|班)[ 　]*)+(?=[^\\s生度目間前後])")  # （6年　鷲見）
_HIRAGANA = lazy("[ぁ-ゖー・ ]+")
_SEAT = lazy("[0-9０-９]{1,3}番(?:委員|議員)?")
_ORDINAL = lazy("第[0-9一二三四五六七八九十百]{1,4}(?:章|部|回|節|話|幕|場|問|項)", begins="第")
_BELONGS = lazy("([^\\s、。「」]{1,8}?)の([^\\sの、。「」]{1,8})", needs="の")
_LONGEST_POST = 8  # characters of a word for a person
LETTER = lazy("[A-ZＡ-Ｚ]{1,2}")  # stands for a name
_HANDLE = lazy(r"(?<=\S)\s*[（(]?[@＠][A-Za-z0-9_.]{2,30}[）)]?$", needs="@＠")  # 佐藤 @sato_san
_CAPITALS = lazy("([一-鿿々ぁ-ゖァ-ヺー]{2,12}) ?([A-Z]{2,4})")


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """What two writings of one name have in common: width, case, spaces and old kanji shapes set aside."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).casefold().translate(_VARIANTS)


@dataclass(frozen=True, slots=True)
class Name:
    """A label taken apart: ``written`` = role + ``bare`` + honorific, in some order."""

    written: str
    bare: str
    role: str = ""
    honorific: str = ""


@lru_cache(maxsize=65536)
def parse_name(written: str) -> Name:
    """The parts of a label.

    >>> parse_name("OG CEO兼社長 ミナ・ロウ").role, parse_name("佐藤さん").bare
    ('OG CEO兼社長', '佐藤')
    """
    written = _closed(" ".join(_HANDLE.sub("", written).split()))
    bracket = _BRACKETED.fullmatch(written)
    if bracket:
        return _from_bracket(written, bracket[1], bracket[2])
    for split in (_role_before_space, _role_joined, _glued, _suffixed, _initialled):
        found = split(written)
        if found:
            return found
    return Name(written, written)


def _closed(written: str) -> str:
    """A name or a post set wide without its blanks: 会 長, 福 原; not 林 健."""
    closed = written.replace(" ", "")
    wide = " " in written and 2 * len(closed) - 1 == len(written)
    return closed if wide and (closed in surnames() or is_generic(closed) or is_role(closed)) else written


def _from_bracket(written: str, outer: str, inner: str) -> Name:
    if LETTER.fullmatch(outer) and shape(inner).points > 0:  # K（記者）
        return Name(written, parse_name(inner).bare)
    if _is_post(outer, inner):
        found = parse_name(_GRADE.sub("", inner))
        return Name(written, found.bare, outer, found.honorific)
    if is_generic(outer) and not _KANA_NOTE.fullmatch(inner) and len(inner) > 1:
        return Name(written, written)  # 会場（男性） is somebody else than 会場（女性）
    found = parse_name(outer)
    gloss = _KANA_NOTE.fullmatch(inner) and not inner.endswith(ROLES)
    role = "" if gloss or (len(inner) <= 3 and inner.isdigit()) else inner
    return Name(written, found.bare, found.role or role, found.honorific)


def _is_post(outer: str, inner: str) -> bool:
    """Whether a post stands before the brackets and a name in them: 交通課長（島崎亮君）, Translator (Yumi)."""
    if (graded := _GRADE.sub("", inner)) != inner:
        return is_generic(outer) or is_role(outer) or bool(_SEAT.fullmatch(outer))
    inner = graded
    if is_generic(inner) or is_role(inner.removesuffix("君")):
        return False
    named = inner.endswith(("君", "氏")) or shape(inner).strong or is_known(inner)
    if (is_generic(outer) or is_role(outer)) and _is_unheard_of(outer, inner):
        return True
    if is_generic(outer):
        return named or shape(inner).points >= 1 or bool(parse_name(inner).role)
    return named and (is_role(outer) or inner.endswith("君") or bool(_SEAT.fullmatch(outer)))


def _is_unheard_of(post: str, name: str) -> bool:
    """Whether a post has brackets behind it with a name that no list knows, and no noun: 財政課長（ペルラ）. A reading
    stands behind a name: 佐藤部長（さとう）.
    """
    plain = shape(name).points >= 0.5 and not name.endswith(ROLES) and len(name) > 1
    return plain and not _HIRAGANA.fullmatch(name) and parse_name(post).bare == post and name_kind(name) != "noun"


def _role_before_space(written: str) -> Name | None:
    """``港湾大学教授 佐藤 太郎``: the shortest beginning that is a role, if no role stands in what follows."""
    tokens = written.split(" ")
    for k in range(1, len(tokens)):
        head, tail = " ".join(tokens[:k]), " ".join(tokens[k:])
        office = is_role(head) or (head.endswith(("部", "課", "室", "局", "係")) and name_kind(head) == "noun")
        fits = (office and shape(tail).points > 0) or (_is_full_name(tail) and _IS_TITLE.search(head))
        if fits and not tail.islower() and not any(map(is_role, tokens[k:])):
            inner = _suffixed(tail) or Name(tail, tail)
            return Name(written, inner.bare, head, inner.honorific)
    return None


def _is_full_name(text: str) -> bool:
    """A name so plain that whatever stands before it must be its role."""
    return bool(_KATAKANA.fullmatch(text)) or (len(text) >= 3 and has_family_name(text))


def _role_joined(written: str) -> Name | None:
    match = _JOINED.fullmatch(written)
    if (
        match
        and (is_generic(match[1]) or is_role(match[1]) or _is_trade(match[1], match[2]))
        and shape(match[2]).points > 0
    ):
        inner = _suffixed(match[2]) or Name(match[2], match[2])
        return Name(written, inner.bare, match[1], inner.honorific)
    return None


def _is_trade(first: str, second: str) -> bool:
    """宮司・鳴海: an ordinary noun before a name that the dictionary knows."""
    if _KATAKANA.fullmatch(f"{first}・{second}"):
        return False  # リナ・ハルヴォルセン
    return name_kind(first) == "noun" and not has_family_name(first) and is_known(second)


def _glued(written: str) -> Name | None:
    """A word for a person, or where somebody belongs, right before a name: DJ灯里, ゲスト百瀬, 司書の三好."""
    for n in range(min(_LONGEST_POST, len(written) - 1), 1, -1):
        head, rest = written[:n], written[n:]
        if is_generic(head) and (is_known(rest) or (head.isascii() and not rest.isascii() and shape(rest).points > 0)):
            return Name(written, rest, head)
    match = _BELONGS.fullmatch(written)
    if match and (has_family_name(match[2]) or (is_role(match[1]) and is_known(match[2]))):
        return Name(written, match[2], match[1])  # the list first: most documents need no dictionary
    return None


def _initialled(written: str) -> Name | None:
    """A name before a post in capitals: 目黒HC, 田中 CTO."""
    match = _CAPITALS.fullmatch(written) if "A" <= written[-1:] <= "Z" and not written.isascii() else None
    return Name(written, match[1], match[2]) if match and is_person(match[1]) else None


def _suffixed(written: str) -> Name | None:
    """A name before a title or a post: 佐藤さん, 倉田委員; not 環境部長, which is a post altogether."""
    for ending in (*HONORIFICS, *ROLES):
        bare = written.removesuffix(ending).rstrip(" 　、，")
        if (
            bare
            and bare != written
            and not is_generic(written)
            and not is_generic(bare)
            and not is_role(bare)
            and len(bare) <= 20
            and (is_known(bare) if ending == "殿" else ending in HONORIFICS or is_person(bare))
        ):
            honorific = ending if ending in HONORIFICS else ""
            return Name(written, bare, "" if honorific else ending, honorific)
    return None


def is_known(text: str) -> bool:
    """Whether a list or the dictionary knows ``text`` for a family name."""
    return has_family_name(text) or name_kind(text) == "person"


@lru_cache(maxsize=8192)
def is_person(text: str) -> bool:
    """Whether ``text`` is known for the name of a person, or in a script in which nothing else stands before a post."""
    return (
        has_family_name(text)
        or bool(_KATAKANA.fullmatch(text) or _LATIN.fullmatch(text))
        or name_kind(text) == "person"
        or (name_kind(text) == "other" and not _ENDING.search(text))
    )


@lru_cache(maxsize=8192)
def is_generic(text: str) -> bool:
    """司会, 聞き手, 記者, 話者1: a person without a name."""
    return key(text) in GENERIC or bool(_NUMBERED.fullmatch(text) or _FROM_THE_HALL.fullmatch(text))


@lru_cache(maxsize=8192)
def is_role(text: str) -> bool:
    """Whether ``text`` says what a person is: ends in a role, or names an organisation."""
    return (
        text.endswith(ROLES)
        or is_generic(text)
        or any(word in text for word in (*ORGANISATIONS, "代表", "CEO", "CTO", "兼"))
    )


@lru_cache(maxsize=65536)
def shape(label: str) -> Shape:
    """The likeness of ``label`` to a name, from its characters alone."""
    text = unicodedata.normalize("NFKC", " ".join(_HANDLE.sub("", label).split())).translate(_VARIANTS)
    if is_generic(text):
        return Shape(2.5, True, "a word for a person")
    if not text or len(text) > LONGEST or not any(c.isalpha() for c in text) or key(text) in NOT_NAMES:
        return NEVER
    if _ORDINAL.match(text):
        return NEVER
    bracket = _BRACKETED.fullmatch(text)
    if bracket:
        outer = shape(bracket[1])
        return outer if not is_generic(bracket[1]) else Shape(2.5, True, "a role with a name")
    if _SENTENCE.search(text):
        return NEVER
    if _ODD.search(text):
        return Shape(-0.5, False, "odd signs")
    belongs = _BELONGS.fullmatch(text)
    if _glued(text) or (belongs and is_generic(belongs[2])):
        return Shape(1, False, "a post before a name")
    return _shape_of_parts(text)


def _shape_of_parts(text: str) -> Shape:
    tokens = text.split(" ")
    titled = len(tokens) > 1 and (is_role(" ".join(tokens[:-1])) or parse_name(text).role)
    if titled and not is_role(tokens[-1]):
        last = _shape_of_bare(tokens[-1])
        return (
            Shape(last.points + 1, last.strong, f"a role before {last.why or 'a name'}") if last.points > 0 else NEVER
        )
    for ending in (*HONORIFICS, *ROLES):
        bare = text.removesuffix(ending)
        if bare and bare != text and not _GRAMMAR.search(bare) and len(bare) <= 12:
            return Shape(1.5, _shape_of_bare(bare).points >= 0.5 and len(bare) <= 6, f"ends in {ending}")
    return _shape_of_bare(text)


def _shape_of_bare(text: str) -> Shape:
    if has_family_name(text):
        return Shape(2, True, "a family name")
    if _GRAMMAR.search(text) or (len(text) > 4 and _ENDING.search(text)):
        return NEVER
    if _KATAKANA.fullmatch(text):
        return Shape(2, False, "katakana parts")
    if text[:1].isupper() if text.isascii() and text.isalpha() else _LATIN.fullmatch(text):
        return Shape(1.5 if " " in text else 1, False, "Latin capitals")
    return shape_by_script(text)


def has_family_name(text: str) -> bool:
    """佐藤, 佐藤太郎, 佐藤 はるか; not 林業 or 佐藤です."""
    family = next((text[:n] for n in (3, 2, 1) if text[:n] in surnames()), "")
    given = text[len(family) :].strip()
    if not family or _NO_GIVEN.fullmatch(given):
        return False
    return not given or (bool(_GIVEN.fullmatch(given)) and (len(family) > 1 or " " in text))
