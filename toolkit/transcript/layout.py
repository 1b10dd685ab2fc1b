"""The file as a whole: which line is what. Lines in, one ``Role`` for each filled line out."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.inputs.sheet import Sheet
from toolkit.model import Doubt
from toolkit.transcript import lines as look
from toolkit.transcript.directions import only_directions
from toolkit.transcript.hints import Hints
from toolkit.transcript.labels import Label, label_of, told_label
from toolkit.transcript.marked import bold_label, fits_speech, known_labels, may_be_label
from toolkit.transcript.names import is_generic, key, parse_name
from toolkit.transcript.people import Cast, cast_of
from toolkit.transcript.roles import Role, View
from toolkit.transcript.speakers import Choice, choose, tally
from toolkit.transcript.words import TITLE_KEYS

_MOST_DOUBTS = 50


@dataclass(frozen=True, slots=True)
class Layout:
    """``roles``: index → role, filled lines only, in order. ``start``: index of the interview's first label, −1 if
    none.
    """

    lines: Sequence[str]
    roles: Mapping[int, Role]
    labels: Mapping[int, Label]
    meta: Mapping[str, str]
    title: str
    cast: Cast
    start: int
    doubts: tuple[Doubt, ...]
    evidence: Mapping[str, str]
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Sources:
    """What a file and its project file bring, before anything is decided."""

    sheet: Sheet
    lines: Sequence[str]
    filled: Sequence[int]
    metas: Mapping[int, look.Meta]
    headings: frozenset[str]
    hints: Hints | None


def lay_out(sheet: Sheet, hints: Hints | None) -> Layout:
    """Read the whole file once for evidence, then give every filled line its role."""
    lines = sheet.lines
    filled = [k for k, line in enumerate(lines) if line and not line.isspace()]
    metas = {} if sheet.spoken else {**look.meta_lines(lines, filled), **look.front_matter(lines)}
    told = frozenset(key(h) for h in (hints.headings if hints else ()))
    sources = _Sources(sheet, lines, filled, metas, told, hints)
    sights = _sights(sources)
    choice = _choice(sources, sights)
    labels = {k: label for k, label in sights.items() if (label.form, label.key) in choice.taken}
    kept = labels if sheet.spoken else _before_tail(sources, _after_announcement(sources, labels))
    first = min(kept, default=0)
    return _decided(sources, choice, kept, early=sum(k < first for k in labels))


def _sights(sources: _Sources) -> dict[int, Label]:
    """Every line that could carry a label."""
    found = {}
    told = sorted(_told(sources.hints), key=len, reverse=True)
    known = known_labels(sources.sheet, sources.filled)
    for k in sources.filled:
        line = sources.lines[k]
        if k in known:
            found[k] = known[k]
        elif (
            not may_be_label(sources.sheet, k)
            or k in sources.metas
            or look.is_rule(line)
            or look.is_list_item(line)
            or look.is_told(line, sources.headings)
        ):
            continue
        else:
            label = (told and told_label(line, told)) or label_of(line) or bold_label(sources.sheet, k)
            if label and not only_directions(line) and fits_speech(sources.sheet, k, label):
                found[k] = label
    return found


def _choice(sources: _Sources, sights: Mapping[int, Label]) -> Choice:
    hints = sources.hints
    tallies = tally(sources.lines, sights, sources.filled)
    named = [mark.speaker for mark in sources.sheet.marks.values() if mark.speaker]
    refused = hints.not_speakers if hints else ()
    return choose(tallies, told=(*_told(hints), *named), refused=refused, lines=len(sources.filled))


def _told(hints: Hints | None) -> list[str]:
    """Every label that the project file knows for a speaker."""
    if not hints:
        return []
    return [*hints.speakers, *(name for member in hints.cast for name in (member.name, *member.aliases))]


def _after_announcement(sources: _Sources, labels: dict[int, Label]) -> dict[int, Label]:
    """The labels from the interview's announcement on; a name that stands before it heads a part of the article."""
    order = sorted(labels)
    for nth, at in enumerate(order[: max(3, len(order) // 10)]):
        before = sources.filled[bisect_left(sources.filled, at) - 1]
        if nth and before not in labels and look.announces(sources.lines[before]):
            return {k: label for k, label in labels.items() if k >= at}
    return labels


def _before_tail(sources: _Sources, labels: dict[int, Label]) -> dict[int, Label]:
    """The labels without those under a profile or the like: names stand there, but nobody speaks."""
    tail = _tail(sources, min(labels, default=0))
    under = {k for k in labels if k > tail >= 0}
    return {k: label for k, label in labels.items() if k not in under} if len(under) <= 2 else labels


def _tail(sources: _Sources, start: int) -> int:
    """The index of the last heading after the interview, −1 if there is none."""
    return next((k for k in reversed(sources.filled) if k > start and look.is_tail_heading(sources.lines[k])), -1)


def _decided(sources: _Sources, choice: Choice, labels: Mapping[int, Label], early: int) -> Layout:
    start = min(labels, default=-1)
    order = [labels[k].key for k in sorted(labels)]
    cast = cast_of(choice.speakers, order, sources.hints.cast if sources.hints else ())
    meta = {m.key: m.value for m in sources.metas.values() if m.key}
    meta |= dict(sources.hints.meta) if sources.hints else {}
    roles = View.over(sources.sheet, sources.filled, sources.metas, labels, sources.headings).roles()
    announced = _announcement(sources, roles, start)
    title = (
        _told_title(meta) or _marked_title(sources, roles) or _found_title(sources, roles, start) or sources.sheet.title
    )
    return Layout(
        sources.lines,
        roles,
        labels,
        meta,
        title,
        cast,
        start,
        doubts=(*cast.doubts, *_doubts(choice, cast, start, _tail(sources, start), sources.sheet)),
        evidence={**cast.evidence, **_said_start(sources.lines, start, announced, early)},
        sheet=sources.sheet,
    )


def _announcement(sources: _Sources, roles: dict[int, Role], start: int) -> int:
    """Mark the last of the three filled lines before the interview that announces it; −1 if none does."""
    at = bisect_left(sources.filled, start) if start >= 0 else 0
    for k in reversed(sources.filled[max(0, at - 3) : at]):
        if roles[k] != "meta" and look.announces(sources.lines[k]):
            roles[k] = "announcement"
            return k
    return -1


def _told_title(meta: Mapping[str, str]) -> str:
    return next((value for name, value in meta.items() if name.casefold() in TITLE_KEYS), "")


def _marked_title(sources: _Sources, roles: Mapping[int, Role]) -> str:
    """The first line that the document itself calls its title."""
    return next((sources.lines[k].strip() for k in sources.filled if roles[k] == "title"), "")


def _found_title(sources: _Sources, roles: dict[int, Role], start: int) -> str:
    """The first line of content, if it looks like a title: short, no sentence end, apart from what follows."""
    first = next((k for k in sources.filled if roles[k] not in ("meta", "rule")), -1)
    if (
        sources.sheet.spoken
        or first < 0
        or len(sources.filled) < 2
        or roles[first] not in ("heading", "text")
        or first >= start >= 0
    ):
        return ""
    text = sources.lines[first].strip()
    after = sources.lines[first + 1].strip() if first + 1 < len(sources.lines) else ""
    apart = not after or roles.get(first + 1) in ("meta", "label", "heading", "rule")
    if not (apart or text.startswith("#")) or not look.looks_like_title(text):
        return ""
    roles[first] = "title"
    return text.strip("#【】『』■◆●*　 ")


def _said_start(lines: Sequence[str], start: int, announced: int, early: int) -> dict[str, str]:
    if start < 0:
        return {}
    said = f"begins on line {start + 1} with the first speaker label"
    if announced >= 0:
        said += f"; line {announced + 1} announces it: 「{lines[announced].strip()}」"
    if early:
        said += f"; {early} names before the announcement are read as headings"
    return {"interview": said}


def _doubts(choice: Choice, cast: Cast, start: int, tail: int, sheet: Sheet) -> list[Doubt]:
    """Names that are taken for text, and names that speak once. In an essay, a few are enough."""
    found = []
    for entry in choice.doubtful[: _MOST_DOUBTS if start >= 0 else 3]:
        if entry.at[0] > tail >= 0:
            continue
        times = "once" if entry.count == 1 else f"{entry.count} times"
        found.append(
            Doubt(
                entry.at[0] + 1,
                f"「{entry.name}」 looks like a name but stands {times}; read as text. If it speaks, "
                "list it under speakers in jimaku.toml; if not, under not_speakers",
            )
        )
    sights = Counter(cast.by_key[entry.key] for entry in choice.speakers for _ in entry.at)
    for entry in choice.speakers:
        named = sheet.mark(entry.at[0]).speaker
        if sights[cast.by_key[entry.key]] == 1 and not named and not is_generic(parse_name(entry.name).bare):
            found.append(
                Doubt(
                    entry.at[0] + 1,
                    f"「{entry.name}」 speaks only once; if it is a heading, list it under not_speakers in jimaku.toml",
                )
            )
    return found
