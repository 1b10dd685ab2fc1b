"""Label tracks of Audacity: ``start⇥end⇥label`` in seconds, a line each. Source: Audacity's manual, "Importing and
Exporting Labels".

They are called .txt, so that the format must be said. A line that begins with a backslash is the frequency range of the
label above it.
"""

from __future__ import annotations

import re

from toolkit.formats.characters import lines_of, tidy
from toolkit.formats.collector import Collector
from toolkit.formats.cue_text import line_breaks_in, on_one_line, plain_text
from toolkit.formats.options import PLAIN, Options
from toolkit.formats.proof import prove, refuse_unwritable
from toolkit.formats.remarks import RemarkRule
from toolkit.model import Cue, Markup, SubtitleFile, Timeline

REMARKS = {
    "AUDACITY-STRAY": RemarkRule("error", "Audacity: a label stands behind two times", fixable=False),
    "AUDACITY-HIDDEN": RemarkRule("warning", "marks that hide or reorder what is written"),
}
_ROW = re.compile(r"([0-9]{1,6})[.,]([0-9]{1,9})\t([0-9]{1,6})[.,]([0-9]{1,9})\t(.*)")


def sniff(text: str) -> bool:
    """Whether the first line is a label."""
    return bool(_ROW.fullmatch(text[:2000].removeprefix("\ufeff").partition("\n")[0].strip()))


def read(text: str) -> SubtitleFile:
    """Every label, in file order; a point has no end. Linear in ``len(text)``. InputError for a file without any."""
    found = Collector()
    lines, hidden = lines_of(text)
    if hidden:
        found.remark("AUDACITY-HIDDEN", hidden, "control characters or invisible marks were left out")
    for number, line in enumerate(map(str.strip, lines), 1):
        if row := _ROW.fullmatch(line):
            found.leave_out(number, line[: row.start(5)])
            found.add(_ms(row[1], row[2]), _ms(row[3], row[4]), number, plain_text([(number, row[5].strip())]))
        elif line:
            found.leave_out(number, line)
            if not line.startswith("\\"):
                found.remark("AUDACITY-STRAY", number, f"{line[:20]!r} is no label, and was left out")
    return found.file("1.000000⇥2.000000⇥…")


def _ms(seconds: str, fraction: str) -> int:
    return int(seconds) * 1000 + round(int(fraction.ljust(9, "0")) / 1_000_000)


def holds(markup: Markup, cue: Cue) -> bool:  # noqa: ARG001 -- every format takes them
    """Whether the format can say it: it has nothing but text."""
    return False


def losses(timeline: Timeline) -> dict[str, int]:
    """Line breaks."""
    return line_breaks_in(timeline.cues)


def neutral(text: str) -> str:
    """A cue's text as a label: on one line, without tabs."""
    return on_one_line(tidy(text)).replace("\t", " ")


def write(timeline: Timeline, options: Options = PLAIN) -> str:  # noqa: ARG001 -- every format takes them
    """The label track, UTF-8 to be, line feeds. OutputError for a cue without text or with an end not after its start,
    and if the file, read back, is not what went in.
    """
    numbered = list(enumerate(timeline.cues, 1))
    texts = [neutral(timed.cue.text) for _, timed in numbered]
    for (number, timed), text in zip(numbered, texts, strict=True):
        refuse_unwritable(number, timed, text)
    composed = "".join(
        f"{timed.start_ms / 1000:.6f}\t{timed.end_ms / 1000:.6f}\t{text}\n"
        for (_, timed), text in zip(numbered, texts, strict=True)
    )
    prove(read(composed) if texts else None, numbered, texts)
    return composed
