"""Many transcripts: what is taken, where it goes, what is refused, what is reported, and that ends of all kinds do no
harm.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from toolkit.batch.clashes import set_clashes_aside
from toolkit.batch.inputs import gather
from toolkit.batch.order import Found, LeftOut, Order, Outcome, Product, Row, Task, row_of
from toolkit.batch.report import Report, Run, as_data
from toolkit.batch.report_page import page
from toolkit.batch.work import perform
from toolkit.batch.workers import BatchWorkers
from toolkit.cli import cli
from toolkit.errors import EngineError, InputError, JimakuError, OutputError
from toolkit.system.waiting import told
from toolkit.wishes.settings import Settings

ROOT = Path(__file__).parents[2]
TALK = "聞き手\n朝は何時に始まりますか。\n\n山田\n五時です。\n"
posix = pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def jimaku(*args: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli, ["batch", *args], input=stdin)


def put(*names: str, text: str = TALK) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text.replace("五時", f"五時（{name}）"), encoding="utf-8")


def files(folder: str | Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in Path(folder).rglob("*") if path.is_file()
    }


def order(output: str = "out", *, subtitle: bool = False, **settings: object) -> Order:
    return Order(output, Settings({"engine": "silent", **settings}), subtitle, not subtitle)


def places(*named: str, output: str = "out") -> list[str]:
    return [task.place for task in gather(named, output).tasks]


# What is taken, and where it goes


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["in"], ["a", "sub/b", "sub/deep/c"]),
        (["in/"], ["a", "sub/b", "sub/deep/c"]),
        (["in/sub"], ["b", "deep/c"]),
        (["in/a.txt", "in/sub"], ["a", "b", "deep/c"]),
        (["in/a.txt", "in"], ["a", "sub/b", "sub/deep/c"]),
        (["in", "in"], ["a", "sub/b", "sub/deep/c"]),
        (["in/**/*.md"], ["sub/b"]),
        (["in/sub/*"], ["b"]),
        (["in/*/*.md"], ["sub/b"]),
        (["file.with.dots.txt"], ["file.with.dots"]),
        (["[x].txt"], ["[x]"]),
    ],
    ids=" ".join,
)
def test_what_is_taken_and_where_it_goes(named: list[str], expected: list[str]) -> None:
    put(
        "in/a.txt",
        "in/sub/b.md",
        "in/sub/deep/c.html",
        "in/sub/x.pdf",
        "in/.hidden.txt",
        "in/.git/d.txt",
        "in/jimaku.toml",
    )
    put("file.with.dots.txt", "[x].txt")
    assert places(*named) == expected


def test_what_is_no_transcript_by_its_name_is_told() -> None:
    put("in/a.txt", "in/b.pdf", "in/jimaku.toml", "in/.c.pdf")
    assert gather(["in"], "out").left_out == [LeftOut(str(Path("in/b.pdf")), "no transcript by its name")]


def test_a_file_that_is_named_may_be_called_anything() -> None:
    put("talk.transcript")
    assert places("talk.transcript") == ["talk"]


def test_the_output_is_not_looked_into() -> None:
    put("in/a.txt", "in/out/b.srt")
    assert places("in", output="in/out") == ["a"]


def test_a_file_url_is_a_path() -> None:
    put("in/a.txt")
    assert places(Path("in").absolute().as_uri()) == ["a"]


@pytest.mark.parametrize("named", ["nowhere", "nowhere.txt", "empty", "*.docx", "nowhere/*.txt"])
def test_nothing_there_is_an_error_before_work(named: str) -> None:
    Path("empty").mkdir()
    result = jimaku(named, "-o", "out")
    assert result.exit_code == 2
    assert named in result.stderr
    assert not Path("out").exists()


# Two for one place

NFD = unicodedata.normalize("NFD", "が")
CLASHES: tuple[tuple[list[str], list[str], str], ...] = (
    (["x/a.txt", "y/a.txt"], ["x", "y"], "a.srt"),
    (["x/a.txt", "y/A.txt"], ["x", "y"], "A.srt"),
    (["x/が.txt", f"y/{NFD}.txt"], ["x", "y"], "が.srt"),
    (["x/Straße.txt", "y/STRASSE.txt"], ["x", "y"], "STRASSE.srt"),
    (["x/a:.txt", "y/a_.txt"], ["x", "y"], "a_.srt"),
    (["in/a.txt", "in/a.srt/b.txt"], ["in"], "a.srt"),
)


@pytest.mark.skipif(os.name == "nt", reason="Windows forbids some of these names")
@pytest.mark.parametrize(("made", "named", "place"), CLASHES, ids=[row[2] for row in CLASHES])
def test_two_for_one_file_are_refused_and_named(made: list[str], named: list[str], place: str) -> None:
    put(*made)
    result = jimaku(*named, "-o", "out", "--subtitle")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1
    assert all(name in result.stderr for name in (*made, place))
    assert not Path("out").exists()


def test_those_that_only_a_suffix_tells_apart_keep_it() -> None:
    put("in/a.txt", "in/a.md", "in/b.txt", "in/~$a.docx", "in/Thumbs.db")
    result = jimaku("in", "-o", "out", "--subtitle")
    assert result.exit_code == 0
    assert {path.name for path in Path("out").glob("*.srt")} == {"a.txt.srt", "a.md.srt", "b.srt"}
    assert "in/a.md is written to a.md.srt" in result.stderr
    assert "left out" not in result.stderr


def test_a_transcript_in_the_folder_of_anothers_edition() -> None:
    put("in/talk.txt", "in/talk/talk.txt")
    gathered = gather(["in"], "out")
    set_clashes_aside(gathered, Order("out", Settings(), subtitle=False, narrate=True))
    with pytest.raises(InputError, match=r"talk/talk\.srt"):
        set_clashes_aside(gathered, Order("out", Settings(), subtitle=True, narrate=True))


@pytest.mark.parametrize(
    ("named", "output"), [("in", "in"), ("in/a.srt", "in"), ("in/sub", "in"), ("in", "."), ("link", "in")]
)
def test_no_output_over_or_among_the_inputs(named: str, output: str) -> None:
    put("in/a.srt", "in/sub/sub/a.txt", "in/in/b.txt", text=f"1\n00:00:01,000 --> 00:00:02,000\n{TALK}")
    Path("link").symlink_to("in")
    before = files(".")
    result = jimaku(named, "-o", output, "--subtitle")
    assert result.exit_code == 2
    assert files(".") == before


names = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="/"), min_size=1, max_size=6)


@given(st.lists(names, min_size=1, max_size=5, unique=True))
def test_no_two_transcripts_ever_share_a_file(stems: list[str]) -> None:
    from toolkit.batch.clashes import claims
    from toolkit.batch.inputs import Gathered

    gathered = Gathered()
    for stem in stems:
        gathered.add(f"{stem}.txt")
    order = Order("out", Settings(), subtitle=True, narrate=True, preview=True)
    try:
        set_clashes_aside(gathered, order)
    except InputError:
        return
    made = [unicodedata.normalize("NFC", claim).casefold() for task in gathered.tasks for claim in claims(task, order)]
    assert len(set(made)) == len(made)
    assert len(gathered.tasks) + len(gathered.failed) == len(set(stems))


# What is made


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch of both kinds in two processes, one transcript of it bad; everything of it in one folder."""
    work = tmp_path_factory.mktemp("batch")
    before = Path.cwd()
    os.chdir(work)
    put("in/a.txt", "in/sub/b.md", "in/sub/<c>&.txt")
    put("in/bad.txt", text="。。。")
    put("in/sub/jimaku.toml", text='style = "ted"\nformat = "flac"\n')
    result = jimaku(
        "in",
        "-o",
        "out",
        "--subtitle",
        "--narrate",
        "--engine",
        "silent",
        "--jobs",
        "2",
        "--voice",
        "山田=quiet-2",
        "--voice",
        "誰か=quiet-1",
    )
    os.chdir(before)
    assert result.exit_code == 1, (result.output, result.exception)
    (work / "said").write_text(result.stderr, encoding="utf-8")
    (work / "answer").write_text(result.stdout, encoding="utf-8")
    return work


