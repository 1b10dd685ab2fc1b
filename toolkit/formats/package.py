"""The zip package of an office document, the same bytes for the same content: no time of day is in it."""

from __future__ import annotations

import io
import re
import zipfile

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # zip knows none before it
_CORE = "docProps/core.xml"
_WHEN = re.compile(rb"(<dcterms:(?:created|modified)[^>]{0,400}>)[^<]{0,40}(?=<)")


def undated(data: bytes) -> bytes:
    """A package without the times at which it was made; its parts stand in the order that they had."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            entry = zipfile.ZipInfo(part.filename, _FIRST_DAY)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            content = old.read(part)
            new.writestr(
                entry, _WHEN.sub(rb"\g<1>1980-01-01T00:00:00Z", content) if part.filename == _CORE else content
            )
    return out.getvalue()
