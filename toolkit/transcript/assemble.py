"""Lines with classes into sections, turns and paragraphs, with every character that is no content written down."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from toolkit.inputs.sheet import LeftOut
from toolkit.japanese.lazy import lazy
from toolkit.model import Doubt, Paragraph, ParagraphKind, Section, Span, TimeMark, Turn
from toolkit.transcript import lines as look
from toolkit.transcript.chain import Class
from toolkit.transcript.directions import only_directions
from toolkit.transcript.labels import Label
from toolkit.transcript.markup import Shown, shown
from toolkit.transcript.names import key
from toolkit.transcript.structure import Structure

Kind = Literal["article", "interview"]
# Where another label of the same document begins in the midst of a line: after a blank or a sentence.
_SEAM = lazy(r"(?:[　\s]+|(?<=[。！？!?…）)」]))(?=[^\s　。、：:]{1,20}[：:])")


_ITEM = lazy(r"[・•‣▪]\s?(?=[^・•‣▪\s])", begins="・•‣▪")
_BOXED = lazy(r"[\s　]*[〈＜《≪【〔［\[]([^〈〉＜＞《》≪≫【】〔〕［］\[\]]+)[〉＞》≫】〕］\]][\s　]*")


@dataclass(slots=True)
class _Turn:
    speaker: str | None
    line: int
    paragraphs: list[Paragraph] = field(default_factory=list)
    sure: float = 1.0

    def frozen(self) -> Turn:
        return Turn(self.speaker, tuple(self.paragraphs), self.line, round(self.sure, 3))


@dataclass(slots=True)
class _Section:
    kind: Kind
    heading: str = ""
    turns: list[_Turn] = field(default_factory=list)

    def frozen(self) -> Section | None:
        turns = tuple(turn.frozen() for turn in self.turns if turn.paragraphs)
        return Section(self.kind, self.heading, turns) if turns else None


@dataclass(slots=True)
class Assembly:
    """The state of the walk over the lines."""

    structure: Structure
    protected: Sequence[str] = ()
    sections: list[_Section] = field(default_factory=list)
    excluded: list[tuple[int, str]] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    speaker: str | None = None
    heads: dict[str, str] = field(default_factory=dict)  # who asks or answers without a name, by the last heading
    waiting: tuple[TimeMark, ...] = ()  # the time of a name alone on its line

    def run(self) -> tuple[Section, ...]:
        """Every section with something in it, in reading order."""
        steps: Mapping[Class, Callable[[int], None]] = {
            "named": self._named,
            "question": self._question,
            "answer": self._answer,
            "speech": self._speech,
            "more": self._more,
            "prose": self._prose,
            "heading": self._heading,
            "direction": self._direction,
            "meta": self._drop,
            "cast": self._drop,
            "note": self._leave_out,
            "caption": self._leave_out,
            "page": self._leave_out,
        }
        for k, line in enumerate(self.structure.sheet.lines):
            if k in self.structure.classes:
                steps[self.structure.classes[k]](k)
                self._weigh(k)
            elif line.strip():
                self._drop(k)  # a rule
        return tuple(done for section in self.sections if (done := section.frozen()))

    def _weigh(self, k: int) -> None:
        """A turn is as sure as the least sure of its lines."""
        if self.sections and self.sections[-1].turns:
            turn = self.sections[-1].turns[-1]
            turn.sure = min(turn.sure, self.structure.sure.get(k, 1.0))

    def _line(self, k: int) -> str:
        return self.structure.sheet.lines[k]

    def _drop(self, k: int) -> None:
        self._exclude(k, self._line(k))

    def _exclude(self, k: int, text: str) -> None:
        if text.strip():
            self.excluded.append((k + 1, text.strip()))

    def _leave_out(self, k: int) -> None:
        why = self.structure.classes[k]
        self.left_out.append(LeftOut(k + 1, self._line(k).strip(), why))  # type: ignore[arg-type]

    def _section(self, kind: Kind) -> _Section:
        if not self.sections or self.sections[-1].kind != kind:
            self.sections.append(_Section(kind))
        return self.sections[-1]

    def _named(self, k: int) -> None:
        label = self.structure.labels[k]
        self._open(k, self.structure.cast.by_key[label.key])
        self._body(k, label)

    def _question(self, k: int) -> None:
        label = self.structure.labels.get(k) or Label("dash", "", "", *self._asking_cut(k))
        self._open(k, self.heads.get("asker", self.structure.asker))
        self._body(k, label)

    def _asking_cut(self, k: int) -> tuple[int, int | None]:
        """Where the words of a question begin, and end, that is a heading, an item, or stands in brackets."""
        line = self._line(k)
        boxed = _BOXED.fullmatch(line)
        return boxed.span(1) if boxed else (max(0, look.heading_cut(line)) or look.bullet_cut(line), None)

    def _answer(self, k: int) -> None:
        self._open(k, self.heads.get("asked") or self.structure.asked or self.structure.asker)
        label = self.structure.labels.get(k)
        if label:
            self._body(k, label)
        else:
            self._spoken(k, 0, len(self._line(k)))

    def _open(self, k: int, speaker: str) -> None:
        """Begin what somebody says."""
        section = self._section("interview")
        if not section.turns or section.turns[-1].speaker != speaker:
            self._warn_if_silent(section)
            section.turns.append(_Turn(speaker, k + 1))
        self.speaker = speaker

    def _body(self, k: int, label: Label) -> None:
        """What stands on the line of a label, and of other labels behind it."""
        line = self._line(k)
        self._exclude(k, line[: label.cut])
        stop = len(line) if label.stop is None else label.stop
        if line[label.cut : stop].strip():
            self._spoken(k, label.cut, stop)
        elif times := self.structure.sheet.mark(k).times:
            self.waiting = times[-1:]
        self._exclude(k, line[stop:])

    def _spoken(self, k: int, cut: int, stop: int) -> None:
        """``line[cut:stop]``, parted where a speaker's label stands in its midst."""
        line = self._line(k)
        if item := _ITEM.match(line, cut, stop):  # 佐藤：・海の音
            self._exclude(k, item[0])
            cut = item.end()
        for match in _SEAM.finditer(line, cut + 1, stop) if ("：" in line[cut:] or ":" in line[cut:]) else ():
            name = re.match(r"([^\s　。、：:]{1,20})[：:]\s*", line[match.end() : stop])
            who = self.structure.cast.by_key.get(key(name[1])) if name else None
            if name and who and name.end() < stop - match.end():
                self._add(k, cut, match.start(), "speech")
                self._open(k, who)
                self._exclude(k, name[0])
                cut = match.end() + name.end()
        self._add(k, cut, stop, "speech")

    def _warn_if_silent(self, section: _Section) -> None:
        if section.turns and not section.turns[-1].paragraphs:
            last = section.turns[-1]
            self.doubts.append(Doubt(last.line, f"「{last.speaker}」 is named but says nothing before the next label"))

    def _speech(self, k: int) -> None:
        line = self._line(k)
        section = self._section("interview")
        if not section.turns or section.turns[-1].speaker != self.speaker:
            section.turns.append(_Turn(self.speaker, k + 1))
        item = self.structure.sheet.mark(k).kind != "quote" and look.bullet_cut(line)
        cut = look.bullet_cut(line) if item else 0
        self._exclude(k, line[:cut])
        if item:
            self._add(k, cut, None, "bullet")
        else:
            self._spoken(k, 0, len(line))

    def _prose(self, k: int) -> None:
        cut = look.bullet_cut(self._line(k))
        self._exclude(k, self._line(k)[:cut])
        self._outside(k)
        item = cut or look.is_numbered(self._line(k))
        self._add(k, cut, None, "bullet" if item else "prose")

    def _outside(self, k: int) -> None:
        """Nobody speaks: the section's narrator goes on."""
        section = self._section("interview" if k in self.structure.inside else "article")
        if not section.turns or section.turns[-1].speaker is not None:
            section.turns.append(_Turn(None, k + 1))

    def _direction(self, k: int) -> None:
        if only_directions(self._line(k)) and k in self.structure.inside and self.sections and self.sections[-1].turns:
            self._add(k, 0, None, "speech" if self.sections[-1].turns[-1].speaker else "prose")
        else:
            self._outside(k)
            self._add(k, 0, None, "prose")

    def _heading(self, k: int) -> None:
        line = self._line(k)
        if told := self.structure.sections.get(k):
            self.heads[told[0]] = told[1]
        inside = k in self.structure.inside
        cut = max(0, look.heading_cut(line))
        self._exclude(k, line[:cut])
        section = _Section("interview" if inside else "article")
        section.turns.append(_Turn(None, k + 1))
        self.sections.append(section)
        self._add(k, cut, None, "heading")
        last = section.turns[-1].paragraphs
        section.heading = last[-1].text if last else ""

    def _more(self, k: int) -> None:
        """The rest of a paragraph that a program broke, or the next piece of a sentence."""
        label = self.structure.labels.get(k)
        cut = label.cut if label else 0
        result = shown(self._line(k)[cut:], self.protected)
        self._exclude(k, self._line(k)[:cut])
        self.excluded.extend((k + 1, piece) for piece in result.removed)
        turn = self.sections[-1].turns[-1] if self.sections and self.sections[-1].turns else None
        if turn and turn.paragraphs and result.text:
            turn.paragraphs[-1] = _joined(turn.paragraphs[-1], result, self._times(k, cut, None, result))
        elif result.text:
            self._outside(k)
            self.sections[-1].turns[-1].paragraphs.append(self._paragraph(k, cut, None, "prose", result))

    def _add(self, k: int, cut: int, stop: int | None, kind: ParagraphKind) -> None:
        result = shown(self._line(k)[cut:stop], self.protected)
        self.excluded.extend((k + 1, piece) for piece in result.removed)
        if result.text:
            turn = self.sections[-1].turns[-1]
            turn.paragraphs.append(self._paragraph(k, cut, stop, kind, result))

    def _paragraph(self, k: int, cut: int, stop: int | None, kind: ParagraphKind, result: Shown) -> Paragraph:
        """The paragraph that the line shows from ``cut`` on, with what the document's marks say of it."""
        end = len(self._line(k)) if stop is None else stop
        readings = [
            Span(start, last, "ruby", r.kana)
            for r in self.structure.sheet.mark(k).readings
            if cut <= r.start
            and r.end <= end
            and (start := result.place(r.start - cut)) < (last := result.place(r.end - cut))
        ]
        spans = sorted((*result.spans, *readings), key=lambda s: (s.start, s.end, s.kind)) if readings else result.spans
        return Paragraph(result.text, k + 1, kind, tuple(spans), self._times(k, cut, stop, result))

    def _times(self, k: int, cut: int, stop: int | None, result: Shown) -> tuple[TimeMark, ...]:
        end = len(self._line(k)) if stop is None else stop
        own = [t for t in self.structure.sheet.mark(k).times if t.at < end or end == 0]
        times = tuple(replace(t, at=result.place(t.at - cut)) for t in own if t.at >= cut or cut == self._first_cut(k))
        waiting, self.waiting = self.waiting, ()
        return times if times and times[0].at == 0 else (*(replace(t, at=0) for t in waiting), *times)

    def _first_cut(self, k: int) -> int:
        label = self.structure.labels.get(k)
        return label.cut if label else 0


def _joined(paragraph: Paragraph, rest: Shown, times: tuple[TimeMark, ...]) -> Paragraph:
    """A space goes between two Latin words only: Japanese lines join without one."""
    latin = (paragraph.text[-1:] + rest.text[:1]).isascii() and bool(rest.text)
    text = f"{paragraph.text} {rest.text}" if latin else paragraph.text + rest.text
    by = len(text) - len(rest.text)
    moved = (replace(span, start=span.start + by, end=span.end + by) for span in rest.spans)
    later = (replace(t, at=t.at + by) for t in times)
    return replace(paragraph, text=text, spans=(*paragraph.spans, *moved), times=(*paragraph.times, *later))
