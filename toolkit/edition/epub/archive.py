"""An EPUB's container (OCF): a zip archive whose bytes are the same for the same content."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from types import TracebackType
from typing import Self

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # zip knows none before it
_LARGE = 1 << 31
_FILE_MODE = 0o100644 << 16


class Archive:
    """Writes files into an EPUB, ``mimetype`` first and bare, as OCF 4.2 asks for."""

    def __init__(self, path: Path) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9)

    def __enter__(self) -> Self:
        self.text("mimetype", "application/epub+zip", packed=False)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def text(self, name: str, content: str, *, packed: bool = True) -> None:
        """A file in UTF-8."""
        self.data(name, content.encode("utf-8"), packed=packed)

    def data(self, name: str, content: bytes, *, packed: bool = True) -> None:
        """A file; ``packed`` False for what is compressed already."""
        self._zip.writestr(_entry(name, packed), content)

    def file(self, name: str, path: Path) -> None:
        """A copy of a file that is compressed already, block by block."""
        entry = _entry(name, packed=False)
        entry.file_size = path.stat().st_size
        with path.open("rb") as source, self._zip.open(entry, "w", force_zip64=entry.file_size >= _LARGE) as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _entry(name: str, packed: bool) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    entry.create_system = 3
    entry.external_attr = _FILE_MODE
    return entry
