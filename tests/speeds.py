"""Four speeds of tests, as markers: what takes part in a cluster, what speaks with real voices, what is slow by
measurement, and quick, which is everything else: a new test need not say anything.
"""

from __future__ import annotations

from pathlib import Path

import pytest

SPEEDS = {
    "quick": "all others; together under a minute",
    "slow": "whole programs, and what tests/slow.txt lists: scripts/speeds.py makes it of a measured run",
    "engine": "real voices speak",
    "cluster": "a scheduler and its workers",
}
FILES = {
    "tests/batch/test_batch.py": "slow",
    "tests/batch/test_runs.py": "slow",
    "tests/batch/test_report_browser.py": "slow",
    "tests/batch/test_cluster.py": "cluster",
    "tests/batch/test_cluster_tls.py": "cluster",
    "tests/docs/test_examples.py": "slow",
    "tests/docs/test_unattended.py": "slow",
    "tests/journeys/test_demo_page.py": "slow",
    "tests/journeys/test_one_night.py": "slow",
    "tests/journeys/test_operator.py": "slow",
    "tests/journeys/test_producer.py": "slow",
    "tests/journeys/test_subtitler.py": "slow",
    "tests/edition/test_manifest.py": "slow",
    "tests/edition/test_player.py": "slow",
    "tests/edition/test_player_browser.py": "slow",
    "tests/inputs/test_pdf.py": "slow",
    "tests/preview/test_browser.py": "slow",
    "tests/audio/test_targets.py": "engine",
    "tests/speech/test_contract.py": "engine",
    "tests/speech/test_kokoro.py": "engine",
    "tests/speech/test_openjtalk.py": "engine",
    "tests/verify/test_damages.py": "engine",
    "tests/verify/test_understood.py": "engine",
    "tests/cli/test_say.py": "engine",
    "tests/verify/test_verify.py": "engine",
}
# What these wait for keeps a clock of its own, which a busy machine holds up: they are tried once more, and pytest
# tells how many were
FOREIGN_CLOCKS = (
    "tests/batch/test_cluster.py",
    "tests/batch/test_cluster_tls.py",
    "tests/batch/test_report_browser.py",
    "tests/edition/test_player_browser.py",
    "tests/journeys/test_demo_page.py",
    "tests/preview/test_browser.py",
)
LIST = Path(__file__).with_name("slow.txt")
SLOW = frozenset(LIST.read_text(encoding="utf-8").split())


def speed_of(test: str) -> str:
    """``test``: path of the file, two colons, name of the function."""
    return FILES.get(test.partition("::")[0]) or ("slow" if test in SLOW else "quick")


def mark(item: pytest.Item) -> None:
    """Give a test its speed, unless it bears one, and a second try where another program's clock decides."""
    if not any(item.get_closest_marker(speed) for speed in SPEEDS):
        item.add_marker(speed_of(item.nodeid.partition("[")[0]))
    if item.nodeid.partition("::")[0] in FOREIGN_CLOCKS:
        item.add_marker(pytest.mark.flaky(reruns=1))
