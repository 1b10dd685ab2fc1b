"""How a batch is run: what is left out, tried again, rehearsed, said; what of earlier runs is kept, named, removed."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from toolkit.batch.exclude import excluder
from toolkit.batch.inputs import gather
from toolkit.batch.order import File, Order, Outcome, Row, Task, failed
from toolkit.batch.prune import gone, prune
from toolkit.batch.report import Report, merged
from toolkit.batch.running import carried_out
from toolkit.cli import cli
from toolkit.cli.batches.pace import Pace
from toolkit.cli.batches.transcripts import in_words
from toolkit.errors import InputError
from toolkit.system.files import sha256_of
from toolkit.wishes.settings import Settings

TALK = "聞き手\n朝は何時に始まりますか。\n\n山田\n五時です。\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def jimaku(*args: str) -> Result:
    """A batch of subtitles in one process."""
    return CliRunner().invoke(cli, ["batch", *args, "-o", "out", "--subtitle", "--jobs", "1"])


def put(*names: str, text: str = TALK) -> None:
    for name in names:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text.replace("五時", f"五時（{Path(name).stem}）"), encoding="utf-8")


def report() -> dict[str, Any]:
    return json.loads(Path("out/report.json").read_text("utf-8"))  # type: ignore[no-any-return]


def made() -> set[str]:
    return {path.relative_to("out").as_posix() for path in Path("out").rglob("*.srt")}


# What is left out


@pytest.mark.parametrize(
    ("pattern", "path", "out"),
    [
        ("draft*", "draft-1.txt", True),
        ("draft*", "2023/draft-1.txt", True),
        ("draft*", "drafts/a.txt", True),
        ("draft*", "my-draft.txt", False),
        ("drafts/", "drafts/a.txt", True),
        ("drafts/", "2023/drafts/a.txt", True),
        ("drafts/", "drafts", False),
        ("2023/*.md", "2023/a.md", True),
        ("2023/*.md", "2023/sub/a.md", False),
        ("2023/*.md", "old/2023/a.md", False),
        ("2023/**/*.md", "2023/a.md", True),
        ("2023/**/*.md", "2023/sub/deep/a.md", True),
        ("**/old/*", "a/b/old/c.txt", True),
        ("/a.txt", "a.txt", True),
        ("/a.txt", "sub/a.txt", False),
        ("?.txt", "a.txt", True),
        ("?.txt", "ab.txt", False),
        ("[ab].txt", "b.txt", True),
        ("[!ab].txt", "b.txt", False),
        ("下書き*", "下書き１.txt", True),
        ("が*", "か\u3099.txt", True),
        ("a.txt", "a-txt", False),
        ("[.txt", "[.txt", True),
    ],
)
def test_a_pattern_leaves_out(pattern: str, path: str, out: bool) -> None:
    assert bool(excluder([pattern])(path.split("/"))) == out


@pytest.mark.parametrize("pattern", ["", "/", "[z-a].txt"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(InputError, match="--exclude"):
        excluder([pattern])


@given(st.text(st.characters(exclude_characters="/\\[", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8))
def test_a_name_without_signs_leaves_out_itself(name: str) -> None:
    plain = "".join(sign for sign in name if sign not in "*?")
    if plain:
        assert excluder([plain])(["x", plain]) == plain


def test_what_was_left_out_stands_in_the_report_with_its_reason() -> None:
    put("in/a.txt", "in/draft.txt", "in/old/b.txt", "in/c.pdf", "in/~$a.docx", "in/Thumbs.db")
    Path("in/gone.txt").symlink_to("nowhere.txt")
    done = jimaku("in", "--exclude", "draft*", "--exclude", "old/")
    assert done.exit_code == 0, done.output
    assert made() == {"a.srt"}
    assert {Path(one["name"]).name: one["why"] for one in report()["left_out"]} == {
        "Thumbs.db": "a file of the system",
        "c.pdf": "no transcript by its name",
        "draft.txt": "--exclude draft*",
        "gone.txt": "a link to nothing",
        "old": "--exclude old/",
        "~$a.docx": "the lock of a document that is open in Word",
    }
    assert "c.pdf" in done.stderr
    assert "~$a.docx" not in done.stderr
    page = Path("out/report.html").read_text("utf-8")
    assert ">除いたもの</h2>" in page
    assert "--exclude draft*" in page
    for named, pattern in (("in/a.txt", "*.txt"), ("in/old", "*.txt"), ("in", "*")):
        nothing = jimaku(named, "--exclude", pattern)
        assert (nothing.exit_code, "every transcript is excluded" in nothing.stderr) == (2, True)


def test_a_folder_that_cannot_be_read_fails_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    put("in/a.txt", "in/shut/b.txt")
    scandir = os.scandir

    def shut(place: Any) -> Any:
        if str(place).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(place))
        return scandir(place)

    monkeypatch.setattr("os.scandir", shut)
    done = jimaku("in")
    assert done.exit_code == 1
    assert f"failed: {Path('in/shut')}: cannot be read" in done.stderr
    assert made() == {"a.srt"}


# Two for one place, and 199 others


def test_those_that_collide_fail_and_are_named_and_no_other() -> None:
    put("x/a.txt", "y/A.txt", "z/a.txt", "x/b.txt")
    done = jimaku("x", "y", "z")
    assert done.exit_code == 1
    assert made() == {"b.srt"}
    failures = [line for line in done.stderr.splitlines() if line.startswith("failed: ")]
    assert len(failures) == 3
    assert all("x/a.txt, y/A.txt, z/a.txt would all" in line.replace("\\", "/") for line in failures)
    assert all("give the folder above both" in line for line in failures)
    assert [row["input"].replace("\\", "/") for row in report()["rows"] if row["failure"]] == [
        "x/a.txt",
        "y/A.txt",
        "z/a.txt",
    ]


# A part of what was run before


def test_a_part_goes_where_all_went_and_the_report_tells_of_all() -> None:
    put("talks/a.txt", "talks/same/b.txt", "talks/same/deep/c.txt", "talks/d.md", "talks/d.txt")
    assert jimaku("talks").exit_code == 0
    first = made()
    assert first == {"a.srt", "same/b.srt", "same/deep/c.srt", "d.md.srt", "d.txt.srt"}
    rows = report()["rows"]
    put("talks/same/b.txt", "talks/d.md", text=TALK.replace("朝", "夜"))
    for part in (
        ["talks/same/b.txt"],
        ["talks/same"],
        ["talks/same/*.txt"],
        ["talks/d.md"],
        [str(Path("talks").absolute())],
    ):
        done = jimaku(*part)
        assert done.exit_code == 0, done.output
        assert made() == first, part
        assert len(report()["rows"]) == len(rows)
    assert "夜" in Path("out/same/b.srt").read_text("utf-8")
    assert "夜" in Path("out/d.md.srt").read_text("utf-8")
    assert report()["gone"] == []


def test_the_tree_and_its_output_can_be_moved_together(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put("old/talks/same/a.txt")
    monkeypatch.chdir("old")
    jimaku("talks")
    monkeypatch.chdir(folder)
    shutil.move("old", "new")
    monkeypatch.chdir("new")
    done = jimaku("talks/same/a.txt")
    assert "(1 unchanged)" in done.stderr
    assert (made(), report()["gone"]) == ({"same/a.srt"}, [])


def test_the_root_of_the_tree_can_be_told() -> None:
    put("talks/2024/same/a.txt", "elsewhere/b.txt")
    assert jimaku("talks/2024/same/a.txt", "--root", "talks").exit_code == 0
    assert made() == {"2024/same/a.srt"}
    again = jimaku("talks/2024/same/a.txt")
    assert "(1 unchanged)" in again.stderr
    refused = jimaku("elsewhere/b.txt", "--root", "talks")
    assert (refused.exit_code, "is not in --root talks" in refused.stderr) == (2, True)


def test_a_failure_keeps_what_was_made_before() -> None:
    put("in/a.txt", "in/b.txt")
    jimaku("in")
    Path("in/a.txt").write_text("。。。", encoding="utf-8")
    assert jimaku("in").exit_code == 1
    row = report()["rows"][0]
    assert "holds no words" in row["failure"]
    assert {file["name"] for file in row["files"]} == {"a.srt", "a.subtitle.html"}
    assert report()["failed"] == 1
    put("in/a.txt")
    assert "2 of 2 done (1 unchanged)" in jimaku("in").stderr


def test_a_failure_inherits_nothing_of_another_transcript() -> None:
    old = Row("x/a.txt", "a", files=(File("a.srt", 1, "0"),), source="../x/a.txt")
    outcomes = [failed(Task(k, f"{name}/a.txt", f"{name}/a.txt", (), "a"), "why") for k, name in enumerate("xy")]
    rows = {row.input: row.files for row in merged(outcomes, Report((old,)), "out").rows}
    assert rows == {"x/a.txt": old.files, "y/a.txt": ()}


# Transcripts that are no more


def test_what_was_made_of_transcripts_that_are_no_more_is_named_and_removed_only_if_wished() -> None:
    put("in/a.txt", "in/sub/b.txt", "in/c.txt", "in/d.txt")
    jimaku("in")
    Path("out/c.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\n直した\n", encoding="utf-8")
    Path("out/sub/mine.txt").write_text("mine", encoding="utf-8")
    Path("in/sub/b.txt").unlink()
    Path("in/c.txt").unlink()
    named = jimaku("in")
    assert named.exit_code == 0, named.output
    assert f"{Path('in/sub/b.txt')} is no more: sub/b is left" in named.stderr
    assert report()["gone"] == ["c", "sub/b"]
    assert {"sub/b.srt", "c.srt"} <= made()
    assert ">原稿がなくなったもの</h2>" in Path("out/report.html").read_text("utf-8")
    rehearsed = jimaku("in", "--prune", "--dry-run")
    assert {"remove sub/b.srt", "remove c.subtitle.html"} <= set(rehearsed.stdout.splitlines())
    assert {"sub/b.srt", "c.srt"} <= made()
    pruned = jimaku("in", "--prune")
    assert pruned.exit_code == 0, pruned.output
    assert made() == {"a.srt", "d.srt", "c.srt"}
    assert not Path("out/sub/b.subtitle.html").exists()
    assert Path("out/sub/mine.txt").read_text() == "mine"
    assert "直した" in Path("out/c.srt").read_text("utf-8")
    assert "what was changed since is kept" in pruned.stderr
    assert report()["gone"] == ["c"]


def test_a_transcript_that_moved_takes_its_outputs_along() -> None:
    put("talks/sub/a.txt", "talks/b.txt")
    jimaku("talks/sub")
    assert made() == {"a.srt"}
    assert "is no more: a is left" in jimaku("talks").stderr
    jimaku("talks", "--prune")
    assert made() == {"sub/a.srt", "b.srt"}


ORDER = Order("out", Settings({}))


def row_of(source: str, *names: str) -> Row:
    """A row whose files are there as it says."""
    paths = [(name, Path("out", name)) for name in names]
    files = tuple(File(name, path.stat().st_size, sha256_of(path)) for name, path in paths)
    return Row(source, "x", files=files, source=source)


@pytest.mark.parametrize(
    ("there", "named", "missed"),
    [
        (["in/b.txt"], ["in"], True),
        (["in/b.txt", "in/sub/c.txt"], ["in/b.txt"], True),
        (["elsewhere/b.txt"], ["elsewhere"], False),  # the folder in is gone: a disk that is not mounted
        (["in/a.txt"], ["in"], False),
    ],
)
def test_nothing_is_missed_where_nobody_looked(there: Sequence[str], named: Sequence[str], missed: bool) -> None:
    put(*there)
    assert bool(gone([Row("in/a.txt", "a", source="../in/a.txt")], gather(named, "out"), "out")) == missed


def test_an_empty_folder_misses_nothing() -> None:
    put("other/b.txt")
    Path("in").mkdir()
    assert not gone([Row("in/a.txt", "a", source="../in/a.txt")], gather(["other"], "out"), "out")


@pytest.mark.parametrize("name", ["../victim.txt", "sub/../../victim.txt"])
def test_a_report_that_was_edited_removes_nothing_outside(name: str) -> None:
    put("victim.txt", "out/a.srt")
    Path("out/sub").mkdir()
    row = row_of("in/a.txt", name)
    assert prune([row], [], ORDER).removed == ()
    assert Path("victim.txt").exists()


def test_what_another_transcript_has_too_is_not_removed() -> None:
    put("out/a.srt", "out/b.srt")
    lost, stays = row_of("in/a.txt", "a.srt", "b.srt"), row_of("in/b.txt", "b.srt")
    assert prune([lost], [stays], ORDER).removed == ("a.srt",)
    assert made() == {"b.srt"}


def test_a_report_that_is_not_ours_is_not_replaced() -> None:
    put("in/a.txt")
    Path("out").mkdir()
    for name in ("report.json", "report.html"):
        Path("out", name).write_text('{"mine": 1}', encoding="utf-8")
        refused = jimaku("in")
        assert (refused.exit_code, "is there and no report of ours" in refused.stderr) == (4, True)
        assert Path("out", name).read_text("utf-8") == '{"mine": 1}'
        Path("out", name).unlink()
    Path("out/report.html").write_text("<p>mine", encoding="utf-8")
    assert jimaku("in", "--force").exit_code == 0


def test_a_file_name_that_is_no_unicode_does_not_end_a_night() -> None:
    if sys.platform != "linux":
        pytest.skip("other systems have no such names")
    put("in/a.txt")
    Path(os.fsdecode(b"in/\xff.txt")).write_text(TALK, encoding="utf-8")
    for _ in range(2):
        done = jimaku("in")
        assert done.exit_code == 0, (done.output, done.exception)
    assert "(2 unchanged)" in done.stderr


# Tried again


def test_what_may_go_well_the_next_moment_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def perform(task: Task, *_: object) -> Outcome:
        tried.append(task.stem)
        if task.stem == "wrong" or tried.count(task.stem) < {"shaky": 3, "dead": 9}.get(task.stem, 1):
            return failed(task, "why", passing=task.stem != "wrong")
        return Outcome(task, Row(task.shown, task.place))

    class Nobody:
        def working(self, *_: object) -> None: ...
        def waiting(self, *_: object) -> None: ...
        def finished(self, *_: object) -> None: ...

    monkeypatch.setattr("toolkit.batch.work.perform", perform)
    tasks = [Task(k, name, name, (), name) for k, name in enumerate(("dead", "fine", "shaky", "wrong"))]
    memory, told = Order("memory://out", Settings({})), []
    outcomes = carried_out(tasks, memory, 1, None, {}, Nobody(), retry=2, again=told.append)
    assert [outcome.task.stem for outcome in outcomes if outcome.row.failure] == ["dead", "wrong"]
    assert (tried.count("wrong"), tried.count("dead"), tried.count("shaky"), told) == (1, 3, 3, [2, 2])


def test_a_file_that_is_held_may_be_free_later_and_a_wrong_one_stays_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    from toolkit.batch.work import perform

    put("shut.txt")
    put("wrong.txt", text="。。。")
    opened = Path.open

    def held(path: Path, *how: Any, **more: Any) -> Any:
        if path.name == "shut.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", held)
    outcomes = [perform(task, ORDER, None, lambda *_: None) for task in gather(["shut.txt", "wrong.txt"], "out").tasks]
    assert [one.passing for one in outcomes] == [True, False]
    assert "shut.txt: cannot be read (Permission denied) — close the program that holds it" in outcomes[0].row.failure


# Rehearsed


def test_a_rehearsal_lists_all_and_writes_nothing() -> None:
    put("in/a.txt", "in/b.txt", "in/draft.txt", "x/c.txt", "y/c.txt")
    jimaku("in", "--exclude", "draft*")
    put("in/b.txt", text=TALK.replace("朝", "夜"))
    before = {path: path.stat().st_mtime_ns for path in Path().rglob("*")}
    done = jimaku("in", "x", "y", "--exclude", "draft*", "--dry-run")
    assert done.exit_code == 1
    lines = done.stdout.replace("\\", "/").splitlines()
    assert lines[0] == "make in/b.txt → b"
    assert [line.split()[0] for line in lines[1:]] == ["fail", "fail", "leave"]
    assert "1 would be made, 1 unchanged, 2 would fail; nothing is written" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in Path().rglob("*")} == before
    new = CliRunner().invoke(cli, ["batch", "in", "-o", "new", "--subtitle", "-n"])
    assert (new.exit_code, Path("new").exists()) == (0, False)


# Said


def test_what_is_unchanged_is_counted_and_named_only_to_who_asks() -> None:
    put(*(f"in/{k}.txt" for k in range(4)))
    jimaku("in")
    put("in/2.txt", text=TALK.replace("朝", "夜"))
    plain = jimaku("in")
    assert "4 of 4 done (3 unchanged)" in plain.stderr
    assert sum("unchanged" in line for line in plain.stderr.splitlines()) == 1
    loud = jimaku("in", "--verbose")
    assert sum(line.endswith(": unchanged") for line in loud.stderr.splitlines()) == 4


def test_quiet_says_what_went_wrong_and_nothing_else() -> None:
    put("in/a.txt", "in/b.pdf")
    assert jimaku("in", "--quiet").output == ""
    put("in/c.txt", text="。。。")
    loud = jimaku("in", "--quiet")
    assert (loud.exit_code, loud.stdout) == (1, "")
    assert loud.stderr.splitlines() == [loud.stderr.strip()]
    assert loud.stderr.startswith(f"failed: {Path('in/c.txt')}")
    both = jimaku("in", "--quiet", "--verbose")
    assert (both.exit_code, len(both.stderr.splitlines())) == (2, 1)


def test_a_log_has_all_of_it_with_the_time_one_run_after_the_other() -> None:
    put("in/a.txt", "in/b.txt")
    for _ in range(2):
        assert jimaku("in", "--quiet", "--log", "batch.log").output == ""
    lines = Path("batch.log").read_text("utf-8").splitlines()
    assert all(line[:4].isdigit() and line[10] == " " and line[13] == ":" for line in lines)
    said = [line[20:] for line in lines]
    assert [one.split(":")[0] for one in said if one.startswith("began")] == ["began"] * 2
    assert sum(one.endswith(": unchanged") for one in said) == 2
    assert any("2 of 2 done (2 unchanged)" in one for one in said)
    refused = jimaku("in", "--log", "nowhere/batch.log")
    assert (refused.exit_code, "the log cannot be written" in refused.stderr) == (4, True)


TEXTS = [Task(k, f"{k}.txt", f"{k}.txt", (), str(k), 2_000) for k in range(100)]
PAGES = [Task(k, f"{k}.docx", f"{k}.docx", (), str(k), 40_000) for k in range(100, 120)]


@pytest.mark.parametrize(
    ("tasks", "done", "each", "unchanged", "left"),
    [
        (TEXTS, 2, 0.1, False, None),  # processes are only just up
        (TEXTS, 1, 6.0, False, None),  # too little to go by
        (TEXTS, 10, 1.0, False, 90.0),
        (TEXTS, 50, 2.0, False, 100.0),
        (TEXTS, 100, 1.0, False, None),
        (TEXTS, 99, 1.0, True, None),  # what was there already says nothing of the one that is new
        (
            [*PAGES, *TEXTS],
            20,
            1.0,
            False,
            100.0,
        ),  # those that come first have twenty times the bytes, and no more text
        ([*PAGES, *TEXTS], 70, 1.0, False, 50.0),
    ],
)
def test_time_that_is_left_is_told_when_it_can_be_known(
    tasks: list[Task], done: int, each: float, unchanged: bool, left: float | None
) -> None:
    """One after the other, so many of them, each in so many seconds."""
    pace, now = Pace(tasks, 0.0), 0.0
    for task in tasks[:done]:
        pace.begin(task, now)
        now += each
        pace.end(Outcome(task, Row(task.shown, task.place), unchanged=unchanged), now)
    told = pace.left_s(now)
    assert told == (None if left is None else pytest.approx(left))


def test_what_is_at_work_is_partly_done_and_processes_share_what_is_left() -> None:
    pace = Pace(TEXTS[:6], 0.0)
    for task in TEXTS[:2]:
        pace.begin(task, 0.0)
    pace.end(Outcome(TEXTS[0], Row("0.txt", "0")), 8.0)
    assert pace.left_s(8.0) == pytest.approx((0 + 4 * 8.0) / 2)
    pace.begin(TEXTS[2], 8.0)
    assert pace.ahead_s(12.0) == pytest.approx(0 + 4.0 + 3 * 8.0)
    assert pace.share(12.0) == pytest.approx(8 / 36)


@pytest.mark.parametrize(("seconds", "words"), [(4.4, "4 s"), (89, "89 s"), (600, "10 min"), (7500, "2 h 05 min")])
def test_durations_are_said_as_people_say_them(seconds: float, words: str) -> None:
    assert in_words(seconds) == words


@pytest.mark.parametrize(("more", "says"), [("はい。\n", "x.txt:7: 「はい。」 was read"), ("。", "")])
def test_one_doubt_is_told_as_itself(more: str, says: str) -> None:
    """Of several their number is told, and the first; of one there is no number."""
    Path("x.txt").write_text(f"{TALK}\n{more}", encoding="utf-8")
    done = jimaku("x.txt", "--strict")
    assert "1 doubts" not in done.stderr
    assert says in done.stderr
    assert done.exit_code == int(bool(says))
