"""A real scheduler and two workers on loopback, and inputs and outputs by URL: the same bytes as on this machine
alone.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.batch.inputs import gather
from toolkit.cli import cli
from toolkit.speech.engines.silent import Silent

pytest.importorskip("distributed")
fsspec = pytest.importorskip("fsspec")

ROOT = Path(__file__).parents[2]
TALK = "聞き手\n朝は何時に始まりますか。\n\n山田\n五時です（{0}）。\n"
DIED = "JIMAKU_TEST_DIED"  # names a file that is made by the worker that dies


class Mortal(Silent):
    """The silent engine, whose process is killed the first time somebody says so on a machine that has a place to note
    it.
    """

    def speak(self, reading, voice, *, pace=1.0):  # type: ignore[no-untyped-def]
        note = Path(os.environ.get(DIED) or os.devnull)
        if "死ぬ" in reading.text and not note.exists():
            note.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return super().speak(reading, voice, pace=pace)


def jimaku(*args: str) -> Result:
    return CliRunner().invoke(cli, ["batch", *args])


def put(*names: str, text: str = TALK) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text.format(name), encoding="utf-8")


def files(folder: str) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def in_memory(url: str) -> dict[str, bytes]:
    store, root = fsspec.core.url_to_fs(url)
    return {name[len(root) :].lstrip("/"): store.cat_file(name) for name in store.find(root)}


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    yield
    store = fsspec.filesystem("memory")
    store.store.clear()
    store.pseudo_dirs[:] = [""]


def _python(*args: str, **extra: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}", **extra}
    return subprocess.Popen(
        [sys.executable, "-m", *args], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers; one of them dies when it is told to."""
    folder = tmp_path_factory.mktemp("cluster")
    note = folder / "scheduler.json"
    started = [
        _python(
            "distributed.cli.dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(note),
            DASK_TEMPORARY_DIRECTORY=str(folder),
        )
    ]
    until = time.monotonic() + 300
    while not note.exists() or not note.read_text():
        assert time.monotonic() < until, "the scheduler does not start"
        time.sleep(0.05)
    address = json.loads(note.read_text())["address"]
    options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder))
    started += [
        _python("distributed.cli.dask_worker", address, *options, **{DIED: str(folder / "died")}) for _ in range(2)
    ]
    yield address
    assert (folder / "died").exists(), "no worker was killed"
    assert sorted(process.poll() is None for process in started) == [False, True, True]
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_a_cluster_makes_the_same_bytes_and_outlives_a_worker(cluster: str) -> None:
    put(*(f"in/{k % 2}/{k}.txt" for k in range(4)))
    put("in/heavy.txt", text=TALK + "ここで死ぬ。\n" * 3)
    put("in/bad.txt", text="。。。")
    put("in/jimaku.toml", text='engine = "test_cluster:Mortal"\nstyle = "ted"\n')
    arguments = ("in", "--subtitle", "--narrate", "--no-cache", "-o", "out")
    assert jimaku(*arguments, "--jobs", "1").exit_code == 1
    shutil.move("out", "local")
    remote = jimaku(*arguments, "--scheduler", cluster)
    assert remote.exit_code == 1, (remote.output, remote.exception)
    assert "5 of 6 done" in remote.stderr
    assert "failed: in/bad.txt: holds no words" in remote.stderr
    made, here = files("out"), files("local")
    reports = [json.loads(of.pop("report.json"))["rows"] for of in (made, here)]
    assert reports[0] == reports[1]
    assert bool(made.pop("report.html")) == bool(here.pop("report.html"))
    assert made == here
    assert "(5 unchanged)" in jimaku(*arguments, "--scheduler", cluster).stderr


def test_nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.batch.cluster._ANSWER_S", 1.0)
    put("a.txt")
    result = jimaku("a.txt", "-o", "out", "--subtitle", "--scheduler", "tcp://127.0.0.1:1")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1
    assert "tcp://127.0.0.1:1: no Dask scheduler answers" in result.stderr


