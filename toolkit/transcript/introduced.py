"""People whom a document introduces: short forms it gives (以下、田所), legends (K＝神永), cast lists, and who asks
whom.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolkit.japanese.lazy import lazy
from toolkit.japanese.words import people
from toolkit.transcript.names import is_generic, is_role, key, parse_name, shape
from toolkit.transcript.page_words import CREDIT_WORDS
from toolkit.transcript.words import ASKED_KEYS, ASKER_KEYS

HEREAFTER = lazy(
    r"[（(](?:[^（）()]{1,30}[。、，；;]\s?)?以下[、,，：:→⇒\s　]{0,3}[「『]?([^）)」』、。]{1,12})[」』]?(?:と表記|とする|と略す?)?[）)]",  # noqa: E501
    needs="以",
)
NOT_A_NAME = frozenset(("敬称略", "略", "省略", "同じ", "同", "敬称は略", "本文敬称略"))
_HONORIFICS = "さん|氏|先生|選手|監督|教授|様|くん|ちゃん|君"
_CALLED = lazy(
    rf"([一-鿿々ヶ]{{1,4}}[ 　]?[一-鿿々]{{1,3}}|[一-鿿々ヶ]{{1,4}}[ 　]?[ぁ-ゖー]{{2,5}}|[一-鿿々ヶ]{{1,4}}[ 　]?[ァ-ヺー]{{2,6}}|[一-鿿々ヶ]{{1,3}}|[ぁ-ゖ]{{2,5}} [ぁ-ゖ]{{2,4}}|"  # noqa: E501
    rf"[ァ-ヺー]{{2,12}}(?:[・＝=･][ァ-ヺー]{{1,12}}){{0,3}}|[A-Z][A-Za-z.'’]*(?: [A-Z][A-Za-z.'’]*){{0,2}})(?:（[^（）]{{1,24}}）)?\s?(?:{_HONORIFICS})"  # noqa: E501
)
_TITLED = lazy(
    r"([一-鿿々ァ-ヺー]{2,12})[・　 ]([一-鿿々ヶ]{1,4}[ 　]?[一-鿿々ぁ-ゖァ-ヺー]{1,5}|[ァ-ヺー]{2,10}(?:[・＝][ァ-ヺー]{1,10})+)(?=さん|氏|先生|[（(」』、。\s　]|の|に|が|$)"  # noqa: E501
)
_READ = lazy(
    r"^(?:[■●◆◇□○・▼\s　]*)([一-鿿々ヶぁ-ゖァ-ヺー]{1,6}[ 　]?[一-鿿々ぁ-ゖァ-ヺー]{1,6})\s?[（(／/]\s?[ぁ-ゖァ-ヺー]{1,8}[・\s　]?[ぁ-ゖァ-ヺー]{1,8}\s?[）)]?"  # noqa: E501
)
_AGED = lazy(  # 金城つばさ（28）
    "([一-鿿々ヶ]{1,3}[ 　]?[一-鿿々ぁ-ゖァ-ヺー]{1,5}|[ァ-ヺー]{2,10}(?:[・＝][ァ-ヺー]{1,10})+)"
    "[（(][0-9０-９]{1,3}歳?[)）]"
)
_NO_PERSON = frozenset(
    "皆 お客 みな 奥 旦那 娘 息子 お父 お母 お兄 お姉 お子 おじ おば 子ども 患者 職人 社員 店員 運転手 編集者 記者 司会 誰".split()  # noqa: E501
)


def hereafter(label: str) -> tuple[str, str]:
    """A label without its 「（以下、…）」, and the short form that this announces ('' if none).

    >>> hereafter("田所 誠一（以下、田所）"), hereafter("小出芳江氏（以下、敬称略）")
    (('田所 誠一', '田所'), ('小出芳江氏', ''))
    """
    match = HEREAFTER.search(label) if tells_short(label) else None
    if not match:
        return label, ""
    short = "" if match[1] in NOT_A_NAME else match[1].strip()
    return (label[: match.start()] + label[match.end() :]).strip(), short


def tells_short(text: str) -> bool:
    """Whether a bracket stands before 以下: asked of every line, so that few compile the pattern."""
    before, hereafter, _ = text.rpartition("以下")
    return bool(hereafter) and ("（" in before or "(" in before)


def set_close(line: str) -> str:
    """Without the blanks between single characters set wide: 楢　崎 → 楢崎."""
    return re.sub(r"(?<!\S)\S(?:[ 　]\S){1,5}(?=[\s（(]|$)", lambda match: re.sub("[ 　]", "", match[0]), line)


# What ends a name in a line of credits: 吉川すみれ　写真：本多一平
_OTHER_WORK = lazy(r"[、,／/（(]|[\s　]+(?=(?:写真|撮影|文|構成|編集|取材|イラスト|企画|執筆)(?:[\s　:：＝=／/・]|$))")


NOBODY = "話者"


def asker_of(meta: Mapping[str, str]) -> str:
    """The name for questions without one: from the metadata, else 聞き手."""
    lower = {name.casefold(): value for name, value in meta.items() if 0 < len(value) <= 20}
    found = next((lower[name] for name in ASKER_KEYS if name in lower), "")
    return parse_name(_OTHER_WORK.split(found)[0].strip()).bare if found else "聞き手"


def speaker_of(meta: Mapping[str, str]) -> str:
    """The name for one voice that bears none: from the metadata, if they name one person, else 話者."""
    told = next((meta[name] for name in ASKED_KEYS if 0 < len(meta.get(name, "")) <= 20), "")
    name = parse_name(re.split("[／/（(]", told)[0]).bare
    return name if name and not re.search("[、,，]", name) and shape(name).points > 0 else NOBODY


_WAS_ASKED = lazy(
    "(?:氏|さん|先生|選手|監督|教授|[一-鿿ァ-ヺー])(?:に|へ|から)(?:お?話|詳しく|本音|思い|真意|経緯|その|直接)?[^。、]{0,10}?"
    "(?:聞いた|聞きました|聴いた|聴きました|訊いた|伺った|伺いました|うかがった|うかがいました|尋ねた|たずねた|インタビュー|迫った|迫る|直撃)"
)
_ASKED_WEIGHT = 6  # above every mention


def asked_of(
    meta: Mapping[str, str],
    title: str,
    lead: Sequence[str],
    tail: Sequence[str],
    asker: str,
    asking: Iterable[str] = (),
) -> str:
    """The name for answers without one: whom metadata, title, lead or profile introduce, or the questions call by name;
    話し手 if nobody.

    ``lead``: the lines before the first question; ``tail``: those after the last answer; ``asking``: the questions.
    """
    lower = {name.casefold(): value for name, value in meta.items() if 0 < len(value) <= 20}
    told = next((lower[name] for name in ASKED_KEYS if name in lower), "")
    if told:
        return parse_name(re.split("[、,／/（(]", told)[0]).bare
    votes: Counter[str] = Counter()
    for line in (title, *lead):
        for match in _WAS_ASKED.finditer(line):
            votes.update(dict.fromkeys(list(people_in(line[: match.start() + 1]))[-1:], _ASKED_WEIGHT))
    for weight, lines in ((3.0, [title]), (2.0, lead[:8]), (1.0, lead[8:]), (1.5, tail[:4])):
        for line in lines:
            for name in people_in(line):
                votes[name] += weight  # type: ignore[assignment]
    known = set(votes)
    for line in asking:
        for match in _CALLED.finditer(line):
            if any(key(other).startswith(key(match[1])) for other in known):
                votes[match[1].strip()] += 2.0  # type: ignore[assignment]
    ranked = [name for name, _ in votes.most_common() if key(name) not in key(asker) and key(asker) not in key(name)]
    return _fullest(ranked[0], votes) if ranked else "話し手"


def _fullest(name: str, votes: Iterable[str]) -> str:
    """The longest of the names that begin or end with this one: 乾 → 乾 一郎."""
    return max(
        (other for other in votes if key(other).startswith(key(name)) or key(other).endswith(key(name))), key=len
    )


def _may_be_called(name: str, called: str) -> bool:
    """Whether what stands before さん is a name: not 新 of 新監督, nor 皆."""
    if name in _NO_PERSON or is_role(name) or is_generic(name) or shape(name).points <= -9:
        return False
    return called.endswith(("さん", "氏", "様", "くん", "ちゃん", "君")) or not is_role(called) or len(name) > 1


def people_in(line: str) -> Iterator[str]:
    """The names of people a line speaks of."""
    if CREDIT_WORDS.search(line):
        return
    line = set_close(line)
    for name in people(line):
        gap = "[ 　]?" if "ぁ" <= name[0] <= "ヺ" else "[ 　]"
        before = re.search(rf"(?<![ぁ-ゖァ-ヺー])[一-鿿々]{{1,3}}{gap}{re.escape(name)}", line)
        full = parse_name(before[0]).bare if before else name
        if len(full) > 1 and not is_role(full):
            yield full
    for match in (*_CALLED.finditer(line), *_READ.finditer(line), *_AGED.finditer(line)):
        name = parse_name(match[1].strip()).bare
        if _may_be_called(name, match[0]):
            yield name
    for match in _TITLED.finditer(line):
        if is_role(match[1]) or shape(match[2]).strong:
            yield parse_name(match[2].strip()).bare
