"""The order of the stages, and nothing else: transcript → cues → timeline → files."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from toolkit.errors import InputError
from toolkit.formats import DEFAULT, writer_of
from toolkit.model import Doubt, Script, Timeline, Turn, Voice
from toolkit.segment import Segmentation, segment
from toolkit.styles import Style
from toolkit.system.files import safe_name, whole, write_text
from toolkit.system.leftovers import sweep, temporary_prefix
from toolkit.timing import by_reading_speed, by_speech, by_times
from toolkit.transcript.omit import without_directions

if TYPE_CHECKING:
    from toolkit.audio.encode import Encoding
    from toolkit.audio.recording import Recording
    from toolkit.audio.targets import LoudnessTarget
    from toolkit.japanese.breaks import BreakModel
    from toolkit.narration.delivery import Announce, Directions, Manner
    from toolkit.narration.narrate import Narration
    from toolkit.speech.protocol import Engine, EngineSpec
    from toolkit.speech.speaker import Memory

Scope = Literal["interview", "article", "all"]


@dataclass(frozen=True, slots=True)
class Cutting:
    """How text becomes cues. ``model`` None is the toolkit's own. ``directions``: "skip" leaves stage directions out;
    to "speak" them they must be spoken: subtitles alone show them.
    """

    style: Style
    model: BreakModel | None = None
    protected: tuple[str, ...] = ()
    directions: Directions = "show"


@dataclass(frozen=True, slots=True)
class Speaking:
    """How text becomes sound. ``voices``: written name → voice; ``jobs``: worker processes (0: this one); ``target``,
    ``format``: by name. ``cache``: the folder of sentences spoken before, None to speak all anew. ``paces``,
    ``pitches``: by written name, over ``pace`` and ``pitch`` (half tones).
    """

    engine: EngineSpec
    voices: Mapping[str, str] = field(default_factory=dict)
    lexicon: tuple[Any, ...] = ()
    pace: float = 1.0
    jobs: int = 1
    target: str = "speech"
    format: str = "wav"
    cache: Path | None = None
    announce: Announce = "never"
    paces: Mapping[str, float] = field(default_factory=dict)
    pitch: float = 0.0
    pitches: Mapping[str, float] = field(default_factory=dict)

    @property
    def shape(self) -> tuple[object, ...]:
        """What of this decides the outputs."""
        by_name = [sorted(given.items()) for given in (self.voices, self.paces, self.pitches)]
        return (self.engine, by_name, self.lexicon, self.pace, self.pitch, self.announce, self.target, self.format)


@dataclass(frozen=True, slots=True)
class InScope:
    """The turns to be shown, and which of them (by index) begin a section of what title."""

    turns: tuple[Turn, ...]
    sections: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Edition:
    """What a narration left on disk. ``files`` in the order of the listing; ``manifest`` is what the JSON file
    holds.
    """

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
        raise InputError(
            f"holds no {scope} to show", mend="try --scope all, or `jimaku inspect` to see what was understood"
        )
    return InScope(tuple(turns), sections)


def told(script: Script, cutting: Cutting) -> Script:
    """The script as it is to be told: without its directions if they are skipped; ``excluded`` then lists them behind
    the others.
    """
    return without_directions(script) if cutting.directions == "skip" else script


def subtitles(script: Script, cutting: Cutting, scope: Scope | None = None) -> tuple[Timeline, tuple[Doubt, ...]]:
    """Cues timed by the times in the transcript, by reading speed if it has none; and what a person should look at."""
    parts = in_scope(told(script, cutting), scope)
    cut = segment(parts.turns, cutting.style, cutting.model, protected=cutting.protected)
    if any(paragraph.times for turn in parts.turns for paragraph in turn.paragraphs):
        return by_times(cut.cues, parts.turns, cutting.style), cut.warnings
    return by_reading_speed(cut.cues, cutting.style), cut.warnings


def save(timeline: Timeline, path: Path) -> None:
    """Write a subtitle file in the format its name says."""
    write_text(path, writer_of(str(path)).write(timeline))


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

    ``progress``: (stage, done, in all). Everything is made in a temporary folder beside its place; files appear
    complete. An edition that is there already, made from the same and unchanged, is left as it is (where there is a
    cache).
    """
    from toolkit import manifest  # what subtitles alone do not need is loaded where it is used
    from toolkit.audio.studio import Studio
    from toolkit.freshness import digest_of
    from toolkit.japanese.words import release
    from toolkit.narration.narrate import narrate as speak_aloud
    from toolkit.narration.silences import pauses_of
    from toolkit.speech.cache import Cache
    from toolkit.speech.speaker import Memory

    tell = progress or (lambda *_: None)
    parts = in_scope(shown := told(script, cutting), scope)
    encoding, target = _asked(speaking)
    engine, voices = _cast(script, speaking)
    manner = _manner(script, cutting, speaking, target)
    made_from = digest_of(
        (script, cutting, speaking.shape, engine.version, scope, name), (voice.name for voice in voices.values())
    )
    if speaking.cache and (found := _found(folder, safe_name(name), made_from)):
        return found
    writable(folder)
    cache = Cache(speaking.cache) if speaking.cache else None
    with (
        tempfile.TemporaryDirectory(prefix=temporary_prefix(), dir=folder, ignore_cleanup_errors=True) as spool,
        Memory(speaking.engine, engine.version, speaking.jobs, lexicon=speaking.lexicon, cache=cache) as memory,
        Studio(Path(spool), engine.rate, _track_names(parts, manner), target) as studio,
    ):
        _expect(memory, parts, voices, manner)
        cut = segment(parts.turns, cutting.style, cutting.model, protected=cutting.protected)
        release()
        narration = speak_aloud(
            parts.turns,
            cut.cues,
            voices,
            memory.speak_all,
            studio,
            rate=engine.rate,
            section_starts=frozenset(parts.sections),
            manner=manner,
            progress=lambda done, whole: tell("speaking", done, whole),
        )
        memory.close()
        recording = studio.finish(narration.length)
        cut = segment(
            parts.turns,
            cutting.style,
            cutting.model,
            protected=cutting.protected,
            pauses=pauses_of(narration.spoken, engine.rate),
        )
        timeline = _in_step(cut, narration, cutting.style)
        book = manifest.of(
            script,
            timeline,
            narration,
            recording,
            voices,
            speaking.engine.name,
            engine.version,
            target,
            cutting.style,
            manner,
        )
        book |= manifest.to_look_at(cut.warnings, memory.doubtful, shown.excluded[len(script.excluded) :]) | {
            "made_from": made_from
        }
        files = _write(folder, name, timeline, book, recording, narration, parts, encoding, script, tell)
    fault = (Doubt(0, cache.fault),) if cache and cache.fault else ()
    return Edition(files, timeline, book, (*cut.warnings, *fault))


