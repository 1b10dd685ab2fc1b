"""The order of the stages, and nothing else: transcript → cues → timeline → files."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from toolkit import manifest
from toolkit.errors import InputError
from toolkit.files import safe_name, whole, write_text
from toolkit.formats import format_of
from toolkit.model import Doubt, Script, Timeline, Turn
from toolkit.segment import Segmentation, segment
from toolkit.styles import Style
from toolkit.timing import by_reading_speed, by_speech

if TYPE_CHECKING:
    from toolkit.audio.recording import Recording
    from toolkit.japanese.breaks import BreakModel
    from toolkit.narration.narrate import Narration
    from toolkit.speech.protocol import EngineSpec

Scope = Literal["interview", "article", "all"]


@dataclass(frozen=True, slots=True)
class Cutting:
    """How text becomes cues. ``model`` None is the toolkit's own."""

    style: Style
    model: BreakModel | None = None
    protected: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Speaking:
    """How text becomes sound. ``voices``: written name → voice; ``jobs``: worker processes; ``target``, ``format``: by name."""

    engine: EngineSpec
    voices: Mapping[str, str] = field(default_factory=dict)
    lexicon: tuple[Any, ...] = ()
    pace: float = 1.0
    jobs: int = 1
    target: str = "speech"
    format: str = "wav"


@dataclass(frozen=True, slots=True)
class InScope:
    """The turns to be shown, and which of them (by index) begin a section of what title."""

    turns: tuple[Turn, ...]
    sections: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """What a narration left on disk. ``files`` in the order of the listing; ``manifest`` is what the JSON file holds."""

    files: tuple[Path, ...]
    timeline: Timeline
    manifest: Mapping[str, Any]
    warnings: tuple[Doubt, ...]


def in_scope(script: Script, scope: Scope | None) -> InScope:
    """The turns of the sections asked for; without a wish the interview where there is one, else everything.

    InputError if nothing is in scope.
    """
    spoken = any(turn.speaker for turn in script.turns)
    scope = scope or ("interview" if spoken else "all")
    turns: list[Turn] = []
    sections: dict[int, str] = {}
    for section in script.sections:
        if section.turns and scope in ("all", section.kind):
            sections[len(turns)] = section.heading
            turns.extend(section.turns)
    if not turns:
        raise InputError(f"holds no {scope} to show", mend="try --scope all, or `jimaku inspect` to see what was understood")
    return InScope(tuple(turns), sections)


def subtitles(script: Script, cutting: Cutting, scope: Scope | None = None) -> tuple[Timeline, tuple[Doubt, ...]]:
    """Cues timed by reading speed, and what a person should look at."""
    parts = in_scope(script, scope)
    cut = segment(parts.turns, cutting.style, cutting.model, protected=cutting.protected)
    return by_reading_speed(cut.cues, cutting.style), cut.warnings


def save(timeline: Timeline, path: Path) -> None:
    """Write a subtitle file in the format its name says."""
    write_text(path, format_of(str(path)).write(timeline))


