"""Without a model: the text is read by our own voice, whose times are known to the frame, and the recording is laid
beside that by dynamic time warping, as aeneas does.

A linear map from the sounds of the recording to those of the voice is learned from the first way found, and the way
looked for again: one speaker, microphone and room become more like the other. How much of the voice's sound that map
explains tells the right text from another. It cannot tell lines that are not spoken: where too much does not fit, it
refuses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from toolkit.align.alignment import alignment_of
from toolkit.align.anchors import Anchors
from toolkit.align.cepstra import Sounding, sounding
from toolkit.align.encoder import FRAME, MEND
from toolkit.align.found import Found
from toolkit.align.mel import RATE
from toolkit.align.net import Net
from toolkit.align.path import Way
from toolkit.align.verdict import PACE, SILENT, Verdict
from toolkit.align.warp import Template, warped
from toolkit.audio.media import sound_of
from toolkit.errors import InputError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from toolkit.align.alignment import Alignment
    from toolkit.align.phones import Spoken
    from toolkit.align.verdict import Reason
    from toolkit.japanese.lexicon import Entry
    from toolkit.model import Clip
    from toolkit.model.narration import Sentence

    Floats = NDArray[np.float32]
    Indices = NDArray[np.int64]

ENGINE, VOICE = "openjtalk", "mei"
PAUSE = RATE // 5  # samples between two sentences
LONGEST_REST = 2  # frames: a recording may stay in them as long as it likes
# All by trial on narrations of a voice of another make (Kokoro): the map explains 0.40 of the right text, 0.32 of it in
# noise, 0.14 to 0.28 of another; of the right text hardly a line is twice as slow or fast as the others
ROUNDS, ENOUGH = 5, 0.01  # of what is explained: when a round adds less, it was the last
EXPLAINED, IN_PACE = 0.25, 0.85
PULL = 50.0  # of the map towards nothing, in frames
DOUBTFUL = 1.5  # times as far from the voice as the middle one of all lines
ASKED = "leave --by-voice out"  # the mend of who asked for it


@dataclass(frozen=True, slots=True, eq=False)
class Spelled:
    """A narration as frames: ``template``, and for each of its frames ``word``, by index in the net (−1: none)."""

    template: Template
    word: Indices


def align_by_voice(
    units: Sequence[Spoken],
    media: Path,
    lexicon: Sequence[Entry],
    cache: Path | None,
    threads: int,
    progress: Callable[[str, int, int], None],
    mend: str = MEND,
) -> Alignment:
    """When the words are heard. ``mend``: how to have the model asked. InputError if the recording does not say this
    text, or not all of it.
    """
    spelled = _spelled(units, _clips(units, lexicon, cache, threads, partial(progress, "speaking")))
    with sound_of(media, RATE) as sound:
        heard = sounding(sound.blocks)
    if np.mean(heard.loud) < SILENT or not np.ptp(heard.features):
        raise InputError("holds no speech", where=str(media), mend="give the recording of this text")
    path, apart, explained = _best(heard, spelled, partial(progress, "aligning"))
    found = _found(units, spelled.word[path])
    judged = _verdicts(found, apart)
    _refuse(judged, explained, media, mend)
    told = (
        "compared with a voice of our own, without Whisper's encoder: lines that are not spoken and sound that is not "
        f"in the text are not told ({mend})"
    )
    remarks = [f"{media}: {sound.fault}" if sound.fault else "", told]
    return alignment_of(found, judged, (), heard.samples, list(filter(None, remarks)), edges=(0, 0))


def _clips(
    units: Sequence[Spoken],
    lexicon: Sequence[Entry],
    cache: Path | None,
    threads: int,
    progress: Callable[[int, int], None],
) -> Iterator[Clip]:
    """Every sentence that has words, read by our voice at 16 kHz."""
    from toolkit.speech.cache import Cache
    from toolkit.speech.protocol import EngineSpec, Request
    from toolkit.speech.rates import at_rate
    from toolkit.speech.registry import engine_named
    from toolkit.speech.synthesizer import Synthesizer

    wanted = [unit.sentence for unit in units if unit.words]
    requests = (Request(one.text, VOICE, one.rubies, where=_place(one)) for one in wanted)
    kept = Cache(cache) if cache else None
    with Synthesizer(EngineSpec(ENGINE), engine_named(ENGINE).version, threads, lexicon, kept) as voice:
        for done, clip in enumerate(at_rate(voice.speak_all(requests), RATE), 1):
            progress(done, len(wanted))
            yield clip


def _place(sentence: Sentence) -> str:
    return f"line {sentence.line}" if sentence.line else ""


def _spelled(units: Sequence[Spoken], clips: Iterator[Clip]) -> Spelled:
    sounds: list[Floats] = []
    spans: list[tuple[int, int, int]] = []  # word, its first sample, after its last
    at, number = 0, 0
    for unit in units:
        if unit.words:
            clip = next(clips)
            at += PAUSE
            samples = np.asarray(clip.samples / np.float32(clip.scale), np.float32)
            spans += [(number + k, at + first, at + after) for k, first, after in _words(unit, clip)]
            sounds += [np.zeros(PAUSE, np.float32), samples]
            at += len(samples)
        number += len(unit.words)
    voice = sounding([*sounds, np.zeros(PAUSE, np.float32)])
    return _folded(voice, spans)


def _words(unit: Spoken, clip: Clip) -> Iterator[tuple[int, int, int]]:
    """(index, first sample, after the last) of each word; one without a mark of its own has no sound of its own."""
    marks = dict(reversed(clip.marks))
    rows = [(k, marks[word.at]) for k, word in enumerate(unit.words) if word.at in marks]
    ends = [*(sample for _, sample in rows[1:]), len(clip.samples) - clip.tail]
    for (k, first), after in zip(rows, ends, strict=True):
        pause = next((start for start, end in clip.pauses if first < start and end <= after), after)
        if first < pause:
            yield k, first, pause


def _folded(voice: Sounding, spans: Sequence[tuple[int, int, int]]) -> Spelled:
    """Silences of the voice cut short."""
    word = np.full(len(voice.features), -1, np.int64)
    between = np.ones(len(word), bool)
    end = 0
    for k, first, after in ((k, first // FRAME, -(-after // FRAME)) for k, first, after in spans):
        word[first:after] = k
        between[end if first - end < PAUSE // FRAME else first : after] = False
        end = after
    rest = (word < 0) | ~voice.loud
    count = np.arange(len(rest)) - np.maximum.accumulate(np.where(rest, -1, np.arange(len(rest))))
    kept = np.flatnonzero(~rest | (count <= LONGEST_REST))
    template = Template(voice.features[kept], rest[kept], between[kept])
    return Spelled(template, word[kept])


def _best(heard: Sounding, spelled: Spelled, progress: Callable[[int, int], None]) -> tuple[Indices, Floats, float]:
    """The way, how far the recording is from the voice on it, and how much of the voice is explained by it."""
    own, features = spelled.template, heard.features
    count, best = len(features) * ROUNDS, (np.zeros(0, np.int64), features, -1.0)
    around = np.hstack([*(_shifted(features, k) for k in (-1, 0, 1)), np.ones((len(features), 1), np.float32)])
    template = own
    for base in range(0, count, len(features)):
        path, apart = warped(features, heard.loud, template, partial(_told, progress, base, count))
        mapped, spread, explained = _mapped(around, own.features[path], heard.loud & ~own.rest[path])
        better = explained - best[2]
        best = (path, apart, explained) if better > 0 else best
        if better < ENOUGH:
            break
        features, template = mapped / spread, Template(own.features / spread, own.rest, own.between)
    progress(count, count)
    return best


def _told(progress: Callable[[int, int], None], base: int, count: int, done: int, _: int) -> None:
    progress(base + done, count)


def _shifted(features: Floats, by: int) -> Floats:
    """Each frame's neighbour."""
    places = np.clip(np.arange(len(features)) + by, 0, len(features) - 1)
    return np.asarray(features[places])


