"""Sentences kept on disk: exactly what was heard, never a damaged one, never too many, and nothing spoken twice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import wave
from collections.abc import Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from toolkit.cli import cli
from toolkit.errors import InputError
from toolkit.japanese.lexicon import Entry
from toolkit.japanese.reading import Reading, Word
from toolkit.model import Clip
from toolkit.speech.cache import Cache, Remembered, size_of
from toolkit.speech.engines.silent import Silent
from toolkit.speech.keys import Keys
from toolkit.speech.protocol import EngineSpec, Request
from toolkit.speech.sound import rounded
from toolkit.speech.synthesizer import Synthesizer
from toolkit.system.caches import default_folder
from toolkit.system.leftovers import sweep, temporary_prefix

MEDIA = Path(__file__).parents[2] / "media"
KEY = "ab" * 32


def clip(samples: object = (0.5, -0.25, 0.1)) -> Clip:
    return rounded(Clip(np.asarray(samples, np.float32), 48_000, ((0, 0), (3, 1)), ((1, 2),), 1, 1, False))


def remembered(samples: object = (0.5, -0.25, 0.1)) -> Remembered:
    return Remembered(clip(samples), (("今日", "キョー", 0.3),))


def same(a: Remembered | None, b: Remembered) -> bool:
    if a is None:
        return False
    bare = replace(a.clip, samples=b.clip.samples)
    return (
        a.clip.samples.tobytes() == b.clip.samples.tobytes() and repr(bare) == repr(b.clip) and a.doubtful == b.doubtful
    )


@given(arrays(np.float32, st.integers(0, 40), elements=st.floats(-1, 1, width=32)))
def test_what_comes_back_is_what_was_kept_to_the_bit(
    tmp_path_factory: pytest.TempPathFactory, samples: np.ndarray
) -> None:
    cache, kept = Cache(tmp_path_factory.mktemp("c")), remembered(samples)
    cache.put(KEY, kept)
    assert same(cache.get(KEY), kept)
    assert same(Remembered(rounded(kept.clip), kept.doubtful), kept)


@given(arrays(np.float32, st.integers(1, 40), elements=st.floats(-1, 1, width=32)))
def test_rounding_is_finer_than_16_bits_below_the_peak(samples: np.ndarray) -> None:
    clip = rounded(Clip(samples, 48_000, ()))
    off = np.abs(clip.samples / clip.scale - samples).max()
    assert off <= max(float(np.abs(samples).max()), 2.0**-59) / 32767


def test_what_is_not_there_is_none(tmp_path: Path) -> None:
    assert Cache(tmp_path).get(KEY) is None
    assert not Cache(tmp_path).has(KEY)


def test_a_sentence_under_the_name_of_another_is_not_there(tmp_path: Path) -> None:
    cache, other = Cache(tmp_path), "cd" * 32
    cache.put(KEY, remembered())
    cache.put(other, remembered((0.1, 0.2, 0.3)))
    mine, theirs = (tmp_path / key[:2] / f"{key}.clip" for key in (KEY, other))
    mine.write_bytes(theirs.read_bytes())
    assert cache.get(KEY) is None
    assert not mine.exists()
    assert same(cache.get(other), remembered((0.1, 0.2, 0.3)))


@pytest.mark.parametrize("damage", ["cut", "flip", "empty", "header", "garbage"])
def test_a_damaged_sentence_is_not_there_any_more(tmp_path: Path, damage: str) -> None:
    cache = Cache(tmp_path)
    cache.put(KEY, remembered())
    (path,) = tmp_path.glob("*/*.clip")
    data = path.read_bytes()
    damaged = {
        "cut": data[:-1],
        "flip": data[:-2] + bytes([data[-2] ^ 1]) + data[-1:],
        "empty": b"",
        "header": data[:50] + b"x" + data[51:],
        "garbage": b"RIFF" * 30,
    }
    path.write_bytes(damaged[damage])
    assert cache.get(KEY) is None
    assert not path.exists()


def test_the_oldest_used_go_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    for n in range(10):
        cache.put(f"{n:02}" + KEY, remembered(np.linspace(0, 0.5, 500)))
        os.utime(next(tmp_path.glob(f"{n:02}/*.clip")), (n, n))
    cache.get("00" + KEY)  # used now: it is young again
    size = cache.usage()[1] // 10
    cache.set_limit(size * 5)
    assert sorted(path.parent.name for path in tmp_path.glob("*/*.clip")) == ["00", "07", "08", "09"]
    assert Cache(tmp_path).limit == size * 5


def test_a_folder_that_cannot_be_written_fails_no_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file")
    cache.put(KEY, remembered())
    assert "not kept" in cache.fault
    assert cache.get(KEY) is None


@pytest.mark.parametrize(
    ("text", "size"),
    [("500", 500), ("2K", 2048), ("1.5M", 3 << 19), ("4G", 4 << 30), ("4 gb", 4 << 30), ("1TiB", 1 << 40)],
)
def test_sizes(text: str, size: int) -> None:
    assert size_of(text) == size


@pytest.mark.parametrize("text", ["", "-1", "1X", "G", "1e9", "1,5G"])
def test_no_sizes(text: str) -> None:
    with pytest.raises(InputError, match="is not a size"):
        size_of(text)


@pytest.mark.parametrize(
    ("platform", "environment", "end"),
    [
        ("linux", {"XDG_CACHE_HOME": "/x"}, "/x/jimaku"),
        ("linux", {"XDG_CACHE_HOME": "relative"}, "/home/.cache/jimaku"),
        ("linux", {}, "/home/.cache/jimaku"),
        ("darwin", {}, "/home/Library/Caches/jimaku"),
        ("linux", {"JIMAKU_CACHE": "/j"}, "/j"),
        ("win32", {"LOCALAPPDATA": "/l"}, "/l/jimaku/Cache"),
    ],
)
def test_where_it_is(monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], end: str) -> None:
    for name in ("XDG_CACHE_HOME", "JIMAKU_CACHE", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("toolkit.system.caches.sys.platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("/home"))
    assert default_folder().as_posix() == end


REQUEST = Request("今日は晴れ。", "quiet-1")


@pytest.mark.parametrize(
    "other",
    [
        replace(REQUEST, text="今日は雨。"),
        replace(REQUEST, voice="quiet-2"),
        replace(REQUEST, pace=1.1),
        replace(REQUEST, pitch=1.0),
        replace(REQUEST, rubies=((0, 2, "コンニチ"),)),
    ],
)
def test_what_shapes_a_sound_is_in_its_key(other: Request) -> None:
    keys = Keys(EngineSpec("silent"), "1")
    assert keys.of(other) != keys.of(REQUEST)


def test_engines_versions_and_options_are_in_the_key() -> None:
    specs = [
        (EngineSpec("silent"), "1"),
        (EngineSpec("silent"), "2"),
        (EngineSpec("openjtalk"), "1"),
        (EngineSpec("silent", {"a": "b"}), "1"),
    ]
    assert len({Keys(spec, version).of(REQUEST) for spec, version in specs}) == len(specs)


def test_only_lexicon_entries_that_hit_are_in_the_key() -> None:
    spec = EngineSpec("silent")
    plain = Keys(spec, "1").of(REQUEST)
    assert Keys(spec, "1", (Entry("明日", "アス"),)).of(REQUEST) == plain
    assert Keys(spec, "1", (Entry("今日", "コンニチ"),)).of(REQUEST) != plain


def test_where_a_sentence_stands_is_not_in_the_key() -> None:
    keys = Keys(EngineSpec("silent"), "1")
    assert keys.of(replace(REQUEST, where="line 7")) == keys.of(REQUEST)


def test_a_changed_voice_file_is_another_voice(tmp_path: Path) -> None:
    keys, path = Keys(EngineSpec("silent"), "1"), tmp_path / "a.htsvoice"
    path.write_bytes(b"one")
    first = keys.of(replace(REQUEST, voice=str(path)))
    path.with_name("b.htsvoice").write_bytes(b"two")
    assert keys.of(replace(REQUEST, voice=str(path.with_name("b.htsvoice")))) != first


class Counting(Silent):
    """Writes down every sentence it speaks."""

    def __init__(self, ledger: str) -> None:
        self._ledger = Path(ledger)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        with self._ledger.open("a", encoding="utf-8") as file:
            file.write(f"{reading.text}\n")
        return super().speak(reading, voice, pace=pace)


@pytest.fixture
def counting(tmp_path: Path) -> EngineSpec:
    (tmp_path / "ledger").write_text("")
    return EngineSpec("test_cache:Counting", {"ledger": str(tmp_path / "ledger")})


def told(kana: str) -> Request:
    return Request(kana, "quiet-1", reading=Reading(kana, (Word(0, len(kana), kana, kana, "dictionary", 0.5),)))


def spoken(spec: EngineSpec, cache: Cache | None, words: str, jobs: int = 0) -> tuple[list[int], Synthesizer]:
    with Synthesizer(spec, "1", jobs, cache=cache) as synthesizer:
        return [len(clip.samples) for clip in synthesizer.speak_all(map(told, words.split()))], synthesizer


def ledger(spec: EngineSpec) -> list[str]:
    return Path(spec.options["ledger"]).read_text("utf-8").split()


@pytest.mark.parametrize("jobs", [0, 2])
def test_only_what_is_new_is_spoken_and_all_come_in_order(tmp_path: Path, counting: EngineSpec, jobs: int) -> None:
    cache = Cache(tmp_path / "cache")
    spoken(counting, cache, "ア イイ ウウウ", jobs)
    lengths, synthesizer = spoken(counting, cache, "エエエエ ア カカカカカ ウウウ イイ エエエエ", jobs)
    assert sorted(ledger(counting)) == sorted("ア イイ ウウウ エエエエ カカカカカ".split())
    assert [round(n / lengths[1]) for n in lengths] == [4, 1, 5, 3, 2, 4]
    assert synthesizer.spoken == 2
    assert synthesizer.doubtful["ア", "ア", 0.5] == 1
    assert synthesizer.doubtful["エエエエ", "エエエエ", 0.5] == 2


def test_without_a_cache_all_is_spoken(counting: EngineSpec) -> None:
    spoken(counting, None, "ア ア イ")
    assert ledger(counting) == ["ア", "ア", "イ"]


def test_a_damaged_sentence_is_spoken_again(tmp_path: Path, counting: EngineSpec) -> None:
    cache = Cache(tmp_path / "cache")
    before, _ = spoken(counting, cache, "ア イイ ウウウ")
    for path in cache.folder.glob("*/*.clip"):
        path.write_bytes(path.read_bytes()[:-7])
    after, synthesizer = spoken(counting, cache, "ア エ イイ ウウウ")
    assert [after[0], *after[2:]] == before
    assert synthesizer.spoken == 4


def _fill(folder: str, start: int) -> None:
    cache = Cache(Path(folder))
    for n in range(start, start + 40):
        cache.put(f"{n % 50:02}" + KEY, remembered(np.linspace(0, 0.9, 100 + n % 50)))
        cache.trim(4000)


def test_two_processes_on_one_cache_do_no_harm(tmp_path: Path) -> None:
    context = get_context("spawn")
    both = [context.Process(target=_fill, args=(str(tmp_path), start)) for start in (0, 25)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    cache = Cache(tmp_path)
    for n in range(50):
        key = f"{n:02}" + KEY
        assert not cache.has(key) or same(cache.get(key), remembered(np.linspace(0, 0.9, 100 + n)))
    assert not list(tmp_path.rglob(".jimaku-*"))


def test_only_what_dead_processes_left_is_swept(tmp_path: Path) -> None:
    dead = subprocess.run(
        [sys.executable, "-c", "import os; print(os.getpid())"], capture_output=True, text=True, check=True
    ).stdout.strip()
    living = temporary_prefix()
    left = living.replace(f"-{os.getpid()}-", f"-{dead}-")
    for name in (f"{living}a", f"{left}b", ".jimaku-other", "talk.txt", left):
        (tmp_path / name).write_text("")
    (tmp_path / f"{left}folder").mkdir()
    (tmp_path / f"{left}folder" / "spool").write_text("")
    sweep(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([f"{living}a", ".jimaku-other", "talk.txt"])
    sweep(tmp_path / "not there")


@pytest.fixture
def edition(tmp_path: Path) -> Iterator[list[str]]:
    return [
        "narrate",
        str(tmp_path / "talk.txt"),
        "--engine",
        "silent",
        "--jobs",
        "1",
        "-o",
        str(tmp_path / "out"),
        "--cache",
        str(tmp_path / "cache"),
    ]


def made(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def run(*arguments: str) -> None:
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0, result.output


def test_an_edition_that_is_up_to_date_is_left_alone_and_a_damaged_one_made_again(
    tmp_path: Path, edition: list[str]
) -> None:
    (tmp_path / "talk.txt").write_text((MEDIA / "mijikai.txt").read_text("utf-8"), "utf-8")
    run(*edition)
    out = tmp_path / "out"
    first, times = made(out), {path: path.stat().st_mtime_ns for path in out.rglob("*")}
    run(*edition)
    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == times
    track = next(out.glob("tracks/*.wav"))
    track.write_bytes(track.read_bytes()[:-2] + b"xx")
    (out / "talk.srt").unlink()
    run(*edition)
    assert made(out) == first
    run(*edition[:-2], "--no-cache")
    assert made(out) == first


@pytest.mark.parametrize(
    "flags",
    [("--announce", "first"), ("--directions", "skip"), ("--rate", "葉山=1.2"), ("--pitch", "1"), ("--target", "acx")],
)
def test_an_edition_told_in_another_manner_is_made_anew(
    tmp_path: Path, edition: list[str], flags: tuple[str, ...]
) -> None:
    (tmp_path / "talk.txt").write_text((MEDIA / "mijikai.txt").read_text("utf-8"), "utf-8")
    run(*edition)
    before = json.loads((tmp_path / "out" / "talk.json").read_text("utf-8"))["made_from"]
    run(*edition, *flags)
    assert json.loads((tmp_path / "out" / "talk.json").read_text("utf-8"))["made_from"] != before


def test_a_changed_cast_leaves_no_track_of_the_old_one(tmp_path: Path, edition: list[str]) -> None:
    text = (MEDIA / "mijikai.txt").read_text("utf-8")
    (tmp_path / "talk.txt").write_text(text, "utf-8")
    run(*edition)
    book = json.loads((tmp_path / "out" / "talk.json").read_text("utf-8"))
    person = book["cast"][1]["name"]
    (tmp_path / "talk.txt").write_text(text.replace(person, "山田花子"), "utf-8")
    (tmp_path / "out" / "tracks" / "mine.wav").write_text("somebody's own file")
    run(*edition)
    names = sorted(path.name for path in (tmp_path / "out" / "tracks").iterdir())
    assert not any(person in name for name in names)
    assert {"mine.wav", "02-山田花子.wav"} <= set(names)


def test_the_command(tmp_path: Path) -> None:
    Cache(tmp_path).put(KEY, remembered())
    runner = CliRunner()
    shown = json.loads(runner.invoke(cli, ["cache", "--cache", str(tmp_path), "--json", "--limit", "2M"]).output)
    assert (shown["sentences"], shown["limit"]) == (1, 2 << 20)
    assert "0 sentences" in runner.invoke(cli, ["cache", "--cache", str(tmp_path), "--clear"]).output
    assert runner.invoke(cli, ["cache", "--cache", str(tmp_path), "--limit", "much"]).exit_code == 2


def test_sparse_sound_is_still_a_wave_file(tmp_path: Path, edition: list[str]) -> None:
    (tmp_path / "talk.txt").write_text((MEDIA / "mijikai.txt").read_text("utf-8"), "utf-8")
    run(*edition)
    with wave.open(str(tmp_path / "out" / "talk.wav")) as sound:
        assert sound.getnframes() == json.loads((tmp_path / "out" / "talk.json").read_text("utf-8"))["length_samples"]