def test_folders_are_mirrored(done: Path) -> None:
    edition = ["CREDITS.txt", "{0}.json", "{0}.srt", "{0}.{1}", "tracks/01-聞き手.{1}", "tracks/02-山田.{1}"]
    of_a, of_b, of_c = ([f"{name.rpartition('/')[2]}"] for name in ("a", "b", "_c_&"))
    expected = {"report.html", "report.json", "a.srt", "sub/b.srt", "sub/_c_&.srt"}
    expected |= {f"{name}.{kind}.html" for name in ("a", "sub/b", "sub/_c_&") for kind in ("subtitle", "narrate")}
    expected |= {f"a/{name.format(*of_a, 'wav')}" for name in edition}
    expected |= {f"sub/b/{name.format(*of_b, 'flac')}" for name in edition}
    expected |= {f"sub/_c_&/{name.format(*of_c, 'flac')}" for name in edition}
    assert set(files(done / "out")) == expected


def test_the_same_as_one_by_one(done: Path, folder: Path) -> None:
    shutil.copytree(done / "in", "in")
    runner = CliRunner()
    one = runner.invoke(
        cli, ["narrate", "in/sub/b.md", "-o", "edition", "--engine", "silent", "--jobs", "1", "--voice", "山田=quiet-2"]
    )
    two = runner.invoke(cli, ["subtitle", "in/sub/b.md", "-o", "b.srt"])
    assert (one.exit_code, two.exit_code) == (0, 0), one.stderr
    assert Path("b.srt").read_bytes() == (done / "out/sub/b.srt").read_bytes()
    assert files("edition") == files(done / "out/sub/b")


