"""What the sound files of an edition say of themselves, and the list of chapters beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.audio.tags import Gain, Tags, one_line
from toolkit.edition.about import author_of, date_of
from toolkit.edition.credits import credit_line

if TYPE_CHECKING:
    from toolkit.audio.tags import Picture
    from toolkit.model.edition import Edition, Level

_FRAMES = 75  # a second, on a compact disc
_MOST_TRACKS = 99  # of a cue sheet


def mix_tags(edition: Edition, cover: Picture | None) -> Tags:
    """Those of the mix. One voice alone is a speech, several are an interview."""
    people = [track.speaker for track in edition.tracks if track.speaker is not None]
    title = edition.title or edition.name
    everybody = ", ".join(people or [track.name for track in edition.tracks])
    return Tags(
        title=title,
        artist=everybody,
        album=title,
        album_artist=everybody,
        date=date_of(edition.meta),
        composer=author_of(edition.meta),
        genre="Interview" if len(people) > 1 else "Speech",
        comment=credit_line(edition),
        chapters=edition.chapters,
        cover=cover,
        gain=_gain(edition.loudness.mix),
    )


def track_tags(edition: Edition, cover: Picture | None) -> tuple[Tags, ...]:
    """Those of each track: its speaker is the artist."""
    mix, count = mix_tags(edition, cover), len(edition.tracks)
    return tuple(
        replace(
            mix,
            title=f"{mix.title} – {track.name}",
            artist=track.name,
            track=f"{k}/{count}",
            chapters=(),
            gain=_gain(track.level),
        )
        for k, track in enumerate(edition.tracks, 1)
    )


def chapter_tags(edition: Edition, cover: Picture | None) -> tuple[Tags, ...]:
    """Those of a file for each chapter."""
    mix, count = mix_tags(edition, cover), len(edition.chapters)
    return tuple(
        replace(mix, title=chapter.title or mix.title, track=f"{k}/{count}", chapters=())
        for k, chapter in enumerate(edition.chapters, 1)
    )


def _gain(level: Level) -> Gain:
    return Gain(level.lufs, level.true_peak_dbtp)


def chapter_bounds(edition: Edition) -> tuple[int, ...]:
    """Where the file of one chapter ends and the next begins, in samples: in the middle of the silence before it. The
    first is 0, the last the programme's length.
    """
    bounds, ends = [0], 0
    starts = iter([chapter.start for chapter in edition.chapters[1:]] + [edition.narration.length])
    following = next(starts)
    for one in edition.narration.utterances:
        while one.start >= following < edition.narration.length:
            bounds.append(max(bounds[-1], (ends + following) // 2))
            following = next(starts)
        ends = max(ends, one.end)
    return (*bounds, edition.narration.length)


def cue_sheet(edition: Edition, sound: str) -> str:
    """A cue sheet for the file called ``sound`` (UTF-8; a mark at the beginning tells so to programs that ask). Times
    are 75ths of a second, rounded down; what is beyond 99 chapters belongs to the last. Quotation marks, for which
    there is no escape, are curled.
    """
    return "\ufeff" + "".join(f"{line}\r\n" for line in _cue_lines(edition, sound))


def _cue_lines(edition: Edition, sound: str) -> Iterator[str]:
    tags = mix_tags(edition, None)
    yield f"REM GENRE {tags.genre}"
    if tags.date:
        yield f"REM DATE {tags.date}"
    yield f"PERFORMER {_quoted(tags.album_artist)}"
    yield f"TITLE {_quoted(tags.title)}"
    yield f"FILE {_quoted(sound)} {'MP3' if sound.endswith('.mp3') else 'WAVE'}"
    for number, chapter in enumerate(edition.chapters[:_MOST_TRACKS], 1):
        yield f"  TRACK {number:02} AUDIO"
        yield f"    TITLE {_quoted(chapter.title)}"
        frames = chapter.start * _FRAMES // edition.narration.rate
        minutes, rest = divmod(frames, 60 * _FRAMES)
        yield f"    INDEX 01 {minutes:02}:{rest // _FRAMES:02}:{rest % _FRAMES:02}"


def _quoted(text: str) -> str:
    return f'"{one_line(text).replace(chr(34), chr(0x201D))}"'
