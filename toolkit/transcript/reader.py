"""The two doors of the room: a file, or text already read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.errors import InputError
from toolkit.model import Paragraph, Script, Section, Speaker, Turn
from toolkit.transcript.assemble import Assembly
from toolkit.transcript.clean import Page, clean
from toolkit.transcript.encoding import Decoded, decode
from toolkit.transcript.hints import Hints
from toolkit.transcript.layout import Layout, lay_out
from toolkit.transcript.markup import Shown, protected_spans
from toolkit.transcript.proof import prove
from toolkit.transcript.source import read_bytes

_MOST_CONTROLS = 0.05  # of the characters: more is a program or a recording, not a text


def read(path: Path | str, *, encoding: str | None, plain: bool, project: Hints | None) -> Script:
    """Bytes to ``Script``; the encoding found is told in the evidence, and in a warning where it was a guess."""
    data, name = read_bytes(path)
    decoded = decode(data, name=name, encoding=encoding or (project.encoding if project else "") or None)
    _refuse_binary(decoded.text, name)
    script = parse(decoded.text, plain=plain, project=project, name=name)
    return replace(
        script,
        warnings=(*_said(decoded), *script.warnings),
        evidence={**script.evidence, "encoding": f"{decoded.shown} ({decoded.how})"},
    )


def _said(decoded: Decoded) -> tuple[str, ...]:
    return (f"read as {decoded.shown} ({decoded.how}); if the text looks wrong, name its --encoding",) if decoded.guessed else ()


def _refuse_binary(text: str, name: str) -> None:
    controls = sum(c < " " and c not in "\t\n\r\v\f\x1b" for c in text)
    if controls > _MOST_CONTROLS * len(text) and controls > 8:
        raise InputError(
            "is not a text file: it is full of control characters",
            where=name,
            mend="give the transcript as text",
        )


def parse(text: str, *, plain: bool, project: Hints | None, name: str) -> Script:
    """Text to ``Script``, proved."""
    page = clean(text)
    if not any(any(c.isalnum() for c in line) for line in page.lines):
        raise InputError("holds no words, only blanks or signs", where=name, mend="give a file with the transcript in it")
    script = _plain(page, project) if plain else _structured(page, project)
    prove(text, script)
    return script


def _plain(page: Page, project: Hints | None) -> Script:
    protected = project.protected if project else ()
    found = ((n, _unmarked(line, protected)) for n, line in enumerate(page.lines, start=1))
    turns = tuple(Turn(None, (Paragraph(s.text, n, "prose", s.spans),), n) for n, s in found if s.text)
    return Script(
        "",
        dict(project.meta) if project else {},
        (),
        (Section("interview", "", turns),),
        warnings=page.warnings,
    )


def _unmarked(line: str, protected: Sequence[str]) -> Shown:
    """The line as it is: no markup is read, only protected strings are marked."""
    text = line.strip().replace("\t", " ")
    return Shown(text, tuple(protected_spans(text, protected)))


def _structured(page: Page, project: Hints | None) -> Script:
    layout = lay_out(page.lines, project)
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
        tuple(assembly.excluded),
        page.warnings,
        evidence,
    )


def _with_unnamed(layout: Layout, assembly: Assembly, sections: tuple[Section, ...]) -> tuple[tuple[Speaker, ...], Mapping[str, str]]:
    """The cast in order of first speech, with the asker and the asked of dashed interviews under their real names."""
    known = {s.name: s for s in layout.cast.speakers if s.name != "――"}
    evidence = {name: why for name, why in layout.evidence.items() if name != "――"}
    heard = dict.fromkeys(t.speaker for s in sections for t in s.turns if t.speaker)
    for name in heard:
        if name == assembly.asker and "――" in layout.evidence:
            known[name] = replace(known.get(name, Speaker(name)), aliases=(*known.get(name, Speaker(name)).aliases, "――"))
            evidence[name] = layout.evidence["――"]
        elif name not in known:
            known[name] = Speaker(name)
            evidence[name] = "the answers after the dashed questions carry no name"
    return tuple(known[name] for name in heard), evidence
