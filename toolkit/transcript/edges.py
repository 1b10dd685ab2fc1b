"""Whether a name can stand at the edge of a text: asked of every line, so that few need the pattern that tells."""

from __future__ import annotations


def may_begin(text: str, names: tuple[str, ...]) -> bool:
    """Whether one of the names stands behind at most eight signs at the head."""
    signs = next((n for n, c in enumerate(text[:8]) if c.isalnum() or c in "_「『"), 8)
    return any(text.startswith(names, n) for n in range(signs + 1))


def may_end(text: str, names: tuple[str, ...]) -> bool:
    """Whether one of the names stands at the end, before at most two signs."""
    return any(text.endswith(names, 0, len(text) - n) for n in range(3))
