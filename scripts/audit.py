"""Asks the Python Packaging Advisory Database (through pip-audit) what is known against the versions of
requirements.lock, and tells it. `scripts/test` runs this; it never fails that run: an index or a service that does not
answer is a reason to skip, and what is found is for a person to weigh. `--strict`: exit code 1 if anything is found.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TOOLS = ROOT / ".cache" / "audit"
CANARY = "jinja2==2.4.1"  # of 2010: a service that has nothing against it has nothing against anything
LIMIT_S = 120  # for each of installing and asking


def main(arguments: list[str]) -> int:
    try:
        if not (TOOLS / "pip_audit").is_dir():
            _run("pip", "install", "-qq", "--disable-pip-version-check", "--target", str(TOOLS), "pip-audit==2.10.1")
        knows = any(row.get("vulns") for row in _asked(CANARY))
        rows = _asked((ROOT / "requirements.lock").read_text("utf-8")) if knows else []
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        print(f"audit skipped: {_reason(error)}")
        return 0
    if not knows:
        print(f"audit skipped: whoever answers knows nothing against {CANARY}, of which much is known")
        return 0
    found = [
        f"{row['name']} {row['version']}: {fault['id']} (mended in {', '.join(fault['fix_versions']) or 'none'})"
        for row in rows
        for fault in row.get("vulns", ())
    ]
    unknown = [row["name"] for row in rows if "skip_reason" in row]
    print(
        "\n".join(found) or f"audit: nothing is known against {len(rows) - len(unknown)} packages of requirements.lock"
    )
    if unknown:
        print(f"audit: not known to the service: {', '.join(unknown)}")
    return int(bool(found) and "--strict" in arguments)


def _asked(lock: str) -> list[dict[str, Any]]:
    """What is known of each line of a lock."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "lock.txt")
        file.write_text(lock, "utf-8")
        told = _run(
            "pip_audit", "-r", str(file), "--no-deps", "--disable-pip", "--progress-spinner", "off",
            "--timeout", "15", "-f", "json", codes=(0, 1),
        )  # fmt: skip
    rows: list[dict[str, Any]] = json.loads(told)["dependencies"]
    return rows


def _run(module: str, *words: str, codes: tuple[int, ...] = (0,)) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(TOOLS), module, *words],
        cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False,
    )  # fmt: skip
    if done.returncode not in codes or (codes != (0,) and not done.stdout.strip()):
        last = done.stderr.strip().splitlines()[-1:] or ["no word why"]
        raise subprocess.SubprocessError(f"{module}: {last[0][:200]}")
    return done.stdout


_PROGRAM = """
import runpy, sys
sys.path.append(sys.argv.pop(1))
runpy.run_module(sys.argv.pop(1), run_name="__main__")
"""


def _reason(error: Exception) -> str:
    if isinstance(error, subprocess.TimeoutExpired):
        return f"no answer within {LIMIT_S} s"
    return " ".join(str(error).split())[:240]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
