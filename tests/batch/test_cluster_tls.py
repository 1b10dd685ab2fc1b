"""A scheduler that shows a certificate, and takes only those who show one of the same authority."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli

pytest.importorskip("distributed")
ROOT = Path(__file__).parents[2]
NEEDS_OPENSSL = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")


def jimaku(*words: str) -> Result:
    return CliRunner().invoke(cli, ["batch", *words])


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talk.txt").write_text("聞き手：朝は何時ですか。\n山田：五時です。\n", "utf-8")


def _authority(folder: Path) -> Path:
    """A folder with an authority's certificate and one of ours that it stands for: here they are the same."""
    folder.mkdir()
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=cluster"]
    subprocess.run(
        [*made, "-keyout", str(folder / "key.pem"), "-out", str(folder / "cert.pem")], check=True, capture_output=True
    )
    shutil.copy(folder / "cert.pem", folder / "ca.pem")
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("tls")
    known = _authority(folder / "known")
    files = {"--tls-ca-file": "ca.pem", "--tls-cert": "cert.pem", "--tls-key": "key.pem"}
    tls = [word for flag, name in files.items() for word in (flag, str(known / name))]
    note = folder / "scheduler.json"
    where = ("--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(note))
    started = [_python(folder, "distributed.cli.dask_scheduler", *tls, *where)]
    until = time.monotonic() + 300
    while not note.exists() or not note.read_text():
        assert time.monotonic() < until, "the scheduler does not start"
        time.sleep(0.05)
    address = json.loads(note.read_text())["address"]
    alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
    started.append(_python(folder, "distributed.cli.dask_worker", address, *tls, *alone))
    yield address, known
    for process in started:
        process.kill()
        process.wait()


def _python(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), "DASK_TEMPORARY_DIRECTORY": str(folder)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


@NEEDS_OPENSSL
def test_one_that_is_known_is_worked_with_and_a_stranger_is_not(cluster: tuple[str, Path]) -> None:
    address, known = cluster
    assert address.startswith("tls://")
    asked = ("talk.txt", "--subtitle", "--no-cache", "--scheduler", address, "--scheduler-tls")
    done = jimaku(*asked, str(known), "-o", "out")
    assert done.exit_code == 0, done.output
    assert "五時" in Path("out/talk.srt").read_text("utf-8")
    strange = jimaku(*asked, str(_authority(Path("strange"))), "-o", "no")
    assert strange.exit_code == 3
    assert "no Dask scheduler answers" in strange.stderr
    assert not list(Path("no").rglob("*.srt"))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--scheduler-tls", "here"), "is for a cluster"),
        (("--scheduler-tls", "here", "--scheduler", "tcp://127.0.0.1:1"), "needs a scheduler that speaks TLS"),
        (("--scheduler-tls", "here", "--scheduler", "tls://127.0.0.1:1"), "here/ca.pem: is not there"),
    ],
)
def test_what_cannot_be_is_one_line_before_any_work(words: tuple[str, ...], says: str) -> None:
    Path("here").mkdir()
    refused = jimaku("talk.txt", "--subtitle", "-o", "out", *words)
    assert refused.exit_code == 2
    assert says in refused.stderr.replace("\\", "/")
    assert not Path("out").exists()
