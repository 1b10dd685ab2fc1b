"""``jimaku inspect``: what was understood of a transcript, why, and what is doubted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.options import flags, transcript
from toolkit.messages import said
from toolkit.model import Paragraph, Script, Section, Turn

if TYPE_CHECKING:
    from toolkit.wishes.casting import Casting

_EPILOG = """\b
Examples:
  jimaku inspect talk.txt
  jimaku inspect talk.txt --turns --voices
  jimaku inspect talk.txt --json > talk.json
  jimaku inspect talk.txt --suggest jimaku.toml
  jimaku inspect old.txt --encoding cp932
  cat talk.txt | jimaku inspect -

\b
If something was misread, say so in a file jimaku.toml beside the transcript:
  speakers = ["潮田"]          labels that are speakers
  not_speakers = ["まとめ"]    labels that are not
  headings = ["次の十年"]      lines that are headings"""


@click.command(name="inspect", epilog=_EPILOG)
@transcript
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for programs.")
@click.option(
    "--voices",
    is_flag=True,
    help="Show with which voice each would be heard in --json too, and of any engine that jimaku.toml names.",
)
@click.option("--turns", is_flag=True, help="Show who speaks where: each turn's line and its first words.")
@click.option(
    "--suggest",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="jimaku.toml",
    help="Write what was understood as a project file, to be corrected by hand.",
)
@flags("inspect", "reading")
def command(
    file: Path, as_json: bool, voices: bool, turns: bool, suggest: Path | None, plain: bool, encoding: str | None
) -> None:
    """Show what was understood of a transcript, and what is doubted."""
    from toolkit.transcript import read_script
    from toolkit.wishes.casting import casting_at_hand, casting_of
    from toolkit.wishes.project import find_project

    project = find_project(file)
    script = read_script(file, encoding=encoding, plain=plain, project=project)
    if suggest is not None:
        _suggest(script, suggest)
        return
    if as_json:
        data = as_data(script)
        if voices:
            casting = casting_of(script, project)
            data["cast"] = [
                {**one, "voice": casting.voices[name], "voice_doubt": casting.suggested.get(name, "")}
                for one in data["cast"]
                for name in [one["name"]]
            ]
        click.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    casting = casting_of(script, project) if voices else casting_at_hand(script, project)
    for line in _report(script, turns=turns, casting=casting):
        click.echo(said(line))


def as_data(script: Script) -> dict[str, Any]:
    """The object that ``--json`` prints. ``turns`` are those of the interview; the article's text stands in its
    sections.
    """
    return {
        "title": script.title,
        "meta": dict(script.meta),
        "sections": [_section_data(section) for section in script.sections],
        "cast": [
            {
                "name": s.name,
                "aliases": list(s.aliases),
                "turns": len(turns),
                "characters": _characters(turns),
                "role": s.role,
                "evidence": script.evidence.get(s.name, ""),
            }
            for s in script.cast
            for turns in [[t for t in script.turns if t.speaker == s.name]]
        ],
        "turns": [
            {
                "speaker": t.speaker,
                "line": t.line,
                "confidence": t.confidence,
                "paragraphs": [p.text for p in t.paragraphs],
            }
            for t in _spoken(script)
        ],
        "directions": [{"line": line, "text": text, "speaker": speaker} for line, text, speaker in _directions(script)],
        "doubts": [{"line": d.line, "message": d.message} for d in script.doubts],
        "left_out": [{"line": one.line, "text": one.text, "why": one.why} for one in script.left_out],
        "warnings": list(script.warnings),
    }


def _section_data(section: Section) -> dict[str, Any]:
    paragraphs = [p for turn in section.turns for p in turn.paragraphs]
    data: dict[str, Any] = {
        "kind": section.kind,
        "heading": section.heading,
        "line": paragraphs[0].line,
        "turns": len(_speech(section)),
        "characters": sum(map(_length, paragraphs)),
    }
    if section.kind == "article":
        data["paragraphs"] = [{"line": p.line, "kind": p.kind, "text": p.text} for p in paragraphs]
    return data


def _spoken(script: Script) -> list[Turn]:
    return [turn for section in script.sections for turn in _speech(section)]


def _speech(section: Section) -> list[Turn]:
    """The turns of an interview section, less its heading (which ``sections`` tells)."""
    if section.kind != "interview":
        return []
    turns = (replace(t, paragraphs=tuple(p for p in t.paragraphs if p.kind != "heading")) for t in section.turns)
    return [turn for turn in turns if turn.paragraphs]


def _length(paragraph: Paragraph) -> int:
    return len("".join(paragraph.text.split()))


def _characters(turns: list[Turn]) -> int:
    """Characters, white space not counted."""
    return sum(_length(p) for turn in turns for p in turn.paragraphs)


def _directions(script: Script) -> Iterator[tuple[int, str, str | None]]:
    for turn in script.turns:
        for paragraph in turn.paragraphs:
            for span in paragraph.spans:
                if span.kind == "direction":
                    yield paragraph.line, span.value, turn.speaker


def _report(script: Script, *, turns: bool, casting: Casting) -> Iterator[str]:
    yield f"{_padded('Title', 10)} {script.title or said('(none found)')}"
    for key, value in script.meta.items():
        yield f"{_padded('Meta', 10)} {key}: {value}"
    if "encoding" in script.evidence:
        yield f"{_padded('Encoding', 10)} {said(script.evidence['encoding'])}"
    yield from _report_sections(script)
    yield from _report_cast(script, casting)
    if turns:
        yield from _report_turns(script)
    yield from _report_directions(script)
    yield from _report_notes("Doubts", [f"line {d.line}: {d.message}" for d in script.doubts])
    yield from _report_notes("Left out", [f"line {one.line}: {one.text} ({one.why})" for one in script.left_out])
    yield from _report_notes("Warnings", list(script.warnings))
    yield f"\nExcluded   {_excluded(script)} characters that are no content (labels, metadata, bullets, markup); every other one is kept"  # noqa: E501


def _padded(words: str, columns: int) -> str:
    """The words in the language that is spoken, with spaces up to so many half-width columns."""
    from toolkit.japanese.width import width

    text = said(words)
    return text + " " * (columns - int(2 * width(text)))


def _report_sections(script: Script) -> Iterator[str]:
    yield "\nSections"
    for section in script.sections:
        paragraphs = [p for turn in section.turns for p in turn.paragraphs]
        size = f"{len(_speech(section))} turns" if section.kind == "interview" else f"{len(paragraphs)} paragraphs"
        heading = f"  {section.heading}" if section.heading else ""
        line, kind = _padded(f"line {paragraphs[0].line}", 10), _padded(section.kind, 12)
        characters = said(f"{sum(map(_length, paragraphs))} characters")
        yield f"  {line} {kind} {_padded(size, 14)} {characters}{heading}"
    if "interview" in script.evidence:
        yield f"  The interview {script.evidence['interview']}."


def _report_cast(script: Script, casting: Casting) -> Iterator[str]:
    yield "\nCast" if script.cast else "\nCast       nobody: no line was found to name a speaker"
    for speaker in script.cast:
        turns = [t for t in script.turns if t.speaker == speaker.name]
        role = f" ({speaker.role})" if speaker.role else ""
        least = min((turn.confidence for turn in turns), default=1.0)
        sure = "" if least >= _SURE else f", the least sure of them {least:.0%}"
        yield f"  {speaker.name}{role}: {len(turns)} turns, {_characters(turns)} characters{sure}"
        if speaker.aliases:
            yield f"    also written: {', '.join(speaker.aliases)}"
        if speaker.name in casting.voices:
            yield f"    voice: {casting.voices[speaker.name]}"
        if speaker.name in casting.suggested:
            yield f"    perhaps another: {casting.suggested[speaker.name]}"
        yield f"    why: {script.evidence.get(speaker.name, '')}"
    if None in casting.voices:
        yield f"  the narrator's voice: {casting.voices[None]}"
    if casting.fault:
        yield f"  no voices: {casting.fault}"


_SHOWN = 36  # characters of a turn's first words


def _report_turns(script: Script) -> Iterator[str]:
    yield "\nTurns"
    for turn in _spoken(script):
        text = turn.paragraphs[0].text
        words = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
        sure = "" if turn.confidence >= _SURE else f"  ({turn.confidence:.0%} sure)"
        yield f"  line {turn.line:<5} {turn.speaker or '(nobody)'}: {words}{sure}"


def _report_directions(script: Script) -> Iterator[str]:
    found = list(_directions(script))
    yield from _report_notes("Stage directions", [f"line {line}: {text}" for line, text, _ in found[:20]])
    if len(found) > 20:
        yield f"  … and {len(found) - 20} more"


def _report_notes(title: str, notes: list[str]) -> Iterator[str]:
    if notes:
        yield f"\n{title}"
    for note in notes:
        yield f"  {note}"


_SURE = 0.9  # what is surer than this is shown without a figure


def _suggest(script: Script, output: Path) -> None:
    """A project file that says what was understood. An existing file is never replaced."""
    from toolkit.errors import OutputError
    from toolkit.system.files import write_text

    lines = (said(line) if line.startswith("#") else line for line in _project_lines(script))
    text = "\n".join(lines) + "\n"
    if str(output) == "-":
        click.echo(text, nl=False)
        return
    if output.exists():
        raise OutputError("is there already", where=str(output), mend="name another file, or take it away first")
    write_text(output, text)
    click.echo(
        f"{output}: {len(script.cast)} people; look it over: all that is made in its folder is made with it", err=True
    )


def _project_lines(script: Script) -> Iterator[str]:
    """TOML (json.dumps writes its strings)."""
    yield "# What jimaku understood of the transcript. Correct it: it is read with every transcript in this folder."
    yield "# not_speakers = []   labels that speak for nobody"
    yield "# headings = []       whole lines that are headings"
    for doubt in script.doubts:
        yield f"# doubt, line {doubt.line}: {doubt.message}"
    yield from cast_lines(script)


def cast_lines(script: Script) -> Iterator[str]:
    """The people of a script as tables of a project file."""
    for speaker in script.cast:
        yield ""
        yield "[[cast]]"
        yield f"name = {json.dumps(speaker.name, ensure_ascii=False)}"
        if speaker.aliases:
            yield f"aliases = {json.dumps(list(speaker.aliases), ensure_ascii=False)}"
        if speaker.role:
            yield f"role = {json.dumps(speaker.role, ensure_ascii=False)}"
        yield '# voice = ""          see `jimaku voices`'


def _excluded(script: Script) -> int:
    return sum(len("".join(text.split())) for _, text in script.excluded)
