"""Whom short labels, letters and posts stand for, as a document says it: legends (K＝神永), lists of people, titles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from toolkit.japanese.lazy import NARROW, lazy
from toolkit.transcript.introduced import HEREAFTER, NOT_A_NAME, set_close, tells_short
from toolkit.transcript.names import LETTER, has_family_name, is_generic, is_known, is_role, key, parse_name, shape

_LEGEND = lazy(
    r"(?:^|[\s,/;])[\x05『]?([^\s,/=:\x05\x06]{1,4})[\x06』]?\s?(?:[=\x02\x03\x04]{1,2}|:(?=\S))\s?([^\s,/=]{2,24})"
)  # of a line made narrow
_NOTED = lazy(
    "^[\\s　]*(?:[※＊*]|[（(【〈［\\[]?(?:注|凡例|略号|略称|記号|発言者)[)）】〉］\\]:：]\\s*)+"
)  # （注）K＝神永
_NOTES = frozenset("※＊*（(【〈［[注凡略記発")
_ROLES_TOLD = lazy(
    r"^[\s　]*([^\s:：]{1,4})\s?[:：][\s　]+([^\s（(:：]{2,8}[（(][^）)]{2,12}[)）])[\s　]*$"
)  # I:　調査者（岩切）
_POST_TOLD = lazy(r"[【［\[]?([^\s:：])[】］\]]?\s?[:：＝=][\s　]*([^:：。、]{2,30})")
_LETTERED = lazy(
    r"([^\s、,，:：／/（(]{1,8}(?:[ 　][^\s、,，:：／/（(]{1,5})?)(?:さん|氏)?"
    r"[（(]([A-ZＡ-Ｚぁ-ゖァ-ヺ一-鿿]{1,2})[)）]",
    needs="（(",
)
_INTRODUCES = lazy(
    r"(?:聞くひと|聞く人|聞き手|きき手|聴き手|話すひと|話す人|話し手|はなし手|語り手?|ゲスト|司会|進行)"
    r"[\s　:：＝=／/]+([^\s　（(:：]{2,12})"
)
_LEGEND_SIGNS = lazy("[＝=…→⇒:：]|以下")


def legend(lines: Iterable[str]) -> dict[str, str]:
    """Short label (its key) → the name it stands for, from lines such as ``K＝神永（工場長）　T＝寺尾（記者）``."""
    found: dict[str, str] = {}
    for line in (_NOTED.sub("", line, count=1) if line.lstrip()[:1] in _NOTES else line for line in lines):
        if len(line) <= 120 and _LEGEND_SIGNS.search(line):
            seen = _LEGEND.finditer(line.translate(NARROW))
            pairs = [(line[slice(*m.span(1))], line[slice(*m.span(2))]) for m in seen]
            pairs = [(a, _named_in(b)) for a, b in [*pairs, *_ROLES_TOLD.findall(line), *_posts_told(line)]]
            found |= {key(a): b.strip("）)。") if "（" not in b else b for a, b in pairs if _is_short_for(a, b)}
            for match in HEREAFTER.finditer(line) if tells_short(line) else ():
                before = re.split("[、,／/：:\\s　]", line[: match.start()].rstrip())[-1]
                if match[1] not in NOT_A_NAME and before:
                    found[key(match[1])] = before
    return found


def _posts_told(line: str) -> list[tuple[str, str]]:
    """話：バス運転士　古賀　渚さん（29歳）: a sign, a post and a name."""
    match = _POST_TOLD.fullmatch(line.strip())
    name = parse_name(re.sub("[（(].*$", "", match[2])) if match else None
    bare = (_role_before_name(name.bare) or name.bare) if name else ""
    return [(match[1], bare)] if match and bare and is_known(bare.split(" ")[0]) else []


def _role_before_name(text: str) -> str:
    """What follows the last word that is no name: バス運転士 古賀 渚 → 古賀 渚."""
    words = text.split(" ")
    first = next((n for n, word in enumerate(words) if has_family_name(word)), 0)
    return " ".join(words[first:])


def initials(labels: Iterable[str], lines: Iterable[str]) -> dict[str, str]:
    """Labels of one or two characters (their keys) → whom they stand for: M of 真柴（M）, も of 聞くひと　ももせ, where
    one name alone bears the letter or begins with the character.
    """
    short = {key(label): label for label in labels if len(label) == 1 or LETTER.fullmatch(label)}
    found: dict[str, set[str]] = {of: set() for of in short}
    begun: dict[str, set[str]] = {of: set() for of in short}
    for line in lines if short else ():
        for name, of in _LETTERED.findall(line) if len(line) <= 120 else ():
            if key(of) in found and shape(name).points > 0:
                found[key(of)].add(name)
        for word in _INTRODUCES.findall(line) if len(line) <= 60 else ():
            if key(word[0]) in begun and shape(word).points > -9:
                begun[key(word[0])].add(word)
    named = {of: names or begun[of] for of, names in found.items()}
    return {of: names.pop() for of, names in named.items() if len(names) == 1}


def _named_in(text: str) -> str:
    """The name in the brackets behind a word for a person, else the text: 調査者（岩切） → 岩切."""
    match = _IN_BRACKETS.fullmatch(text)
    return match[2] if match and _is_office(match[1]) and shape(match[2]).points > 0 else text


def lettered(labels: Iterable[str]) -> dict[str, str]:
    """Letters (their keys) → whom one of the labels says each stands for: Ａ（編集者） once, then Ａ."""
    found = (re.fullmatch(r"\s*([^（(]+?)\s*[（(].{1,30}[)）]", label) for label in labels)
    named = {m[1]: parse_name(m[0]).bare for m in found if m and LETTER.fullmatch(m[1])}
    return {key(letter): name for letter, name in named.items() if name != letter}


_POST = lazy(
    r"(?:^|[\s,/:])([^\s,/:=\x01()]{1,10})(?:\s?[:=/\x01]\s?|\s{1,12}|\()([^\s:=/,()][^:=/,()]{0,16}?)"
    r"(?:氏|さん|君)?(?=$|\s*[(),/]|　|さん)"
)  # of a line made narrow


def posts(lines: Iterable[str]) -> dict[str, str]:
    """A word for a person (its key) → who that is: ``司会　犬飼達郎（河川工学）``, ``語り手：馬場 トメさん``. A word
    that two people bear names nobody.
    """
    found: dict[str, set[str]] = {}
    for line in lines:
        if len(line) <= 120:
            text, at = set_close(line.strip("■●◆○・ 　")), 0
            seen = text.translate(NARROW)
            while match := _POST.search(seen, at):
                word, name = text[slice(*match.span(1))], text[slice(*match.span(2))].strip()
                fits = (is_generic(word) or is_role(word)) and shape(name).points > -1 and not is_generic(name)
                if fits and not is_role(name):
                    found.setdefault(key(word), set()).add(name)
                at = match.end() if fits else match.start(2) - 1
    return {word: next(iter(names)) for word, names in found.items() if len(names) == 1}


def offices(labels: Iterable[str], known: Mapping[str, str], lines: Sequence[str]) -> dict[str, str]:
    """Labels that are posts (their keys) → who holds them, where the document says so: 部長 of 総合政策部長　井料, 会長
    of 瓜生会長. ``known``: posts → names, as ``posts`` finds them.
    """
    names = [label for label in labels if not is_role(label) and not is_generic(label)]
    text = "\n".join(line for line in lines if len(line) <= 120)
    found: dict[str, str] = {}
    for label in map("".join, map(str.split, labels)):
        if not is_role(label) or key(label) in known:
            continue
        holders = {name for post, name in known.items() if post.endswith(key(label))}
        holders |= {name for name in names if f"{name}{label}" in text} or _titled_so(label, text)
        if len(holders) == 1:
            found[key(label)] = holders.pop()
    return found


def _titled_so(post: str, text: str) -> set[str]:
    """Those whom a text calls by a family name with the post behind it: 戸倉 of 戸倉大臣会見."""
    if post not in text:
        return set()
    called = re.findall(rf"(?<![一-鿿々ヶァ-ヺー])([一-鿿々ヶ]{{1,3}}|[ァ-ヺー]{{2,8}}){re.escape(post)}", text)
    return {name for name in called if has_family_name(name) or is_known(name)}


_IN_BRACKETS = lazy(r"\s*([^（(]+?)\s*[（(]([^（）()]{1,20})[)）]\s*", needs="（(")


def holders(labels: Iterable[str]) -> dict[str, str]:
    """Labels of a post that several people hold (their keys) → who it is: 町議（鴻池）, 町議（丑山）; of a family name
    that several bear → the label itself: 桐山（久）, 桐山（トシ）.
    """
    found = {label: match for label in labels if (match := _IN_BRACKETS.fullmatch(label))}
    posts: dict[str, set[str]] = {}
    for match in found.values():
        posts.setdefault(match[1], set()).add(match[2])
    several = {post for post, names in posts.items() if len(names) > 1 and _is_office(post)}
    families = {post for post, names in posts.items() if len(names) > 1 and all(map(_may_be_given, names))}
    named = {label: match[2].strip() for label, match in found.items() if match[1] in several}
    apart = {key(label): label.strip() for label, match in found.items() if match[1] in families - several}
    return apart | {
        key(label): name for label, name in named.items() if shape(name).points > 0 and not is_generic(name)
    }


def _may_be_given(text: str) -> bool:
    """久 of 桐山（久）: what tells two of one family apart."""
    return 0 < len(text.strip()) <= 3 and not is_role(text) and not is_generic(text) and text.strip().isalpha()


def _is_office(post: str) -> bool:
    return is_generic(post) or is_role(post)


def givens(labels: Iterable[str], lines: Iterable[str]) -> dict[str, str]:
    """Labels that are given names (their keys) → the full name, where the document tells it of one person: ツネ of
    畠山ツネ（九十一歳）.
    """
    wanted = [x for x in labels if 1 < len(x) <= 5 and not is_generic(x) and not is_role(x) and not has_family_name(x)]
    lines = [line for line in lines if len(line) <= 120 and any(_behind_kanji(line, name) for name in wanted)]
    if not lines:
        return {}
    found: dict[str, set[str]] = {}
    either = "|".join(map(re.escape, wanted))
    full = re.compile(rf"(?<![一-鿿々ァ-ヺー])([一-鿿々ヶ]{{1,3}})([ 　]?)({either})(?=さん|氏|[（(、,。\s　×]|$)")
    for line in lines:
        for match in full.finditer(line):
            if match[2] or has_family_name(match[1]) or not "一" <= match[3][0] <= "鿿":
                found.setdefault(key(match[3]), set()).add(match[0])
    return {given: next(iter(names)) for given, names in found.items() if len({key(name) for name in names}) == 1}


def _behind_kanji(line: str, name: str) -> bool:
    """Whether the name stands behind a kanji: asked of every line, so that few compile the pattern."""
    before = line[: max(0, line.find(name))].rstrip(" 　")[-1:]
    return "一" <= before <= "鿿" or before in ("々", "ヶ")


_TRADES = tuple("者家人師員長士手生官主民")


def _is_short_for(short: str, name: str) -> bool:
    if re.fullmatch("[一-鿿々]{1,4}", short) and re.split("[（(]", name)[0].endswith(_TRADES):
        return False  # 榎＝桶職人 says what 榎 is
    plain = short.isascii() or len(short) <= 2 or re.fullmatch("[Ａ-Ｚａ-ｚぁ-ゖァ-ヺ一-鿿]{1,2}[0-9０-９]?", short)
    return bool(plain) and not short.isdigit() and shape(re.split("[（(]", name)[0]).points > 0
