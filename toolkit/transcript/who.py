"""Who speaks: the people behind the labels chosen, and the names for questions and answers that bear none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from toolkit.japanese.lazy import lazy
from toolkit.transcript.chain import Class
from toolkit.transcript.evidence import Entry
from toolkit.transcript.hints import Hints
from toolkit.transcript.introduced import NOBODY, asked_of, asker_of, speaker_of
from toolkit.transcript.labels import Label
from toolkit.transcript.lecture import maker_of
from toolkit.transcript.legends import givens, holders, initials, legend, lettered, offices, posts
from toolkit.transcript.names import is_generic, key, parse_name
from toolkit.transcript.people import Cast, cast_of
from toolkit.transcript.relation import relation
from toolkit.transcript.survey import Lines

_ADDRESS = lazy(r"\s*[<＜(（][^<>＜＞()（）\s]+@[^<>＜＞()（）\s]+[>＞)）]", needs="@")
_BESIDE = lazy("[（(][^（）()]{6,}[）)]$", needs="）)")  # 佐伯 登（組合書記長）


def nameless(
    lines: Lines,
    classes: Mapping[int, Class],
    meta: Mapping[str, str],
    title: str,
    inside: frozenset[int],
    cast: Cast,
    keys: Sequence[str],
) -> tuple[str, str]:
    """The names for questions and answers that bear none. ``keys``: of the labels, in order."""
    meta = {of: _BESIDE.sub("", _ADDRESS.sub("", value)) for of, value in meta.items()}
    asker, named = asker_of(meta), [cast.by_key[of] for of in keys]
    if not any(c == "answer" for c in classes.values()):
        return asker, ""
    others = {name for name in named if not is_generic(name) and name != asker}
    if not any(c == "question" for c in classes.values()):
        told = speaker_of(meta)
        told = others.pop() if told == NOBODY and len(others) == 1 else told
        if told == NOBODY:
            words = {word: s.name for s in cast.speakers for word in (s.name, *s.aliases)}
            told = words.get(maker_of(lines, words), told)
        return asker, next((s.name for s in cast.speakers if told in (s.name, *s.aliases)), told)
    if len(others) == 1 and speaker_of(meta) == NOBODY:
        return asker, others.pop()
    first, last = min((k for k, c in classes.items() if c in ("question", "answer", "named"))), max(inside)
    texts = [(k, lines.sheet.lines[k]) for k, c in classes.items() if c != "page" and (k not in inside or k < first)]
    lead = [text for k, text in texts if k < first]
    asking = [lines.sheet.lines[k] for k, c in classes.items() if c == "question"]
    asked = asked_of(meta, title, lead, [text for k, text in texts if k > last], asker, asking)
    return asker, next((name for name in named if relation(parse_name(name).bare, asked) in ("same", "part")), asked)


def _terms(lines: Lines, classes: Mapping[int, Class]) -> list[str]:
    """A word for a person on a line alone in a list of people, with the line below: 司会 / 総務部　及川."""
    filled = [k for k in lines.filled if classes[k] in ("cast", "meta")]
    texts = [(lines.sheet.lines[k].strip(), lines.sheet.lines[after].strip()) for k, after in pairwise(filled)]
    return [f"{word}：{parse_name(name).bare}" for word, name in texts if is_generic(word) and not is_generic(name)]


def heard(
    lines: Lines,
    labels: Mapping[int, Label],
    classes: Mapping[int, Class],
    meta: Mapping[str, str],
    hints: Hints | None,
) -> Cast:
    """The people behind the labels chosen."""
    entries: dict[str, Entry] = {}
    for k in sorted(labels):
        label = labels[k]
        entry = entries.setdefault(label.key, Entry(label.form, label.style, label.key, label.name))
        entry.at.append(k)
        entry.written[label.name] += 1
    for entry in entries.values():
        seen = [lines.evidence.entries.get((labels[k].style, entry.key)) for k in entry.at]
        entry.followed = len(entry.at)
        entry.handed = max((e.handed for e in seen if e), default=0)
    order = [labels[k].key for k in sorted(labels)]
    texts = [lines.sheet.lines[k] for k, c in classes.items() if c in ("cast", "meta", "prose", "heading", "note")]
    texts += [f"{name}：{value}" for name, value in meta.items()]
    texts += _terms(lines, classes)
    names = [entry.name for entry in entries.values()]
    parts = list(map(parse_name, names))
    named = {key(part.role): part.bare for part in parts if part.role and is_generic(part.role)}
    short = {of: name for of, name in legend(texts).items() if len(of) < 2 or key(name) not in entries}
    introduced = {**named, **posts(texts), **short, **lettered(names)}
    introduced |= holders(names)
    introduced = {**givens(names, texts), **introduced}
    introduced = {**initials(names, texts), **introduced}
    introduced |= offices(names, introduced, texts)
    return cast_of(list(entries.values()), order, hints.cast if hints else (), introduced)
