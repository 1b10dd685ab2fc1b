"""Alignment without a model: a recording laid beside our own narration."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from sounds import babble

from toolkit.align import warp
from toolkit.align.cepstra import COUNT, sounding
from toolkit.align.warp import FILLER, INSIDE, MISSED, OVER, QUIET, STAY, Template, warped
from toolkit.cli import cli

LINES = (
    "島の灯台に明かりがともりました。",
    "漁師の人たちは、朝の三時に船を出します。",
    "波が高い日は網の手入れをするそうです。",
    "子どものころは毎日泳いでいましたね。",
    "来年は新しい市場ができる予定なんですよ。",
    "楽しみにしています。",
)


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray, Template]:
    """A few frames of both, of two figures each."""
    dice = np.random.default_rng(draw(st.integers(0, 10**6)))
    size, count = draw(st.integers(1, 9)), draw(st.integers(1, 12))
    rest = dice.random(size) < 0.3
    template = Template(dice.standard_normal((size, 2)).astype(np.float32), rest, rest & (dice.random(size) < 0.5))
    return dice.standard_normal((count, 2)).astype(np.float32), dice.random(count) < 0.7, template


def cost(heard: np.ndarray, loud: bool, template: Template, state: int) -> float:
    if not loud:
        return QUIET if template.rest[state] else MISSED
    if template.between[state]:
        return FILLER
    return INSIDE if template.rest[state] else float(((heard - template.features[state]) ** 2).mean())


def total(heard: np.ndarray, loud: np.ndarray, template: Template, path: list[int]) -> float:
    steps = [(STAY * (not template.rest[b]), *OVER)[b - a] for a, b in zip([0, *path], path, strict=False)]
    return sum(steps) + sum(cost(x, on, template, k) for x, on, k in zip(heard, loud, path, strict=True))


@settings(deadline=None, max_examples=60)
@given(problems())
def test_no_other_way_is_cheaper(problem: tuple[np.ndarray, np.ndarray, Template]) -> None:
    """Against all ways, one by one."""
    heard, loud, template = problem
    path, apart = warped(heard, loud, template)
    size = len(template.features)
    now = {0: 0.0}
    for x, on in zip(heard, loud, strict=True):
        following: dict[int, float] = {}
        for state, spent in now.items():
            for k, step in enumerate((STAY, *OVER)):
                if state + k < size:
                    more = spent + (0.0 if not k and template.rest[state] else step) + cost(x, on, template, state + k)
                    following[state + k] = min(more, following.get(state + k, np.inf))
        now = following
    end = size - 1 if size - 1 in now else min(now, key=lambda k: now[k])
    assert path[-1] == end
    assert total(heard, loud, template, path.tolist()) == pytest.approx(now[end], abs=1e-3)
    assert apart.shape == path.shape


def test_more_of_the_voice_than_is_looked_at_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same sound is found on itself, wherever the window has gone."""
    monkeypatch.setattr(warp, "WIDEST", 64)
    own = np.random.default_rng(3).standard_normal((900, 8)).astype(np.float32)
    none = np.zeros(len(own), bool)
    path, apart = warped(own, ~none, Template(own, none, none))
    assert path.tolist() == [1, *range(1, 900)] or path.tolist() == list(range(900))
    assert float(apart[5:].max()) == 0.0


@pytest.mark.parametrize("size", [999, 16_000, 700_000])
def test_features_do_not_depend_on_blocks(size: int) -> None:
    sound = np.concatenate([np.zeros(8000, np.float32), babble(40), np.zeros(8000, np.float32)])
    found = sounding(sound[a : a + size] for a in range(0, len(sound), size))
    assert (found.samples, found.features.shape) == (len(sound), (-(-len(sound) // 320), 2 * COUNT))
    assert not found.loud[:20].any()
    assert found.loud[50:1800].mean() > 0.5
    assert np.allclose(found.features, sounding([sound]).features)


def test_nothing_at_all_has_no_features() -> None:
    assert len(sounding([]).features) == 0


def recording(voice: str, lines: tuple[str, ...], pace: float = 1.0, pause: float = 0.5) -> None:
    """話.wav; and in 話.json when each line begins and ends, in ms."""
    from toolkit.japanese.readings import Reader
    from toolkit.speech.engines.openjtalk import RATE, OpenJTalk

    reader, engine = Reader(), OpenJTalk()
    parts, spans = [np.zeros(RATE, np.float32)], []
    for line in lines:
        clip = engine.speak(reader.read(line), voice, pace=pace)
        samples = clip.samples * np.float32(1 / clip.scale)
        at = sum(map(len, parts))
        spans.append([round(ms * 1000 / RATE) for ms in (at + clip.lead, at + len(samples) - clip.tail)])
        parts += [samples, np.zeros(round(pause * RATE), np.float32)]
    noise = np.random.default_rng(1).standard_normal(sum(map(len, parts))) * 0.002
    soundfile.write("話.wav", (np.concatenate(parts) + noise).astype(np.float32), RATE)
    Path("話.json").write_text(json.dumps(spans), encoding="utf-8")


def align(*lines: str) -> Result:
    Path("話.txt").write_text("\n".join(lines), encoding="utf-8")
    flags = ("--plain", "--by-voice", "--json", "--cache", "kept")
    return CliRunner().invoke(cli, ["align", "話.txt", "話.wav", *flags])


@pytest.mark.engine
@pytest.mark.parametrize(("voice", "pace", "pause"), [("takumi", 1.0, 0.5), ("sora", 1.3, 2.0), ("takumi", 0.8, 0.05)])
def test_another_voice_is_found_where_it_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voice: str, pace: float, pause: float
) -> None:
    monkeypatch.chdir(tmp_path)
    recording(voice, LINES, pace, pause)
    result = align(*LINES)
    assert result.exit_code == 0, result.stderr
    assert "compared with a voice of our own" in result.stderr
    assert "(leave --by-voice out)" in result.stderr
    data = json.loads(result.stdout)
    for line, (start, end) in zip(data["lines"], json.loads(Path("話.json").read_text("utf-8")), strict=True):
        assert abs(line["start_ms"] - start) <= 100, line
        assert abs(line["end_ms"] - end) <= 200, line
    assert not data["extra"]


@pytest.mark.engine
def test_another_text_and_what_is_no_speech_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    other = ("昨日の会議では予算の話が長く続いたんです。", "駅前の書店は来月で店を閉めるらしいですよ。") * 4
    recording("takumi", other)
    result = align(*LINES)
    assert (result.exit_code, "does not say this text" in result.stderr) == (2, True), result.stderr
    for sound in (np.zeros(160_000), np.random.default_rng(1).standard_normal(160_000) * 0.1):
        soundfile.write("話.wav", sound.astype(np.float32), 16_000)
        result = align(*LINES)
        assert (result.exit_code, result.stderr.count("\n"), result.stdout) == (2, 1, ""), result.stderr


def test_a_prior_is_of_no_use_to_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("話.txt").write_text(LINES[0], encoding="utf-8")
    Path("話.wav").write_bytes(b"x")
    result = CliRunner().invoke(cli, ["align", "話.txt", "話.wav", "--by-voice", "--prior", "x.srt"])
    assert (result.exit_code, "--prior and --by-voice cannot go together" in result.stderr) == (2, True)