def test_what_the_terminal_says(done: Path) -> None:
    said = (done / "said").read_text(encoding="utf-8")
    assert "3 of 4 done (0 unchanged)" in said
    assert "4/4 " in said
    assert any(line.startswith("failed: in/bad.txt: holds no words") for line in said.splitlines())
    assert "--voice 誰か: nobody" in said
    assert "Traceback" not in said
    assert (done / "answer").read_text() == str(Path("out/report.html")) + "\n"


def test_the_report_for_programs(done: Path) -> None:
    report = json.loads((done / "out/report.json").read_text(encoding="utf-8"))
    assert (report["transcripts"], report["failed"]) == (4, 1)
    rows = {row["input"]: row for row in report["rows"]}
    assert list(rows) == ["in/a.txt", "in/bad.txt", "in/sub/<c>&.txt", "in/sub/b.md"]
    row = rows["in/sub/b.md"]
    assert row["speakers"] == ["聞き手", "山田"]
    assert [product["kind"] for product in row["products"]] == ["subtitle", "narrate"]
    assert row["products"][0]["style"] == "ted"
    assert rows["in/bad.txt"]["files"] == []
    made = files(done / "out")
    assert {file["name"]: file["bytes"] for r in rows.values() for file in r["files"]} == {
        n: len(b) for n, b in made.items() if not n.startswith("report.")
    }


def test_a_report_is_read_as_it_was_written(done: Path) -> None:
    rows = json.loads((done / "out/report.json").read_text(encoding="utf-8"))["rows"]
    assert json.loads(json.dumps(as_data(Report(tuple(map(row_of, rows))))["rows"])) == rows


