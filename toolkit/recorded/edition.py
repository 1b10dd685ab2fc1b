"""An edition whose sound is the recording: script → alignment → cues → tracks and files, once each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.align import probe
from toolkit.audio.encoding import encoding_named
from toolkit.audio.media import rate_of, sound_of
from toolkit.audio.outputs import RATES
from toolkit.audio.tape import Share, Tape
from toolkit.audio.targets import AS_IS, LoudnessTarget, target_named
from toolkit.edition import assembly
from toolkit.edition.credits import credits_of
from toolkit.edition.folder import ours_alone, refuse_changed
from toolkit.edition.freshness import digest_of, fresh
from toolkit.edition.writer import write
from toolkit.errors import InputError
from toolkit.model import Doubt, Voice
from toolkit.model.edition import RECORDING, Edition
from toolkit.narration.casting import NARRATOR
from toolkit.narration.chapters import chapters_of
from toolkit.narration.delivery import USUAL
from toolkit.narration.plan import Plan
from toolkit.pipeline import reading_copy
from toolkit.recorded.stages import aligned, cut_by, misfits
from toolkit.system.files import safe_name, sha256_of
from toolkit.system.leftovers import temporary_folder
from toolkit.transcript.scope import Scope, in_scope

if TYPE_CHECKING:
    from toolkit.align import Alignment
    from toolkit.audio.encoding import Encoding
    from toolkit.audio.tape import SharedOut
    from toolkit.model import Script
    from toolkit.model.narration import Narration
    from toolkit.pipeline import Cutting, Speaking
    from toolkit.recorded.stages import Hearing, Recorded
    from toolkit.transcript.scope import InScope


def narrate(
    script: Script,
    cutting: Cutting,
    speaking: Speaking,
    hearing: Hearing,
    folder: Path,
    name: str,
    *,
    scope: Scope | None = None,
    force: bool = False,
) -> Edition:
    """``pipeline.narrate`` with the recording for a voice: of ``speaking`` only the form of the sound is taken.

    The mix is the recording, mono, as long as it is; one gain brings all of it to the loudness wished. Every moment is
    on the track of whoever speaks, and tracks sum to the mix. InputError, before anything is written, for a recording
    that does not say this text.
    """
    order = _order(script, cutting, speaking, hearing, scope, name)
    if hearing.cache and (edition := fresh(folder, order.name, order.made_from)):
        return edition
    with ours_alone(folder) as finished:
        if finished and hearing.cache and (edition := fresh(folder, order.name, order.made_from)):
            return edition
        if not force:
            refuse_changed(folder, order.name)
        _refuse_over(hearing.media, folder, order)
        alignment = aligned(order.parts.turns, hearing)
        if not any(one.audible for one in alignment.narration.utterances):
            raise InputError("says no sentence of this text", where=str(hearing.media), mend="give the recording of it")
        with temporary_folder(folder) as spool:
            return _perform(order, alignment, folder, spool)


@dataclass(frozen=True, slots=True)
class _Order:
    """What is settled before anything is heard. ``target`` None: as loud as it is."""

    name: str
    script: Script
    excluded: tuple[tuple[int, str], ...]
    parts: InScope
    cutting: Cutting
    speaking: Speaking
    hearing: Hearing
    encoding: Encoding
    target: LoudnessTarget | None
    rate: int
    sha256: str
    made_from: str


def _order(
    script: Script, cutting: Cutting, speaking: Speaking, hearing: Hearing, scope: Scope | None, name: str
) -> _Order:
    outputs, copy = speaking.outputs, reading_copy(script, cutting)
    encoding = encoding_named(speaking.format, speaking.target, outputs.bitrate, outputs.bits)
    sha256 = sha256_of(hearing.media)
    shape = (script, cutting, hearing.lexicon, speaking.format, speaking.target, outputs, scope, name)
    return _Order(
        name=safe_name(name),
        script=script,
        excluded=copy.excluded[len(script.excluded) :],
        parts=in_scope(copy, scope),
        cutting=cutting,
        speaking=speaking,
        hearing=hearing,
        encoding=encoding,
        target=None if speaking.target == AS_IS else _target(speaking.target, encoding),
        rate=outputs.rate or _usual_rate(hearing.media),
        sha256=sha256,
        made_from=digest_of((RECORDING, sha256, probe.version(), *shape)),
    )


def _target(name: str, encoding: Encoding) -> LoudnessTarget:
    """Without the silences that a target wants around a programme: a recording is as long as it is."""
    return replace(target_named(name), headroom_db=encoding.headroom_db, head_ms=0, tail_ms=0)


def _usual_rate(media: Path) -> int:
    """The recording's own, or the next above that every format knows."""
    own = rate_of(media) or RATES[-1]
    return next((rate for rate in RATES if rate >= own), RATES[-1])


