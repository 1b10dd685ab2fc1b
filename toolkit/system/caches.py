"""Where this user's things are kept that can be made again."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def default_folder() -> Path:
    """``JIMAKU_CACHE``, or this system's place for things that can be made again."""
    named = os.environ.get("JIMAKU_CACHE")
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local", "jimaku", "Cache")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches" / "jimaku"
    base = Path(os.environ.get("XDG_CACHE_HOME") or "")
    return (base if base.is_absolute() else Path.home() / ".cache") / "jimaku"
