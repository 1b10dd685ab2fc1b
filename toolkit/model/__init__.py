"""The nouns, in flow order: Speaker, Turn, Section, Script, Cue, TimedCue, Timeline, Clip; and in modules of their own,
which subtitles alone do not load: ``narration`` (Sentence, Utterance, Narration), ``edition`` (Edition and its parts).

All are frozen. Character offsets count Python code points of NFC text. Times are integer milliseconds; audio positions
are integer samples. A *clock* names what set a time: ``reading`` (reading speed), ``speech`` (measured speech),
``text`` (times in the input), ``recording`` (a real voice, found in its recording).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from toolkit.model.sound import Clip as Clip
from toolkit.model.sound import Profile as Profile
from toolkit.model.sound import Voice as Voice

ParagraphKind = Literal["speech", "prose", "bullet", "heading"]
SpanKind = Literal["direction", "ruby", "protected"]
SectionKind = Literal["article", "interview"]
Clock = Literal["reading", "speech", "text", "recording"]
MarkupKind = Literal[
    "italic", "bold", "underline", "style", "ruby", "speaker", "colour", "upright", "placement", "other"
]


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person of the cast. ``name`` is the fullest written form, ``aliases`` the other forms found (name not among
    them).
    """

    name: str
    aliases: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Something about ``text[start:end]`` of a paragraph.

    ``direction``: a stage direction with its brackets, ``value`` its inner words ([音楽] → 音楽); shown in （ ）, never
    spoken as speech.
    ``ruby``: ``value`` is the reading in kana that the source gave; its notation is no longer in the text.
    ``protected``: never broken; ``value`` is empty.
    """

    start: int
    end: int
    kind: SpanKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class TimeMark:
    """A time that the source gives: ``text[at:]`` of a paragraph begins at ``start_ms``, and ends at ``end_ms`` (None:
    not told).
    """

    at: int
    start_ms: int
    end_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as displayed: NFC, no line feed inside, edges stripped. ``line`` is its 1-based line in the source.

    ``times`` are in the order of the text, and never go back in the whole script.
    """

    text: str
    line: int
    kind: ParagraphKind = "speech"
    spans: tuple[Span, ...] = ()
    times: tuple[TimeMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says until another does. ``speaker`` is a ``Speaker.name``, or None for the narrator of an
    article. ``confidence``: how probable it is, 0 to 1, that each of its lines is what it was read as.
    """

    speaker: str | None
    paragraphs: tuple[Paragraph, ...]
    line: int
    confidence: float = 1.0

    @property
    def text(self) -> str:
        """The paragraphs joined by line feeds: the coordinate system of ``Source`` offsets."""
        return "\n".join(p.text for p in self.paragraphs)


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of article or of interview. ``heading`` is plain text ('' if none) and also its first paragraph (kind
    heading).
    """

    kind: SectionKind
    heading: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Opening:
    """A section begins with the turn of index ``turn`` of those in scope."""

    turn: int
    kind: SectionKind
    heading: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader was unsure of, in words for a person. ``line`` is 1-based, 0 if it is about the whole
    file.
    """

    line: int
    message: str


LeftOutKind = Literal["page", "note", "caption", "column"]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Words of the document that are no part of the transcript, listed and not shown: ``line`` is 1-based."""

    line: int
    text: str
    why: LeftOutKind


@dataclass(frozen=True, slots=True)
class Script:
    """A transcript, understood. ``meta`` keeps written order (著者 → …). ``excluded`` lists (line, text) of the
    source's characters that are no content: speaker labels, metadata lines, bullet signs, markup, ruby notation."""

    title: str
    meta: Mapping[str, str]
    cast: tuple[Speaker, ...]
    sections: tuple[Section, ...]
    doubts: tuple[Doubt, ...] = ()
    excluded: tuple[tuple[int, str], ...] = ()
    warnings: tuple[str, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()

    @property
    def turns(self) -> tuple[Turn, ...]:
        """Every turn of every section, in reading order."""
        return tuple(turn for section in self.sections for turn in section.turns)


@dataclass(frozen=True, slots=True)
class Source:
    """``turn`` indexes the turns *in scope* from 0; ``start``/``end`` are offsets into that ``Turn.text``."""

    turn: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Markup:
    """What a subtitle file says of ``text[start:end]`` of a cue beside its letters.

    ``style``: ``value`` names a style or class of that file. ``ruby``: the reading over the letters.
    ``speaker``: who says them, where a cue has several voices. ``colour``: ``#RRGGBB``. ``upright``: side by
    side in a column (縦中横). ``placement``: where the cue stands on the screen, and ``other``: a tag of one
    format alone (a point in the text, or a stretch); both as that format spells them.
    """

    start: int
    end: int
    kind: MarkupKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle without a time: lines as displayed in the style, and where they came from.

    ``source`` spans of consecutive cues touch (up to white space): together they cover the turn. None for a cue read
    from a file. ``label``: the sign with the speaker's name with which the lines begin, '' if none: it is in no
    transcript's text. ``markup`` is in the order of its starts; cues of a transcript have none but what tells people
    apart. ``second``: where the words of the other come from, in a cue in which two speak.
    """

    speaker: str | None
    lines: tuple[str, ...]
    source: Source | None = None
    markup: tuple[Markup, ...] = ()
    label: str = ""
    second: Source | None = None

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class TimedCue:
    """A cue with its place in time, ``start_ms`` < ``end_ms``.

    ``words``: (offset in the turn's text, ms) where each word of it begins to be heard, never outside the cue's time;
    none where nothing of it is heard, or it is not known. ``confidence``: 0 to 1, how well its sound in a recording
    goes with its text; None where none was measured.
    """

    start_ms: int
    end_ms: int
    cue: Cue
    clock: Clock = "reading"
    words: tuple[tuple[int, int], ...] = ()
    confidence: float | None = None

    @property
    def duration_ms(self) -> int:
        return self.end_ms - self.start_ms


@dataclass(frozen=True, slots=True)
class Timeline:
    """Cues in time order, never overlapping. ``duration_ms`` is the length of the whole programme."""

    cues: tuple[TimedCue, ...]
    duration_ms: int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something a subtitle reader put up with. ``rule`` is the id of the rule it breaks, ``line`` is 1-based, 0 for the
    whole file.
    """

    rule: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class SubtitleFile:
    """A subtitle file as it was found: unlike a ``Timeline``, cues may overlap, be empty, end before they start, stand
    out of order or outside the clock (negative, or above 99 hours). A cue that ends when it starts may be one whose end
    is not told.

    ``lines[k]`` is the 1-based line of the timing of ``cues[k]``, ``rows[k]`` those of its text. ``excluded`` lists
    (line, text) of the file's characters that are in no cue: numbers, timings, tags, comments. ``fps``: the frames a
    second that its time codes were taken to count, None if it has none.
    """

    cues: tuple[TimedCue, ...]
    lines: tuple[int, ...]
    remarks: tuple[Remark, ...] = ()
    rows: tuple[tuple[int, ...], ...] = ()
    excluded: tuple[tuple[int, str], ...] = ()
    fps: Fraction | None = None
