"""Who speaks, as cues say it: （佐藤） before the text, or on a line of its own where little would fit beside it; or a
colour for each. Dashes before two in one cue are put when the times are known (``toolkit.timing.sharing``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from toolkit.formats.colours import colours_of
from toolkit.japanese.width import width
from toolkit.japanese.writing import rewritten, shown_lines
from toolkit.model import Doubt, Paragraph, Speaker, Turn
from toolkit.styles import Style

_BESIDE = 0.5  # of a line: a wider label has the line to itself


@dataclass(frozen=True, slots=True)
class Label:
    """The sign before a cue's text. ``every``: before each cue of the paragraph, else before the first. ``apart``: on a
    line of its own.
    """

    text: str = ""
    every: bool = False
    apart: bool = False

    @property
    def halves(self) -> int:
        """Half characters that the first line of the text loses."""
        return 0 if self.apart else round(2 * width(self.text))

    def before(self, lines: tuple[str, ...], line_width: float) -> tuple[str, ...]:
        """The lines of a cue that bears the label: one line where that holds both."""
        apart = self.apart and (len(lines) > 1 or width(self.text + lines[0]) > line_width)
        return (self.text, *lines) if apart else (self.text + lines[0], *lines[1:])


NONE = Label()


def labels_of(turns: Sequence[Turn], style: Style, names: Mapping[str, str]) -> list[list[Label]]:
    """The label of every paragraph, turn by turn; none where only one person speaks. ``names``: speaker → what to call
    them. A paragraph that is nothing but a direction is nobody's.
    """
    several = are_several(turns) and not (style.joins or style.colours)
    found: list[list[Label]] = []
    last: str | None = None
    for turn in turns:
        wanted = several and turn.speaker is not None and (style.names == "always" or turn.speaker != last)
        row = []
        for paragraph in turn.paragraphs:
            named = wanted and style.names != "never" and not _is_direction(paragraph)
            row.append(_label(names.get(turn.speaker or "", turn.speaker or ""), style) if named else NONE)
            wanted = wanted and (not named or style.names == "always")
        found.append(row)
        last = turn.speaker
    return found


def are_several(turns: Sequence[Turn]) -> bool:
    """Whether there is anybody to be told from another."""
    return len({turn.speaker for turn in turns if turn.speaker}) > 1


def shades_of(turns: Sequence[Turn], style: Style, names: Mapping[str, str]) -> dict[str, str]:
    """The colour of each speaker, where the style has one for each: in the order of ``names``, which holds the cast."""
    speakers = [turn.speaker for turn in turns if turn.speaker]
    return colours_of((*names, *speakers)) if style.colours and are_several(turns) else {}


def unshown(turns: Sequence[Turn], style: Style, names: Mapping[str, str]) -> list[Doubt]:
    """Names that are not shown though the style shows names: not even a line of their own would hold them, or of one
    line they would leave too little.
    """
    if style.names == "never" or style.joins or style.colours or not are_several(turns):
        return []
    first = {turn.speaker: turn.line for turn in reversed(turns) if turn.speaker}
    called = {who: names.get(who, who) for who in first if who}
    return [
        too_wide(name, first[who])
        for who, name in sorted(called.items(), key=lambda one: first[one[0]])
        if not _label(name, style).text
    ]


def too_wide(name: str, line: int) -> Doubt:
    """That there is no room for a name."""
    return Doubt(line, f"the name 「{name}」 leaves no room for words and is not shown; give a shorter one as an alias")


def _is_direction(paragraph: Paragraph) -> bool:
    rest, at = [], 0
    for span in paragraph.spans:
        if span.kind == "direction":
            rest.append(paragraph.text[at : span.start])
            at = span.end
    return at > 0 and not any(c.isalnum() for c in "".join((*rest, paragraph.text[at:])))


def _label(name: str, style: Style) -> Label:
    """NONE where not even a line of its own would hold the name, or half of the only line."""
    (text,) = shown_lines([rewritten(style.name_form.format(name), style.writing).text], style.writing) or ("",)
    apart = width(text) > _BESIDE * style.line_width
    if width(text) > style.line_width or (apart and style.max_lines < 2):
        return NONE
    return Label(text, style.names == "always", apart)


def short_names(cast: Sequence[Speaker]) -> dict[str, str]:
    """What subtitles call each of the cast: the shortest form of at least two characters that is part of the name and
    nobody else's: 葉山 for 葉山しずく.
    """
    forms = {speaker.name: {speaker.name, *speaker.aliases} for speaker in cast}
    found = {}
    for speaker in cast:
        others = {form for name, own in forms.items() if name != speaker.name for form in own}
        parts = [a for a in speaker.aliases if len(a) > 1 and a in speaker.name and not _is_shared(a, others)]
        found[speaker.name] = min((*parts, speaker.name), key=len)
    return found


def _is_shared(form: str, others: set[str]) -> bool:
    return any(form in other for other in others)
