"""Every loudness target, on a short edition that is really spoken: levels, peaks and edges as asked, in the files and
in the manifest.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from toolkit.audio.measure import measure
from toolkit.audio.targets import TARGETS, LoudnessTarget
from toolkit.model.edition import Edition
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES
from toolkit.transcript import parse_script

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

TEXT = """\
岸本：冬の観測所では、いちばん最初に何をなさるのでしょうか。朝の様子から聞かせてください。
牧野：まず窓を開けて、風の匂いをかぎます。それから湯を沸かして、気圧計の針を見ます。
岸本：機械より先に、鼻なんですね。
牧野：ええ、鼻のほうが三十分くらい早いんです。雪の前には、鉄のような匂いがしますから。
"""
Made = tuple[LoudnessTarget, Edition, Path]
SUFFIXES = {"speech": "wav", "podcast": "opus", "tv-jp": "flac", "acx": "mp3"}


@pytest.fixture(scope="module", params=TARGETS.values(), ids=TARGETS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    target: LoudnessTarget = request.param
    cache = tmp_path_factory.getbasetemp() / "spoken"
    speaking = Speaking(EngineSpec("openjtalk"), jobs=0, target=target.name, format=SUFFIXES[target.name], cache=cache)
    folder = tmp_path_factory.mktemp(target.name)
    return target, narrate(parse_script(TEXT), Cutting(STYLES["sdh"]), speaking, folder, "kansoku"), folder


def test_each_speaker_and_the_mix_are_at_their_level(made: Made) -> None:
    target, edition, folder = made
    mix, *tracks = (folder / name for name in edition.files_as("mix", "track"))
    if target.unit == "LUFS":
        assert [measure(path).integrated_lufs for path in (mix, *tracks)] == pytest.approx(
            [target.level_db] * 3, abs=0.5
        )
        return
    assert measure(mix).rms_db == pytest.approx(target.level_db, abs=0.5)
    silences = edition.loudness.mix.rms_db - edition.loudness.mix.speech_rms_db
    assert [track.level.speech_rms_db + silences for track in edition.tracks] == pytest.approx(
        [target.level_db] * 2, abs=0.5
    )


def test_no_file_peaks_above_the_target(made: Made) -> None:
    target, edition, folder = made
    for name in edition.files_as("mix", "track"):
        assert measure(folder / name).true_peak_dbtp <= target.peak_db


def test_edges_and_noise_are_what_the_target_asks_for(made: Made) -> None:
    target, edition, folder = made
    heard = measure(folder / edition.file("mix"))
    loudness = edition.loudness
    assert heard.head_ms == pytest.approx(max(target.head_ms, 500), abs=15)
    assert heard.tail_ms == pytest.approx(max(target.tail_ms, 1000), abs=30)
    assert (loudness.head_ms, loudness.tail_ms) == (max(target.head_ms, 500), max(target.tail_ms, 1000))
    assert edition.timeline.cues[0].start_ms == loudness.head_ms
    assert max(heard.noise_floor_db, loudness.noise_floor_db) <= -60
    assert heard.clicks == ()


def test_the_manifest_says_what_was_asked_and_what_is(made: Made) -> None:
    target, edition, folder = made
    loudness = edition.loudness
    assert (loudness.target, loudness.asked.level, loudness.asked.peak_dbtp) == (
        target.name,
        target.level_db,
        target.peak_db,
    )
    heard = measure(folder / edition.file("mix"))
    assert loudness.mix.lufs == pytest.approx(heard.integrated_lufs, abs=0.2)
    assert loudness.mix.rms_db == pytest.approx(heard.rms_db, abs=0.2)
    assert loudness.mix.true_peak_dbtp <= target.peak_db
