"""The text of a section, as a page of XHTML 1.0."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.edition.daisy.ncc import XHTML, Facts
from toolkit.edition.xml_text import xml

if TYPE_CHECKING:
    from toolkit.edition.daisy.outline import Section


def page(section: Section, facts: Facts) -> str:
    """The document."""
    language = xml(facts.language)
    return (
        f'{XHTML}<html xmlns="http://www.w3.org/1999/xhtml" lang="{language}" xml:lang="{language}">\n<head>\n'
        '<meta http-equiv="Content-type" content="text/html; charset=utf-8" />\n'
        f'<meta name="generator" content="{xml(facts.generator)}" />\n'
        f"<title>{xml(section.words)}</title>\n</head>\n<body>\n{section.body}\n</body>\n</html>\n"
    )