def _refuse_over(media: Path, folder: Path, order: _Order) -> None:
    """InputError if the edition would be written over the recording it is made of."""
    places = (folder / f"{order.name}{order.encoding.suffix}", *(folder / "tracks").glob(f"*{order.encoding.suffix}"))
    if any(place.exists() and place.samefile(media) for place in places):
        raise InputError("is the recording itself", where=str(media), mend="name another folder with -o")


def _perform(order: _Order, alignment: Alignment, folder: Path, spool: Path) -> Edition:
    """The sound, cues and files, in that order."""
    hearing, told = order.hearing, partial(order.hearing.progress, "writing")
    with Tape(spool, order.rate) as tape:
        with sound_of(hearing.media, order.rate) as media:
            tape.record(media.blocks)
        narration = _on_tracks(alignment.narration.at(order.rate, tape.length))
        placed = replace(alignment, narration=narration)
        recorded = cut_by(placed, order.parts.turns, order.cutting, order.script.cast)
        names = [who or NARRATOR for who in narration.tracks]
        sound = tape.shared_out(names, shares_of(narration, _samples(alignment.extras, order.rate)), order.target)
        edition = _edition(order, recorded, sound)
        return write(edition, sound, folder, order.encoding, lambda n: told(n, sound.length), order.speaking.outputs)


def _on_tracks(narration: Narration) -> Narration:
    """With a track for everybody who is heard."""
    heard = {one.sentence.speaker for one in narration.utterances if one.audible}
    return replace(narration, tracks=tuple(who for who in narration.tracks if who in heard))


def _samples(spans: Sequence[tuple[int, int]], rate: int) -> list[tuple[int, int]]:
    return [(start * rate // 1000, end * rate // 1000) for start, end in spans]


def shares_of(narration: Narration, extras: Sequence[tuple[int, int]]) -> list[Share]:
    """Whose each moment is. Between two who are heard one after the other the border is the middle of the silence;
    sound that is in nobody's text (``extras``, in samples) stays with whoever spoke before.
    """
    heard = [one for one in narration.utterances if one.audible]
    shares = [Share(0, narration.tracks.index(heard[0].sentence.speaker))]
    for one, following in pairwise(heard):
        if one.sentence.speaker != following.sentence.speaker:
            between = (end for start, end in extras if one.end <= start and end <= following.start)
            border = (max(one.end, *between, 0) + following.start) // 2
            shares.append(Share(border, narration.tracks.index(following.sentence.speaker)))
    return shares


def _edition(order: _Order, recorded: Recorded, sound: SharedOut) -> Edition:
    narration, turns, sections = recorded.alignment.narration, order.parts.turns, order.parts.sections
    voice = Voice(order.hearing.media.name, RECORDING, "neutral")
    roles = assembly.roles_of(
        order.script.cast, Plan((), narration.tracks, USUAL), dict.fromkeys(narration.tracks, voice)
    )
    shown = replace(USUAL, directions="skip" if order.cutting.directions == "skip" else "show")
    made_by = (RECORDING, order.sha256, order.cutting.style.name, order.encoding.name)
    heard = replace(narration, utterances=tuple(one for one in narration.utterances if one.audible))
    return Edition(
        name=order.name,
        title=order.script.title,
        meta=order.script.meta,
        turns=turns,
        sections=sections,
        cast=roles,
        narration=assembly.printed(narration, sound, exact=order.encoding.keeps_samples),
        timeline=recorded.timeline,
        chapters=chapters_of(turns, sections, heard),
        tracks=assembly.tracks_of(narration, sound),
        loudness=assembly.loudness_of(order.target or _own(sound, order.encoding), sound, narration),
        credits=credits_of(roles),
        provenance=assembly.provenance_of(*made_by, shown, order.made_from),
        excluded=order.excluded,
        doubts=(*recorded.warnings, *_doubts(recorded.alignment)),
    )


def _doubts(alignment: Alignment) -> Iterator[Doubt]:
    yield from misfits(replace(alignment, remarks=()))
    yield from (Doubt(0, remark) for remark in alignment.remarks)


def _own(sound: SharedOut, encoding: Encoding) -> LoudnessTarget:
    """What a recording that is left as it is has: nothing else was asked for."""
    level = sound.mix_level
    most = round(level.true_peak_dbtp + encoding.headroom_db, 2)
    return LoudnessTarget(AS_IS, round(level.lufs, 2), "LUFS", most)