def _mapped(around: Floats, wanted: Floats, sounds: NDArray[np.bool_]) -> tuple[Floats, Floats, float]:
    """All frames by the linear map that the sounding ones give, what it leaves of each figure (a spread), and how much
    of them it explains.
    """
    if np.count_nonzero(sounds) < 2 * around.shape[1]:
        return wanted, np.ones(wanted.shape[1], np.float32), 0.0
    x, y = around[sounds].astype(np.float64), wanted[sounds].astype(np.float64)
    weights = np.linalg.solve(x.T @ x + PULL * np.eye(x.shape[1]), x.T @ y)
    left = y - x @ weights
    share = float(np.mean(1 - left.var(axis=0) / (y.var(axis=0) + 1e-9)))
    return (around @ weights).astype(np.float32), (left.std(axis=0) + 1e-6).astype(np.float32), share


def _found(units: Sequence[Spoken], words: Indices) -> Found:
    """The way as others take it. ``words``: of each frame of the recording, −1 for none."""
    net = Net.of(units)
    count = len(net.words)
    first, after = np.zeros(count, np.int64), np.zeros(count, np.int64)
    frames = np.flatnonzero(words >= 0)
    known, begin, sizes = np.unique(words[frames], return_index=True, return_counts=True)
    first[known], after[known] = frames[begin], frames[begin + sizes - 1] + 1
    none = np.zeros(0, np.int64)
    way = Way(net, none, first, after, np.zeros(count, np.float32))
    return Found(tuple(units), way, way, np.zeros((0, 1), np.float32), Anchors(none, none, (none, none)))


