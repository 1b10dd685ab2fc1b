"""Lines with roles into sections, turns and paragraphs, with every character that is no content written down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Literal

from toolkit.model import Doubt, Paragraph, ParagraphKind, Section, Span, TimeMark, Turn
from toolkit.transcript import lines as look
from toolkit.transcript.layout import Layout
from toolkit.transcript.markup import Shown, shown
from toolkit.transcript.roles import Role
from toolkit.transcript.words import ASKED_KEYS, ASKER_KEYS

Kind = Literal["article", "interview"]


@dataclass(slots=True)
class _Turn:
    speaker: str | None
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(slots=True)
class _Section:
    kind: Kind
    heading: str = ""
    turns: list[_Turn] = field(default_factory=list)

    def frozen(self) -> Section | None:
        turns = tuple(Turn(t.speaker, tuple(t.paragraphs), t.line) for t in self.turns if t.paragraphs)
        return Section(self.kind, self.heading, turns) if turns else None


@dataclass(slots=True)
class Assembly:
    """The state of the walk over the lines."""

    layout: Layout
    protected: Sequence[str] = ()
    sections: list[_Section] = field(default_factory=list)
    excluded: list[tuple[int, str]] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    speaker: str | None = None
    heard: str | None = None  # who spoke last, carried over a heading
    unnamed: bool = False  # answers after a dash bear no name
    asker: str = ""
    asked: str = ""
    waiting: tuple[TimeMark, ...] = ()  # the time of a name alone on its line

    def run(self) -> tuple[Section, ...]:
        """Every section with something in it, in reading order."""
        self.asker, self.asked = _asker_and_asked(self.layout.meta)
        self.unnamed = _answers_unnamed(self.layout)
        if self.layout.sheet.spoken:
            self._section("interview")
        steps = {
            "label": self._label,
            "meta": self._drop,
            "rule": self._drop,
            "heading": self._heading,
            "title": self._heading,
            "announcement": self._announcement,
            "bullet": self._bullet,
            "text": self._text,
            "more": self._more,
        }
        for k, role in self.layout.roles.items():
            steps[role](k)
        return tuple(done for section in self.sections if (done := section.frozen()))

    def _drop(self, k: int) -> None:
        self._exclude(k, self.layout.lines[k])

    def _exclude(self, k: int, text: str) -> None:
        if text.strip():
            self.excluded.append((k + 1, text.strip()))

    def _section(self, kind: Kind) -> _Section:
        if not self.sections or self.sections[-1].kind != kind:
            self.sections.append(_Section(kind))
        return self.sections[-1]

    def _label(self, k: int) -> None:
        label, line = self.layout.labels[k], self.layout.lines[k]
        speaker = self._name(k)
        section = self._section("interview")
        self._exclude(k, line[: label.cut])
        if not section.turns or section.turns[-1].speaker != speaker:
            self._warn_if_silent(section)
            section.turns.append(_Turn(speaker, k + 1))
        self.speaker = self.heard = speaker
        if line[label.cut :].strip():
            self._add(k, label.cut, "speech")
            if label.form == "dash" and self.unnamed:
                self.speaker = self.heard = self.asked
        elif times := self.layout.sheet.mark(k).times:
            self.waiting = times[-1:]

    def _name(self, k: int) -> str:
        label = self.layout.labels[k]
        if label.form == "dash":
            return self.asker
        return self.layout.cast.by_key[label.key]

    def _warn_if_silent(self, section: _Section) -> None:
        if section.turns and not section.turns[-1].paragraphs:
            last = section.turns[-1]
            self.doubts.append(Doubt(last.line, f"「{last.speaker}」 is named but says nothing before the next label"))

    def _heading(self, k: int) -> None:
        line = self.layout.lines[k]
        tail = look.is_tail_heading(line)
        inside = self.layout.start >= 0 and k >= self.layout.start and not tail and not self._ended()
        if tail:
            self.speaker = self.heard = None
        cut = max(0, look.heading_cut(line))
        self._exclude(k, line[:cut])
        section = _Section("interview" if inside else "article")
        self.sections.append(section)
        self.speaker = None
        self._add(k, cut, "heading")
        last = section.turns[-1].paragraphs if section.turns else []
        section.heading = last[-1].text if last else ""

    def _ended(self) -> bool:
        """Whether a tail heading has closed the interview: what follows is article until somebody speaks."""
        return bool(self.sections) and self.sections[-1].kind == "article"

    def _announcement(self, k: int) -> None:
        cut = max(0, look.heading_cut(self.layout.lines[k]))
        self._exclude(k, self.layout.lines[k][:cut])
        self._add(k, cut, "prose")

    def _bullet(self, k: int) -> None:
        cut = look.bullet_cut(self.layout.lines[k])
        self._exclude(k, self.layout.lines[k][:cut])
        self._add(k, cut, "bullet")

    def _text(self, k: int) -> None:
        self._add(k, 0, "speech" if self._speaking() else "prose")

    def _more(self, k: int) -> None:
        """The rest of a paragraph that a program broke at a fixed width."""
        turn = self._turn(k, "speech")
        result = shown(self.layout.lines[k], self.protected)
        self.excluded.extend((k + 1, piece) for piece in result.removed)
        if turn.paragraphs:
            turn.paragraphs[-1] = _joined(turn.paragraphs[-1], result, self._times(k, 0, result))
        elif result.text:
            turn.paragraphs.append(self._paragraph(k, 0, "speech", result))

    def _speaking(self) -> bool:
        return self.speaker is not None or self.heard is not None

    def _add(self, k: int, cut: int, kind: ParagraphKind) -> None:
        result = shown(self.layout.lines[k][cut:], self.protected)
        self.excluded.extend((k + 1, piece) for piece in result.removed)
        if result.text:
            self._turn(k, kind).paragraphs.append(self._paragraph(k, cut, kind, result))

    def _paragraph(self, k: int, cut: int, kind: ParagraphKind, result: Shown) -> Paragraph:
        """The paragraph that the line shows from ``cut`` on, with what the document's marks say of it."""
        readings = [
            Span(start, end, "ruby", r.kana)
            for r in self.layout.sheet.mark(k).readings
            if (start := result.place(r.start - cut)) < (end := result.place(r.end - cut))
        ]
        spans = sorted((*result.spans, *readings), key=lambda s: (s.start, s.end, s.kind)) if readings else result.spans
        return Paragraph(result.text, k + 1, kind, tuple(spans), self._times(k, cut, result))

    def _times(self, k: int, cut: int, result: Shown) -> tuple[TimeMark, ...]:
        times = tuple(replace(t, at=result.place(t.at - cut)) for t in self.layout.sheet.mark(k).times)
        waiting, self.waiting = self.waiting, ()
        return times if times and times[0].at == 0 else (*(replace(t, at=0) for t in waiting), *times)

    def _turn(self, k: int, kind: ParagraphKind) -> _Turn:
        """The turn this paragraph belongs to, opened if need be."""
        if not self.sections:
            self.sections.append(_Section("article"))
        section = self.sections[-1]
        if section.kind == "interview" and kind != "heading" and self.speaker is None:
            self.speaker = self.heard
        if not section.turns or section.turns[-1].speaker != self.speaker:
            section.turns.append(_Turn(self.speaker, k + 1))
        return section.turns[-1]


