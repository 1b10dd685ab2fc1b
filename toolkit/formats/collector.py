"""What every reader gathers on its way through a file."""

from __future__ import annotations

from dataclasses import dataclass, field

from toolkit.errors import InputError
from toolkit.formats.cue_text import CueText
from toolkit.model import Cue, Markup, Remark, SubtitleFile, TimedCue


@dataclass(slots=True)
class Collector:
    """Cues in file order, remarks and excluded text in any."""

    cues: list[TimedCue] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rows: list[tuple[int, ...]] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    excluded: list[tuple[int, str]] = field(default_factory=list)

    def remark(self, rule: str, line: int, message: str) -> None:
        self.remarks.append(Remark(rule, line, message))

    def leave_out(self, line: int, text: str) -> None:
        """List what is in no cue; blanks are not listed."""
        if text.strip():
            self.excluded.append((line, text.strip()))

    def add(self, start_ms: int, end_ms: int, line: int, text: CueText, placement: str = "") -> None:
        """The cue whose timing stands in ``line``."""
        placed = (Markup(0, 0, "placement", placement),) if placement else ()
        cue = Cue(text.speaker, text.lines, None, (*placed, *text.markup))
        self.cues.append(TimedCue(start_ms, end_ms, cue, "text"))
        self.lines.append(line)
        self.rows.append(text.rows)
        self.excluded.extend(text.excluded)

    def file(self, example: str) -> SubtitleFile:
        """All of it. InputError if there is no cue; ``example`` is a line that would have made one."""
        if not self.cues:
            raise no_subtitle(example)
        return SubtitleFile(
            tuple(self.cues),
            tuple(self.lines),
            tuple(sorted(self.remarks, key=lambda remark: remark.line)),
            tuple(self.rows),
            tuple(sorted(self.excluded, key=lambda pair: pair[0])),
        )


def no_subtitle(example: str) -> InputError:
    """The error for a file without any cue."""
    mend = "give a subtitle file, or the transcript as .txt"
    return InputError(f"holds no subtitle (no line like {example})", mend=mend)
