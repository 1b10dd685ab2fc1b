"""How sentences are said: the melody of questions and statements, pauses, breaths and rumble, of every voice.

    pip install pyworld
    python scripts/bench/prosody.py [--engine openjtalk] [--voice NAME …] [--only pauses] [--few N]

A rise is the median fundamental (WORLD's Harvest) of the last mora over that of the voiced mora before it, in half
tones; where a mora begins is told by the engine's own frames. Silences are stretches below −40 dB of a clip's loud
parts.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]
from toolkit.japanese.prosody import said
from toolkit.japanese.reading import Reading
from toolkit.japanese.readings import Reader
from toolkit.signal.grid import sound_of
from toolkit.speech import engine_named
from toolkit.speech.engines.kokoro import Kokoro
from toolkit.speech.engines.kokoro_clock import BIAS_MS
from toolkit.speech.engines.kokoro_melody import moras_of
from toolkit.speech.engines.kokoro_model import RATE
from toolkit.speech.morae import phoneme
from toolkit.speech.protocol import Request
from toolkit.speech.sound import sounds
from toolkit.speech.worker import spoken

ASKING = """
明日は京都へ行く？ もう食べた？ この本、読んだ？ 駅まで歩く？ 今日は休み？ あの店、まだある？ 雨は止んだ？
手紙は届いた？ これが新しい橋？ 窓を開ける？ 一緒に来ない？ 猫は元気？ 鍵はどこ？ 何時に帰るの？ 誰が歌うの？
写真は撮った？ お茶を飲む？ もう寝る時間？ 海は見える？ 本当に一人で行くつもり？
""".split()
ASKING_WITH_KA = """
明日は京都へ行きますか？ もう食べましたか？ 本当ですか？ 駅まで歩きますか？ 今日は休みですか？
雨は止みましたか？ 手紙は届きましたか？ 窓を開けましょうか？ 一緒に来ませんか？ 鍵はどこですか？
何時に帰るんですか？ 誰が歌うのですか？ 写真は撮りましたか？ お茶を飲みますか？ 海は見えますか？
橋は渡れるでしょうか？ 船は出るのか？ それでいいのか？ 名前は何といいますか？ 続けてもいいですか？
""".split()
STATING = """
明日は京都へ行く。 もう食べた。 この本を読んだ。 駅まで歩く。 今日は休み。 雨は止んだ。 手紙は届いた。
窓を開ける。 そうですか。 そうですか、わかりました。 誰が行くものか。 本当ですか。 もう十時か。
鍵は机の上です。 猫は元気です。 船は朝早く出ます。 写真を三枚撮りました。 海が見えます。 橋は来年できます。
続けてください。
""".split()
COMMAS = """
冬の港は静かで、人もいません。 春になると、船が増えます。 その日は、朝から雨でした。
川を渡り、丘を登り、村に着きました。 しかし、話は続きます。 母は笑い、父は黙っていました。
夏は暑く、冬は寒い町です。
""".split()
QUOTING = """
彼は「もう帰る」と言った。 母が「そうか」って笑う。 町では「海の家」という店が人気だ。
先生に「続けて」と頼まれた。 店の人は「いらっしゃい」と声をかけた。
""".split()
VOWELS = frozenset("aiueoN")
LISTING = """
市場でりんご、みかん、ぶどうを買った。 犬、猫、鳥の写真がある。 東京、名古屋、大阪を回った。
鉛筆、消しゴム、定規を用意する。
""".split()
LONG = (
    "このあいだの大雨で流された古い木の橋を村の人たちが力を合わせて半年がかりで元の場所に架け直"
    "したという話を役場の若い職員から聞いてとても驚きました。",
    "駅前の小さな喫茶店で毎朝コーヒーを飲みながら新聞を読んでいる白い帽子の老人が実は有名な画家"
    "だったということを町の人はほとんど誰も知りませんでした。",
    "来年の春に開かれる全国大会に向けて毎日遅くまで練習を続けている選手たちのために卒業生が新し"
    "い楽器を贈る計画を進めていることが昨日の会議で報告されました。",
)


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence as spoken: its sound before it is trimmed, and where a mora and the one before it are (seconds)."""

    sound: np.ndarray
    rate: int
    before: float
    before_end: float
    start: float
    end: float

    def rise(self, harvest: Callable[..., Any]) -> float:
        """Half tones of the last mora over the one before; NaN where one has no voice."""
        first = max(0, round((self.before - 0.3) * self.rate))
        hz, at = harvest(self.sound[first:].astype(np.float64), self.rate, f0_floor=60.0, f0_ceil=800.0)
        at = at + first / self.rate
        before, last = (
            np.log2(hz[(at >= a) & (at < b) & (hz > 0)])
            for a, b in ((self.before, self.before_end), (self.start, self.end))
        )
        return float(12 * (np.median(last) - np.median(before))) if len(before) and len(last) else float("nan")


