"""Files that are to be left out, by patterns as rsync and Git know them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

from toolkit.errors import InputError

Excluded = Callable[[Sequence[str]], str]


def excluder(patterns: Sequence[str]) -> Excluded:
    """A function from the parts of a path, below the folder that was named, to the pattern that leaves it out; '' if
    none does.

    ``draft*`` is any file or folder of that name; ``drafts/`` a folder; what has a ``/`` before its end counts from the
    folder that was named: ``2023/*.md``, ``**/old/*``. InputError for a pattern that is none.
    """
    compiled = [(pattern, _compiled(unicodedata.normalize("NFC", pattern))) for pattern in patterns]

    def excluded(parts: Sequence[str]) -> str:
        names = [unicodedata.normalize("NFC", part) for part in parts]
        above = ["/".join(names[:k]) + "/" for k in range(1, len(names))]
        return next((one for one, look in compiled if any(map(look.fullmatch, (*above, "/".join(names))))), "")

    return excluded


def _compiled(pattern: str) -> re.Pattern[str]:
    body = pattern.replace("\\", "/").strip("/")
    anchored = "/" in pattern.rstrip("/")
    text = "".join(map(_translated, re.findall(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", body, re.DOTALL)))
    mend = "write it as 'draft*', 'drafts/' or '2023/*.md'"
    if not body:
        raise InputError(f"--exclude {pattern!r} names nothing", mend=mend)
    try:
        return re.compile(("" if anchored else "(?:.*/)?") + text + ("/" if pattern.endswith("/") else "/?"), re.DOTALL)
    except re.error as error:
        raise InputError(f"--exclude {pattern!r} is no pattern ({error})", mend=mend) from error


def _translated(sign: str) -> str:
    fixed = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
    if sign in fixed:
        return fixed[sign]
    if len(sign) > 1:
        inside = sign[1:-1].replace("\\", "\\\\").replace("^", "\\^").replace("[", "\\[")
        return f"[{'^' + inside[1:] if inside.startswith('!') else inside}]"
    return re.escape(sign)