def _asked(speaking: Speaking) -> tuple[Encoding, LoudnessTarget]:
    """The format, and the loudness target with the room under its peak that the format needs. InputError for an unknown
    one.
    """
    from toolkit.audio.encode import encoding_named
    from toolkit.audio.targets import target_named

    encoding = encoding_named(speaking.format, speaking.target)
    return encoding, replace(target_named(speaking.target), headroom_db=encoding.headroom_db)


def _cast(script: Script, speaking: Speaking) -> tuple[Engine, dict[str | None, Voice]]:
    from toolkit.narration.casting import cast_voices
    from toolkit.speech.registry import engine_named

    engine = engine_named(speaking.engine.name, **speaking.engine.options)
    return engine, cast_voices(script.cast, engine, speaking.voices)


def _manner(script: Script, cutting: Cutting, speaking: Speaking, target: LoudnessTarget) -> Manner:
    from toolkit.narration.casting import by_person
    from toolkit.narration.delivery import Manner

    paces = by_person(speaking.paces, script.cast, "a rate")
    pitches = by_person(speaking.pitches, script.cast, "a pitch")
    return Manner(
        speaking.announce,
        cutting.directions,
        speaking.pace,
        paces,
        speaking.pitch,
        pitches,
        target.head_ms,
        target.tail_ms,
    )


def _track_names(parts: InScope, manner: Manner) -> list[str]:
    from toolkit.narration.narrate import tracks_of

    return [who or "narrator" for who in tracks_of(parts.turns, manner)]


