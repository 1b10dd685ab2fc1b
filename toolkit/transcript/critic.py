"""What would be shown and spoken, looked at once more by somebody who does not know how it was found: whether a name, a
sign or a machine's mark is left in it, whether people talk so, and whether something said was left out.

No rule here asks by which form a label was found: where all forms fail, these must see it. Each is kept because on the
corpus of layouts, and on the same documents with labels written in ways that no form lists, it sees wrong readings and
hardly any right one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.model import Doubt
from toolkit.transcript.edges import may_begin, may_end
from toolkit.transcript.features import SPOKEN
from toolkit.transcript.labels import Label
from toolkit.transcript.lines import ends_sentence
from toolkit.transcript.names import LETTER, is_generic, is_known, key
from toolkit.transcript.result import Result, Said
from toolkit.transcript.survey import ASKING
from toolkit.transcript.ways import PLAIN, words_at

_MOST = 5  # doubts of one rule


def criticised(result: Result) -> list[Doubt]:
    """Every doubt about what is said and by whom."""
    return [doubt for rule in _RULES for doubt in list(rule(result))[:_MOST]] if result.said else []


def _doubt(k: int, said: str, mend: str) -> Doubt:
    return Doubt(k + 1, f"{said}; {mend}")


_NO_NAME = "if a name stands there, list it under speakers in jimaku.toml"
_TAKE_OUT = "if nobody says it, take it out of the file"
_OPENING = frozenset('「『（(―—“"')  # with these anybody's words may begin
_FEWEST, _SHARE = 3, 0.25


def _signs(result: Result) -> Iterator[Doubt]:
    """The same sign before much of what is said: 佐藤♪→はい。 佐藤♪→ええ。"""
    first = Counter(x.text[0] for x in result.said if not x.text[0].isalnum() and x.text[0] not in _OPENING)
    for sign, count in first.items():
        if count >= max(_FEWEST, _SHARE * len(result.said)):
            k = next(x.k for x in result.said if x.text[0] == sign)
            yield _doubt(k, f"{count} lines of speech begin with 「{sign}」, which would be shown", _TAKE_OUT)


def _words(result: Result) -> Iterator[Doubt]:
    """Words between signs that recur at the head or the end of what is said: はい。<佐藤>"""
    found: dict[str, dict[int, Label]] = defaultdict(dict)
    for n, said in enumerate(result.said):
        for label in words_at(said.text):
            if any(map(str.isalpha, label.key)) and not set(label.style) <= PLAIN | {"＊", "…"}:
                found[label.style].setdefault(n, label)
    for sights in found.values():
        counts = Counter(label.key for label in sights.values())
        again = [n for n, label in sights.items() if counts[label.key] > 1]
        if len(again) >= max(_FEWEST, 0.6 * len(sights)):
            found_so = f"「{sights[again[0]].name}」 stands between signs in {len(again)} lines of speech"
            yield _doubt(result.said[again[0]].k, found_so, _NO_NAME)


# What no one says: a tag, emphasis that was not closed, a time.
_MARKS = tuple(
    (lazy(pattern, needs=needs), fewest)
    for pattern, fewest, needs in (
        (r"</?[a-zA-Z][a-zA-Z0-9]{0,10}(?:\s[^<>]{0,200})?/?>", 1, "<"),
        (r"\*\*|__|~~|```|\{\{|\}\}|\{%|\[\[|\]\]", 1, "*_~`{}[]"),
        (r"-->|(?<!\d)\d{1,2}:\d{2}:\d{2}|[\[（(]\d{1,2}:\d{2}[）)\]]|^\d{1,2}:\d{2}\s|\s\d{1,2}:\d{2}$", 3, ":>"),
    )
)


def _marks(result: Result) -> Iterator[Doubt]:
    for pattern, fewest in _MARKS:
        found = [(x.k, match[0].strip()) for x in result.said if (match := pattern.search(x.text))]
        if len(found) >= fewest:
            yield _doubt(found[0][0], f"speech holds 「{found[0][1]}」, which would be shown and spoken", _TAKE_OUT)


# After a name at the head of what is said: it is spoken of, called, or says who it is.
_SPOKEN_OF = (
    "さん|氏|君|くん|ちゃん|様|先生|議員|委員|大臣|部長|課長|代表|は|が|を|に|の|も|と|や|へ|で|、|。|，|って|など|から|まで|だ|こと|"
    "・|[^\\s、。]{0,8}(?:です|でし|でござい|と申し)|[一-鿿]{0,3}(?:長|員|官|人|授|事)[、。に]|[！？!?]"
)
_BEHIND = r"[\s　」！？!?…）)／/—―<＜\[［（(~～〜]"


def _names(result: Result) -> Iterator[Doubt]:
    """The name of somebody who speaks, at the head of what is said or at its end, and nothing said of them."""
    known = sorted({name for name in result.names if len(name) > 1}, key=len, reverse=True)
    if not known:
        return
    either, names = "|".join(map(re.escape, known)), tuple(known)
    for pattern, may in (
        (rf"[^\w「『]{{0,8}}({either})(?!{_SPOKEN_OF})(?=.)", may_begin),
        (rf".*{_BEHIND}({either})[^\w]{{0,2}}$", may_end),
    ):
        at = lazy(pattern)
        for said in result.said:
            if may(said.text, names) and (match := at.match(said.text)) and key(match[1]) != key(said.text):
                yield _doubt(said.k, f"「{match[1]}」 stands at the head or the end of what is said here", _NO_NAME)


def _alone(result: Result) -> Iterator[Doubt]:
    """One voice for questions and what follows them."""
    asking = sum(bool(ASKING.search(x.text)) for x in result.said)
    if len({x.who for x in result.said}) == 1 and len(result.said) > _FEWEST and asking > 1:
        yield _doubt(
            result.said[0].k,
            f"{asking} lines ask, but one person was taken to say everything",
            "if somebody else asks or answers, put the names in",
        )


_TWICE = 2


def _both(result: Result) -> Iterator[Doubt]:
    """One turn of several lines in which questions are followed by what answers them."""
    turns: list[list[Said]] = []
    for said in result.said:
        if said.opens or not turns or turns[-1][-1].who != said.who:
            turns.append([])
        turns[-1].append(said)
    for turn in turns:
        asks = [bool(ASKING.search(said.text)) for said in turn]
        answered = [n for n, (a, b) in enumerate(pairwise(asks)) if a and not b]
        if len(answered) >= _TWICE and sum(asks) * 3 >= len(turn):
            both = f"「{turn[0].who}」 asks {len(answered)} times here and was taken to answer too"
            yield _doubt(turn[answered[0]].k, both, "if somebody else answers, put the names in")


_NUMBERED = lazy("[0-9０-９]{1,3}[.．)）　 ]")


def _counted(result: Result) -> Iterator[Doubt]:
    """Numbers that go up before what is said, as minutes of a hearing have them."""
    found = [said for said in result.said if not said.opens and _NUMBERED.match(said.text)]
    numbers = [int(re.match("[0-9０-９]+", said.text)[0]) for said in found]  # type: ignore[index]
    if len(found) >= _FEWEST and all(b == a + 1 for a, b in pairwise(numbers)):
        yield _doubt(found[0].k, f"{len(found)} lines of speech begin with a number, which would be shown", _TAKE_OUT)


_HONOURED = frozenset(("さん", "氏", "君", "様", "先生", "委員", "議員", "選手"))


def _alike(result: Result) -> Iterator[Doubt]:
    """Something that all names have in common, and that is no part of them: 佐藤曰く, 榊曰く."""
    names = [name for name in dict.fromkeys(result.names) if not is_generic(name)]
    if len(names) < 2:
        return
    head = _shared_head(names)
    tail = _shared_head([name[::-1] for name in names])[::-1]
    bare = [name.removesuffix(tail) for name in names]
    counted = all(name.removeprefix(head).isdigit() for name in names)  # spk_0, spk_1
    odd = head if head and not counted and (not head.isalnum() or (head.isascii() and head.islower())) else ""
    if tail and tail not in _HONOURED and all(is_known(name) or is_generic(name) for name in bare):
        odd = tail
    if odd:
        found = f"every name has 「{odd.strip()}」 in it, as in 「{names[0]}」"
        yield _doubt(result.said[0].k, found, "list the names under speakers in jimaku.toml")


def _odd(result: Result) -> Iterator[Doubt]:
    """A name with a sign on its edge."""
    for name in result.names:
        if name in ("さん", "氏", "君", "様") or name.count("（") + name.count("(") != name.count("）") + name.count(
            ")"
        ):
            said = f"「{name}」 was taken for a speaker's name, though a part of it is missing"
            yield _doubt(result.said[0].k, said, "list the name under speakers in jimaku.toml")
        plain = name[:1].isalnum() and name[-1:].isalnum() and not name.endswith(("曰", "曰く"))
        if not plain and re.search(r"^[^\w「『（(]\w|\w[^\w）)」』?？.．・ー]$|曰く?$", name):
            said = f"「{name}」 was taken for a speaker's name, sign and all"
            yield _doubt(result.said[0].k, said, "list the name under speakers in jimaku.toml")


def _shared_head(texts: Sequence[str]) -> str:
    """The characters that all texts begin with."""
    least, most = min(texts), max(texts)
    return next((least[:n] for n, c in enumerate(least) if c != most[n]), least)


def _openings(result: Result) -> Iterator[Doubt]:
    """Turn after turn that begins with the same characters: the rest of a label. 東京はい。 東京ええ。"""
    turns: dict[str, list[Said]] = defaultdict(list)
    for said in result.said:
        if said.opens:
            turns[said.who].append(said)
    heads = {who: _shared_head([x.text for x in found]) for who, found in turns.items()}
    odd = [who for who, head in heads.items() if len(turns[who]) >= _FEWEST and head[:1].isalnum()]
    for who in odd:
        yield _doubt(turns[who][0].k, f"everything that 「{who}」 says begins with 「{heads[who][:12]}」", _NO_NAME)
    first = Counter(x.text[:2] for x in result.said if x.opens)
    head, count = first.most_common(1)[0] if first else ("", 0)
    if not odd and count > _FEWEST and count >= 0.6 * sum(first.values()):
        yield _doubt(result.said[0].k, f"{count} turns begin with 「{head}」", _NO_NAME)


def _inside(result: Result) -> Iterator[Doubt]:
    """The sign that stands behind names elsewhere, inside speech: a label that was not seen."""
    sign, count = result.signs.most_common(1)[0] if result.signs else ("", 0)
    if count <= _FEWEST or count < 0.6 * sum(result.signs.values()) or not sign or sign[0] in "「『。、":
        return
    begun = re.compile(rf"([^\d]{{1,14}}?){re.escape(sign)}(?!\d)")
    for said in result.said:
        match = begun.match(said.text)
        if match and (not said.opens or is_generic(match[1].strip()) or is_known(match[1].strip())):
            yield _doubt(said.k, f"「{match[0].strip()}」 looks like a speaker's label within speech", _NO_NAME)


_OF_THE_TEXT = lazy("書き起こし|文字起こし|ファイル|発言|記事|会議録|採録|無断|聞き取|本(?:書|資料|誌)")


def _left(result: Result) -> Iterator[Doubt]:
    """Sentences that sound said, below the first turn, and that nobody says."""
    first = result.said[0].k
    for k, (kind, text) in result.unsaid.items():
        boxed = kind == "direction" and text[:1] in "（(［[〔【<＜"
        if k > first and kind != "note" and not boxed and _sounds_said(text):
            said = f"「{text[:16]}…」 sounds spoken, but was left out of what is said"
            yield _doubt(k, said, "if somebody says it, put the name in")


def _sounds_said(text: str) -> bool:
    said = SPOKEN.search(text) or ASKING.search(text)
    return bool(said) and ends_sentence(text) and not _OF_THE_TEXT.search(text)


def _letters(result: Result) -> Iterator[Doubt]:
    """A letter that the document says nothing of, among letters that stand for people it names."""
    letters = {name for name in result.names if LETTER.fullmatch(name)}
    alone = [said for said in result.said if said.who in letters]
    if alone and letters - {said.who for said in alone}:
        said_so = f"who 「{alone[0].who}」 is was not found, though other letters stand for people"
        yield _doubt(alone[0].k, said_so, "say it under aliases in jimaku.toml")


_ACTS = lazy("[るたくうすむぶつ]。?$")
_TALKED = lazy("です|ます|でし|まし|ません|よね|だね|けど|じゃ|はい|ええ|うん|あの")
_SHORT = 30  # characters of a direction


def _acts(result: Result) -> Iterator[Doubt]:
    """Speech without a label that tells what somebody who speaks here does: 少女、入ってくる。"""
    names = tuple(f"{name}{particle}" for name in result.names if len(name) > 1 for particle in "、がは")
    for said in result.said:
        acts = not said.opens and said.text.startswith(names) and _ACTS.search(said.text)
        if acts and len(said.text) <= _SHORT and not _TALKED.search(said.text):
            yield _doubt(said.k, f"「{said.text[:16]}」 reads like a direction, but was taken for speech", _TAKE_OUT)


_RULES: tuple[Callable[[Result], Iterator[Doubt]], ...] = (
    _signs,
    _words,
    _marks,
    _names,
    _alone,
    _both,
    _counted,
    _alike,
    _odd,
    _openings,
    _inside,
    _left,
    _letters,
    _acts,
)