def by_openjtalk(engine: Any, voice: str, reading: Reading, offset: int) -> Heard:
    """The last mora of the word at an offset, by the frames of the model."""
    signs = [phoneme(label) for label in reading.labels]
    vowels = [k for k, sign in enumerate(signs) if sign in VOWELS]
    last = max(k for k in vowels if reading.starts[k] == offset)
    before = vowels[max(0, vowels.index(last) - 1)]
    first = last - 1 if signs[last] != "N" and signs[last - 1] not in VOWELS | {"cl", "pau", "sil", *"AIUEO"} else last
    sound, times = engine.uncut(reading, voice)
    at = [times[k] / engine.rate for k in (before, before + 1, first, last + 1)]
    return Heard(sound[: times[-1]], engine.rate, at[0], at[1], at[2], at[3])


class Listening:
    """Kokoro's runs as they pass by; the last mora of the word at an offset, by the model's own clock."""

    def __init__(self) -> None:
        self.runs: list[tuple[Any, list[Any]]] = []
        own = Kokoro._sung

        def sung(engine: Any, signs: str, reading: Reading, places: Any, styles: Any, pace: float) -> Any:
            made = own(engine, signs, reading, places, styles, pace)
            self.runs.append((made, moras_of(reading, places)))
            return made

        Kokoro._sung = sung  # type: ignore[method-assign]

    def __call__(self, engine: Any, voice: str, reading: Reading, offset: int) -> Heard:
        self.runs.clear()
        engine.speak(reading, voice)
        made, moras = next(run for run in reversed(self.runs) if any(mora.offset == offset for mora in run[1]))
        last = max(k for k, mora in enumerate(moras) if mora.offset == offset)
        before = moras[max(0, last - 1)]
        edges = (before.first, before.last, moras[last].first, moras[last].last)
        at = [made.clock[k] / RATE - BIAS_MS / 1000 for k in edges]
        return Heard(made.sound, RATE, at[0], at[1], at[2], at[3])


def told(what: str, value: float, bar: float, *, least: bool = False, detail: str = "") -> bool:
    """Print one figure against its bar; whether it holds."""
    holds = value >= bar if least else value <= bar
    print(
        f"{'ok  ' if holds else 'OVER'} {what}: {value:.2f} (bar {'≥' if least else '≤'} {bar:g})  [{detail}]",
        flush=True,
    )
    return holds


def runs(clip: Any) -> list[tuple[int, int]]:
    """(start, end) of the stretches of sound in ms, silences of less than 60 ms inside."""
    sound = sound_of(clip.samples, clip.scale)
    return [(round(a * 1000 / clip.rate), round(b * 1000 / clip.rate)) for a, b in sounds(sound, clip.rate, 60.0)]


def gap_at(clip: Any, offset: int) -> int:
    """Milliseconds of silence before the word at an offset of the sentence."""
    at = next(place for start, place in clip.marks if start >= offset) * 1000 / clip.rate
    stretches = runs(clip)
    gaps = [(abs(b[0] - at), b[0] - a[1]) for a, b in pairwise(stretches)]
    far, size = min(gaps, default=(999, 0))
    return size if far < 120 else 0


