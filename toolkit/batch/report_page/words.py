"""Small pieces of the page: text as text, links, durations in Japanese."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from toolkit.system.visible import visible

KINDS = {"subtitle": "字幕", "narrate": "朗読"}


def text(said: str) -> str:
    """Text as text: no markup, and no sign that a file in UTF-8 cannot hold."""
    return escape(visible(said))


def link(place: str, words: str, label: str = "") -> str:
    """A link to a file below the output; ``label``: what it is called where the words alone do not say it."""
    said = f' aria-label="{text(label)}"' if label else ""
    return f'<a href="{address(place)}"{said}>{text(words)}</a>'


def address(place: str) -> str:
    """The relative URL of a place below the output, for an attribute."""
    return escape(quote(place, errors="surrogatepass"))


def lasts(seconds: float) -> str:
    """A duration as it is said."""
    if seconds < 60:
        return f"{seconds:g}秒"
    whole = round(seconds)
    hours, minutes = whole // 3600, whole % 3600 // 60
    return (f"{hours}時間" if hours else "") + f"{minutes}分{whole % 60:02}秒"
