"""Text as XML holds it."""

from __future__ import annotations

import re
from html import escape

# what XML 1.0 cannot hold even as a reference (section 2.2); halves of surrogate pairs among it
_NEVER = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_ENDS = re.compile("[ \t]*[\t-\r\x85\u2028\u2029][\\s]*")


def xml(text: str) -> str:
    """``text`` for content and for attributes in double quotes. What XML has no place for stands as U+FFFD.

    >>> xml('<佐藤> & "田中"')
    '&lt;佐藤&gt; &amp; &quot;田中&quot;'
    """
    return escape(_NEVER.sub("\ufffd", text), quote=True).replace("&#x27;", "'")


def one_line(text: str) -> str:
    """Line ends and tabs, with what white space is around them, as one space."""
    return _ENDS.sub(" ", text).strip()


def shortened(text: str, most: int) -> str:
    """At most ``most`` characters; one that was cut ends in ``…``."""
    return text if len(text) <= most else f"{text[: most - 1]}…"
