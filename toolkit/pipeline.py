"""The order of the stages, and nothing else: script → plan → narration → cues → timeline → edition, once each."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.audio.outputs import PLAIN, Outputs
from toolkit.model import Doubt, Script, Speaker, Timeline, Turn, Voice
from toolkit.segment import Segmentation, segment
from toolkit.segment.labels import short_names
from toolkit.styles import Style
from toolkit.system.files import safe_name
from toolkit.system.leftovers import temporary_folder
from toolkit.timing import shared
from toolkit.timing.unvoiced import unvoiced
from toolkit.timing.video import UNKNOWN, Video, framed, manner
from toolkit.transcript.omit import without_directions, without_fillers
from toolkit.transcript.scope import InScope, Scope, in_scope

if TYPE_CHECKING:
    from toolkit.audio.encoding import Encoding
    from toolkit.audio.recording import Recording
    from toolkit.audio.targets import LoudnessTarget
    from toolkit.corrections.hand import Hand
    from toolkit.corrections.keep import Kept
    from toolkit.japanese.breaks import BreakModel
    from toolkit.model.edition import Edition
    from toolkit.model.narration import Directions, Narration
    from toolkit.narration.delivery import Delivery
    from toolkit.narration.plan import Plan
    from toolkit.speech.cache import Cache
    from toolkit.speech.protocol import Engine, EngineSpec


@dataclass(frozen=True, slots=True)
class Cutting:
    """How text becomes cues. ``model`` None is the toolkit's own. ``directions``: "skip" leaves stage directions out;
    to "speak" them they must be spoken: subtitles alone show them. ``drop_fillers``: words like えーと are left out.
    """

    style: Style
    model: BreakModel | None = None
    protected: tuple[str, ...] = ()
    directions: Directions = "show"
    drop_fillers: bool = False


def _usual_delivery() -> Delivery:
    from toolkit.narration.delivery import USUAL  # late: subtitles alone need nothing of narration

    return USUAL


@dataclass(frozen=True, slots=True)
class Speaking:
    """How text becomes sound. ``voices``: written name → voice; ``jobs``: worker processes (0: this one); ``target``,
    ``format``: by name. ``cache``: the folder of sentences spoken before, None to speak all anew. ``delivery``: with
    names as they are written; whether directions are spoken ``Cutting`` says. ``outputs``: what the files are like.
    """

    engine: EngineSpec
    voices: Mapping[str, str] = field(default_factory=dict)
    lexicon: tuple[Any, ...] = ()
    jobs: int = 1
    target: str = "speech"
    format: str = "wav"
    cache: Path | None = None
    delivery: Delivery = field(default_factory=_usual_delivery)
    outputs: Outputs = PLAIN

    @property
    def shape(self) -> Speaking:
        """What of this decides the outputs."""
        return replace(self, jobs=1, cache=None, voices=dict(sorted(self.voices.items())))

    def among(self, cast: Sequence[Speaker]) -> Speaking:
        """Without what is wished for people who are not of the cast."""
        from toolkit.narration.casting import has_part

        voices = {name: voice for name, voice in self.voices.items() if has_part(name, cast)}
        return replace(self, voices=voices, delivery=self.delivery.among(cast))


def reading_copy(script: Script, cutting: Cutting) -> Script:
    """The script as it is shown and spoken: without its directions if they are skipped, then without fillers if they
    are dropped; ``excluded`` lists them behind the others.
    """
    copy = without_directions(script) if cutting.directions == "skip" else script
    return without_fillers(copy, cutting.protected) if cutting.drop_fillers else copy


def subtitles(
    script: Script, cutting: Cutting, scope: Scope | None = None, video: Video = UNKNOWN
) -> tuple[Timeline, tuple[Doubt, ...]]:
    """Cues timed by the times in the transcript, by reading speed if it has none, brought to the video; and what a
    person should look at. InputError for what is said of the video and cannot be.
    """
    parts = in_scope(reading_copy(script, cutting), scope)
    cut = _cut(parts.turns, cutting, script.cast)
    timeline, pinned = unvoiced(cut.cues, parts.turns, cutting.style, video)
    return shared(timeline, cutting.style, firsts=pinned)[0], cut.warnings


def corrected(script: Script, cutting: Cutting, hand: Hand, scope: Scope | None = None, video: Video = UNKNOWN) -> Kept:
    """``subtitles`` around what a person changed in those that were written before."""
    from toolkit.corrections.keep import around

    parts = in_scope(reading_copy(script, cutting), scope)
    again = partial(_cut, cutting=cutting, cast=script.cast)
    cut = again(parts.turns)
    made, pinned = unvoiced(cut.cues, parts.turns, cutting.style, video)
    how = manner(cutting.style, video)
    if video != UNKNOWN:
        hand.refuse_other_times(how)
    kept = around(hand, made, cut.warnings, parts.turns, cutting.style, again, how, pinned)
    held = {k for first, last, _ in kept.rows for k in range(first, last)}
    return replace(kept, timeline=framed(kept.timeline, held, video.rate))


def _cut(turns: Sequence[Turn], cutting: Cutting, cast: Sequence[Speaker], **how: Any) -> Segmentation:
    """``how``: ``pauses``, ``steer`` and ``only`` of ``segment``."""
    names = short_names(cast)
    return segment(turns, cutting.style, cutting.model, protected=cutting.protected, names=names, **how)


def narrate(
    script: Script,
    cutting: Cutting,
    speaking: Speaking,
    folder: Path,
    name: str,
    *,
    scope: Scope | None = None,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    warn: Callable[[Doubt], None] = lambda _: None,
    force: bool = False,
) -> Edition:
    """Speak the script into ``folder``: ``name``.srt, the mix, one track a speaker, the manifest and the credits.

    ``progress``: (stage, done, in all). ``warn``: told what is no fault of the edition. An edition made from the same
    and unchanged is left as it is (where there is a cache). Without ``force`` OutputError for changed subtitles.
    """
    from toolkit.edition.folder import ours_alone, refuse_changed  # late, as all that subtitles alone do not need
    from toolkit.edition.freshness import fresh
    from toolkit.narration.suggested import cautions
    from toolkit.speech.cache import Cache

    order = _production(script, cutting, speaking, scope, name)
    if speaking.cache and (edition := fresh(folder, order.name, order.made_from)):
        return edition
    with ours_alone(folder) as finished:
        if finished and speaking.cache and (edition := fresh(folder, order.name, order.made_from)):
            return edition
        if not force:
            refuse_changed(folder, order.name)
        for caution in cautions(order.engine, order.script, order.parts.turns, order.voices, speaking.voices):
            warn(Doubt(0, caution))
        cache = Cache(speaking.cache) if speaking.cache else None
        with temporary_folder(folder) as spool:
            edition = _perform(order, folder, spool, cache, progress)
    if cache and cache.fault:
        warn(Doubt(0, cache.fault))
    return edition


def _perform(
    order: _Production, folder: Path, spool: Path, cache: Cache | None, progress: Callable[[str, int, int], None]
) -> Edition:
    """Plan, voice, cues and files, in that order."""
    from toolkit.audio.studio import Studio
    from toolkit.edition.writer import write
    from toolkit.narration.narrate import narrate as place
    from toolkit.narration.silences import pauses_of
    from toolkit.speech.rates import at_rate
    from toolkit.speech.synthesizer import Synthesizer
    from toolkit.timing.narration import by_narration
    from toolkit.timing.settle import settled

    speaking, engine, rate = order.speaking, order.engine, order.speaking.outputs.rate or order.engine.rate
    plan = order.plan
    with (
        Synthesizer(speaking.engine, engine.version, speaking.jobs, speaking.lexicon, cache) as voice,
        Studio(spool, rate, plan.names, order.target) as studio,
    ):
        clips = at_rate(voice.speak_all(plan.requests(order.voices)), rate)
        narration = place(plan, clips, studio, rate=rate, progress=partial(progress, "speaking"))
        voice.close()
        recording = studio.finish(narration.length)
        style, pauses = order.cutting.style, pauses_of(narration)
        cut = partial(_cut, order.parts.turns, order.cutting, order.script.cast, pauses=pauses)
        whole = cut()
        made = settled(
            whole.cues, order.parts.turns, lambda steer, only: cut(steer=steer, only=only).cues,
            lambda cues, give: by_narration(cues, narration, style, give=give), style,
        )  # fmt: skip
        timeline = shared(made, style)[0]
        edition = _edition(order, plan, narration, recording, whole.warnings, timeline, voice.doubtful)
        seconds, told = -(-recording.length // rate), partial(progress, "writing")
        steps = lambda n: told(-(-n // rate), seconds)  # noqa: E731  # samples as seconds begun
        return write(edition, recording, folder, order.encoding, steps, speaking.outputs)


@dataclass(frozen=True, slots=True)
class _Production:
    """What is settled before anybody speaks. ``excluded``: (line, text) of what is left out by wish."""

    name: str
    script: Script
    excluded: tuple[tuple[int, str], ...]
    parts: InScope
    cutting: Cutting
    speaking: Speaking
    engine: Engine
    voices: Mapping[str | None, Voice]
    plan: Plan
    encoding: Encoding
    target: LoudnessTarget
    made_from: str


def _production(script: Script, cutting: Cutting, speaking: Speaking, scope: Scope | None, name: str) -> _Production:
    """InputError for a wish that cannot be fulfilled; EngineError if the engine is not there."""
    from toolkit.audio.encoding import encoding_named
    from toolkit.audio.targets import target_named
    from toolkit.edition.freshness import digest_of
    from toolkit.narration import cast_voices, plan_of
    from toolkit.narration.credits import said
    from toolkit.narration.plan import framed
    from toolkit.speech.registry import engine_named

    copy = reading_copy(script, cutting)
    parts = in_scope(copy, scope)
    encoding = encoding_named(speaking.format, speaking.target, speaking.outputs.bitrate, speaking.outputs.bits)
    target = replace(target_named(speaking.target), headroom_db=encoding.headroom_db)
    engine = engine_named(speaking.engine.name, **speaking.engine.options)
    delivery = replace(
        speaking.delivery.for_cast(script.cast),
        directions=cutting.directions,
        head_ms=target.head_ms,
        tail_ms=target.tail_ms,
    )
    plan = plan_of(parts.turns, {opening.turn for opening in parts.sections}, delivery)
    narrating = delivery.credits == "spoken" or None in plan.tracks
    voices = cast_voices(script.cast, engine, speaking.voices, narrating=narrating)
    shape = (script, cutting, speaking.shape, engine.version, scope, name)
    return _Production(
        name=safe_name(name),
        script=script,
        excluded=copy.excluded[len(script.excluded) :],
        parts=parts,
        cutting=cutting,
        speaking=speaking,
        engine=engine,
        voices=voices,
        plan=framed(plan, parts.turns, said(delivery, script.title or safe_name(name), parts.turns, voices)),
        encoding=encoding,
        target=target,
        made_from=digest_of(shape, (voice.name for voice in voices.values())),
    )


def _edition(
    order: _Production,
    plan: Plan,
    narration: Narration,
    recording: Recording,
    doubts: tuple[Doubt, ...],
    timeline: Timeline,
    readings: Mapping[tuple[str, str, float], int],
) -> Edition:
    from toolkit.edition import assembly
    from toolkit.edition.credits import credits_of
    from toolkit.model.edition import Edition
    from toolkit.narration.chapters import chapters_of
    from toolkit.narration.misfits import misfits

    roles = assembly.roles_of(order.script.cast, plan, order.voices)
    made_by = (order.speaking.engine.name, order.engine.version, order.cutting.style.name, order.encoding.name)
    return Edition(
        name=order.name,
        title=order.script.title,
        meta=order.script.meta,
        turns=order.parts.turns,
        sections=order.parts.sections,
        cast=roles,
        narration=assembly.printed(narration, recording, exact=order.encoding.keeps_samples),
        timeline=timeline,
        chapters=chapters_of(order.parts.turns, order.parts.sections, narration),
        tracks=assembly.tracks_of(narration, recording),
        loudness=assembly.loudness_of(order.target, recording, narration),
        credits=credits_of(roles),
        provenance=assembly.provenance_of(*made_by, order.plan.delivery, order.made_from),
        excluded=order.excluded,
        doubts=(*doubts, *misfits(plan, narration)),
        doubtful_readings=assembly.doubtful_readings_of(readings),
    )
