"""The labels that a document itself marks, and the lines that its marks keep from being one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from toolkit.inputs.sheet import Sheet
from toolkit.transcript.labels import Label
from toolkit.transcript.names import LONGEST, key, shape


def known_labels(sheet: Sheet, filled: Sequence[int]) -> dict[int, Label]:
    """Lines whose speaker was named outside the text. Headings that say one name again and again name a speaker too."""
    found = {k: Label("colon", mark.speaker, 0) for k, mark in sheet.marks.items() if mark.speaker}
    headings = {k: sheet.lines[k].strip() for k in filled if sheet.mark(k).role == "heading"}
    often = Counter(key(text) for text in headings.values() if len(text) <= LONGEST)
    for k, text in headings.items():
        if often[key(text)] > 1 and shape(text).points >= 0:
            found[k] = Label("alone", text, len(sheet.lines[k]))
    return found


def may_be_label(sheet: Sheet, k: int) -> bool:
    """Whether the marks leave open that the line names its speaker."""
    return sheet.mark(k).role not in ("heading", "title")


def bold_label(sheet: Sheet, k: int) -> Label | None:
    """The bold beginning of a line of which the rest is not bold."""
    line, end = sheet.lines[k], sheet.mark(k).bold
    name = line[:end].strip(" 　:：")
    if not 0 < end < len(line) or not line[end:].strip() or len(name) > LONGEST or shape(name).points <= -9:
        return None
    return Label("bold", name, end)


def fits_speech(sheet: Sheet, k: int, label: Label) -> bool:
    """In a file of nothing but speech only a sign tells a label: a name alone or before a space is an utterance."""
    return sheet.mark(k).role != "text" or label.form in ("colon", "bracket", "bold")
