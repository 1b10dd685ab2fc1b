"""How it is written: punctuation, signs, digits, labels. Patterns shared with the repairs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from toolkit.check.findings import Hit, Subject

JAPANESE = "\u3005-\u3007\u3041-\u30ff\u3400-\u9fff\uf900-\ufaff"
# Titles and quotations may hold 、。 (NFJ-PUNC-EXC: official titles)
QUOTED = re.compile(r"「[^「」]*」|『[^『』]*』")
FULL_STOP = re.compile(r"[。｡]|(?<![0-9０-９])．")
COMMA = re.compile(r"[、､]|(?<![0-9０-９])，")
HALF_MARK = re.compile(rf"(?<=[{JAPANESE}」』）])[?!]+")
DOTS = re.compile(r"\.{3,}|・{3,}|。{3,}")
LABEL = re.compile(rf"\A([(\[])([^()\[\]]{{0,20}}[{JAPANESE}][^()\[\]]{{0,20}})([)\]])")
ONE_DIGIT = re.compile(r"(?<![0-9A-Za-z.,:/+\-−_'#%&@０-９])[0-9](?![0-9A-Za-z.,:/+\-−_'%&@０-９])")
WIDE_DIGITS = re.compile(r"(?<![0-9０-９])(?=[0-9]*[０-９])[0-9０-９]{2,}")
_WIDE_POINT = re.compile(r"[0-9０-９][．・][0-9０-９]")
_THOUSANDS = re.compile(r"(?<![0-9])[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|(?<![0-9.,])[0-9]{5,}(?![0-9.,])")
_ACRONYM = re.compile(r"(?<![A-Za-z0-9+\-/.&])[A-Z]{2,5}(?![A-Za-z0-9+\-/.&])")
_HALF_KANA = re.compile(r"[ｦ-ﾟ]+")
_SPEAKER = re.compile(r"\A[（(]([^（）()]{1,12})[）)](?=\S)")
_SOUND = re.compile(r"笑|拍手|声|音|歓声|ため息|溜息|沈黙|間|咳|曲|一同|会場|中略|泣|ノック|BGM|チャイム")
_SOUND_MS = 3000


def pattern(regex: re.Pattern[str], words: str) -> Callable[[Subject], Iterator[Hit]]:
    """A rule that reports every line in which ``regex`` is found, once a line."""

    def look(subject: Subject) -> Iterator[Hit]:
        for row, line in enumerate(subject.lines):
            match = regex.search(line)
            if match:
                yield Hit(f"{match[0]} {words}: {line}", row)

    return look


def as_spaces(regex: re.Pattern[str], words: str) -> Callable[[Subject], Iterator[Hit]]:
    """The same outside titles and quotations, and only in styles that show punctuation as spaces."""

    def look(subject: Subject) -> Iterator[Hit]:
        if subject.style.punctuation != "spaces" or not regex.search(subject.text):
            return
        for row, line in enumerate(unquoted(subject.lines)):
            match = regex.search(line)
            if match:
                yield Hit(f"{match[0]} {words}: {subject.lines[row]}", row)

    return look


def unquoted(lines: tuple[str, ...]) -> list[str]:
    """The lines without their quotations, which may run over several of them."""
    return QUOTED.sub(lambda quote: "\n" * quote[0].count("\n"), "\n".join(lines)).split("\n")


full_stop = as_spaces(FULL_STOP, "is shown as a full-width space")
comma = as_spaces(COMMA, "is shown as a half-width space")
half_mark = pattern(HALF_MARK, "after Japanese is written full-width")
dots = pattern(DOTS, "is written …")
one_digit = pattern(ONE_DIGIT, "is one digit, written full-width")
wide_digits = pattern(WIDE_DIGITS, "is two digits or more, written half-width")
wide_point = pattern(_WIDE_POINT, "has a full-width decimal point")
thousands = pattern(_THOUSANDS, "is written without separators, with 万 above four digits")
acronym = pattern(_ACRONYM, "is an acronym, written full-width")
half_kana = pattern(_HALF_KANA, "is half-width kana")
label_bracket = pattern(LABEL, "has half-width brackets, written （ ）")


def repeated_label(subject: Subject) -> Iterator[Hit]:
    if subject.before is None or not subject.lines:
        return
    label = _SPEAKER.match(subject.lines[0])
    earlier = _SPEAKER.match(subject.before.cue.lines[0]) if subject.before.cue.lines else None
    if label and earlier and label[1] == earlier[1] and not _SOUND.search(label[1]):
        yield Hit(f"（{label[1]}） is named again while the same person speaks on", 0)


def long_sound(subject: Subject) -> Iterator[Hit]:
    whole = len(subject.lines) == 1 and re.fullmatch(r"[（(][^（）()]*[）)]", subject.lines[0])
    if whole and subject.timed.duration_ms > _SOUND_MS:
        yield Hit(f"a sound stands for {subject.timed.duration_ms / 1000:g} s, 3 s is the longest", 0)
