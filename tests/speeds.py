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
LIST = Path(__file__).with_name("slow.txt")
SLOW = frozenset(LIST.read_text(encoding="utf-8").split())


def speed_of(test: str) -> str:
    """``test``: path of the file, two colons, name of the function."""
    return FILES.get(test.partition("::")[0]) or ("slow" if test in SLOW else "quick")


def mark(item: pytest.Item) -> None:
    """Give a test its speed, unless it bears one."""
    if not any(item.get_closest_marker(speed) for speed in SPEEDS):
        item.add_marker(speed_of(item.nodeid.partition("[")[0]))
