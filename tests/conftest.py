"""No test reads or fills the cache of whoever runs it, and a run of the suite is the same everywhere.

HYPOTHESIS_PROFILE=search looks for new cases instead; what it finds becomes an ``@example``.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


@pytest.fixture(scope="session", autouse=True)
def _own_cache() -> Iterator[None]:
    before = os.environ.get("JIMAKU_CACHE")
    with tempfile.TemporaryDirectory(prefix="jimaku-test-cache-") as folder:
        os.environ["JIMAKU_CACHE"] = folder
        yield
    if before is None:
        del os.environ["JIMAKU_CACHE"]
    else:
        os.environ["JIMAKU_CACHE"] = before
