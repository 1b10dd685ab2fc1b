"""What is said to people, in their language.

Messages are written in English where they arise. At the few places where they reach a person (``said``), and only
where that person's language is Japanese, they are found again in the catalogue ``ja.po`` and said in Japanese; what the
catalogue does not know stays as it is. English runs load nothing of it.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.messages.matching import Matcher

LANGUAGES = ("ja", "en")
VARIABLE = "JIMAKU_LANG"
_LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG")  # POSIX: the first that is set and not empty

_spoken = "en"


def language_of(environment: Mapping[str, str]) -> str:
    """The language a person wants, by ``JIMAKU_LANG``, else the locale; on Windows, where no locale is set, that of
    the system's own windows. Whatever is not Japanese is served in English.
    """
    asked = environment.get(VARIABLE, "")
    names = [environment.get(name, "") for name in _LOCALES]
    named = asked or next((name for name in names if name), "") or _of_windows()
    return "ja" if named.lower().startswith("ja") else "en"


def _of_windows() -> str:
    if sys.platform == "win32":
        import ctypes

        # The low ten bits are the primary language; 0x11 is LANG_JAPANESE (Windows SDK, winnt.h)
        return "ja" if ctypes.windll.kernel32.GetUserDefaultUILanguage() & 0x3FF == 0x11 else ""
    return ""


def speak(language: str) -> None:
    """From now on ``said`` speaks it."""
    global _spoken  # noqa: PLW0603  # one process talks to one person
    _spoken = language


def spoken() -> str:
    """The language of what is said."""
    return _spoken


def said(text: str) -> str:
    """A message, in the language that is spoken. Lines are messages of their own."""
    return text if _spoken == "en" else in_japanese(text)


def named(word: str, of: str) -> str:
    """A word that is a message only as the name of something (gettext's context): elsewhere it may be a key, or what
    somebody wrote.
    """
    return word if _spoken == "en" else _matcher().exact(f"{of}: {word}") or word


def in_japanese(text: str) -> str:
    """A message in Japanese, whatever is spoken: for pages that are Japanese themselves."""
    if text.isascii() and not text.strip():
        return text
    matcher = _matcher()
    return "".join(matcher.translated(line) for line in text.splitlines(keepends=True))


@lru_cache(maxsize=1)
def _matcher() -> Matcher:
    from toolkit.messages.catalogue import shipped, translations
    from toolkit.messages.matching import Matcher

    return Matcher(translations(shipped("ja")))
