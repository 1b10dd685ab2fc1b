"""What an Office document says of itself: title and author (ECMA-376 part 2, 11: core properties)."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.inputs.docx.package import Package

_WANTED = {"title": "title", "creator": "author"}
# What programs write where nobody wrote anything.
_NOBODY = frozenset(
    "python-docx openpyxl administrator user owner author unknown microsoft windows pc ユーザー 管理者 作成者".split()
) | {"microsoft office user", "word document", "microsoft office ユーザー", "un-named"}


def properties_of(package: Package) -> tuple[str, Mapping[str, str]]:
    """The title ('' if none), and ``author`` where one is named."""
    reader = _Core()
    package.parse("docProps/core.xml", reader)
    found = {key: " ".join(text.split()) for key, text in reader.found.items()}
    found = {key: text for key, text in found.items() if text and text.lower() not in _NOBODY}
    return found.pop("title", ""), found


class _Core:
    def __init__(self) -> None:
        self.found: dict[str, str] = {}
        self._key = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._key = _WANTED.get(name, "")

    def end(self, name: str) -> None:
        self._key = ""

    def text(self, data: str) -> None:
        if self._key:
            self.found[self._key] = self.found.get(self._key, "") + data
