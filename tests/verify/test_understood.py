"""What an ear makes of an edition, sentence by sentence: an ear that is told what it hears, and Whisper itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.edition.folder import editions
from toolkit.japanese.lexicon import Entry
from toolkit.japanese.readings import Reader
from toolkit.japanese.readings.rivals import rivals
from toolkit.model.edition import Edition
from toolkit.model.narration import Sentence, Utterance
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.engines.openjtalk import OpenJTalk
from toolkit.speech.protocol import EngineSpec
from toolkit.speech.sound import resampled
from toolkit.styles import style_named
from toolkit.transcript import parse_script
from toolkit.verify import understood
from toolkit.verify.recogniser import RATE, WINDOW_S, Recogniser, Score

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

TEXT = """\
港の朝

江上：港の人気のない市場には、朝の四時から明かりがついています。
浜口：そうですね。いちばん大変なのは、冬に網を引くときです。
江上：何人で船に乗るのですか。
浜口：六人です。風の強い日には、無理をせず港で待ちます。
"""


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Sequence[Entry]], Path]:
    def made(lexicon: Sequence[Entry]) -> Path:
        folder = tmp_path_factory.mktemp("edition")
        speaking = Speaking(EngineSpec("openjtalk"), jobs=0, lexicon=tuple(lexicon))
        narrate(parse_script(TEXT), Cutting(style_named("sdh")), speaking, folder, "minato")
        return folder

    return made


@pytest.fixture(scope="module")
def good(make: Callable[[Sequence[Entry]], Path]) -> Path:
    return make(())


def only(folder: Path) -> Edition:
    (edition,) = editions(folder).values()
    return edition


class _Ear:
    """Takes the texts of ``wrong`` for improbable ones and hears ``instead``; texts that hold ``sure`` are probable."""

    def __init__(self, wrong: Sequence[str] = (), instead: str = "", sure: str = "\0") -> None:
        self.wrong, self.instead, self.sure = wrong, instead, sure
        self.seconds = list[float]()
        self.asked = list[str]()

    def text(self, samples: np.ndarray) -> str:
        return self.instead

    def scores(self, samples: np.ndarray, texts: Sequence[str]) -> list[Score]:
        self.seconds.append(len(samples) / RATE)
        self.asked += texts
        return [Score(-3.0 if self.sure in text else -60.0 if text in self.wrong else -10.0, 10) for text in texts]


def _found(folder: Path, ear: _Ear) -> list[str]:
    told = list[tuple[int, int]]()
    found = list(
        understood.kana_findings(only(folder), folder / "minato.wav", ear, Reader(), lambda *n: told.append(n))
    )
    assert told == [(k, 6) for k in range(1, 7)]
    return list(map(str, found))


def test_what_is_understood_has_no_findings(good: Path) -> None:
    ear = _Ear()
    assert _found(good, ear) == []
    assert max(ear.seconds) <= WINDOW_S
    due = sum(u.end - u.start for u in only(good).narration.sentences) / only(good).narration.rate
    assert sum(ear.seconds) == pytest.approx(due + 6 * 0.4, abs=0.01)


def test_a_sentence_that_is_heard_otherwise_is_named(good: Path) -> None:
    wrong = "風の強い日には、無理をせず港で待ちます。"
    (line,) = _found(good, _Ear([wrong], "きのうの晩は雪が降りつづきました。"))
    assert line.startswith("line 6 「風の強い日には")
    assert "KANA a recogniser hears" in line
    assert "きのうの晩" in line
    assert _found(good, _Ear([wrong], wrong)) == []  # improbable, and yet it is what is heard


def test_a_voice_that_is_not_understood_is_named_once(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [u.sentence.text for u in only(good).narration.sentences]
    assert len(_found(good, _Ear(texts, "ぴぽぱぽ"))) == 6  # each voice has few sentences
    monkeypatch.setattr(understood, "VOICE_SENTENCES", 2)
    message = "KANA a recogniser hears"
    assert _found(good, _Ear(texts, "ぴぽぱぽ")) == [
        f"voice hina: {message} 2 of 2 sentences otherwise",
        f"voice ren: {message} 4 of 4 sentences otherwise",
    ]


@pytest.mark.parametrize(("rival", "where"), [("いちば", "line 3"), ("にんき", "line 3")])
def test_a_word_that_sounds_like_its_rival_is_named(good: Path, rival: str, where: str) -> None:
    lines = [line for line in _found(good, _Ear(sure=rival)) if "READING" in line]
    assert len(lines) == 1
    assert lines[0].startswith(where)


@pytest.mark.parametrize(
    ("text", "surface", "others"),
    [
        ("魚の市場へ行く。", "市場", {"イチバ", "シジョー"}),
        ("人気のある店です。", "人気", {"ニンキ", "ヒトケ"}),
        ("そのまま開いた。", "開い", {"アイ", "ヒライ"}),
    ],
)
def test_rivals_are_what_the_same_letters_could_be_read(text: str, surface: str, others: set[str]) -> None:
    word = next(word for word in Reader().read(text).words if word.surface == surface)
    assert others - {word.reading} <= set(rivals(word))
    assert word.reading not in rivals(word)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=12), st.integers(5, 60))
def test_parts_are_the_sentence(lengths: list[int], longest: int) -> None:
    text = "あ" * len(lengths)
    marks = tuple((k, sum(lengths[:k])) for k in range(len(lengths)))
    utterance = Utterance(Sentence(0, None, text, 0, len(text)), 0, sum(lengths), marks)
    parts = list(understood._parts(utterance, longest))
    assert [a for a, *_ in parts] == [0, *(b for _, b, *_ in parts[:-1])]
    assert [start for *_, start, _ in parts] == [0, *(end for *_, end in parts[:-1])]
    assert (parts[-1][1], parts[-1][3]) == (len(text), sum(lengths))
    if max(lengths) <= longest:
        assert all(end - start <= longest for *_, start, end in parts)


def test_whisper_tells_a_reading_from_its_rival() -> None:
    pytest.importorskip("faster_whisper")
    text, ear, engine = "市場のとなりで待ちます。", Recogniser(1), OpenJTalk()
    spelled = [text.replace("市場", kana) for kana in ("しじょう", "いちば")]
    for index, kana in enumerate(("シジョー", "イチバ")):
        clip = engine.speak(Reader((Entry("市場", kana),)).read(text), "sora")
        sound = resampled(clip.samples, clip.rate, RATE)
        scores = [score.log_probability for score in ear.scores(sound, spelled)]
        assert scores[index] > scores[1 - index] + understood.LEAD