def _verdicts(found: Found, apart: Floats) -> tuple[Verdict, ...]:
    """One a sentence; all that have words are spoken."""
    spans = [found.way.span(k) for k in range(len(found.units))]
    means = [float(apart[a:b].mean()) if span else 0.0 for span in spans for a, b in [span or (0, 1)]]
    paces = [
        (span[1] - span[0]) / len(unit.phones) if span else 0.0 for unit, span in zip(found.units, spans, strict=True)
    ]
    far, slow = (_against_the_middle(each, spans) for each in (means, paces))
    return tuple(
        Verdict(span, float(np.exp(-max(0.0, mean - 1))) if span else 0.0, _doubts(span, mean, pace))
        for span, mean, pace in zip(spans, far, slow, strict=True)
    )


def _against_the_middle(figures: Sequence[float], spans: Sequence[object]) -> list[float]:
    """Each figure against the median of the lines that are heard."""
    heard = [figure for figure, span in zip(figures, spans, strict=True) if span]
    usual = float(np.median(heard)) if heard else 1.0
    return [figure / usual if usual else 1.0 for figure in figures]


def _doubts(span: tuple[int, int] | None, mean: float, pace: float) -> tuple[Reason, ...]:
    if span is None:
        return ()
    reasons: tuple[tuple[bool, Reason], ...] = (
        (mean > DOUBTFUL, "confidence"),
        (not PACE[0] <= pace <= PACE[1], "pace"),
    )
    return tuple(reason for doubtful, reason in reasons if doubtful)


def _refuse(judged: Sequence[Verdict], explained: float, media: Path, mend: str = MEND) -> None:
    heard = [one for one in judged if one.span]
    steady = sum("pace" not in one.doubts for one in heard)
    if explained < EXPLAINED or steady < IN_PACE * max(1, len(heard)):
        what = "does not say this text, or not all of it, as far as can be told without Whisper's encoder"
        raise InputError(what, where=str(media), mend=f"give the recording of this text, or {mend}")
