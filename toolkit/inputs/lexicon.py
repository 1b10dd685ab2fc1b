"""A lexicon as people keep it: from a text editor or Excel, in any Japanese encoding, or a workbook."""

from __future__ import annotations

from pathlib import Path

from toolkit.errors import InputError
from toolkit.formats import xlsx
from toolkit.inputs.encoding import decode
from toolkit.inputs.foreign import ZIP
from toolkit.japanese.lexicon import Entry, entries_of
from toolkit.system.given import read_given

_LARGEST = 1 << 24  # bytes: more than so many entries take


def read_lexicon(path: Path, scope: str = "") -> tuple[Entry, ...]:
    """The entries of a file that hold everywhere or in ``scope``: TOML, CSV with commas or tabs, or the first sheet of
    an Excel workbook. Raises ``InputError`` with the line of the first mistake.
    """
    data = read_given(path, _LARGEST, "a lexicon file")
    try:
        text = xlsx.unpacked(data) if data.startswith(ZIP) else decode(data, name=str(path)).text
    except InputError as error:
        raise error.at(str(path)) from error.__cause__
    return entries_of(path, text, scope)
