"""No test reads or fills the cache of whoever runs it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator

import pytest


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
