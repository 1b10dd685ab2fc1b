"""A page to look at subtitles: one HTML file that needs nothing else, with what ``check`` says beside each cue.

``content`` is what the page knows, as JSON; ``page/`` holds its template, look and programs, ``words/`` what it says in
each language; ``document`` makes one file of them, and proves that every character of the cues is in it.
"""

from __future__ import annotations

from toolkit.preview.document import LANGUAGES, document
from toolkit.preview.media import Media, embedded, referenced
from toolkit.preview.misfits import misfits_of

__all__ = ["LANGUAGES", "Media", "document", "embedded", "misfits_of", "referenced"]