def narrate(
    script: Script,
    cutting: Cutting,
    speaking: Speaking,
    folder: Path,
    name: str,
    *,
    scope: Scope | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Edition:
    """Speak the script into ``folder``: ``name``.srt, the mix, one track a speaker, the manifest and the credits.

    ``progress``: (stage, done, in all). Everything is made in a temporary folder beside its place; files appear complete.
    """
    from toolkit.audio.studio import Studio
    from toolkit.audio.targets import target_named
    from toolkit.narration.casting import cast_voices
    from toolkit.narration.narrate import narrate as speak_aloud
    from toolkit.narration.narrate import tracks_of
    from toolkit.narration.silences import pauses_of
    from toolkit.speech.pool import Pool
    from toolkit.speech.registry import engine_named

    tell = progress or (lambda *_: None)
    parts = in_scope(script, scope)
    target = target_named(speaking.target)
    engine = engine_named(speaking.engine.name, **speaking.engine.options)
    voices = cast_voices(script.cast, engine, speaking.voices)
    cut = segment(parts.turns, cutting.style, cutting.model, protected=cutting.protected)
    names = [speaker or "narrator" for speaker in tracks_of(parts.turns)]
    writable(folder)
    with (
        tempfile.TemporaryDirectory(prefix=".jimaku-", dir=folder, ignore_cleanup_errors=True) as spool,
        Pool(speaking.engine, speaking.jobs, lexicon=speaking.lexicon) as pool,
        Studio(Path(spool), engine.rate, names, target) as studio,
    ):
        narration = speak_aloud(
            parts.turns,
            cut.cues,
            voices,
            pool.speak_all,
            studio,
            rate=engine.rate,
            section_starts=frozenset(parts.sections),
            pace=speaking.pace,
            progress=lambda done, whole: tell("speaking", done, whole),
        )
        pool.close()
        recording = studio.finish(narration.length)
        cut = segment(parts.turns, cutting.style, cutting.model, protected=cutting.protected, pauses=pauses_of(narration.spoken, engine.rate))
        timeline = _in_step(cut, narration, cutting.style)
        book = manifest.of(script, timeline, narration, recording, voices, speaking.engine.name, engine.version, target.name, cutting.style, speaking.pace)
        files = _write(folder, name, timeline, book, recording, narration, parts, speaking, script, tell)
    return Edition(files, timeline, book, cut.warnings)


def _in_step(cut: Segmentation, narration: Narration, style: Style) -> Timeline:
    """The cues, each at the time its words are heard."""
    from toolkit.narration.narrate import cue_sounds

    rate = narration.rate
    heard = [(first * 1000 / rate, last * 1000 / rate) for first, last in cue_sounds(cut.cues, narration.spoken)]
    return by_speech(cut.cues, heard, style, round(narration.length * 1000 / rate))


def writable(folder: Path) -> None:
    """Make the folder, and find out now and not after an hour of work whether it can be written to. OutputError if not."""
    probe = folder / ".jimaku-probe"
    write_text(probe, "")
    probe.unlink(missing_ok=True)


def _write(
    folder: Path,
    name: str,
    timeline: Timeline,
    book: Mapping[str, Any],
    recording: Recording,
    narration: Narration,
    parts: InScope,
    speaking: Speaking,
    script: Script,
    tell: Callable[[str, int, int], None],
) -> tuple[Path, ...]:
    from toolkit.audio.encode import Chapter, Files, Tags, encoding_named, export

    encoding = encoding_named(speaking.format, speaking.target)
    stem = safe_name(name)
    mix = folder / f"{stem}{encoding.suffix}"
    tracks = [folder / "tracks" / f"{k:02}-{safe_name(track)}{encoding.suffix}" for k, track in enumerate(recording.tracks, 1)]
    chapters = tuple(Chapter(start, title) for start, title in _chapters(parts, narration))
    tags = Tags(title=script.title or name, artist=", ".join(recording.tracks), comment=manifest.credit_line(book), chapters=chapters)
    texts = {
        folder / f"{stem}.srt": format_of("-").write(timeline),
        folder / f"{stem}.json": manifest.as_json(book),
        folder / "CREDITS.txt": manifest.credits_text(book),
    }
    with contextlib.ExitStack() as stack:  # the texts are on disk before the sound is, and appear when the sound has appeared
        for path, text in texts.items():
            stack.enter_context(whole(path)).write_bytes(text.encode("utf-8"))
        export(recording, Files(mix, tuple(tracks)), encoding, tags, lambda done: tell("writing", done, recording.length))
    srt, book_path, credits_path = texts
    return (srt, mix, *tracks, book_path, credits_path)


_LONGEST_TITLE = 24


def _chapters(parts: InScope, narration: Narration) -> Sequence[tuple[int, str]]:
    """A chapter for each section; where there is only one, a chapter for each turn, by its first words."""
    starts = narration.turn_starts
    if len(parts.sections) > 1:
        titles = {index: title or f"{n}" for n, (index, title) in enumerate(parts.sections.items(), 1)}
    else:
        titles = {index: f"{turn.speaker or ''} {turn.text[:_LONGEST_TITLE]}".strip() for index, turn in enumerate(parts.turns)}
    return [(starts[index], title) for index, title in titles.items() if index in starts]