def pauses(engine: Any, voice: str, reader: Reader) -> Iterator[bool]:
    """Commas, quotations, breaths, rumble: a line each."""

    def clip(text: str) -> Any:
        return spoken(engine, Request(text, voice, reading=said(reader.read(text))))

    made = {text: clip(text) for text in (*COMMAS, *QUOTING, *LONG)}
    commas = [gap_at(made[text], at + 1) for text in COMMAS for at, sign in enumerate(text) if sign == "、"]
    opening = [gap_at(made[text], text.index("「") + 1) for text in QUOTING]
    closing = [gap_at(made[text], text.index("」") + 1) for text in QUOTING]
    longest = max(run for text in LONG for run in _stretches(runs(made[text])))
    yield told(
        f"{voice}: 、 furthest from 430 ms",
        max(abs(gap - 430) for gap in commas),
        60,
        detail=f"{min(commas)}–{max(commas)} ms",
    )
    yield told(f"{voice}: longest silence before 「, ms", max(opening), 150)
    yield told(f"{voice}: longest silence between 」 and と, ms (a closure, no pause)", max(closing), 120)
    yield told(f"{voice}: longest run without 200 ms of silence, s", longest / 1000, 6.0)
    whole = np.concatenate([sound_of(one.samples, one.scale) for one in made.values()])
    power = np.abs(np.fft.rfft(whole)) ** 2
    low = power[: round(40 * len(whole) / engine.rate)].sum() / power.sum()
    yield told(f"{voice}: constant offset, dBFS", 20 * np.log10(abs(float(whole.mean())) + 1e-12), -70)
    yield told(f"{voice}: energy below 40 Hz, dB of all", 10 * np.log10(low + 1e-12), -60)


def _stretches(sounding: Sequence[tuple[int, int]]) -> Iterator[int]:
    """Milliseconds from one silence of 200 ms to the next."""
    start = sounding[0][0]
    for before, after in zip(sounding, [*sounding[1:], (10**9, 0)], strict=True):
        if after[0] - before[1] >= 200:
            yield before[1] - start
            start = after[0]


def melodies(listen: Callable[..., Heard], engine: Any, voice: str, reader: Reader, few: int) -> Iterator[bool]:
    """Questions, lists and statements: a line each."""
    import pyworld

    def rise(reading: Reading, offset: int | None = None) -> float:
        at = max(reading.starts) if offset is None else offset
        return listen(engine, voice, reading, at).rise(pyworld.harvest)

    for name, texts, least in (("question", ASKING, 3.0), ("question with か", ASKING_WITH_KA, 1.0)):
        rises = {text: rise(said(reader.read(text))) for text in texts[:few]}
        yield _least(f"{voice}: {name}, least rise, half tones", rises, least)
    lists = {text: said(reader.read(text)) for text in LISTING[:few]}
    items = {f"{text} {k}": rise(each, each.starts[k]) for text, each in lists.items() for k, _, _ in each.tones}
    yield _least(f"{voice}: items of lists, least rise, half tones", items, 0.0)
    moved = [rise(plain) - rise(said(plain)) for plain in map(reader.read, STATING[:few])]
    yield told(f"{voice}: ends of statements moved by, half tones", float(np.nanmax(np.abs(moved))), 0.0)


def _least(what: str, rises: dict[str, float], bar: float) -> bool:
    voiced = [rise for rise in rises.values() if not np.isnan(rise)]
    low = [f"{text} {rise:.1f}" for text, rise in rises.items() if rise < bar]
    detail = ", ".join([f"{len(voiced)} of {len(rises)}", f"median {statistics.median(voiced):.1f}", *low])
    return told(what, min(voiced), bar, least=True, detail=detail)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--engine", default="openjtalk", choices=("openjtalk", "kokoro"))
    parser.add_argument("--voice", action="append", help="only this one; may be given several times")
    parser.add_argument("--only", choices=("melodies", "pauses"), help="only one half")
    parser.add_argument("--few", type=int, default=99, help="only so many sentences of each kind")
    given = parser.parse_args()
    engine, reader = engine_named(given.engine), Reader()
    listen = by_openjtalk if given.engine == "openjtalk" else Listening()
    held = []
    for voice in given.voice or [voice.name for voice in engine.voices()]:
        held += melodies(listen, engine, voice, reader, given.few) if given.only != "pauses" else []
        held += pauses(engine, voice, reader) if given.only != "melodies" else []
    return 0 if all(held) else 1


if __name__ == "__main__":
    raise SystemExit(main())