def _expect(memory: Memory, parts: InScope, voices: Mapping[str | None, Voice], manner: Manner) -> None:
    """What will be spoken is known, but for the room around what is only shown, before it is known where cues end."""
    from toolkit.narration.narrate import requests
    from toolkit.narration.plan import plan

    memory.expect(requests(plan(parts.turns, (), frozenset(parts.sections), manner), voices, manner))


def _found(folder: Path, stem: str, made_from: str) -> Edition | None:
    """The edition that is there already, if it was made from the same and is unchanged."""
    from toolkit import manifest
    from toolkit.freshness import fresh

    book = fresh(folder, folder / f"{stem}.json", made_from)
    if book is None:
        return None
    *files, credits_path = (folder / row["name"] for row in book["files"])
    doubts = tuple(Doubt(row["line"], row["message"]) for row in book["doubts"])
    return Edition((*files, folder / f"{stem}.json", credits_path), manifest.timeline_of(book), book, doubts)


def _in_step(cut: Segmentation, narration: Narration, style: Style) -> Timeline:
    """The cues, each at the time its words are heard."""
    from toolkit.narration.narrate import cue_sounds

    rate = narration.rate
    heard = [(first * 1000 / rate, last * 1000 / rate) for first, last in cue_sounds(cut.cues, narration.spoken)]
    return by_speech(cut.cues, heard, style, round(narration.length * 1000 / rate))


def writable(folder: Path) -> None:
    """Make the folder, and find out now and not after an hour of work whether it can be written to. OutputError if not.

    What killed runs left in it goes.
    """
    for place in (folder, folder / "tracks"):
        sweep(place)
    probe = folder / f"{temporary_prefix()}probe"
    write_text(probe, "")
    probe.unlink(missing_ok=True)


def _write(
    folder: Path,
    name: str,
    timeline: Timeline,
    book: dict[str, Any],
    recording: Recording,
    narration: Narration,
    parts: InScope,
    encoding: Encoding,
    script: Script,
    tell: Callable[[str, int, int], None],
) -> tuple[Path, ...]:
    from toolkit import manifest
    from toolkit.audio.encode import Files, export
    from toolkit.audio.tags import Chapter, Tags
    from toolkit.freshness import listed, named_by, retire
    from toolkit.narration.chapters import chapters_of

    stem = safe_name(name)
    mix = folder / f"{stem}{encoding.suffix}"
    tracks = [
        folder / "tracks" / f"{k:02}-{safe_name(track)}{encoding.suffix}" for k, track in enumerate(recording.tracks, 1)
    ]
    chapters = tuple(Chapter(start, title) for start, title in chapters_of(parts.turns, parts.sections, narration))
    tags = Tags(
        title=script.title or name,
        artist=", ".join(recording.tracks),
        comment=manifest.credit_line(book),
        chapters=chapters,
    )
    texts = {
        folder / f"{stem}{DEFAULT.suffix}": DEFAULT.write(timeline),
        folder / "CREDITS.txt": manifest.credits_text(book),
    }
    srt, credits_path = texts
    book_path = folder / f"{stem}.json"
    before = named_by(book_path)
    with (
        contextlib.ExitStack() as stack
    ):  # all is on disk before anything appears; the manifest, which names the rest, appears last
        book_file = stack.enter_context(whole(book_path))
        written = {path: stack.enter_context(whole(path)) for path in texts}
        for path, text in texts.items():
            written[path].write_bytes(text.encode("utf-8"))

        def seal(sounds: Mapping[Path, str | None]) -> None:
            made = {**written, **dict(zip((*tracks, mix), sounds, strict=True))}
            book["files"] = listed(folder, {path: made[path] for path in (srt, mix, *tracks, credits_path)}, sounds)
            book_file.write_bytes(manifest.as_json(book).encode("utf-8"))

        export(
            recording,
            Files(mix, tuple(tracks)),
            encoding,
            tags,
            lambda done: tell("writing", done, recording.length),
            seal,
        )
    retire(folder, before - {row["name"] for row in book["files"]})
    return (srt, mix, *tracks, book_path, credits_path)