def _joined(paragraph: Paragraph, rest: Shown, times: tuple[TimeMark, ...]) -> Paragraph:
    """A space goes between two Latin words only: Japanese lines join without one."""
    latin = (paragraph.text[-1:] + rest.text[:1]).isascii() and bool(rest.text)
    text = f"{paragraph.text} {rest.text}" if latin else paragraph.text + rest.text
    by = len(text) - len(rest.text)
    moved = (replace(span, start=span.start + by, end=span.end + by) for span in rest.spans)
    later = (replace(t, at=t.at + by) for t in times)
    return replace(paragraph, text=text, spans=(*paragraph.spans, *moved), times=(*paragraph.times, *later))


def _answers_unnamed(layout: Layout) -> bool:
    """Whether what follows the dashed questions mostly bears no label."""
    roles: list[tuple[int, Role]] = list(layout.roles.items())
    after = [role for (k, _), (_, role) in pairwise(roles) if k in layout.labels and layout.labels[k].form == "dash"]
    return bool(after) and sum(role == "label" for role in after) * 2 < len(after)


def _asker_and_asked(meta: Mapping[str, str]) -> tuple[str, str]:
    """Names for the questions after a dash and for answers without a label, from the metadata if it has them."""
    lower = {name.casefold(): value for name, value in meta.items() if 0 < len(value) <= 20}
    asker = next((lower[name] for name in ASKER_KEYS if name in lower), "聞き手")
    return asker, next((lower[name] for name in ASKED_KEYS if name in lower), "話し手")
