"""Transcripts in JSON, whoever wrote them: recognisers, meeting tools, podcasts, chats. They are read by kind and not
by vendor: the list with the words, its key for the speaker, its times and what they count.

What stands twice (the full text beside the segments, words beside sentences, rival guesses at the same words) is read
once. Words that stand only in the other place are listed and said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from toolkit.errors import InputError
from toolkit.inputs.records.choice import Track, chosen, letters_in, timed_above, whole_text
from toolkit.inputs.records.clock import Clock, clock_of, totals_of
from toolkit.inputs.records.fields import TEXT, plain
from toolkit.inputs.records.load import load
from toolkit.inputs.records.order import in_order, refuse_several, without_repeats
from toolkit.inputs.records.people import names_by_id, speakers_by_time
from toolkit.inputs.records.rest import Column, about, columns_of, left_out
from toolkit.inputs.records.tree import Entry, Path, Tree, tree_of
from toolkit.inputs.records.words import Piece, is_spaced, sentences, without_gaps
from toolkit.inputs.rolling import each_line_once
from toolkit.inputs.segments import Segment, sheet_of_segments
from toolkit.inputs.sheet import Row, Sheet, sheet_of

_MEND = (
    "give a transcript as a recogniser, a meeting tool or a podcast writes it: a list of objects with what is said "
    "(text, body, message, word …), who says it and when; or give its text as .txt"
)
_READING = re.compile("(?<=.)\\|[ァ-ヺー,]*$")  # Google writes 今日|キョー
_TRACKS = frozenset("channels tracks participants speakers transcripts".split())
_LINE_END = re.compile(r"[\r\n]+")
_SENTENCE = re.compile(r"[。．！？!?…][」』）)】”’]*$")


def sheet_of_json(text: str, name: str) -> Sheet:
    """What is said in a JSON file, with times and speakers. Raises ``InputError`` for JSON that is no transcript."""
    try:
        return _sheet(load(text))
    except InputError as error:
        raise error.at(name) from error.__cause__


def _sheet(data: Any) -> Sheet:
    tree = tree_of(data)
    track, whole = chosen(tree), whole_text(tree)
    if whole is not None and letters_in(_text_at(tree, whole)) > 2 * (track.said if track else 0):
        return _sheet_of_text(tree, whole, track)
    if track is None:
        raise _no_transcript(data, tree)
    return _sheet_of_track(tree, track)


def _text_at(tree: Tree, place: tuple[Path, str]) -> str:
    return "\n".join(tree.strings[place])


def _no_transcript(data: Any, tree: Tree) -> InputError:
    seen = f"an object with {_shown(data)}" if isinstance(data, dict) else f"a {type(data).__name__}"
    if data in ({}, []):
        return InputError(f"is JSON, but holds nothing (an empty {'list' if data == [] else 'object'})", mend=_MEND)
    texts = [text for (_, key), found in tree.strings.items() if plain(key) in TEXT for text in found]
    if texts and not any(map(letters_in, texts)):
        return InputError("holds segments, but no words", mend="give a file with the transcript in it")
    path = max(tree.tracks, key=lambda path: len(tree.tracks[path]), default=None)
    if path is not None:
        seen += f"; a list of {len(tree.tracks[path])} objects with {_shown(tree.tracks[path][0].item)}"
    return InputError(f"is JSON, but no transcript known here ({seen})", mend=_MEND)


def _shown(item: Iterable[str]) -> str:
    return ", ".join(repr(key[:30]) for key in list(item)[:5]) or "nothing"


def _sheet_of_text(tree: Tree, place: tuple[Path, str], track: Track | None) -> Sheet:
    """A file whose transcript is one text, line by line. ``track``: a list that holds less than half of it."""
    text, known = _text_at(tree, place), about(tree)
    rest, warnings = left_out(columns_of(tree, known.used, *place), text, set())
    if track is not None and track.timed and track.said * 5 > letters_in(text):
        warnings.append(
            f"{place[1] or place[0][-1]!r} was read, without times: {track.name!r} holds less than half of it"
        )
    rows = [Row(line.strip()) for line in _LINE_END.split(text) if line.strip()]
    return sheet_of(rows, warnings=warnings, title=known.title, left_out=rest, meta=known.meta)


def _sheet_of_track(tree: Tree, track: Track) -> Sheet:
    known, clock = about(tree), _clock(tree, track)
    pieces, repeats = without_repeats(_pieces(tree, track, clock))
    columns = [
        *columns_of(tree, known.used, track.path, track.key),
        Column(track.key, [piece.text for piece in repeats]),
    ]
    names = {*track.speakers, *(piece.speaker for piece in pieces)}
    rest, more = left_out(columns, "\n".join(piece.text for piece in pieces), names)
    tracks = _has_tracks(track)
    if not tracks:
        refuse_several(pieces, [_part(track.records[piece.number - 1]) for piece in pieces])
    if track.of_words:
        pieces = list(sentences(pieces, timed=track.timed and not track.around))
    pieces, disorder = in_order(pieces, tracks=tracks)
    return sheet_of_segments(
        _segments(pieces, spaced=is_spaced(piece.text for piece in pieces)),
        warnings=(*clock.warnings, *disorder, *more),
        title=known.title,
        left_out=rest,
        meta=known.meta,
    )


def _clock(tree: Tree, track: Track) -> Clock:
    """The times of the records; where they have none, those of the records that they stand in."""
    totals = totals_of(entry.item for entry in tree.objects.values())
    if not track.around:
        return clock_of([record.item for record in track.records], track.letters, totals)
    around = [timed_above(record) for record in track.records]
    letters: Counter[int] = Counter()
    for entry, count in zip(around, track.letters, strict=True):
        letters[id(entry)] += count
    entries = {id(entry): entry for entry in around if entry is not None}
    clock = clock_of([entry.item for entry in entries.values()], [letters[key] for key in entries], totals)
    times = dict(zip(entries, zip(clock.starts, clock.ends, strict=True), strict=True)) | {id(None): (None, None)}
    found = [times[id(entry)] for entry in around]
    return Clock([start for start, _ in found], [end for _, end in found], clock.warnings)


def _pieces(tree: Tree, track: Track, clock: Clock) -> list[Piece]:
    speakers = track.speakers
    if not any(speakers):
        speakers = speakers_by_time(tree, zip(clock.starts, clock.ends, strict=True))
    names = names_by_id(tree)
    texts = [_READING.sub("", text) for text in track.texts] if track.of_words else track.texts
    rows = zip(track.records, texts, clock.starts, clock.ends, speakers, strict=True)
    return [
        Piece(text, start, end, names.get(who, who), number, record.group, ends=_ends(record.item))
        for number, (record, text, start, end, who) in enumerate(rows, start=1)
    ]


def _ends(item: Mapping[str, Any]) -> bool:
    return any(value is True and plain(key) in ("eos", "iseos") for key, value in item.items())


def _has_tracks(track: Track) -> bool:
    """Whether people or channels have lists of their own, or the records name channels."""
    lists = {plain(part) for part in track.path[:-1] if part.endswith("[]")}
    return bool(lists & _TRACKS) or any(plain(key).startswith("channel") for key in track.records[0].item)


def _part(record: Entry) -> int:
    """The outermost record around this one."""
    return next((id(entry) for entry in reversed(list(record.up())) if entry.place is not None), 0)


def _segments(pieces: Iterable[Piece], *, spaced: bool) -> list[Segment]:
    """The lines of the pieces. Of several lines of a piece the first has its time, unless they roll as captions do."""
    lines = [row for piece in pieces for row in enumerate(_lines(piece, spaced=spaced))]
    once = each_line_once([line for _, line in lines])
    if len(once) < len(lines):
        return once
    return [line if k == 0 else replace(line, start_ms=None, end_ms=None) for k, line in lines]


def _lines(piece: Piece, *, spaced: bool) -> Iterator[Segment]:
    texts = [" ".join(line.split()) for line in _LINE_END.split(piece.text) if line.strip()]
    for k, text in enumerate(texts):
        goes_on = k > 0 and piece.end is not None and not _SENTENCE.search(texts[k - 1])
        yield Segment(without_gaps(text) if spaced else text, piece.start, piece.end, piece.speaker, joins=goes_on)
