"""The command line as a person meets it: one clear line and the right exit code for everything that can go wrong, and
nothing half-written.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import COMMANDS, cli, outputs

ROOT = Path(__file__).parents[2]
SHORT = (ROOT / "media" / "mijikai.txt").read_text(encoding="utf-8")
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de")
posix = pytest.mark.skipif(os.name != "posix", reason="signals, modes and limits are POSIX")
linux = pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is a device of Linux")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a transcript ``talk.txt`` in it."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    (work / "talk.txt").write_text(SHORT, encoding="utf-8")
    return work


def jimaku(*args: str, stdin: str | bytes | None = None) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, args, input=stdin)


def run(*args: str, check: bool = False, **extra: object) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    return subprocess.run(command(*args), capture_output=True, timeout=300, env=environment(), check=check, **extra)  # type: ignore[call-overload,no-any-return]


def command(*args: str) -> list[str]:
    return [sys.executable, "-m", "toolkit", *args]


def environment(**more: str) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "", **more}


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def assert_one_line(stderr: str, *says: str) -> None:
    lines = [line for line in stderr.splitlines() if not line.startswith("warning: ")]
    assert len(lines) == 1, stderr
    assert lines[0].startswith("jimaku: ")
    for words in says:
        assert words in lines[0]
    assert "Traceback" not in stderr


# What is wrong with the input: how to make it, and what the line has to say.
BAD_FILES: dict[str, tuple[bytes | None, str]] = {
    "empty": (b"", "is empty"),
    "blank": ("\n　 \n".encode(), "holds no words"),
    "picture": (PNG + bytes(range(256)) * 4, "is a picture (PNG)"),
    "missing": (None, "does not exist"),
    "zeros": (b"\0" * 400, ""),
    "signs": ("。。。！？\n".encode(), "holds no words"),
}
READERS = (["inspect"], ["subtitle"], ["narrate", "--engine", "silent"], ["readings"])


@pytest.mark.parametrize("reader", READERS, ids=lambda args: args[0])
@pytest.mark.parametrize("kind", BAD_FILES)
def test_a_file_that_is_no_transcript(kind: str, reader: Sequence[str], folder: Path) -> None:
    content, says = BAD_FILES[kind]
    if content is not None:
        (folder / "bad.txt").write_bytes(content)
    before = files(folder)
    result = jimaku(*reader, "bad.txt")
    assert result.exit_code == 2
    assert_one_line(result.stderr, "bad.txt", says, " — ")
    assert result.stdout == ""
    assert files(folder) == before


@pytest.mark.parametrize("reader", [*READERS, ["check"]], ids=lambda args: args[0])
def test_a_folder_is_no_file(reader: Sequence[str], folder: Path) -> None:
    (folder / "talks.srt").mkdir()
    result = jimaku(*reader, "talks.srt")
    assert result.exit_code == 2
    assert_one_line(result.stderr, "is a folder")


# Options that cannot be, each with the words of the line and the exit code of DESIGN's table.
BAD_OPTIONS: tuple[tuple[str, str, int], ...] = (
    ("subtitle talk.txt --style vhs", "'vhs'", 2),
    ("subtitle talk.txt --line-width wide", "--line-width", 2),
    ("subtitle talk.txt --line-width 0", "--line-width", 2),
    ("subtitle talk.txt --line-width 3", "--line-width", 2),
    ("subtitle talk.txt --line-width -5", "--line-width", 2),
    ("subtitle talk.txt --line-width nan", "--line-width", 2),
    ("subtitle talk.txt --line-width inf", "--line-width", 2),
    ("subtitle talk.txt --max-lines 0", "--max-lines", 2),
    ("subtitle talk.txt --scope everything", "'everything'", 2),
    ("subtitle talk.txt --encoding klingon", "klingon", 2),
    ("subtitle talk.txt --breaks nowhere.json", "nowhere.json", 2),
    ("subtitle talk.txt --breaks talk.txt", "talk.txt", 2),
    ("subtitle talk.txt -o talk.doc", "talk.doc", 2),
    ("subtitle talk.txt -o talk.txt", "talk.txt", 2),
    ("subtitle talk.txt -o talk.itt", "only read", 2),
    ("subtitle talk.txt --colour red", "--colour", 2),
    ("subtitle", "FILE", 2),
    ("narrate talk.txt --engine gramophone", "gramophone", 2),
    ("narrate", "FILE", 2),
    ("narrate talk.txt --fit talk.srt", "leave talk.txt out", 2),
    ("narrate --fit talk.txt", "talk.txt", 2),
    ("narrate --fit nowhere.srt", "nowhere.srt", 2),
    ("narrate --fit -", "standard input", 2),
    ("narrate --fit talk.srt --sample 2", "--sample", 2),
    ("narrate talk.txt --engine silent --voice 葉山=taro", "taro", 2),
    ("narrate talk.txt --engine silent --voice 誰か=quiet-1", "誰か", 2),
    ("narrate talk.txt --engine silent --voice 葉山", "NAME=VOICE", 2),
    ("narrate talk.txt --engine silent --format mid", "mid", 2),
    ("narrate talk.txt --engine silent --target loudest", "loudest", 2),
    ("narrate talk.txt --engine silent --rate 9", "--rate", 2),
    ("narrate talk.txt --engine silent --jobs 0", "--jobs", 2),
    ("narrate talk.txt --engine silent --lexicon nowhere.csv", "nowhere.csv", 2),
    ("narrate talk.txt --engine nowhere.at_all:Engine", "nowhere", 3),
    ("voices --engine gramophone", "gramophone", 2),
    ("check talk.txt", "talk.txt", 2),
    ("check talk.srt", "talk.srt", 2),
    ("check talk.srt --fix", "--fix", 2),
    ("subtitel talk.txt", "subtitel", 2),
)


@pytest.mark.parametrize(("line", "says", "code"), BAD_OPTIONS, ids=[row[0] for row in BAD_OPTIONS])
def test_an_option_that_cannot_be(line: str, says: str, code: int, folder: Path) -> None:
    before = files(folder)
    result = jimaku(*line.split())
    assert_one_line(result.stderr, says)
    assert result.exit_code == code
    assert files(folder) == before
    assert [path.name for path in folder.iterdir()] == ["talk.txt"]


@pytest.mark.parametrize("args", [[], ["--nothing"]])
def test_no_command(args: list[str]) -> None:
    result = jimaku(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "jimaku" in result.stderr


def test_the_output_is_a_folder(folder: Path) -> None:
    (folder / "out.srt").mkdir()
    result = jimaku("subtitle", "talk.txt", "-o", "out.srt")
    assert result.exit_code == 4
    assert_one_line(result.stderr, "out.srt", "is a folder")


def test_the_folder_to_write_is_a_file(folder: Path) -> None:
    result = jimaku("narrate", "talk.txt", "--engine", "silent", "--jobs", "1", "-o", "talk.txt")
    assert result.exit_code == 4
    assert_one_line(result.stderr, "talk.txt")
    assert files(folder) == {"talk.txt": SHORT.encode()}


def test_the_transcript_is_never_written_over(folder: Path) -> None:
    jimaku("subtitle", "talk.txt")
    before = files(folder)
    result = jimaku("subtitle", "talk.srt")
    assert result.exit_code == 2
    assert_one_line(result.stderr, "is the transcript itself")
    assert files(folder) == before


def test_findings_are_exit_1(folder: Path) -> None:
    (folder / "bad.srt").write_text(
        "1\n00:00:00,000 --> 00:00:00,100\n長い長い一行の字幕がここにあります。\n", encoding="utf-8"
    )
    result = jimaku("check", "bad.srt")
    assert result.exit_code == 1
    assert "bad.srt:3: error" in result.stdout


def test_the_main_job_in_two_commands(folder: Path) -> None:
    assert jimaku("subtitle", "talk.txt").exit_code == 0
    assert jimaku("check", "talk.srt").exit_code == 0
    result = jimaku("narrate", "talk.txt", "--engine", "silent", "--jobs", "1", "-o", "out")
    assert result.exit_code == 0
    assert [Path(line).exists() for line in result.stdout.splitlines()] == [True] * 6
    assert Path("out/talk.srt").exists()


@pytest.mark.parametrize("name", COMMANDS)
def test_help_says_what_and_how(name: str) -> None:
    result = jimaku(name, "--help")
    assert result.exit_code == 0
    assert COMMANDS[name] in result.stdout
    assert "Examples:" in result.stdout
    assert result.stderr == ""


def test_help_and_version() -> None:
    assert all(name in jimaku("--help").stdout for name in COMMANDS)
    assert jimaku("--version").stdout.startswith("jimaku, version ")


# Standard input and output


def test_from_standard_input_to_standard_output() -> None:
    jimaku("subtitle", "talk.txt")
    result = jimaku("subtitle", "-", stdin=SHORT)
    assert result.exit_code == 0
    assert result.stdout == Path("talk.srt").read_text(encoding="utf-8")
    assert json.loads(jimaku("inspect", "-", "--json", stdin=SHORT).stdout)["title"] == "夜の図書館"


def test_json_and_a_file_at_once() -> None:
    result = jimaku("subtitle", "talk.txt", "--json", "-o", "talk.srt")
    cues = json.loads(result.stdout)
    assert len(cues) == Path("talk.srt").read_text(encoding="utf-8").count(" --> ")
    assert not Path("stdin.srt").exists()


def test_webvtt_says_who_speaks_and_reads_as_the_same_script() -> None:
    assert jimaku("subtitle", "talk.txt", "-o", "talk.vtt").exit_code == 0
    assert jimaku("subtitle", "talk.txt", "-o", "talk.srt").exit_code == 0
    written = Path("talk.vtt").read_text(encoding="utf-8")
    assert written.startswith("WEBVTT\n\n1\n00:00:00.000 --> ")
    said = json.loads(jimaku("subtitle", "talk.txt", "--json").stdout)
    assert [f"<v {cue['speaker']}>" in written for cue in said] == [True] * len(said)
    plain = re.sub("<v [^>]*>", "", written.removeprefix("WEBVTT\n\n")).replace(".", ",")
    assert plain == Path("talk.srt").read_text(encoding="utf-8").replace(".", ",")
    again = jimaku("inspect", "talk.vtt", "--json")
    heard = [turn["speaker"] for turn in json.loads(again.stdout)["turns"]]
    assert list(dict.fromkeys(heard)) == list(dict.fromkeys(cue["speaker"] for cue in said))


def test_nothing_on_standard_input() -> None:
    result = jimaku("subtitle", "-", stdin=b"")
    assert result.exit_code == 2
    assert_one_line(result.stderr, "standard input", "is empty")


# Names

ODD_NAMES = {
    "quote": "it's",
    "dash": "./-v",
    "spaces": "a b　c",
    "kanji": "長" * 82,
    "decomposed": unicodedata.normalize("NFD", "がぎぐ"),
    "emoji": "👍🏽",
    "dots": "a.b.c",
    "shell": "$(touch x);`y`&*?",
    "percent": "100%s{0}",
}


@pytest.mark.skipif(os.name == "nt", reason="Windows forbids some of these names")
@pytest.mark.parametrize("kind", ODD_NAMES)
def test_odd_file_names(kind: str, folder: Path) -> None:
    name = ODD_NAMES[kind]
    shutil.copy("talk.txt", f"{name}.txt")
    assert jimaku("subtitle", f"{name}.txt", "-o", f"{name}.srt").exit_code == 0
    assert Path(f"{name}.srt").exists()
    result = jimaku("narrate", f"{name}.txt", "--engine", "silent", "--jobs", "1", "-o", "out")
    assert result.exit_code == 0, result.stderr
    assert len(list(Path("out").glob("*.wav"))) == 1


def test_a_japanese_path(folder: Path) -> None:
    deep = folder / "対談 二〇二四" / "第１回"
    deep.mkdir(parents=True)
    shutil.copy("talk.txt", deep / "夜の図書館.txt")
    result = jimaku("subtitle", str(deep / "夜の図書館.txt"), "-o", str(deep / "字幕" / "夜.srt"))
    assert result.exit_code == 0
    assert (deep / "字幕" / "夜.srt").exists()


def test_a_name_too_long_for_the_system() -> None:
    result = jimaku("subtitle", "長" * 200 + ".txt")
    assert result.exit_code == 2
    assert_one_line(result.stderr, "cannot be read")


# In processes of their own


def test_python_dash_m() -> None:
    done = run("subtitle", "talk.txt", "-o", "-")
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").startswith("1\n00:00:00,000 --> ")


def test_output_is_utf_8_whatever_the_locale() -> None:
    done = subprocess.run(
        command("inspect", "talk.txt"),
        capture_output=True,
        env=environment(LC_ALL="C", PYTHONIOENCODING="ascii"),
        check=True,
    )
    assert "夜の図書館" in done.stdout.decode("utf-8")


def test_help_imports_no_library() -> None:
    code = (
        "import sys; from toolkit.cli import cli\n"
        "try: cli(['--help'])\n"
        "except SystemExit: pass\n"
        "heavy = {'rich', 'numpy', 'scipy', 'sudachipy', 'pyopenjtalk', 'srt', 'pydub', 'soundfile', 'toolkit.pipeline', 'toolkit.model'}\n"  # noqa: E501
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=True)
    assert done.stderr.strip() == b"[]"


def test_subtitle_imports_no_sound() -> None:
    code = (
        "import sys; from toolkit.cli import cli\n"
        "try: cli(['subtitle', 'talk.txt', '-o', '-'])\n"
        "except SystemExit: pass\n"
        "print(sorted({'rich', 'numpy', 'scipy', 'pyopenjtalk', 'pydub', 'soundfile'} & set(sys.modules)), file=sys.stderr)"  # noqa: E501
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, env=environment(), check=True)
    assert done.stderr.strip() == b"[]"


def long_talk(turns: int) -> str:
    """A transcript in which nothing repeats, so that no sentence is known from before."""
    rows = (
        f"{'聞き手' if k % 2 else '葉山'}：{k}回目の話です。{k * 7}人が来て、{k * 13}冊の本を{k * 3}日で読みました。"
        for k in range(turns)
    )
    return "\n".join(rows) + "\n"


@posix
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_reader_that_has_enough(folder: Path, unbuffered: str) -> None:
    (folder / "long.txt").write_text(long_talk(700), encoding="utf-8")
    process = subprocess.Popen(
        command("inspect", "long.txt", "--json"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(PYTHONUNBUFFERED=unbuffered),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.read(1) == b"{"
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait(60) == 128 + signal.SIGPIPE


@linux
@pytest.mark.parametrize(
    "line", ["--help", "subtitle talk.txt -o -", "inspect talk.txt", "styles", "voices --engine silent --json"]
)
def test_standard_output_on_a_full_disk(line: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command(*line.split()), stdout=full, stderr=subprocess.PIPE, env=environment(), timeout=300, check=False
        )
    assert done.returncode == 4
    assert_one_line(done.stderr.decode("utf-8"), "No space left on device")


@posix
def test_a_closed_standard_output() -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" "$@" >&-', *command("inspect", "talk.txt")],
        stderr=subprocess.PIPE,
        env=environment(),
        timeout=300,
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode == 0


@linux
@pytest.mark.parametrize(
    "args",
    [
        ["subtitle", "talk.txt", "-o", "/dev/full/talk.srt"],
        ["narrate", "talk.txt", "--engine", "silent", "-o", "/proc/talk"],
    ],
)
def test_where_nothing_can_be_written(args: list[str], folder: Path) -> None:
    done = run(*args)
    assert done.returncode == 4
    assert_one_line(done.stderr.decode("utf-8"), "cannot be written")
    assert files(folder) == {"talk.txt": SHORT.encode()}


LIMITED = """
import resource, signal, sys
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.argv[:] = ["jimaku", *sys.argv[2:]]
from toolkit.cli import main
main()
"""


def run_limited(largest: int, *args: str) -> subprocess.CompletedProcess[bytes]:
    """The command where no file can grow beyond ``largest`` bytes: what a full disk looks like to it."""
    return subprocess.run(
        [sys.executable, "-c", LIMITED, str(largest), *args],
        capture_output=True,
        env=environment(),
        timeout=300,
        check=False,
    )


@posix
def test_a_full_disk_leaves_the_old_subtitles(folder: Path) -> None:
    (folder / "talk.srt").write_text("old", encoding="utf-8")
    before = files(folder)
    done = run_limited(500, "subtitle", "talk.txt")
    assert done.returncode == 4
    assert_one_line(done.stderr.decode("utf-8"), "talk.srt", "cannot be written")
    assert files(folder) == before


@posix
@pytest.mark.parametrize("largest", [5_000, 200_000, 7_000_000])
@pytest.mark.parametrize("audio", ["wav", "mp3"])
def test_a_full_disk_leaves_the_old_edition(largest: int, audio: str, folder: Path) -> None:
    (folder / "out").mkdir()
    (folder / "out" / "talk.srt").write_text("old", encoding="utf-8")
    before = files(folder)
    done = run_limited(
        largest,
        "narrate",
        "talk.txt",
        "--engine",
        "silent",
        "--jobs",
        "1",
        "--no-cache",
        "--format",
        audio,
        "-o",
        "out",
    )
    if done.returncode == 0:
        pytest.skip("the edition fits")
    assert done.returncode == 4, done.stderr.decode()
    assert_one_line(done.stderr.decode("utf-8"))
    assert files(folder) == before
    assert not list((folder / "out").glob(".*"))


@pytest.fixture
def read_only(folder: Path) -> Iterator[Path]:
    """A folder that cannot be written to, by modes or (for root, whom modes do not hold) as a read-only mount."""
    place = folder / "read-only"
    place.mkdir()
    (place / "talk.srt").write_text("old")
    place.chmod(0o555)
    mounted = False
    if os.geteuid() == 0:
        mounted = _mount("--bind", place, place) and _mount("-o", "remount,ro,bind", place)
        if not mounted:
            pytest.skip("root may write anywhere, and nothing can be mounted here")
    yield place
    if mounted:
        subprocess.run(["umount", place], check=False)
    place.chmod(0o755)


def _mount(*args: object) -> bool:
    return (
        shutil.which("mount") is not None
        and subprocess.run(["mount", *map(str, args)], capture_output=True, check=False).returncode == 0
    )


@posix
@pytest.mark.parametrize(
    "args",
    [
        ["subtitle", "talk.txt", "-o", "read-only/talk.srt"],
        ["narrate", "talk.txt", "--engine", "silent", "-o", "read-only"],
    ],
)
def test_a_read_only_folder(args: list[str], read_only: Path) -> None:
    result = jimaku(*args)
    assert result.exit_code == 4
    assert_one_line(result.stderr, "cannot be written", "-o")
    assert files(read_only) == {"talk.srt": b"old"}


def _children(pid: int) -> list[int]:
    path = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in path.read_text().split()] if path.exists() else []


def _alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _has_read_ahead(pid: int) -> bool:
    """The dictionary is open: the transcript is read and its cues are being made."""
    try:
        return "sudachi" in Path(f"/proc/{pid}/maps").read_text().casefold()
    except OSError:
        return False


def _has_spooled(pid: int) -> bool:
    """A nameless file has grown: sound has come back from a worker."""
    open_files = Path(f"/proc/{pid}/fd")
    for link in open_files.iterdir():
        with contextlib.suppress(OSError):
            if (
                str(link.readlink()).endswith("(deleted)")
                and "/.jimaku-" in str(link.readlink())
                and link.stat().st_size
            ):
                return True
    return False


def _workers(pid: int) -> list[int]:
    """Children that are a Python of their own, not a fork of this one."""
    return [child for child in _children(pid) if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def _wait(what: str, until: Callable[[], object]) -> None:
    deadline = time.monotonic() + 300
    while not until():
        assert time.monotonic() < deadline, what
        time.sleep(0.02)


@linux
@pytest.mark.parametrize("moment", ["reading", "cutting", "start", "speaking"])
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda n: n.name)
def test_being_told_to_stop(number: signal.Signals, moment: str, folder: Path) -> None:
    """Ctrl-C goes to every process of the group, as a terminal sends it."""
    (folder / "long.txt").write_text(long_talk(3000), encoding="utf-8")
    (folder / "out").mkdir()
    (folder / "out" / "long.srt").write_text("old", encoding="utf-8")
    before = files(folder)
    args = command("narrate", "long.txt", "--engine", "silent", "--jobs", "1", "--no-cache", "-o", "out")
    process = subprocess.Popen(
        args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), start_new_session=True
    )
    begun = {"reading": _has_read_ahead, "cutting": _children, "start": _workers, "speaking": _has_spooled}[moment]
    _wait("the work begins", lambda: begun(process.pid))
    children = _children(process.pid)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    stdout, stderr = process.communicate(timeout=300)
    # Python ends by the signal itself if it came while a module made a dataclass (exec): 130 to a shell all the same
    assert process.returncode in (128 + number, -number), stderr.decode()
    assert stdout == b""
    assert_one_line(stderr.decode("utf-8"), "nothing half-written is left")
    assert files(folder) == before
    assert [path.name for path in (folder / "out").iterdir()] == ["long.srt"]
    _wait("the workers end", lambda: not any(map(_alive, children)))


@pytest.mark.skipif(sys.platform != "linux", reason="other systems name files in Unicode whatever the locale")
def test_a_locale_without_japanese_is_refused_before_any_work(tmp_path: Path) -> None:
    transcript = Path(__file__).parents[2] / "media" / "mijikai.txt"
    ascii_only = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "toolkit",
            "narrate",
            str(transcript),
            "-o",
            str(tmp_path / "out"),
        ],
        env=os.environ | ascii_only,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "PYTHONUTF8=1" in done.stderr
    assert not (tmp_path / "out").exists()


def test_no_repair_over_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nはい、そうです。\n", encoding="utf-8")
    refused = CliRunner().invoke(cli, ["check", str(tmp_path / "a.srt"), "--fix", "-o", str(tmp_path / "a.srt")])
    assert (refused.exit_code, "the subtitle file itself" in refused.stderr) == (2, True)


@pytest.mark.parametrize("suffix", [".srt", ".ass"])
def test_a_name_is_given_time_where_the_text_has_times(suffix: str, tmp_path: Path) -> None:
    text = "佐藤：[00:00:05] こんにちは。本日はよろしくお願いします。\n田中：[00:00:20] こちらこそ。\n"
    (tmp_path / "talk.txt").write_text(text, encoding="utf-8")
    out = str(tmp_path / f"talk{suffix}")
    assert CliRunner().invoke(cli, ["subtitle", str(tmp_path / "talk.txt"), "-o", out]).exit_code == 0
    checked = CliRunner().invoke(cli, ["check", out])
    assert checked.exit_code == 0, checked.output


def test_what_was_kept_is_not_left_behind_by_other_times(tmp_path: Path) -> None:
    talk, kept = tmp_path / "talk.txt", tmp_path / "talk.srt"
    talk.write_text("佐藤：今日は晴れですね。\n田中：ええ、本当に。\n佐藤：歩きましょう。\n", encoding="utf-8")
    assert CliRunner().invoke(cli, ["subtitle", str(talk), "-o", str(kept)]).exit_code == 0
    kept.write_text(kept.read_text("utf-8").replace("本当に", "ほんとに"), encoding="utf-8")
    out = tmp_path / "moved.srt"
    moved = CliRunner().invoke(cli, ["subtitle", str(talk), "--keep", str(kept), "--offset", "30", "-o", str(out)])
    assert (moved.exit_code, "jimaku convert" in moved.stderr, out.exists()) == (2, True, False)


@pytest.mark.parametrize("limit", [8, 9])
def test_what_takes_a_while_is_told_before(limit: int, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_LONG", limit)
    (folder / "long.txt").write_text("山田：港の朝は早いです。\n", "utf-8")
    result = CliRunner().invoke(cli, ["subtitle", str(folder / "long.txt")])
    assert result.exit_code == 0, result.output
    assert ("long.txt: subtitles of 9 characters take a while" in result.stderr) == (limit == 8)