@pytest.mark.parametrize(
    ("missing", "words"),
    [
        ("distributed", "a.txt -o out --scheduler tcp://127.0.0.1:1"),
        ("fsspec.core", "a.txt -o memory://out"),
        ("fsspec.core", "memory://a -o out"),
    ],
)
def test_without_the_extra(missing: str, words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    put("a.txt")
    monkeypatch.setitem(sys.modules, missing, None)
    result = jimaku(*words.split(), "--subtitle")
    assert result.exit_code == 3
    assert len(result.stderr.splitlines()) == 1
    assert "pip install 'jimaku-toolkit[cluster]'" in result.stderr


# URLs


def _upload(*names: str, text: str = TALK) -> None:
    for name in names:
        with fsspec.open(f"memory://{name}", "wb") as file:
            file.write(text.format(name).encode())


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["memory://in"], ["a", "sub/b"]),
        (["memory://in/"], ["a", "sub/b"]),
        (["memory://in/a.txt"], ["a"]),
        (["memory://in/*.txt"], ["a"]),
        (["memory://in/**/*.md"], ["sub/b"]),
    ],
    ids=lambda value: value[0],
)
def test_what_is_taken_from_a_url(named: list[str], expected: list[str]) -> None:
    _upload("in/a.txt", "in/sub/b.md", "in/sub/x.pdf", "in/.git/c.txt", "in/jimaku.toml")
    assert [task.place for task in gather(named, "out").tasks] == expected


def test_urls_give_the_same_as_paths() -> None:
    words = "surface,reading\n五時,ヨアケ\n"
    names = ("in/a.txt", "in/sub/b.txt")
    project = 'style = "ted"\nlexicon = "../words.csv"\n'
    put(*names)
    put("words.csv", text=words)
    put("in/sub/jimaku.toml", text=project)
    _upload(*names)
    _upload("words.csv", "in/words.csv", text=words)
    _upload("in/sub/jimaku.toml", text=project.replace("../", "../"))
    Path("words.csv").rename("in/words.csv")
    flags = ("--subtitle", "--narrate", "--engine", "silent", "--no-cache", "--jobs", "1")
    local = jimaku("in", "-o", "out", *flags)
    assert local.exit_code == 0, local.stderr
    remote = jimaku("memory://in", "-o", "memory://out", *flags)
    assert remote.exit_code == 0, (remote.stderr, remote.exception)
    made, by_url = files("out"), in_memory("memory://out")
    assert made.keys() == by_url.keys()
    reports = {"report.json", "report.html"}
    assert {name: data for name, data in made.items() if name not in reports} == {
        n: d for n, d in by_url.items() if n not in reports
    }
    assert (
        json.loads(made["report.json"])["rows"][0]["made_from"]
        == json.loads(by_url["report.json"])["rows"][0]["made_from"]
    )
    assert "(2 unchanged)" in jimaku("memory://in", "-o", "memory://out", *flags).stderr


def test_a_url_replaces_an_edition_whole() -> None:
    """Files that the new edition has no more go; the manifest is away while the others change."""
    from toolkit.system.locations import upload

    _upload("in/a.txt")
    flags = ("--narrate", "--engine", "silent", "--no-cache")
    assert jimaku("memory://in", "-o", "memory://out", *flags).exit_code == 0
    assert "a/tracks/02-山田.wav" in in_memory("memory://out")
    _upload("in/a.txt", text=TALK.replace("山田", "佐藤"))
    order: list[tuple[str, bool]] = []

    def noted(file: Path, place: str) -> None:
        order.append((place, "a/a.json" in in_memory("memory://out")))
        upload(file, place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("toolkit.batch.deliver.upload", noted)
        assert jimaku("memory://in", "-o", "memory://out", *flags).exit_code == 0
    made = in_memory("memory://out")
    assert "a/tracks/02-山田.wav" not in made
    assert "a/tracks/02-佐藤.wav" in made
    edition = [row for row in order if "/a/" in row[0]]
    assert edition[-1][0].endswith("a/a.json")
    assert not any(there for _, there in edition)
    assert {row["name"] for row in json.loads(made["a/a.json"])["files"]} <= {name.removeprefix("a/") for name in made}


def test_errors_name_the_url() -> None:
    _upload("in/a.txt", text="。。。")
    _upload("in/b.txt", "in/sub/c.txt")
    _upload("in/sub/jimaku.toml", text="stile = 1\n")
    result = jimaku("memory://in", "-o", "out", "--subtitle")
    assert result.exit_code == 1
    failures = [line for line in result.stderr.splitlines() if line.startswith("failed: ")]
    assert [line.partition(": ")[2].split(": ")[0] for line in failures] == [
        "memory://in/a.txt",
        "memory://in/sub/jimaku.toml:1",
    ]
    assert "jimaku-" not in result.stderr
    assert Path("out/b.srt").exists()


def test_a_url_that_is_not_there() -> None:
    result = jimaku("memory://nowhere.txt", "-o", "out", "--subtitle")
    assert result.exit_code == 2
    assert "memory://nowhere.txt: does not exist" in result.stderr


@pytest.mark.parametrize("output", ["memory://in", "memory://"])
def test_no_output_among_the_inputs(output: str) -> None:
    _upload("in/in/a.txt")
    result = jimaku("memory://in", "-o", output, "--subtitle")
    assert result.exit_code == 2
    assert "among the transcripts" in result.stderr
