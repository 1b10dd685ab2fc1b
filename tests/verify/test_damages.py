"""Damages that keep every hash right, as somebody makes them who mends the manifest too: each is named by sentence."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from toolkit.edition.folder import editions
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import style_named
from toolkit.transcript import parse_script
from toolkit.verify import verify

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

RATE = 48_000
TEXT = """\
峠の茶屋

宇佐見：今日は峠の茶屋を三十年つづけてこられた方に来ていただきました。どうぞよろしくお願いします。
古賀：はい、よろしくお願いします。朝は四時に起きて、まず井戸の水をくみます。それから豆をゆっくり煮はじめます。
宇佐見：冬のあいだも、店は毎日あけるのですか。
古賀：雪が深い日でも、登ってくる人がひとりでもいれば、火をおこして待っています。
"""
# the sentences of TEXT as the manifest counts them
S0, S1, S2, S3, S4, S5, S6 = range(7)
ME, HER = "tracks/01-宇佐見.wav", "tracks/02-古賀.wav"
Sound = np.ndarray
Damage = Callable[["Edition"], object]


class Edition:
    """An edition's folder to be damaged: sounds by name, the manifest as data."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.book: dict[str, Any] = json.loads((folder / "touge.json").read_text("utf-8"))

    def span(self, k: int) -> slice:
        return slice(self.book["sentences"][k]["start"], self.book["sentences"][k]["end"])

    def track(self, k: int) -> str:
        return ME if self.book["sentences"][k]["speaker"] == "宇佐見" else HER

    def change(self, change: Callable[[Sound], Sound | None], *names: str) -> None:
        """Change the samples of files, in place or for others."""
        for name in names:
            samples, rate = soundfile.read(self.folder / name, dtype="float32")
            changed = change(samples)
            soundfile.write(self.folder / name, samples if changed is None else changed, rate, "PCM_16")

    def everywhere(self, k: int, change: Callable[[Sound], Sound]) -> None:
        """Change a sentence in its track and in the mix."""

        def at(samples: Sound) -> None:
            samples[self.span(k)] = change(samples[self.span(k)].copy())

        self.change(at, self.track(k), "touge.wav")

    def subtitles(self, change: Callable[[str], str]) -> None:
        path = self.folder / "touge.srt"
        path.write_text(change(path.read_text("utf-8")), "utf-8")

    def seal(self) -> None:
        """The manifest with the sizes and hashes that the files have now."""
        for row in self.book["files"]:
            path = self.folder / row["name"]
            if path.is_file():
                row["bytes"], row["sha256"] = path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest()
        (self.folder / "touge.json").write_text(json.dumps(self.book, ensure_ascii=False), "utf-8")


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    narrate(parse_script(TEXT), Cutting(style_named("sdh")), Speaking(EngineSpec("openjtalk"), jobs=0), folder, "touge")
    return folder


def _fitted(sound: Sound, length: int) -> Sound:
    """So long, with silence behind it if need be."""
    return np.pad(sound, (0, max(0, length - len(sound))))[:length]


def _noise(size: int, level: float) -> Sound:
    return (np.random.default_rng(7).standard_normal(size) * level).astype(np.float32)


def _exchanged(one: int, other: int) -> Damage:
    def damage(e: Edition) -> None:
        def swap(samples: Sound) -> None:
            a, b = samples[e.span(one)].copy(), samples[e.span(other)].copy()
            samples[e.span(one)], samples[e.span(other)] = _fitted(b, len(a)), _fitted(a, len(b))

        e.change(swap, e.track(one), "touge.wav")

    return damage


def _said_by(k: int, other: int) -> Damage:
    """Sentence k as the other one sounds."""

    def damage(e: Edition) -> None:
        def put(samples: Sound) -> None:
            samples[e.span(k)] = _fitted(samples[e.span(other)].copy(), e.span(k).stop - e.span(k).start)

        e.change(put, e.track(k), "touge.wav")

    return damage


def _moved_to(k: int, name: str, *, kept: bool) -> Damage:
    def damage(e: Edition) -> None:
        sound = soundfile.read(e.folder / e.track(k), dtype="float32")[0][e.span(k)]

        def put(samples: Sound) -> None:
            samples[e.span(k)] = sound

        def take(samples: Sound) -> None:
            samples[e.span(k)] = 0

        e.change(put, name)
        if not kept:
            e.change(take, e.track(k))

    return damage


