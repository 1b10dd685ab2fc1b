"""Worker processes: order, a bounded window, and engines that fail in every way."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from toolkit.errors import EngineError, InputError, UnansweredError
from toolkit.japanese.reading import Reading, Word
from toolkit.model import Clip
from toolkit.speech import Request
from toolkit.speech.engines.silent import Silent
from toolkit.speech.pool import Pool
from toolkit.speech.protocol import EngineSpec
from toolkit.system.waiting import told_by


def request(kana: str, voice: str = "quiet-1") -> Request:
    return Request(kana, voice, reading=Reading(kana, (Word(0, len(kana), kana, kana),)), where="line 7")


def requests(count: int) -> Iterator[Request]:
    return (request("ア" * n) for n in range(1, count + 1))


class Odd(Silent):
    """Does what the text says; ``ledger`` counts the tries, across processes."""

    def __init__(self, ledger: str) -> None:
        self._ledger = Path(ledger)

    def speak(self, reading: Reading, voice: str, *, pace: float = 1.0) -> Clip:
        with self._ledger.open("a") as file:
            file.write(f"{reading.text} {os.getpid()}\n")
        tries = self._ledger.read_text().split().count(reading.text)
        if reading.text == "シヌ" or (reading.text == "イチドシヌ" and tries == 1):
            os._exit(9)
        if reading.text == "ネル":
            time.sleep(60)
        while reading.text == "マテ" and not self._ledger.with_suffix(".told").exists():
            time.sleep(0.01)
        if reading.text == "ナゲル":
            raise RuntimeError("out of breath")
        if reading.text == "コワレル":
            raise EngineError("hoarse")
        if reading.text == "マツ":
            raise UnansweredError("its whole time is over")
        return super().speak(reading, voice, pace=pace)


@pytest.fixture
def odd(tmp_path: Path) -> EngineSpec:
    return EngineSpec("test_pool:Odd", {"ledger": str(tmp_path / "ledger")})


def tries(spec: EngineSpec, text: str) -> int:
    return Path(spec.options["ledger"]).read_text().split().count(text)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("jobs", [0, 1, 2])
def test_clips_come_in_the_order_of_their_sentences(jobs: int) -> None:
    with Pool(EngineSpec("silent"), jobs) as pool:
        lengths = [len(clip.samples) for clip in pool.speak_all(requests(20))]
    assert lengths == sorted(set(lengths))
    assert len(lengths) == 20


def test_one_engine_for_two_runs_and_a_run_broken_off() -> None:
    with Pool(EngineSpec("silent"), 2) as pool:
        first = next(pool.speak_all(requests(9)))
        again = list(pool.speak_all(requests(3)))
    assert len(again) == 3
    assert np.array_equal(first.samples, again[0].samples)


def test_only_a_few_sentences_are_under_way() -> None:
    taken = 0

    def counted() -> Iterator[Request]:
        nonlocal taken
        for one in requests(40):
            taken += 1
            yield one

    with Pool(EngineSpec("silent"), 2) as pool:
        for done, _ in enumerate(pool.speak_all(counted()), 1):
            assert taken - done <= 8


def test_a_worker_that_dies_is_replaced_and_its_sentence_tried_again(odd: EngineSpec) -> None:
    with Pool(odd, 1) as pool:
        clips = list(pool.speak_all(map(request, ["ア", "イチドシヌ", "イ", "ウエ"])))
    assert [len(clip.samples) > 0 for clip in clips] == [True] * 4
    assert tries(odd, "イチドシヌ") == 2


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("シヌ", "died .exit code 9"),
        ("ナゲル", "RuntimeError: out of breath"),
        ("コワレル", "hoarse"),
        ("ネル", "did not answer within"),
    ],
)
def test_a_sentence_that_fails_twice_is_named(odd: EngineSpec, text: str, message: str) -> None:
    pool = Pool(odd, 1, patience=0.3 if text == "ネル" else 20.0)
    with pool, pytest.raises(EngineError, match=f"line 7: 「{text}」: .*{message}"):
        list(pool.speak_all(map(request, [text, "ア"])))
    assert tries(odd, text) == 2


def test_a_sentence_whose_whole_time_is_over_is_not_tried_again(odd: EngineSpec) -> None:
    with Pool(odd, 1) as pool, pytest.raises(UnansweredError, match="line 7: 「マツ」: its whole time is over"):
        list(pool.speak_all(map(request, ["ア", "マツ", "イ"])))
    assert tries(odd, "マツ") == 1


def test_what_is_waited_for_is_told_once(odd: EngineSpec, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.speech.pool.TOLD_AFTER_S", 0.0)
    told: list[str] = []

    def tell(text: str) -> None:
        if "マテ" in text:
            told.append(text)
            Path(odd.options["ledger"]).with_suffix(".told").touch()

    with told_by(tell), Pool(odd) as pool:
        assert len(list(pool.speak_all([request("ア"), request("マテ")]))) == 2
    (line,) = told
    assert line.startswith("waiting for the engine 'test_pool:Odd' to speak line 7: 「マテ」: nothing for 0 s")


def test_a_mistake_of_the_user_is_not_tried_again(odd: EngineSpec) -> None:
    with Pool(odd, 1) as pool, pytest.raises(InputError, match="no voice is called 'x'"):
        list(pool.speak_all([request("ア", voice="x")]))
    assert tries(odd, "ア") == 1


def test_no_worker_outlives_the_pool(odd: EngineSpec) -> None:
    def interrupted() -> Iterator[Request]:
        yield from map(request, ["ア", "イ", "ネル", "ウ"])
        raise KeyboardInterrupt

    pool = Pool(odd, 2)
    with pytest.raises(KeyboardInterrupt), pool:
        list(pool.speak_all(interrupted()))
    ledger = Path(odd.options["ledger"])
    pids = {int(word) for word in ledger.read_text().split() if word.isdigit()} if ledger.exists() else set()
    assert not any(map(alive, pids))


def test_an_engine_that_cannot_be_had_says_so() -> None:
    with (
        Pool(EngineSpec("no_such_module:Engine"), 1) as pool,
        pytest.raises(EngineError, match="no_such_module"),
    ):
        list(pool.speak_all([request("ア")]))


@pytest.mark.skipif(sys.platform == "win32", reason="file descriptors are counted in /proc")
def test_nothing_is_left_open() -> None:
    folder = Path("/proc/self/fd")
    if not folder.is_dir():
        pytest.skip("no /proc")
    with Pool(EngineSpec("silent"), 1) as pool:
        list(pool.speak_all(requests(2)))
    before = len(list(folder.iterdir()))
    for _ in range(3):
        with Pool(EngineSpec("silent"), 1) as pool:
            list(pool.speak_all(requests(2)))
    assert len(list(folder.iterdir())) == before
