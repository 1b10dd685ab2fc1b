"""Cues brought to a video that nobody has listened to: its length, where the interview starts, some sync points, its
frames. One clock's timeline in, the same cues at other times out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from toolkit import timecode
from toolkit.errors import InputError
from toolkit.formats.frames import FrameRate
from toolkit.model import TimedCue, Timeline, Turn
from toolkit.styles import Style
from toolkit.timing.between import NoRoom, Rules, Span, Stay, settled
from toolkit.timing.points import Point, cue_of
from toolkit.timing.reading import fitting_ms, reading_units

_NAMED = 12  # cues that one line names


@dataclass(frozen=True, slots=True)
class Video:
    """``length_ms``: where the last cue ends; ``offset_ms``: where the interview starts (of times in the text: how much
    later the video has them); ``points``: what is said when; ``rate``: the frames on which times stand. None: not
    known.
    """

    length_ms: int | None = None
    offset_ms: int | None = None
    points: tuple[Point, ...] = ()
    rate: FrameRate | None = None


UNKNOWN = Video()


@dataclass(frozen=True, slots=True)
class _Ticks:
    """Milliseconds as they are, or as frames."""

    rate: FrameRate | None

    def of(self, ms: int) -> int:
        return ms if self.rate is None else self.rate.frame(ms)

    def up(self, ms: int) -> int:
        """So many that they last ``ms`` wherever they stand: a frame's place is rounded to a millisecond."""
        return ms if self.rate is None else -int(-(ms + 1) * self.rate.fps // 1000)

    def ms(self, ticks: int) -> int:
        return ticks if self.rate is None else self.rate.ms(ticks)

    def rules(self, style: Style) -> Rules:
        """The style's figures; its frames are those of the video."""
        if self.rate is None:
            return Rules(style.gap_ms, style.open_gap_ms, style.min_ms, style.max_ms)
        open_gap = style.close_to + 1 if style.close_to else style.gap_frames
        shortest = -int(-style.min_ms * self.rate.fps // 1000)
        return Rules(style.gap_frames, open_gap, shortest, int(style.max_ms * self.rate.fps // 1000))


def on_video(
    timeline: Timeline, video: Video, turns: Sequence[Turn], style: Style, numbers: Sequence[int] | None = None
) -> Timeline:
    """The cues at the times of the video. ``turns``: those they were cut from; ``numbers``: as ``cue_of``.

    Sync points are hit exactly, to the frame where times stand on frames; between them the clock is linear, pauses
    giving way before reading speed where the clock is that of reading. Times in the text stand, but where points move
    them. Every cue keeps the style's shortest duration and gap. InputError for points that contradict each other or
    leave no room.
    """
    if video == UNKNOWN or not timeline.cues:
        return timeline
    ticks, said = _Ticks(video.rate), _Said.of(timeline, video, turns, numbers or ())
    stays = [_stay(timed, ticks, style) for timed in timeline.cues]
    end = None if video.length_ms is None else ticks.of(video.length_ms)
    pins = [(k, ticks.of(ms)) for k, ms in sorted(said.pins.items())]
    try:
        spans = settled(stays, pins, end, ticks.rules(style), elastic=timeline.cues[0].clock == "reading")
    except NoRoom as none:
        raise _no_room(none, said, ticks, style) from None
    return _moved(timeline, spans, ticks)


def _stay(timed: TimedCue, ticks: _Ticks, style: Style) -> Stay:
    rules = ticks.rules(style)
    need = min(max(ticks.up(fitting_ms(timed.cue.text, style)), rules.shortest), rules.longest)
    return Stay(ticks.of(timed.start_ms), ticks.of(timed.end_ms), need)


def _moved(timeline: Timeline, spans: Sequence[Span], ticks: _Ticks) -> Timeline:
    cues = tuple(
        replace(timed, start_ms=ticks.ms(start), end_ms=ticks.ms(end))
        for timed, (start, end) in zip(timeline.cues, spans, strict=True)
    )
    tail = timeline.duration_ms - timeline.cues[-1].end_ms
    return Timeline(cues, cues[-1].end_ms + tail)


@dataclass(frozen=True, slots=True)
class _Said:
    """``pins``: cue → ms; ``words``: cue → how a person said so; ``end``: the same of the end."""

    pins: Mapping[int, int]
    words: Mapping[int, str]
    end: str = ""

    @classmethod
    def of(cls, timeline: Timeline, video: Video, turns: Sequence[Turn], numbers: Sequence[int] = ()) -> _Said:
        """InputError for what contradicts itself."""
        numbers = numbers or range(len(timeline.cues) + 1)
        pins: dict[int, int] = {}
        words: dict[int, str] = {}
        for cue, ms, said in _wished(timeline, video, turns, numbers):
            if pins.setdefault(cue, ms) != ms:
                what = f"{words[cue]} and {said} are the same subtitle ({numbers[cue] + 1})"
                raise InputError(what, mend="leave one out")
            words.setdefault(cue, said)
        order = sorted(pins)
        for one, other in pairwise(order):
            if pins[other] <= pins[one]:
                late, early = numbers[other] + 1, numbers[one] + 1
                what = f"{words[other]} is subtitle {late}, and no later than {words[one]}, subtitle {early}"
                raise InputError(what, mend="correct one of them")
        end = "" if video.length_ms is None else f"--fit {timecode.text_of(video.length_ms, '.')}"
        if end and timeline.cues[0].clock == "text":
            _hold_times(timeline, turns, pins, words)
        last = max(pins, default=None)
        if video.length_ms is not None and last is not None and video.length_ms <= pins[last]:
            raise InputError(f"{end} is no later than {words[last]}", mend="correct one of them")
        return cls(pins, words, end)


def _wished(
    timeline: Timeline, video: Video, turns: Sequence[Turn], numbers: Sequence[int]
) -> Iterator[tuple[int, int, str]]:
    """(cue, ms, how it was said) of everything that settles where a cue starts."""
    cues = [timed.cue for timed in timeline.cues]
    for one in video.points:
        yield cue_of(one, cues, turns, numbers), one.ms, f"--at {one.said!r}"
    if video.offset_ms is not None:
        start = timeline.cues[0].start_ms + video.offset_ms
        if start < 0:
            what = f"--offset {video.offset_ms / 1000:g} puts the first subtitle {-start / 1000:g} s before the video"
            raise InputError(what, mend="give a later one, or leave the beginning out of the transcript")
        yield 0, start, f"--offset {video.offset_ms / 1000:g}"


def _hold_times(timeline: Timeline, turns: Sequence[Turn], pins: dict[int, int], words: dict[int, str]) -> None:
    """Where the text has times, its length moves only what is behind the last of them."""
    last = _last_timed(timeline, turns)
    before = max(pins, default=None)
    if before is not None and before >= last:
        return
    moved = 0 if before is None else pins[before] - timeline.cues[before].start_ms
    pins[last] = timeline.cues[last].start_ms + moved
    words[last] = "the last time in the text"


def _last_timed(timeline: Timeline, turns: Sequence[Turn]) -> int:
    """The cue in which the last time of the text stands."""
    place = (0, 0)
    for index, turn in enumerate(turns):
        base = 0
        for paragraph in turn.paragraphs:
            place = max([place, *((index, base + mark.at) for mark in paragraph.times)])
            base += len(paragraph.text) + 1
    sources = [timed.cue.source for timed in timeline.cues]
    return max((k for k, source in enumerate(sources) if source and (source.turn, source.start) <= place), default=0)


def _no_room(none: NoRoom, said: _Said, ticks: _Ticks, style: Style) -> InputError:
    one = said.words.get(none.first, "the beginning")
    other = said.words.get(none.last, said.end)
    count = none.last - none.first
    what = (
        f"from {one} to {other} are {ticks.ms(none.room) / 1000:g} s for {count} subtitles, which take "
        f"{ticks.ms(none.least) / 1000:g} s at the style's shortest ({style.min_ms / 1000:g} s)"
    )
    return InputError(what, mend="correct one of the two, or choose a style with wider lines")


def knots_of(timeline: Timeline, video: Video) -> tuple[tuple[int, int], ...]:
    """What moves a subtitle file's times to those of its video (``timecode.warped``): its own sync points, and where
    its last cue is to end; without points, what stands at 0 (after the offset) stays. InputError as ``on_video``.
    """
    if not (video.points or video.length_ms):
        return ()
    pins = _Said.of(timeline, replace(video, length_ms=None, offset_ms=None), ()).pins
    knots = [(timeline.cues[k].start_ms, ms) for k, ms in sorted(pins.items())] or [(video.offset_ms or 0,) * 2]
    if video.length_ms is not None:
        knots.append((max(timed.end_ms for timed in timeline.cues), video.length_ms))
    for (one, to_one), (other, to_other) in pairwise(knots):
        if not (one < other and to_one < to_other):
            what = f"{timecode.text_of(to_one, '.')} and {timecode.text_of(to_other, '.')} cannot both be: "
            words = f"the subtitles stand at {timecode.text_of(one, '.')} and {timecode.text_of(other, '.')}"
            raise InputError(what + words, mend="correct --at or --fit")
    return tuple(knots)


def framed(timeline: Timeline, held: Collection[int], rate: FrameRate | None) -> Timeline:
    """The cues on frames but for those ``held`` (indices), which stay where they are; none overlaps its neighbours."""
    if rate is None:
        return timeline
    cues = list(timeline.cues)
    for k, timed in enumerate(cues):
        if k in held:
            continue
        first = rate.frame(timed.start_ms)
        first += k > 0 and rate.ms(first) < cues[k - 1].end_ms
        last = max(first + 1, rate.frame(timed.end_ms))
        last -= k + 1 < len(cues) and rate.ms(last) > cues[k + 1].start_ms
        if first < last:
            cues[k] = replace(timed, start_ms=rate.ms(first), end_ms=rate.ms(last))
    return replace(timeline, cues=tuple(cues))


def manner(style: Style, video: Video = UNKNOWN) -> str:
    """How the times of subtitles were made: what tells one clock from another."""
    return repr(style) if video == UNKNOWN else f"{style!r} {video!r}"


def broken(timeline: Timeline, video: Video, style: Style) -> list[str]:
    """Where the times of the video, or those in the text, leave no room for what the style asks, in words, a line a
    rule.
    """
    given = video != UNKNOWN or any(timed.clock == "text" for timed in timeline.cues)
    if not given or not timeline.cues:
        return []
    return [*_out_of_reach(timeline, video, style), *hurried(timeline, style)]


def hurried(timeline: Timeline, style: Style) -> list[str]:
    """Which cues go by too fast to be read, or stay too long, in words, a line a rule."""
    words: list[str] = []
    fast = [k for k, timed in enumerate(timeline.cues) if _speed(timed, style) > style.cps + 1e-6]
    long = [k for k, timed in enumerate(timeline.cues) if timed.duration_ms > style.max_ms]
    if fast:
        most = max(_speed(timeline.cues[k], style) for k in fast)
        what = f"{len(fast)} of {len(timeline.cues)} subtitles go by faster than {style.cps:g} characters a second"
        need = f"; to read all takes {_needed(timeline, style)}" if timeline.cues[0].clock == "reading" else ""
        words.append(f"{what} (up to {most:.1f}): {_numbers(fast)}{need}")
    if long:
        words.append(f"{len(long)} subtitles stay longer than {style.max_ms / 1000:g} s: {_numbers(long)}")
    return words


def pressed(timeline: Timeline, before: Timeline, style: Style) -> list[str]:
    """``hurried``, where more cues are so than were before their times were changed."""
    now, then = (sum(_speed(t, style) > style.cps + 1e-6 for t in one.cues) for one in (timeline, before))
    return hurried(timeline, style) if now > then else []


def _out_of_reach(timeline: Timeline, video: Video, style: Style) -> list[str]:
    """What is to be said where the last cue does not end at the length given: it would stay too long."""
    end = timeline.cues[-1].end_ms
    if video.length_ms is None or abs(end - video.length_ms) <= style.frames_ms(1):
        return []
    asked = timecode.text_of(video.length_ms, ".")
    return [f"the last subtitle ends at {timecode.text_of(end, '.')}, not {asked}: it would stay too long"]


def _needed(timeline: Timeline, style: Style) -> str:
    """How long the cues are at least if each can be read, to the second above."""
    needs = sum(fitting_ms(timed.cue.text, style) for timed in timeline.cues)
    whole = needs + style.gap_ms * (len(timeline.cues) - 1)
    return timecode.text_of(-(-whole // 1000) * 1000, ".").partition(".")[0]


def _speed(timed: TimedCue, style: Style) -> float:
    return reading_units(timed.cue.text, style) * 1000 / max(1, timed.duration_ms)


def _numbers(cues: Sequence[int]) -> str:
    """Numbers of cues from 1, runs as 3–9."""
    runs: list[list[int]] = []
    for k in cues:
        if runs and runs[-1][1] == k:
            runs[-1][1] = k + 1
        else:
            runs.append([k + 1, k + 1])
    shown = [f"{a}–{b}" if a < b else f"{a}" for a, b in runs[:_NAMED]]
    return ", ".join(shown) + (" …" if len(runs) > _NAMED else "")