def _swapped(e: Edition) -> None:
    one, other = (e.folder / name for name in (ME, HER))
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def _everywhere(k: int, change: Callable[[Sound], Sound]) -> Damage:
    return lambda e: e.everywhere(k, change)


def _all(change: Callable[[Sound], Sound], *names: str) -> Damage:
    return lambda e: e.change(change, *(names or ("touge.wav", ME, HER)))


def _half(sound: Sound) -> Sound:
    sound[len(sound) // 2 :] = 0
    return sound


def _cut(sound: Sound) -> Sound:
    return _fitted(np.concatenate((sound[:30_000], sound[45_000:])), len(sound))


def _burst(sound: Sound) -> Sound:
    sound[40_000:50_000] += _noise(10_000, 0.05)
    return sound


def _clicked(sound: Sound) -> Sound:
    sound[9000:9003] += 0.4
    return sound


def _gap(sound: Sound) -> Sound:
    sound[40_000:52_000] = 0
    return sound


def _cue_text(e: Edition) -> None:
    """The same other word in the subtitles and in the manifest."""
    for cue in e.book["cues"]:
        cue["lines"] = [line.replace("井戸", "水道") for line in cue["lines"]]
    e.subtitles(lambda text: text.replace("井戸", "水道"))


def _cue_gone(e: Edition) -> None:
    del e.book["cues"][2]
    e.subtitles(lambda text: "\n\n".join(block for k, block in enumerate(text.split("\n\n")) if k != 2))


def _sentence(k: int, **changes: Any) -> Damage:
    return lambda e: e.book["sentences"][k].update(changes)


def _sentence_gone(e: Edition) -> None:
    del e.book["sentences"][S5]


def _truncated(name: str) -> Damage:
    def damage(e: Edition) -> None:
        path = e.folder / name
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return damage


def _retold(e: Edition) -> None:
    """At another rate, as long as before."""
    samples, _ = soundfile.read(e.folder / "touge.wav", dtype="float32")
    soundfile.write(e.folder / "touge.wav", samples[::2], RATE // 2, "PCM_16")


def _wrong_header(e: Edition) -> None:
    samples, _ = soundfile.read(e.folder / "touge.wav", dtype="float32")
    soundfile.write(e.folder / "touge.wav", samples, 44_100, "PCM_16")


def _leftover(e: Edition) -> None:
    shutil.copy(e.folder / "touge.json", e.folder / ".jimaku-0123ab-99-x.json")


L1, L2, L3, L4 = "line 3 「今日は峠の", "line 3 「どうぞよろしく", "line 4 「朝は四時", "line 4 「それから豆"
L5, L6 = "line 5 「冬のあいだも", "line 6 「雪が深い日"
# what is done, and the place and the rule of what must be found, with a part of its message
DAMAGES: dict[str, tuple[Damage, str, str, str]] = {
    "a sentence is silent": (_everywhere(S3, np.zeros_like), L3, "SOUND", "is silent"),
    "the second half is silent": (_everywhere(S3, _half), L3, "PRINT", "from"),
    "silence inside": (_everywhere(S6, _gap), L6, "PRINT", "from 0:"),
    "6 dB softer": (_everywhere(S3, lambda s: s * np.float32(0.5)), L3, "PRINT", "6.0 dB softer"),
    "3 dB louder": (_everywhere(S5, lambda s: s * np.float32(1.413)), L5, "PRINT", "3.0 dB louder"),
    "all softer": (_all(lambda s: s * np.float32(0.8)), "touge.wav", "PRINT", "1.9 dB softer"),
    "moved by 120 ms": (_all(lambda s: np.roll(s, 5760)), L3, "SOUND", "begins 118 ms after"),
    "one sentence moved": (_everywhere(S3, lambda s: np.roll(s, 4800)), L3, "PRINT", "does not sound"),
    "a piece is cut out": (_everywhere(S3, _cut), L3, "PRINT", "does not sound"),
    "a sentence in the other's track": (
        _moved_to(S3, ME, kept=False),
        L3,
        "TRACK",
        f"is heard on {ME}, not on {HER}",
    ),
    "a sentence in both tracks": (_moved_to(S3, ME, kept=True), L3, "TRACK", f"is heard on {ME} as well"),
    "two tracks swapped": (_swapped, L3, "TRACK", f"is heard on {ME}, not on {HER}"),
    "another sentence of the same voice": (_said_by(S3, S4), L3, "PRINT", "sounds like line 4 「それから豆"),
    "two sentences exchanged": (_exchanged(S3, S4), L4, "PRINT", "sounds like line 4 「朝は四時"),
    "backwards": (_everywhere(S5, lambda s: s[::-1].copy()), L5, "PRINT", "does not sound"),
    "too fast": (_everywhere(S6, lambda s: _fitted(s[::2], len(s))), L6, "PRINT", "does not sound"),
    "noise in a sentence": (_everywhere(S3, _burst), L3, "PRINT", "from"),
    "soft noise": (_everywhere(S3, lambda s: s + _noise(len(s), 0.0003)), L3, "PRINT", "samples"),
    "a click in the mix": (_all(lambda s: _at(s, 40_000), "touge.wav"), "", "CLICK", "breaks off"),
    "a click": (_everywhere(S3, _clicked), L3, "PRINT", "samples"),
    "DC": (_everywhere(S3, lambda s: s + np.float32(0.002)), L3, "PRINT", "samples"),
    "clipped": (_everywhere(S3, lambda s: np.clip(s * 4, -0.3, 0.3)), L3, "PRINT", "does not sound"),
    "low-passed": (_everywhere(S3, lambda s: np.convolve(s, np.ones(24) / 24, "same")), L3, "PRINT", "does not sound"),
    "upside down": (_all(lambda s: -s, HER), L3, "PRINT", "samples"),
    "cut short": (_all(lambda s: s[:-9600]), "touge.wav", "LENGTH", "lasts"),
    "a truncated mix": (_truncated("touge.wav"), "touge.wav", "LENGTH", "lasts"),
    "a track at half the rate": (_retold, "touge.wav", "LENGTH", "has 24000 Hz"),
    "another rate in the header": (_wrong_header, "touge.wav", "LENGTH", "lasts"),
    "no track": (lambda e: (e.folder / HER).unlink(), HER, "FILE", "is missing"),
    "a silent track": (_all(np.zeros_like, HER), L3, "TRACK", f"is in the mix, and not on {HER}"),
    "another word in SRT and manifest": (_cue_text, "subtitle ", "TEXT", "井戸の水"),
    "a subtitle less in both": (_cue_gone, "line 3", "TEXT", "is shown by no subtitle"),
    "another sentence in the manifest": (
        _sentence(S5, text="夏のあいだも、店は毎日あけるのですか。"),
        "line 5",
        "TEXT",
        "is 「冬の",
    ),
    "another speaker in the manifest": (_sentence(S5, speaker="古賀"), L5, "TEXT", "is given to 古賀"),
    "a sentence less in the manifest": (_sentence_gone, "line 5", "TEXT", "is said by no sentence"),
    "what a broken run left": (_leftover, ".jimaku-0123ab-99-x.json", "FILE", "was broken off"),
}


def _at(samples: Sound, place: int) -> Sound:
    samples[place : place + 3] += 0.4
    return samples


@pytest.mark.parametrize("name", DAMAGES)
def test_every_damage_is_named_where_it_is(good: Path, tmp_path: Path, name: str) -> None:
    damage, where, rule, message = DAMAGES[name]
    edition = Edition(Path(shutil.copytree(good, tmp_path / "edition")))
    damage(edition)
    edition.seal()
    (made,) = editions(edition.folder).values()
    found = verify(made, edition.folder)
    named = [f for f in found if f.rule == rule and f.where.startswith(where) and message in f.message]
    assert named, "\n".join(map(str, found))


def test_what_is_whole_has_no_findings(good: Path) -> None:
    (made,) = editions(good).values()
    assert verify(made, good) == []
    assert [u.sentence.text[:4] for u in made.narration.sentences][S3:S5] == ["朝は四時", "それから"]
