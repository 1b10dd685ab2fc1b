"""No test reads or fills the cache of whoever runs it, messages are English, and a run of the suite is the same
everywhere.

HYPOTHESIS_PROFILE=search looks for new cases instead; what it finds becomes an ``@example``.
"""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from speeds import SPEEDS, mark

# No test asserts a time, and a machine may be busy
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("same", PATIENT, derandomize=True)
settings.register_profile("search", PATIENT, derandomize=False)
os.environ["JIMAKU_LANG"] = "en"  # what tests compare with, whoever runs them
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "same")
settings.load_profile(PROFILE)
if PROFILE == "same":
    # Hypothesis also draws constants from whatever modules are loaded: which those are depends on the tests before, and
    # every new number in the code would deal all properties a new hand
    providers._get_local_constants = providers.Constants


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


def pytest_configure(config: pytest.Config) -> None:
    for speed, meaning in SPEEDS.items():
        config.addinivalue_line("markers", f"{speed}: {meaning}")
    # A shell that starts a script's background jobs lets them ignore Ctrl-C, and all that they start: tests send it
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.hookimpl(tryfirst=True)  # before pytest chooses by -m
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        mark(item)
