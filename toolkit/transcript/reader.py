"""The two doors of the room: a file, or text already read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.errors import InputError
from toolkit.inputs.clean import clean
from toolkit.inputs.encoding import Decoded, decode
from toolkit.inputs.kinds import Kind, kind_of_bytes, kind_of_text
from toolkit.inputs.sheet import Sheet
from toolkit.inputs.source import read_document
from toolkit.model import Doubt, Paragraph, Script, Section, Span, Speaker, Turn
from toolkit.transcript.assemble import Assembly
from toolkit.transcript.hints import Hints
from toolkit.transcript.layout import Layout, lay_out
from toolkit.transcript.markup import Shown, protected_spans
from toolkit.transcript.proof import prove
from toolkit.transcript.times import in_order, without_times

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MOST_CONTROLS = 0.05  # of the characters: more is a program or a recording, not a text


def read(path: Path | str, *, encoding: str | None, plain: bool, project: Hints | None) -> Script:
    """Bytes to ``Script``; the encoding found is told in the evidence, and in a warning where it was a guess."""
    data, name = read_document(path)
    kind = kind_of_bytes(data, name)
    if kind == "docx":
        from toolkit.inputs.docx.document import sheet_of_docx

        script = understand(sheet_of_docx(data, name), plain=plain, project=project, name=name)
        return replace(
            script, evidence={**script.evidence, "input": "a Word document; its paragraphs are counted as lines"}
        )
    told = encoding or (project.encoding if project else "") or None
    return _read_text(data, name, told, kind, plain=plain, project=project)


def _read_text(data: bytes, name: str, told: str | None, kind: Kind, *, plain: bool, project: Hints | None) -> Script:
    if kind == "html":
        from toolkit.inputs.html.charset import decode_html

        decoded = decode_html(data, name=name, encoding=told)
    else:
        decoded = decode(data, name=name, encoding=told)
    _refuse_binary(decoded.text, name)
    kind = kind if kind != "text" else kind_of_text(decoded.text, name)
    said = (
        (f"read as {decoded.shown} ({decoded.how}); if the text looks wrong, name its --encoding",)
        if decoded.guessed
        else ()
    )
    if kind == "text":
        script = parse(decoded.text, plain=plain, project=project, name=name)
    else:
        script = understand(_READERS[kind](decoded.text, name), plain=plain, project=project, name=name)
    return replace(script, warnings=(*said, *script.warnings), evidence={**script.evidence, **_evidence(kind, decoded)})


def _evidence(kind: Kind, decoded: Decoded) -> dict[str, str]:
    encoding = {"encoding": f"{decoded.shown} ({decoded.how})"}
    return encoding | ({"input": _INPUTS[kind]} if kind in _INPUTS else {})


def _html(text: str, name: str) -> Sheet:
    from toolkit.inputs.html.page import sheet_of_html

    return sheet_of_html(text, name)


def _json(text: str, name: str) -> Sheet:
    from toolkit.inputs.records.transcript import sheet_of_json

    return sheet_of_json(text, name)


def _subtitles(text: str, name: str) -> Sheet:
    from toolkit.inputs.subtitles import sheet_of_subtitles

    return sheet_of_subtitles(text, name)


_READERS: Mapping[Kind, Callable[[str, str], Sheet]] = {"html": _html, "json": _json, "subtitles": _subtitles}
_INPUTS: Mapping[Kind, str] = {
    "html": "a web page; its blocks of text are counted as lines",
    "json": "a transcript in JSON; its paragraphs are counted as lines",
    "subtitles": "a subtitle file",
}


def _refuse_binary(text: str, name: str) -> None:
    controls = len(_CONTROLS.findall(text))
    if controls > _MOST_CONTROLS * len(text) and controls > 8:
        raise InputError(
            "is not a text file: it is full of control characters",
            where=name,
            mend="give the transcript as text",
        )


def parse(text: str, *, plain: bool, project: Hints | None, name: str) -> Script:
    """Text to ``Script``, proved against the text as it was given."""
    page = clean(text)
    script = understand(Sheet(page.lines, warnings=page.warnings), plain=plain, project=project, name=name)
    prove(text, script)
    return script


def understand(sheet: Sheet, *, plain: bool, project: Hints | None, name: str) -> Script:
    """Lines to ``Script``, proved against the lines. InputError where there is not a word."""
    if not any(any(c.isalnum() for c in line) for line in sheet.lines):
        raise InputError(
            "holds no words, only blanks or signs", where=name, mend="give a file with the transcript in it"
        )
    if not (sheet.spoken or plain):
        before, sheet = sheet, without_times(sheet)
        if not any(any(c.isalnum() for c in line) for line in sheet.lines):
            sheet = before  # a list of times is at least that
    marks, back = in_order(sheet.marks)
    sheet = replace(sheet, marks=marks)
    script = _plain(sheet, project) if plain else _structured(sheet, project)
    prove("\n".join(sheet.lines), replace(script, excluded=script.excluded[len(sheet.excluded) :]))
    doubts = tuple(Doubt(k + 1, "the time goes back, and was not used") for k in back[:_MOST_BACK])
    return replace(script, doubts=tuple(sorted((*script.doubts, *doubts), key=lambda d: d.line)))


_MOST_BACK = 20


def _plain(sheet: Sheet, project: Hints | None) -> Script:
    protected = project.protected if project else ()
    found = ((k, _unmarked(line, protected)) for k, line in enumerate(sheet.lines))
    turns = tuple(Turn(None, (_as_it_is(sheet, k, s),), k + 1) for k, s in found if s.text)
    return Script(
        "",
        dict(project.meta) if project else {},
        (),
        (Section("interview", "", turns),),
        excluded=sheet.excluded,
        warnings=sheet.warnings,
    )


def _as_it_is(sheet: Sheet, k: int, line: Shown) -> Paragraph:
    mark = sheet.mark(k)
    readings = (Span(line.place(r.start), line.place(r.end), "ruby", r.kana) for r in mark.readings)
    spans = (*line.spans, *(span for span in readings if span.start < span.end))
    times = tuple(replace(t, at=line.place(t.at)) for t in mark.times)
    return Paragraph(line.text, k + 1, "prose", tuple(sorted(spans, key=lambda s: (s.start, s.end, s.kind))), times)


def _unmarked(line: str, protected: Sequence[str]) -> Shown:
    """The line as it is: no markup is read, only protected strings are marked."""
    text = line.strip().replace("\t", " ")
    return Shown(text, tuple(protected_spans(text, protected)), lead=len(line) - len(line.lstrip()))


def _structured(sheet: Sheet, project: Hints | None) -> Script:
    layout = lay_out(sheet, project)
    assembly = Assembly(layout, project.protected if project else ())
    sections = assembly.run()
    cast, evidence = _with_unnamed(layout, assembly, sections)
    doubts = sorted((*layout.doubts, *assembly.doubts), key=lambda d: d.line)
    return Script(
        layout.title,
        layout.meta,
        cast,
        sections,
        tuple(doubts),
        (*sheet.excluded, *assembly.excluded),
        sheet.warnings,
        evidence,
    )


def _with_unnamed(
    layout: Layout, assembly: Assembly, sections: tuple[Section, ...]
) -> tuple[tuple[Speaker, ...], Mapping[str, str]]:
    """The cast in order of first speech, with the asker and the asked of dashed interviews under their real names."""
    known = {s.name: s for s in layout.cast.speakers if s.name != "――"}
    evidence = {name: why for name, why in layout.evidence.items() if name != "――"}
    heard = dict.fromkeys(t.speaker for s in sections for t in s.turns if t.speaker)
    for name in heard:
        if name == assembly.asker and "――" in layout.evidence:
            known[name] = replace(
                known.get(name, Speaker(name)), aliases=(*known.get(name, Speaker(name)).aliases, "――")
            )
            evidence[name] = layout.evidence["――"]
        elif name not in known:
            known[name] = Speaker(name)
            evidence[name] = "the answers after the dashed questions carry no name"
    return tuple(known[name] for name in heard), evidence
