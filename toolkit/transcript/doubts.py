"""What of a reading is not sure, as far as it bears on who says what."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from toolkit.japanese.lazy import lazy
from toolkit.japanese.words import name_kind
from toolkit.model import Doubt
from toolkit.transcript.chain import CLASSES, Class, Reading
from toolkit.transcript.evidence import Entry
from toolkit.transcript.labels import Label
from toolkit.transcript.names import is_generic, is_role
from toolkit.transcript.signs import TABBED, UNKNOWN_TURN
from toolkit.transcript.survey import UNNAMED, Lines

_MOST, _MOST_NAMES = 10, 60
# A reading less probable than this is told as a doubt (product default: of 65 layouts never seen before seven were
# silently wrong at 0.8, five at 0.88; of the 220 documents of the corpus that are read right 63 are doubted, and 55 at
# 0.8, 70 at 0.91)
UNSURE = 0.88
_SAME: tuple[frozenset[str], ...] = (
    frozenset(("named",)),
    frozenset(("question",)),
    frozenset(("answer",)),
    frozenset(("speech", "more")),
    frozenset(("prose", "heading", "direction", "meta", "cast", "note", "caption", "page")),
)
_READ_AS: Mapping[Class, str] = {
    "named": "speech with its speaker's name",
    "question": "a question",
    "answer": "an answer without a name",
    "speech": "speech that goes on",
    "more": "the rest of the line above",
    "prose": "text that nobody speaks",
    "heading": "a heading",
    "direction": "a direction",
    "meta": "metadata",
    "cast": "a list of people",
    "note": "a note",
    "caption": "a caption",
    "page": "no part of the transcript",
}
_MENDS = "if that is wrong, say so under speakers, not_speakers or headings in jimaku.toml"


def doubts_of(lines: Lines, reading: Reading, labels: Mapping[int, Label]) -> list[Doubt]:
    """Lines of which it is not sure who says them, or whether anybody does."""
    found = [
        Doubt(
            k + 1,
            f"「{labels[k].name}」 speaks only once; if it is a heading, list it under not_speakers in jimaku.toml",
        )
        for k in _once(lines, reading, labels)
    ]
    found += run_in(lines, reading, labels)
    found += bare(lines, reading, labels)
    found += _strange(lines, reading, labels)
    found += _greeting(lines, reading, labels)
    found += _unnamed_turns(labels)
    for n, k in enumerate(lines.filled):
        sure, said = sureness(lines, reading, n), lines.text(n).strip()
        if sure >= UNSURE or not said.strip(_STOPS):
            continue
        short = said if len(said) <= 20 else said[:19] + "…"
        found.append(
            Doubt(k + 1, f"「{short}」 was read as {_READ_AS[reading.class_at(n)]} ({sure:.0%} sure); {_MENDS}")
        )
    return found


_STOPS = "。、．，.,"  # a line of nothing else says nothing, whoever says it
_LIKELY = 0.8


def perhaps(lines: Lines, reading: Reading) -> list[Doubt]:
    """Labels of a reading in which people would speak, where too little says that they do."""
    found = []
    for n, k in enumerate(lines.filled):
        j = reading.picked[n]
        if j >= 0 and reading.named[n][j] >= _LIKELY:
            said = f"「{lines.labels(n)[j].name}」 may be a speaker, but nothing else in the text says so"
            found.append(Doubt(k + 1, f"{said}; if it is one, list it under speakers in jimaku.toml"))
    return found[:_MOST]


def run_in(lines: Lines, reading: Reading, labels: Mapping[int, Label]) -> list[Doubt]:
    """Lines that begin with the name of somebody who speaks here, without the sign that stands behind it elsewhere."""
    names = sorted(
        {
            e.name
            for e in lines.evidence.entries.values()
            if e.count > 1 and e.form not in UNNAMED and e.look.points > 0
        },
        key=len,
        reverse=True,
    )[:_MOST_NAMES]
    if not names:
        return []
    begun = re.compile(
        rf"\s*({'|'.join(map(re.escape, names))})(?=[^\W_])(?![さ氏君くちがはをにのもとやへで先様A-Za-z])"
    )
    styles = {label.form for label in labels.values()}
    found = []
    for n, k in enumerate(lines.filled):
        open_ = k not in labels and reading.class_at(n) in ("speech", "answer") and styles - {"alone", "known"}
        match = begun.match(lines.text(n)) if open_ else None
        if match and (len(match[1]) > 1 or match[1].isascii()):
            said = f"this line begins with 「{match[1]}」, but the sign of a label is missing"
            found.append(Doubt(k + 1, f"{said}; if they speak, put it in"))
    return found[:_MOST]


_LABELLED_BLOCKS, _LABELLED, _BARE = 5, 12, 0.06  # labels before what is said; lines without one, of those
_SHORT = 15  # characters: a longer line is more often a second paragraph


def bare(lines: Lines, reading: Reading, labels: Mapping[int, Label]) -> list[Doubt]:
    """The few lines of speech without a label where nearly every line has one, and those set as none with a label is:
    quotations, items of a list.
    """
    named = [n for n, k in enumerate(lines.filled) if k in labels and labels[k].body(lines.text(n)).strip()]
    if len(named) < _LABELLED_BLOCKS or lines.frame.wrap or lines.sheet.spoken:
        return []
    goes_on = [n for n, k in enumerate(lines.filled) if k not in labels and reading.class_at(n) == "speech"]
    counts = Counter(lines.mark(n).kind for n in named)
    kinds = {kind for kind, count in counts.items() if count * 5 > len(named)}
    found = [n for n in goes_on if lines.mark(n).kind in ("quote", "item") and lines.mark(n).kind not in kinds]
    if len(named) >= _LABELLED and len(goes_on) <= max(1, _BARE * len(named)):
        found += [n for n in goes_on if len(lines.text(n).strip()) <= _SHORT and n not in found]
    said = "this line names nobody, though nearly all others do, and was given to whoever spoke last"
    return [Doubt(lines.filled[n] + 1, f"{said}; if somebody else speaks, put the name in") for n in found[:_MOST]]


_BARS = frozenset("|｜")
# rules, blocks, and what stands for a thing that is no text
_STRANGE = frozenset(("\u2502", "\u2503", "\ufffc", *map(chr, range(0x2580, 0x25A0))))


_BARRED = 3  # lines with a bar in them: the rows of a table


def _strange(lines: Lines, reading: Reading, labels: Mapping[int, Label]) -> list[Doubt]:
    """Speech with signs in it that divide and that nobody says."""
    texts = {k: lines.sheet.lines[k] for n, k in enumerate(lines.filled) if reading.states[n][0] == ">"}
    said_there = {k: labels[k].body(text) if k in labels else text for k, text in texts.items()}
    barred = [k for k, text in said_there.items() if not _BARS.isdisjoint(text)]
    strange = [k for k, text in texts.items() if not _STRANGE.isdisjoint(text)]
    found = strange or (barred if len(barred) >= _BARRED else [])
    if not found:
        return []
    text, signs = (texts, _STRANGE) if strange else (said_there, _BARS)
    sign = next(c for c in text[found[0]] if c in signs)
    said = f"{len(found)} lines of speech hold signs such as 「{sign}」, which would be shown"
    return [Doubt(found[0] + 1, f"{said}; take them out of the file")]


_GREETS = re.compile(
    "^[\\s　]*(?:皆さん、?|みなさん、?)?(?:おはようございます|こんにちは|こんばんは|(?:本日は)?お集まりいただ|"
    "ただ(?:いま|今)(?:から|より)|(?:では、?)?私から)"
)


_OPENS = lazy("発表|冒頭|挨拶|あいさつ|報告|説明|コメント|発言|会見")
_STATES = lazy(
    "(?:^|。)[\\s　]*(?:まず|次に|続いて|最後に|初めに|はじめに)(?:は|、)|本日(?:は|の)|点目|私から|お手元|"
    "申し上げ|ご報告|お知らせ|いたしま|ございま|思いま|おりま"
)


def _greeting(lines: Lines, reading: Reading, labels: Mapping[int, Label]) -> list[Doubt]:
    """Text before the first turn that sounds said: the statement before the questions of a press conference."""
    opens = (reading.class_at(n) in ("question", "answer") or k in labels for n, k in enumerate(lines.filled))
    first = next((n for n, opening in enumerate(opens) if opening), 0)
    opened = any(reading.class_at(n) == "heading" and _OPENS.search(lines.text(n)) for n in range(first))
    said = "this line sounds spoken, but nobody is named for it, and it was read as text before the interview"
    mend = "if somebody speaks, put the name in"
    return [
        Doubt(lines.filled[n] + 1, f"{said}; {mend}")
        for n in range(first)
        if reading.class_at(n) in ("prose", "speech")
        and (_GREETS.match(lines.text(n)) or (opened and _STATES.search(lines.text(n))))
    ][:1]


def _unnamed_turns(labels: Mapping[int, Label]) -> list[Doubt]:
    turns = [k for k, label in labels.items() if label.style == UNKNOWN_TURN]
    said = f"{len(turns)} turns begin with a sign and without a name, and were given to two people in turn"
    return [Doubt(turns[0] + 1, f"{said}; if more speak, put the names in")] if turns else []


def _once(lines: Lines, reading: Reading, labels: Mapping[int, Label]) -> list[int]:
    """The lines of labels that stand once and that nothing but their place calls names."""
    found = []
    often = Counter(label.key for label in labels.values())
    for n, k in enumerate(lines.filled):
        label = labels.get(k)
        if label and often[label.key] > 1:
            continue
        entry = lines.evidence.entries.get((label.style, label.key)) if label else None
        if not label or not entry or entry.count > 1 or entry.kin or entry.look.strong or _is_told(label):
            continue
        foreign = entry.name.isascii() and not any(x.name.isascii() for at, x in labels.items() if at != k)
        if (
            label.form == "alone"
            or foreign
            or not _is_in_style(lines, label)
            or sureness(lines, reading, n) < _SURE_ONCE
            or _is_thing(entry)
        ):
            found.append(k)  # foreign: perhaps O'Neil, whom all other lines call オニール
    return found


def _is_told(label: Label) -> bool:
    return label.form in _TOLD and label.style != TABBED


def _is_thing(entry: Entry) -> bool:
    """Whether a name that stands once is an ordinary noun, and nothing calls somebody so: 注意点：箱が変わりました。"""
    if entry.listed or entry.called or is_generic(entry.name) or is_role(entry.name):
        return False
    return len(entry.name) > 1 and name_kind(entry.name) == "noun"


_TOLD = frozenset(("known", "told"))
_SURE_ONCE = 0.93  # a name with the sign of all others


def _is_in_style(lines: Lines, label: Label) -> bool:
    """Whether it is written as nearly all labels of the document are, and looks like a name or a post."""
    entry = lines.evidence.of(label)
    return lines.evidence.styles[label.style].share >= 0.99 and (entry.look.points > 0 or entry.listed or entry.called)


_EDGES = " 　「」『』"


def sureness(lines: Lines, reading: Reading, n: int) -> float:
    """How probable it is that the line is what it was read as, as far as that bears on who says what. Two forms in
    which a label can be read are one reading where they leave the same name and the same words.
    """
    kind = reading.class_at(n)
    same = next(group for group in _SAME if kind in group)
    sure = sum(p for name, p in zip(CLASSES, reading.chances[n], strict=True) if name in same)
    if kind == "more":
        sure = max(
            sure, sum(p for name, p in zip(CLASSES, reading.chances[n], strict=True) if name in ("more", *_SAME[4]))
        )
    if kind != "named" or not reading.named[n]:
        return sure
    alike: Counter[tuple[str, str]] = Counter()
    for label, share in zip(lines.labels(n), reading.named[n], strict=True):
        alike[label.key, label.body(lines.text(n)).strip(_EDGES)] += share  # type: ignore[assignment]
    return max(alike.values())
