"""Documents in which nobody was found to speak: what says that people may talk there all the same."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.model import Doubt
from toolkit.transcript.labels import Label
from toolkit.transcript.names import is_generic, is_known, key, parse_name
from toolkit.transcript.survey import ASKING, Lines
from toolkit.transcript.ways import Way, is_scheme, ways_of, words_at

_MANY, _SHARE, _AGAIN = 4, 0.15, 0.7  # labels, of the lines, and of them those that recur: somebody may speak here
_LIST = "if it is a speaker, list it under speakers in jimaku.toml"
_PUT_IN = "put the names in, or list them under speakers in jimaku.toml"


def unheard(lines: Lines) -> list[Doubt]:
    """The first sign that somebody speaks after all; nothing for an article."""
    rules = (
        _labels,
        _quotations,
        _questions,
        _sentences,
        _headed,
        _ways,
        _few,
        _repeated,
        _beginnings,
        _again,
        _fillers,
        _talk,
    )
    return next((found for rule in rules if (found := list(rule(lines))[:1])), [])


def _labels(lines: Lines) -> Iterator[Doubt]:
    """What stands before many lines as names do."""
    many = {
        style
        for style, of in lines.evidence.styles.items()
        if of.sights >= _MANY and of.cover >= _SHARE and of.repeated >= _AGAIN and of.names > 1
    }
    found = [e for e in lines.evidence.entries.values() if e.style in many and e.count > 1]
    if found:
        most = max(found, key=lambda entry: entry.count)
        said = f"「{most.name}」 stands before {most.count} lines, but nobody was taken to speak"
        yield Doubt(most.at[0] + 1, f"{said}; {_LIST}")


_QUOTATIONS, _OF_LINES = 4, 0.5
_QUOTED = re.compile("「[^」]*(?:」[^「」]*「[^」]*)*」[^「」、。]{0,10}$")  # 「はい」佐藤


def _quotations(lines: Lines) -> Iterator[Doubt]:
    """Lines in quotation marks, most of the document, that nobody is named for."""
    quoted = [k for k in lines.filled if _QUOTED.match(lines.sheet.lines[k].strip())]
    if len(quoted) >= max(_QUOTATIONS, _OF_LINES * len(lines.filled)):
        said = f"{len(quoted)} lines stand in quotation marks, but who says them is told nowhere"
        yield Doubt(quoted[0] + 1, f"{said}; {_PUT_IN}")


_ASKED, _OF_ALL = 3, 0.15


def _questions(lines: Lines) -> Iterator[Doubt]:
    """Line after line that asks, in a document in which nobody answers."""
    texts = {k: lines.sheet.lines[k].strip() for k in lines.filled}
    asking = [k for k, text in texts.items() if ASKING.search(text) or text.endswith(("は。", "とは。"))]
    if len(asking) >= max(_ASKED, _OF_ALL * len(lines.filled)):
        said = f"{len(asking)} lines ask, but nobody was taken to speak"
        yield Doubt(asking[0] + 1, f"{said}; {_PUT_IN}")


_FEWEST = 3


def _ways(lines: Lines) -> Iterator[Doubt]:
    """Words that take turns at the head or the end of lines, whatever signs they stand between."""
    for way in ways_of(lines.sheet.lines, lines.filled, fewest=_FEWEST):
        if _may_name(way, lines):
            first, label = next(iter(way.sights.items()))
            said = f"「{label.name}」 and other words take turns in {len(way.sights)} lines"
            yield Doubt(first + 1, f"{said}, but nobody was taken to speak; {_LIST}")


def _may_name(way: Way, lines: Lines) -> bool:
    if not way.is_plain:
        return is_scheme(way, lines.sheet.lines, lines.filled, cover=0.2, like=0.7, said=0.3)
    people = Counter(x.key for x in way.sights.values() if is_generic(x.name) or is_known(parse_name(x.name).bare))
    return len(people) > 1 and sum(people.values()) >= _FEWEST


_HEADINGS = 2


def _sentences(lines: Lines) -> Iterator[Doubt]:
    """Headings that end as sentences do, each over a text: what somebody asks, mostly."""
    texts = {k: lines.sheet.lines[k].strip() for k in lines.filled if lines.sheet.mark(k).kind == "heading"}
    asking = [k for k, text in texts.items() if text.rstrip("」』）)").endswith(("。", "？", "?", "ください"))]
    if len(asking) >= max(_HEADINGS, len(texts) // 2):
        said = f"{len(asking)} headings end as questions do, but nobody was taken to speak"
        yield Doubt(asking[0] + 1, f"{said}; {_PUT_IN}")


_ASKS = frozenset("相談 ご相談 お悩み 悩み 質問 ご質問 問 問い q".split())
_ANSWERS = frozenset("回答 ご回答 お答え 答え 答 アドバイス a".split())


def _headed(lines: Lines) -> Iterator[Doubt]:
    """Headings that ask and answer: 【相談】 … 【回答】 …"""
    words = {k: key(lines.sheet.lines[k].strip("#■◆●◇▼【】〈〉《》［］[]：: 　")) for k in lines.filled}
    asks, answers = ([k for k, word in words.items() if word in wanted] for wanted in (_ASKS, _ANSWERS))
    if asks and answers and min(asks) < max(answers):
        said = (
            f"「{words[asks[0]]}」 and 「{words[answers[0]]}」 stand over what follows, but nobody was taken to speak"
        )
        yield Doubt(asks[0] + 1, f"{said}; {_PUT_IN}")


_SHORT, _ALL = 12, 0.75  # lines of a short document; of them, those that are alike


def _few(lines: Lines) -> Iterator[Doubt]:
    """A document of a few lines, nearly all with a word between the same signs: 司会・・・次は。 さくら・・・はい。"""
    if not _FEWEST < len(lines.filled) <= _SHORT:
        return
    styles: dict[str, dict[int, Label]] = defaultdict(dict)
    for k in lines.filled:
        for label in words_at(lines.sheet.lines[k]):
            styles[label.style].setdefault(k, label)
    for style, sights in styles.items():
        names = Counter(label.key for label in sights.values())
        plain = Way(style, sights).is_plain
        if not plain and len(sights) >= _ALL * len(lines.filled) and 1 < len(names) < len(sights):
            label = next(iter(sights.values()))
            said = f"「{label.name}」 and other words stand between signs in {len(sights)} lines"
            yield Doubt(min(sights) + 1, f"{said}, but nobody was taken to speak; {_LIST}")


_REPEATS, _OF_IT, _WORD = 4, 0.2, 14  # lines; of all; characters


def _repeated(lines: Lines) -> Iterator[Doubt]:
    """Short lines that come again and take turns, each with another text below it: ;司会 … ;佐藤 … ;司会 …"""
    texts = [lines.text(n).strip() for n in range(len(lines.filled))]
    counts = Counter(text for text in texts if 0 < len(text) <= _WORD and any(map(str.isalpha, text)))
    again = [text for text in texts if counts[text] > 1]
    turns = sum(a != b for a, b in pairwise(again))
    if len(again) >= max(_REPEATS, _OF_IT * len(texts)) and len(set(again)) > 1 and turns >= _AGAIN * (len(again) - 1):
        said = f"「{again[0]}」 and other short lines come again and take turns, but nobody was taken to speak"
        yield Doubt(lines.filled[texts.index(again[0])] + 1, f"{said}; {_LIST}")


_SAME = 3  # characters


def _again(lines: Lines) -> Iterator[Doubt]:
    """A document of a few lines that begin with the same characters in turn: 大木！ … 松本！ … 大木！ …"""
    texts = [lines.sheet.lines[k].lstrip()[:_SAME] for k in lines.filled]
    counts = Counter(texts)
    again = sum(count for count in counts.values() if count > 1)
    turns = sum(a != b for a, b in pairwise(texts))
    if (
        _FEWEST < len(texts) <= _SHORT
        and len(counts) > 1
        and again >= _ALL * len(texts)
        and turns >= _ALL * (len(texts) - 1)
    ):
        said = f"lines that begin with 「{texts[0]}」 and others take turns, but nobody was taken to speak"
        yield Doubt(lines.filled[0] + 1, f"{said}; {_PUT_IN}")


_FILLERS = lazy("(?:^|[。、…！？　])(?:ええと|えーと|えっと|えーっと|あのー|あのう|うーんと?)[、。…]")
_QUOTES = re.compile("「[^」]*」|『[^』]*』")


def _fillers(lines: Lines) -> Iterator[Doubt]:
    """Somebody who looks for words, not in quotation marks: ええと、棚の高さが。"""
    for k in lines.filled:
        if match := _FILLERS.search(_QUOTES.sub("", lines.sheet.lines[k])):
            said = f"「{match[0].strip('。、…！？　')}」 is spoken, but nobody was taken to speak"
            yield Doubt(k + 1, f"{said}; {_PUT_IN}")


_LENGTHS, _BEGUN = range(2, 7), 0.25


def _beginnings(lines: Lines) -> Iterator[Doubt]:
    """Lines that begin with one of a few names, whatever follows: 佐藤はい。 榊どうぞ。"""
    texts = {k: lines.sheet.lines[k].lstrip() for k in lines.filled}
    heads = Counter(text[:n] for text in texts.values() for n in _LENGTHS if len(text) > n)
    names = tuple(h for h, count in heads.items() if count >= _FEWEST and (is_generic(h) or is_known(h)))
    begun = [k for k, text in texts.items() if len(names) > 1 and text.startswith(names)]
    if len(begun) >= max(_FEWEST, _BEGUN * len(texts)):
        said = f"{len(begun)} lines begin with a name such as 「{names[0]}」, but nobody was taken to speak"
        yield Doubt(begun[0] + 1, f"{said}; {_PUT_IN}")


_TALKS = lazy(
    "(?:よね|だね|だよ|じゃん|なあ|かな|ねえ|ですね|ますね|たね|ですよ|ますよ|たよ|でしょう?)(?:[。！？!?…（(」]|$)|"
    "^[「『（(]?(?:はい|ええ|うん|いや|えー|ああ|あ、|え、|そう)[、。…]"
)
_TALKING = 0.1


def _talk(lines: Lines) -> Iterator[Doubt]:
    """Lines that answer, agree or ask: はい。 そうですね。"""
    kinds = ("note", "caption", "page", "code")
    texts = {k: lines.sheet.lines[k].strip() for k in lines.filled if lines.sheet.mark(k).kind not in kinds}
    found = [k for k, text in texts.items() if _TALKS.search(text) or ASKING.search(text)]
    if len(found) >= max(2, _TALKING * len(texts)):
        said = f"{len(found)} lines sound like people who talk, but nobody was taken to speak"
        yield Doubt(found[0] + 1, f"{said}; {_PUT_IN}")
