"""A gettext catalogue read: English templates with numbered placeholders, and what they are in Japanese.

The ``.po`` file is read as it stands: nothing has to be compiled before a change of a translation shows.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_PLACE = re.compile(r"\{(\d+)\}")
# A placeholder with the space that parts it from Japanese letters: between two of these none is written
_SPACED = re.compile(r"((?<=[^\x00-\x7f]) )?\{(\d+)\}( (?=[^\x00-\x7f]))?")
_ESCAPES = {"n": "\n", "t": "\t", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Entry:
    """``msgid``: the English; ``msgstr``: the translation, '' where there is none; ``without``: placeholders that it
    rightly leaves out (an English plural); ``places``: files that say it.
    """

    msgid: str
    msgstr: str
    without: frozenset[int] = frozenset()
    places: tuple[str, ...] = ()


def placeholders(text: str) -> list[int]:
    """The numbers of a template's placeholders, in its order."""
    return [int(number) for number in _PLACE.findall(text)]


def pieces(template: str) -> list[str]:
    """The text between a template's placeholders: one more than there are of them."""
    return _PLACE.split(template)[::2]


def filled(template: str, values: Sequence[str], ours: Container[int] = ()) -> str:
    """The template with its placeholders' values. ``ours``: those whose values are words of the catalogue and no
    user's; where such a one is Japanese, it stands beside other Japanese without a space.
    """

    def put(found: re.Match[str]) -> str:
        number = int(found[2])
        value, before, after = values[number], found[1] or "", found[3] or ""
        if number in ours:
            before, after = before if value[:1].isascii() else "", after if value[-1:].isascii() else ""
        return f"{before}{value}{after}"

    return _SPACED.sub(put, template)


def shipped(language: str) -> str:
    """The catalogue of a language, as it is written."""
    return Path(__file__).with_name(f"{language}.po").read_text(encoding="utf-8")


def translations(po: str) -> dict[str, str]:
    """What is translated, and how; the quick way through a catalogue, for those who only want that."""
    found: dict[str, str] = {}
    for block in po.split("\n\n"):
        head, cut, tail = block.partition("\nmsgstr ")
        if cut:
            found[_string(head[head.index('msgid "') + 6 :])] = _string(tail)
    found.pop("", None)  # the catalogue's own head
    return {msgid: msgstr for msgid, msgstr in found.items() if msgstr}


def entries(po: str) -> Iterator[Entry]:
    """Every entry of a catalogue but its head."""
    for block in po.split("\n\n"):
        head, cut, tail = block.partition("\nmsgstr ")
        msgid = _string(head[head.index('msgid "') + 6 :]) if cut else ""
        if msgid:
            without = frozenset(map(int, re.findall(r"\d+", "".join(re.findall(r"^# without (.*)$", head, re.M)))))
            yield Entry(msgid, _string(tail), without, tuple(re.findall(r"^#: (.*)$", head, re.M)))


def written(entry: Entry) -> str:
    """One entry, as a catalogue has it."""
    without = f"# without {' '.join(map(str, sorted(entry.without)))}\n" if entry.without else ""
    places = "".join(f"#: {place}\n" for place in entry.places)
    return f"{without}{places}msgid {_quoted(entry.msgid)}\nmsgstr {_quoted(entry.msgstr)}"


def _string(quoted: str) -> str:
    text = "".join(line.strip()[1:-1] for line in quoted.strip().split("\n"))
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), text) if "\\" in text else text


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