class _Page(HTMLParser):
    """Which elements a page has, and its text."""

    void = frozenset({"meta", "br", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in self.void:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_report_for_people(done: Path) -> None:
    text = (done / "out/report.html").read_text(encoding="utf-8")
    read = _Page(text)
    tags = [tag for tag, _ in read.found]
    assert ("html", {"lang": "ja"}) in read.found
    assert all("scope" in about for tag, about in read.found if tag == "th")
    assert tags.count("table") == 2
    assert tags.count("h1") == tags.count("main") == tags.count("title") == tags.count("script") == 1
    assert not {"link", "img", "iframe"} & set(tags)
    assert "://" not in text
    for name in ("in/a.txt", "in/sub/<c>&.txt", "in/bad.txt", "聞き手、山田"):
        assert name in read.text
    links = [about["href"] for tag, about in read.found if tag == "a"]
    assert "sub/_c_%26/_c_%26.srt" in links


@given(st.text(max_size=30), st.text(max_size=30))
def test_nothing_of_a_transcript_is_markup(hostile: str, failure: str) -> None:
    shape = [tag for tag, _ in _Page(page(_report_of(hostile, failure))).found]
    if hostile:
        assert shape == [tag for tag, _ in _Page(page(_report_of("x", "x"))).found]


def _report_of(word: str, failure: str) -> Report:
    """A report in which every text that comes from elsewhere is ``word``."""
    found = (Found(1, 0, word, "error", word),)
    product = Product("subtitle", word, "sdh", 1, 1, 0, 0, 0, {word: 1}, found, "", word)
    row = Row(word, "a", "", word, (word,), (product,), ((word, word, 0.5, 1),), 1, (word,))
    gone = Row(word, "c")
    rows = (row, Row(word, "b", "x" + failure), gone)
    return Report(rows, (LeftOut(word, word),), (), ("c",), Run("2024-05-01T10:00:00+0900", 1.0, word))


# Again


def _times(folder: str) -> dict[str, int]:
    return {
        str(path): path.stat().st_mtime_ns
        for path in Path(folder).rglob("*")
        if path.is_file() and not path.name.startswith("report.")
    }


def _perform(task: Task, what: Order, before: Row | None = None) -> Outcome:
    return perform(task, what, before, lambda *_: None)


def test_a_second_run_does_nothing_and_a_change_is_seen() -> None:
    put("in/a.txt", "in/b.txt")
    arguments = ("in", "-o", "out", "--engine", "silent", "--subtitle", "--narrate", "--jobs", "1")
    assert jimaku(*arguments).exit_code == 0
    first, times = files("out"), _times("out")
    again = jimaku(*arguments)
    assert "2 of 2 done (2 unchanged)" in again.stderr
    rows = json.loads(first.pop("report.json"))["rows"]
    now = files("out")
    assert json.loads(now.pop("report.json"))["rows"] == rows
    assert (now.pop("report.html"), first.pop("report.html")) != (b"", b"")
    assert (now, _times("out")) == (first, times)
    Path("out/a/a.wav").write_bytes(b"damaged")
    put("in/b.txt", text=TALK.replace("朝", "夜"))
    third = jimaku(*arguments)
    assert "2 of 2 done (0 unchanged)" in third.stderr
    assert files("out")["a/a.wav"] == first["a/a.wav"]
    assert files("out")["b.srt"] != first["b.srt"]


@pytest.mark.parametrize("change", ["style", "project", "file", "report", "failure"])
def test_what_makes_work_anew(change: str) -> None:
    put("a.txt")
    task = gather(["a.txt"], "out").tasks[0]
    what = order(subtitle=True)
    row: Row | None = _perform(task, what).row
    assert _perform(task, what, row).unchanged
    if change == "style":
        what = order(subtitle=True, style="ted")
    elif change == "project":
        put("jimaku.toml", text='style = "ted"')
    elif change == "file":
        Path("out/a.srt").write_text("x")
    elif change == "report":
        row = None
    else:
        row = Row(task.shown, task.place, "failed", made_from=row.made_from if row else "")
    assert not _perform(task, what, row).unchanged


@pytest.mark.parametrize("report", ["", "[]", "{}", '{"rows": [1]}', '{"rows": [{"output": "a"}]}', "\ud800"])
def test_a_report_that_is_none_is_none(report: str) -> None:
    from toolkit.batch.report import earlier

    Path("out").mkdir()
    Path("out/report.json").write_bytes(report.encode("utf-8", "surrogatepass"))
    assert earlier("out") == Report()


# What can go wrong


def test_standard_input_is_one_of_them() -> None:
    put("a.txt")
    result = jimaku("-", "a.txt", "-o", "out", "--subtitle", "--jobs", "1", stdin=TALK)
    assert result.exit_code == 0, result.stderr
    assert "五時" in Path("out/stdin.srt").read_text(encoding="utf-8")
    again = jimaku("-", "-o", "out2", "--subtitle", "--jobs", "1", stdin=b"\x89PNG\r\n\x1a\n")
    assert again.exit_code == 1
    assert "standard input" in again.stderr
    assert "jimaku-" not in again.stderr


@pytest.mark.parametrize(
    ("words", "says", "code"),
    [
        ("in", "-o", 2),
        ("-o out", "FILE", 2),
        ("in -o out --jobs 0", "--jobs", 2),
        ("in -o out --style vhs", "vhs", 2),
        ("in -o out --engine gramophone", "gramophone", 2),
        ("in -o out --engine silent --voice 山田=nobody", "nobody", 2),
        ("in -o out --lexicon nowhere.csv", "nowhere.csv", 2),
        ("in -o out --format mid", "mid", 2),
        ("- - -o out", "twice", 2),
        ("in -o in/a.txt", "in/a.txt", 4),
        ("in/a.txt -o gopher://x/y", "gopher", 2),
        ("memory://x -o out --scheduler tcp://127.0.0.1:1", "memory://", 2),
    ],
)
def test_what_would_fail_for_all_fails_at_once(words: str, says: str, code: int) -> None:
    put("in/a.txt")
    before = files(".")
    result = jimaku(*words.split(), stdin=TALK)
    assert result.exit_code == code, result.output
    assert len(result.stderr.splitlines()) == 1
    assert says in result.stderr
    assert files(".") == before


class _Ears:
    """A watcher that remembers."""

    def __init__(self) -> None:
        self.stages: list[tuple[int, str]] = []
        self.outcomes: list[Outcome] = []
        self.waits: list[str] = []

    def waiting(self, task: Task, words: str) -> None:
        self.waits.append(f"{task.shown}: {words}")

    def working(self, task: Task, stage: str, done: int, whole: int) -> None:
        self.stages.append((task.index, stage))

    def finished(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)


class Deadly:
    """An engine that dies, waits or is buggy on the sentences that say so."""

    name, rate, version, tempo, audible = "deadly", 48_000, "1", (0.0, 1e9), False

    def __init__(self) -> None:
        from toolkit.speech.engines.silent import Silent

        self._inner = Silent()
        self.rate, self.tempo = self._inner.rate, self._inner.tempo
        self.voices, self.voice = self._inner.voices, self._inner.voice

    def speak(self, reading: object, voice: str, *, pace: float = 1.0) -> object:
        text = reading.text  # type: ignore[attr-defined]
        if "殺す" in text:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        if "眠る" in text:
            time.sleep(60)
        if "待つ" in text:
            told("the tide", 5, 9)
        if "壊れる" in text:
            raise ZeroDivisionError("a bug")
        return self._inner.speak(reading, voice, pace=pace)  # type: ignore[arg-type]


@posix
def test_a_worker_that_dies_fails_its_transcript_alone() -> None:
    bad = {"dies": "殺す", "breaks": "壊れる"}
    for name, word in bad.items():
        put(f"in/{name}.txt", text=TALK + f"{word}ものがある。\n" * 2)
    put("in/a.txt", "in/z.txt")
    ears = _Ears()
    what = Order("out", Settings({"engine": "test_batch:Deadly"}))
    with BatchWorkers(what, 1, {}, ears) as workers:
        outcomes = {outcome.row.input: outcome.row for outcome in workers.run(gather(["in"], "out").tasks)}
    assert list(outcomes) == [f"in/{name}.txt" for name in ("a", "breaks", "dies", "z")]
    assert "in/dies.txt: the process at work on it died (signal SIGKILL" in outcomes["in/dies.txt"].failure
    assert "ZeroDivisionError: a bug" in outcomes["in/breaks.txt"].failure
    assert [outcomes[f"in/{name}.txt"].failure for name in ("a", "z")] == ["", ""]
    assert len(ears.outcomes) == 4
    assert "a second" not in " ".join(outcomes["in/a.txt"].warnings)
    assert {path.parts[1] for path in Path("out").rglob("*") if path.is_file()} == {"a", "z"}


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (EngineError("is hoarse", where="line 4: 「港」"), "in/a.txt: line 4: 「港」: is hoarse"),
        (EngineError("is hoarse"), "in/a.txt: is hoarse"),
        (OutputError("is full", where="out/a.srt"), "out/a.srt: is full"),
        (InputError("is wrong", where="in/jimaku.toml:1"), "in/jimaku.toml:1: is wrong"),
        (InputError("is empty", where="in/a.txt"), "in/a.txt: is empty"),
    ],
)
def test_what_failed_is_named(error: JimakuError, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("toolkit.batch.work._performed", fail)
    put("in/a.txt")
    (task,) = gather(["in/a.txt"], "out").tasks
    assert _perform(task, order(subtitle=True)).row.failure == told


def test_what_a_worker_waits_for_is_told() -> None:
    put("a.txt", text=TALK + "待つ人がいる。\n" * 2)
    ears = _Ears()
    with BatchWorkers(Order("out", Settings({"engine": "test_batch:Deadly"})), 1, {}, ears) as workers:
        (outcome,) = workers.run(gather(["a.txt"], "out").tasks)
    assert outcome.row.failure == ""
    assert set(ears.waits) == {"a.txt: waiting for the tide: nothing for 5 s, 9 s are allowed"}


def test_a_worker_is_replaced_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.batch.workers.LIFE", 2)
    put(*(f"in/{k}.txt" for k in range(5)))
    with BatchWorkers(order(subtitle=True), 1, {}, _Ears()) as workers:
        assert [outcome.row.failure for outcome in workers.run(gather(["in"], "out").tasks)] == [""] * 5
        assert len(workers.workers) == 1
        assert [worker.taken for worker in workers.workers] == [1]


class Mortal(Deadly):
    """An engine that dies of the first transcript that kills it, and not of the second."""

    def speak(self, reading: object, voice: str, *, pace: float = 1.0) -> object:
        if not Path("died").exists() and "殺す" in reading.text:  # type: ignore[attr-defined]
            Path("died").touch()
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
        return self._inner.speak(reading, voice, pace=pace)  # type: ignore[arg-type]


class Stopped(Mortal):
    """The same, but it is stopped."""

    def speak(self, reading: object, voice: str, *, pace: float = 1.0) -> object:
        if not Path("died").exists():
            Path("died").touch()
            os.kill(os.getpid(), signal.SIGSTOP)
        return self._inner.speak(reading, voice, pace=pace)  # type: ignore[arg-type]


@posix
@pytest.mark.parametrize(("engine", "why"), [("Mortal", "died (signal SIGKILL"), ("Stopped", "gave no sign of life")])
def test_a_transcript_is_tried_once_more(engine: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.batch.workers.LIFELESS_S", 8.0)
    put("a.txt", text=TALK + "殺すものがある。\n" * 2)
    with BatchWorkers(Order("out", Settings({"engine": f"test_batch:{engine}"})), 1, {}, _Ears()) as workers:
        (outcome,) = workers.run(gather(["a.txt"], "out").tasks)
    assert outcome.row.failure == ""
    (warning,) = (warning for warning in outcome.row.warnings if "process" in warning)
    assert f"a first process at work on it {why}" in warning
    assert "a second one made it" in warning


class Sleepy(Deadly):
    """An engine that never gets ready."""

    def __init__(self) -> None:
        time.sleep(600)


def test_a_worker_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.batch.workers.START_S", 0.2)
    put("a.txt")
    with BatchWorkers(Order("out", Settings({"engine": "test_batch:Sleepy"})), 1, {}, _Ears(), idle_s=0.2) as workers:
        (outcome,) = workers.run(gather(["a.txt"], "out").tasks)
    assert "a.txt: the process at work on it gave no sign of life" in outcome.row.failure


def _start(*args: str, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "toolkit", "batch", *args]
    return subprocess.Popen(
        command, env={**os.environ, "PYTHONPATH": f"{ROOT}:{Path(__file__).parent}", **environment}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,  # noqa: E501
        start_new_session=True,
    )  # fmt: skip


def _until(glob: str) -> None:
    until = time.monotonic() + 300
    while not any(Path().glob(glob)):
        assert time.monotonic() < until, f"no {glob}"
        time.sleep(0.02)


def _made_here(engine: str) -> dict[str, bytes]:
    """What undisturbed work in this process makes of ``in``."""
    what = Order("alone", Settings({"engine": engine, "jobs": 0}), subtitle=True, narrate=True, preview=True)
    assert not any(_perform(task, what).row.failure for task in gather(["in"], "alone").tasks)
    return files("alone")


def _without_report(folder: str) -> dict[str, bytes]:
    return {name: data for name, data in files(folder).items() if not name.startswith("report.")}


BOTH = ("in", "-o", "out", "--engine", "test_batch:Deadly", "--jobs", "1", "--subtitle", "--narrate")


def _at_work(folder: Path) -> subprocess.Popen[bytes]:
    """A batch that has done one transcript and hangs in another."""
    put("in/a.txt", text=TALK * 9)
    put("in/c.txt", text=TALK + "眠るものがある。\n")
    (folder / "tmp").mkdir()
    run = _start(*BOTH, TMPDIR=str(folder / "tmp"), JIMAKU_CACHE=str(folder / "cache"))
    _until("out/c/.jimaku-*")
    return run


@posix
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_told_to_end_it_leaves_nothing_half(number: int, code: int, folder: Path) -> None:
    run = _at_work(folder)
    run.send_signal(number)
    _, said = run.communicate(timeout=300)
    assert run.returncode == code, said
    assert len(said.splitlines()) == 2
    assert b"Traceback" not in said
    assert not list(Path("out").rglob(".jimaku-*"))
    assert not list((folder / "tmp").iterdir())
    assert Path("out/a/a.json").exists()


@posix
def test_killed_it_goes_on_where_it_was(folder: Path) -> None:
    run = _at_work(folder)
    os.killpg(run.pid, signal.SIGKILL)
    run.communicate(timeout=300)
    put("in/c.txt")
    again = _start(*BOTH, TMPDIR=str(folder / "tmp"), JIMAKU_CACHE=str(folder / "cache"))
    _, said = again.communicate(timeout=300)
    assert again.returncode == 0, said
    assert not list(Path("out").rglob(".jimaku-*"))
    assert not list((folder / "tmp").iterdir())
    assert b"2 of 2 done (0 unchanged)" in said  # no report was written, so each edition was looked at
    assert _without_report("out") == _made_here("test_batch:Deadly")


def test_what_killed_runs_left_is_cleared_also_in_the_cache() -> None:
    from toolkit.batch.deliver import prepare
    from toolkit.system.leftovers import temporary_prefix

    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    name = temporary_prefix().replace(f"-{os.getpid()}-", f"-{dead.pid}-") + "x.clip"
    put(f"cache/ab/{name}", f"out/{name}")
    prepare(order(cache=Path("cache")))
    assert files(".") == {}


def test_what_a_killed_run_left_beside_a_whole_edition_goes() -> None:
    from toolkit.system.leftovers import temporary_prefix

    put("in/a.txt")
    task, what = gather(["in"], "out").tasks[0], order()
    row = _perform(task, what).row
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    left = Path("out/a") / (temporary_prefix().replace(f"-{os.getpid()}-", f"-{dead.pid}-") + "spool")
    left.mkdir()
    assert _perform(task, what, row).unchanged
    assert not left.exists()


def test_two_batches_at_once() -> None:
    """What one of them is writing the other leaves alone, and says so; between them all is made, and whole."""
    put("in/a.txt", "in/b.txt")
    runs = [_start("in", "-o", "out", "--engine", "silent", "--subtitle", "--narrate", "--jobs", "1") for _ in range(2)]
    for run in runs:
        said = run.communicate(timeout=300)[1].decode()
        failed = [line for line in said.splitlines() if line.startswith("failed: ")]
        assert run.returncode == bool(failed), said
        assert all("is being written by another run" in line for line in failed), said
    assert _without_report("out") == _made_here("silent")


def test_spare_processes_speak_sentences() -> None:
    """One transcript and two processes: the same bytes as in one."""
    put("in/a.txt", text=TALK * 4)
    assert (
        jimaku(
            "in", "-o", "out", "--engine", "silent", "--subtitle", "--narrate", "--jobs", "2", "--no-cache"
        ).exit_code
        == 0
    )
    assert _without_report("out") == _made_here("silent")


def test_other_formats_besides_and_what_was_changed_in_them() -> None:
    put("in/a.txt")
    done = jimaku("in", "-o", "out", "--subtitle", "--also", "vtt", "--also", ".ass", "--also", "srt")
    assert done.exit_code == 0, done.output
    assert {"a.srt", "a.vtt", "a.ass"} <= set(files("out"))
    assert "1 unchanged" in jimaku("in", "-o", "out", "--subtitle", "--also", "vtt", "--also", "ass").stderr
    Path("out/a.vtt").write_text(Path("out/a.vtt").read_text("utf-8").replace("五時", "六時"), "utf-8")
    put("in/a.txt", text=TALK + "\n\n佐藤：はい。\n")
    again = jimaku("in", "-o", "out", "--subtitle", "--also", "vtt")
    assert again.exit_code == 1
    assert "a.vtt: holds what was changed by hand" in " ".join(again.stderr.split())
    assert jimaku("in", "-o", "out", "--also", "xyz").exit_code == 2
