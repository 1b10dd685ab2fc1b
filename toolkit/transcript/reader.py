"""The two doors of the room: a file, or text already read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from toolkit.errors import InputError
from toolkit.inputs.document import document_at, sheet_of_text
from toolkit.inputs.sheet import Sheet
from toolkit.model import Doubt, Paragraph, Script, Section, Span, Speaker, Turn
from toolkit.transcript.assemble import Assembly
from toolkit.transcript.hints import Hints
from toolkit.transcript.markup import Shown, unmarked
from toolkit.transcript.places import at_their_places
from toolkit.transcript.proof import prove
from toolkit.transcript.structure import Structure, understand
from toolkit.transcript.times import in_order


def read(path: Path | str, *, encoding: str | None, plain: bool, project: Hints | None) -> Script:
    """Bytes to ``Script``; the encoding found is told in the evidence, and in a warning where it was a guess."""
    told = (project.encoding, project.columns) if project else ("", {})
    document = document_at(path, encoding=encoding or told[0] or None, columns=told[1])
    script = understood(document.sheet, plain=plain, project=project, name=document.name)
    if document.text is not None:
        prove(document.text, script)
    return replace(
        script,
        warnings=(*document.warnings, *script.warnings),
        evidence={**script.evidence, **document.evidence},
    )


def parse(text: str, *, plain: bool, project: Hints | None, name: str) -> Script:
    """Text to ``Script``, proved against the text as it was given."""
    script = understood(sheet_of_text(text), plain=plain, project=project, name=name)
    prove(text, script)
    return script


def understood(sheet: Sheet, *, plain: bool, project: Hints | None, name: str) -> Script:
    """Lines to ``Script``, proved against the lines. InputError where there is not a word."""
    if not any(any(c.isalnum() for c in line) for line in sheet.lines):
        raise InputError(
            "holds no words, only blanks or signs", where=name, mend="give a file with the transcript in it"
        )
    script, sheet = _plain(sheet, project) if plain else _structured(sheet, project)
    own = replace(
        script,
        excluded=script.excluded[len(sheet.excluded) :],
        left_out=script.left_out[len(sheet.left_out) :],
    )
    prove("\n".join(sheet.lines), own)
    return at_their_places(script, sheet)


_MOST_BACK = 20


def _plain(sheet: Sheet, project: Hints | None) -> tuple[Script, Sheet]:
    protected = project.protected if project else ()
    found = [(k, unmarked(line, protected)) for k, line in enumerate(sheet.lines)]
    turns = tuple(Turn(None, (_as_it_is(sheet, k, s),), k + 1) for k, s in found if s.text)
    script = Script(
        "",
        dict(project.meta) if project else {},
        (),
        (Section("interview", "", turns),),
        excluded=(*sheet.excluded, *((k + 1, piece) for k, s in found for piece in s.removed)),
        warnings=sheet.warnings,
        left_out=sheet.left_out,
    )
    return script, sheet


def _as_it_is(sheet: Sheet, k: int, line: Shown) -> Paragraph:
    mark = sheet.mark(k)
    readings = (Span(line.place(r.start), line.place(r.end), "ruby", r.kana) for r in mark.readings)
    spans = (*line.spans, *(span for span in readings if span.start < span.end))
    times = tuple(replace(t, at=line.place(t.at)) for t in mark.times)
    return Paragraph(line.text, k + 1, "prose", tuple(sorted(spans, key=lambda s: (s.start, s.end, s.kind))), times)


def _structured(sheet: Sheet, project: Hints | None) -> tuple[Script, Sheet]:
    structure = understand(sheet, project)
    sheet = structure.sheet
    marks, back = in_order(sheet.marks)
    structure = replace(structure, sheet=replace(sheet, marks=marks))
    assembly = Assembly(structure, project.protected if project else ())
    sections = assembly.run()
    cast, evidence = _with_unnamed(structure, sections)
    backwards = (Doubt(k + 1, "the time goes back, and was not used") for k in back[:_MOST_BACK])
    doubts = sorted((*structure.doubts, *assembly.doubts, *backwards), key=lambda d: d.line)
    script = Script(
        structure.title,
        structure.meta,
        cast,
        sections,
        tuple(doubts),
        (*sheet.excluded, *assembly.excluded),
        sheet.warnings,
        evidence,
        (*sheet.left_out, *assembly.left_out),
    )
    return script, sheet


def _with_unnamed(structure: Structure, sections: tuple[Section, ...]) -> tuple[tuple[Speaker, ...], Mapping[str, str]]:
    """The cast in order of first speech, with those whom no label names; signs they are known by are aliases."""
    known = {s.name: s for s in structure.cast.speakers}
    evidence = dict(structure.evidence)
    heard = dict.fromkeys(t.speaker for s in sections for t in s.turns if t.speaker)
    signs = _signs(structure)
    for name in heard:
        if name not in known:
            evidence[name] = "questions without a name" if name == structure.asker else "speech without a name"
        speaker = known.get(name, Speaker(name))
        known[name] = replace(speaker, aliases=tuple(dict.fromkeys((*speaker.aliases, *signs.get(name, ())))))
    return tuple(known[name] for name in heard), {
        name: evidence[name] for name in evidence if name in heard or name == "interview"
    }


def _signs(structure: Structure) -> dict[str, list[str]]:
    """By speaker, the signs with which what they say begins: ――, Q, A."""
    found: dict[str, list[str]] = {structure.asker: [], structure.asked: []}
    for k, label in structure.labels.items():
        if structure.classes.get(k) in ("question", "answer") and label.form in ("dash", "letter"):
            who = structure.asker if structure.classes[k] == "question" else structure.asked
            found[who] = list(dict.fromkeys((*found[who], label.name)))
    return found
