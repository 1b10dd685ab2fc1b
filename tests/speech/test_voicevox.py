"""VOICEVOX over HTTP, against a stand-in on the loopback that can fail in many ways."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import voicevox_server
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.errors import EngineError, InputError
from toolkit.japanese.lexicon import Entry
from toolkit.japanese.reading import Reading
from toolkit.japanese.readings import Reader
from toolkit.speech import engine_named
from toolkit.speech.engines import voicevox, voicevox_http, voicevox_kana
from toolkit.speech.engines.voicevox import Patience, Voicevox
from toolkit.speech.engines.voicevox_kana import runs
from toolkit.speech.morae import morae_of, pauses_before

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own
TEXT = "朝の市場では、毎朝大きな鐘が鳴り、みんなが集まってきます。"


@cache
def reading(text: str = TEXT) -> Reading:
    return Reader().read(text)


@pytest.fixture(scope="module")
def server() -> Iterator[voicevox_server.Fake]:
    with voicevox_server.running() as fake:
        yield fake


@pytest.fixture
def engine(server: voicevox_server.Fake, monkeypatch: pytest.MonkeyPatch) -> Voicevox:
    monkeypatch.setattr(voicevox_http, "REST_S", 0.0)
    server.faults.clear()
    server.asked.clear()
    return Voicevox(server.url)


@pytest.mark.parametrize(
    ("text", "notation"),
    [
        ("本日は、晴れです。", "ホ'ンジツワ、ハレ'デ_ス"),
        ("東京タワー", "トオキョオタ'ワア"),
        ("学校へ行く？", "ガッコオエ'/イク'？"),
    ],
)
def test_readings_and_accents_are_ours(text: str, notation: str) -> None:
    (run,) = runs(reading(text))
    assert run.notation == notation
    assert run.morae == morae_of(reading(text))
    assert (run.start, run.end) == (0, len(text))


def test_the_lexicon_wins_and_the_engine_s_dictionary_is_left_alone(
    engine: Voicevox, server: voicevox_server.Fake
) -> None:
    """Kana with accents never meets their dictionary: nothing of the user's has to be put into it, and nothing can be
    left there.
    """
    said = Reader((Entry("神渡島", "カミワタジマ", accent=5),)).read("神渡島へ行く。")
    (run,) = runs(said)
    assert run.notation.startswith("カミワタジ'マエ")
    engine.speak(said, "ひなた")
    assert {path for path, _, _ in server.asked} == {"/accent_phrases", "/synthesis"}
    assert server.asked[0][1]["text"] == run.notation


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "グァバとヴァイオリンとティッシュを、二十本買った？",
        "ニューヨーク・タイムズのCEO、100%OK！",
        "え、あ、ん。",
    ],
)
def test_the_engine_understands_the_notation(text: str) -> None:
    for run in runs(reading(text)):
        assert sum(len(phrase["moras"]) for phrase in voicevox_server.phrases_of(run.notation)) == run.morae


def test_no_phrase_is_cut_by_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(voicevox_kana, "LONGEST_PHRASE", 5)
    for run in runs(reading("東京特許許可局局長、今日急遽休暇許可却下？")):
        assert max(len(phrase["moras"]) for phrase in voicevox_server.phrases_of(run.notation)) <= 5
        assert run.notation.count("？") <= 1


def test_long_sentences_are_asked_for_in_parts(
    monkeypatch: pytest.MonkeyPatch, engine: Voicevox, server: voicevox_server.Fake
) -> None:
    whole = engine.speak(reading(), "ひなた")
    monkeypatch.setattr(voicevox_kana, "LONGEST_RUN", 10)
    parts = engine.speak(reading(), "ひなた")
    texts = [body["kana"] for path, _, body in server.asked if path == "/synthesis"]
    assert texts[0] == TEXT
    assert len(texts) == 4
    assert "".join(texts[1:]) == TEXT
    assert [offset for offset, _ in parts.marks] == [offset for offset, _ in whole.marks]
    assert len(parts.pauses) == len(whole.pauses) == len(pauses_before(reading()))


def test_voices_are_styles_with_their_credit(engine: Voicevox) -> None:
    names = [voice.name for voice in engine.voices()]
    assert names[:4] == ["ひなた/ノーマル", "とおる/ノーマル", "みお/ノーマル", "ひなた/ささやき"]
    assert not any("歌" in name for name in names)
    assert engine.voice("とおる").name == "とおる/ノーマル"
    assert engine.voice("とおる/元気").credit == "VOICEVOX:とおる"


def test_the_style_and_the_pace_are_asked_for(engine: Voicevox, server: voicevox_server.Fake) -> None:
    engine.speak(reading(), "とおる/元気", pace=1.25)
    (_, phrases, _), (_, synthesis, query) = server.asked
    assert phrases["is_kana"] == "true"
    assert phrases["speaker"] == synthesis["speaker"] == "11"
    assert (query["speedScale"], query["outputSamplingRate"]) == (1.25, engine.rate)


def test_nothing_to_say_asks_nothing(engine: Voicevox, server: voicevox_server.Fake) -> None:
    assert len(engine.speak(reading("……"), "ひなた").samples) == 0
    assert server.asked == []


@pytest.mark.parametrize("fault", ["500", "hang up"])
def test_what_goes_wrong_once_is_tried_again(engine: Voicevox, server: voicevox_server.Fake, fault: str) -> None:
    server.faults = [fault]
    assert len(engine.speak(reading(), "ひなた").samples) > engine.rate


FAULTS = {
    "500": "failed with HTTP 500",
    "422": "refused.*no such style",
    "hang up": "broke off",
    "empty": "gave no sound",
    "no samples": "gave no sound",
    "silence": "gave silence",
    "garbage": "gave no WAV",
    "cut": "a WAV that breaks off",
    "wrong rate": "gave 16000 Hz instead of 24000",
    "half": "a sound that breaks off",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_failure_is_an_error_naming_the_sentence(
    engine: Voicevox, server: voicevox_server.Fake, fault: str
) -> None:
    server.faults = [fault] * 2
    with pytest.raises(EngineError, match=f"朝の市場.*{FAULTS[fault]}"):
        engine.speak(reading(), "ひなた")


def test_a_trickle_is_no_answer(
    engine: Voicevox, server: voicevox_server.Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voicevox, "PATIENCE_S", 0.2)
    monkeypatch.setattr(voicevox, "EXPECTED_FACTOR", 0.0)
    server.faults = ["slow"] * 2
    with pytest.raises(EngineError, match="did not answer within"):
        engine.speak(reading(), "ひなた")


def _nobody() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}"


def test_nobody_there_says_what_to_start() -> None:
    with pytest.raises(EngineError, match=r"nothing answers at http://127\.0\.0\.1.*start VOICEVOX"):
        engine_named("voicevox", url=_nobody())


def test_somebody_else_there_is_told_apart(server: voicevox_server.Fake) -> None:
    with pytest.raises(EngineError, match="no VOICEVOX engine"):
        engine_named("voicevox", url=f"{server.url}/elsewhere")


@pytest.mark.parametrize("url", ["127.0.0.1:50021", "ftp://a", "http://", "http://a?b=1", "file:///etc/passwd"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InputError, match="--engine-url"):
        engine_named("voicevox", url=url)


def test_patience_learns() -> None:
    patience = Patience()
    assert patience.seconds(30) == pytest.approx(45)
    assert patience.seconds(75) == pytest.approx(50)
    assert patience.seconds(750) == pytest.approx(200)
    patience.learn(10, 1.0)
    assert patience.seconds(100) == pytest.approx(30)
    assert patience.seconds(1) == 5.0
    patience.learn(10, 0.5)
    assert patience.seconds(100) == pytest.approx(30)


def test_stereo_is_brought_to_mono() -> None:
    content = bytearray(voicevox_server.wav(np.full(200, 0.5), 24_000))
    content[22:24], content[32:34] = (2).to_bytes(2, "little"), (4).to_bytes(2, "little")
    assert len(voicevox_http.samples_of(bytes(content), 24_000)) == 100


def test_the_command_line_takes_an_address(server: voicevox_server.Fake) -> None:
    done = CliRunner().invoke(cli, ["voices", "--engine", "voicevox", "--engine-url", server.url, "--json"])
    assert [voice["credit"] for voice in json.loads(done.stdout)][:2] == ["VOICEVOX:ひなた", "VOICEVOX:とおる"]
    refused = CliRunner().invoke(cli, ["voices", "--engine-url", server.url])
    assert refused.exit_code == 2


@pytest.mark.parametrize("speakers", [[], [{"name": "A", "styles": []}]])
def test_an_engine_without_voices_is_told(
    server: voicevox_server.Fake, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, speakers: list[object]
) -> None:
    monkeypatch.setattr(voicevox_server, "SPEAKERS", speakers)
    (tmp_path / "talk.txt").write_text("佐藤：はい、そうです。\n田中：ええ、本当に。\n", "utf-8")
    options = ["--engine", "voicevox", "--engine-url", server.url, "-o", str(tmp_path / "out"), "--jobs", "1"]
    told = CliRunner().invoke(cli, ["narrate", str(tmp_path / "talk.txt"), *options])
    assert (told.exit_code, told.stderr.count("\n")) == (3, 1)
    assert "has no voices" in told.stderr
    assert not (tmp_path / "out").exists()
