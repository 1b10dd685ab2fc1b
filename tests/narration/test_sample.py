"""A sample of a transcript: whose words it holds, which doubts, and that it is cut from the text and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_editions import HARBOUR, run

from toolkit.errors import InputError
from toolkit.model import Script
from toolkit.narration.delivery import Delivery
from toolkit.narration.sample import Excerpt, sampled
from toolkit.transcript import parse_script, read_script
from toolkit.transcript.scope import Scope

MEDIA = Path(__file__).parents[2] / "media"
TALK = read_script(MEDIA / "kouen.txt")
pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own


def texts(script: Script) -> list[tuple[str | None, str]]:
    return [(turn.speaker, turn.text) for turn in script.turns]


def firsts(excerpts: tuple[Excerpt, ...]) -> list[Excerpt]:
    return [one for one in excerpts if one.doubtful is None]


@pytest.mark.parametrize("most", [0, 1, 5])
def test_everybody_is_heard_and_so_many_doubts(most: int) -> None:
    script, excerpts = sampled(TALK, most)
    assert list(dict.fromkeys(one.speaker for one in excerpts)) == [speaker.name for speaker in TALK.cast]
    assert len(excerpts) - len(firsts(excerpts)) == most
    assert list(dict.fromkeys(turn.speaker for turn in script.turns)) == [speaker.name for speaker in TALK.cast]
    assert script.cast == TALK.cast


def test_the_worst_word_is_there_and_no_word_twice() -> None:
    lines = "\n".join(f"田中\n市場を見ました、{n}回目です。" for n in "一二三四五六")
    _, excerpts = sampled(parse_script(f"佐藤\nはい。\n{lines}\n"), 3)
    words = [one.doubtful.surface for one in excerpts if one.doubtful]
    assert words.count("市場") == 1


def test_a_sample_lasts_about_a_minute() -> None:
    long = "きょうの港は、朝から霧が出ていて、船がなかなか出られませんでした。" * 40
    _, excerpts = sampled(parse_script(f"佐藤\n{long}\n田中\n{long}\n佐藤\nはい。\n田中\nええ。\n"), 0)
    assert 8 <= len(excerpts) <= 12
    assert abs(2 * sum(one.speaker == "佐藤" for one in excerpts) - len(excerpts)) <= 1


@pytest.mark.parametrize("scope", ["interview", "article", "all", None])
def test_every_word_is_the_transcripts_own(scope: Scope | None) -> None:
    script, excerpts = sampled(TALK, 4, scope)
    whole = {(p.line, t.speaker): p.text for t in TALK.turns for p in t.paragraphs}
    parts = [(p, t.speaker) for t in script.turns for p in t.paragraphs]
    assert parts
    for part, speaker in parts:
        assert part.text in whole[part.line, speaker]
        assert all(part.text[span.start : span.end] for span in part.spans)
    assert all(any(one.text[:5] in part.text for part, _ in parts) for one in excerpts)


@settings(deadline=None)
@given(st.lists(st.text("あい。！、（笑） 「」", min_size=1, max_size=12), min_size=1, max_size=6), st.integers(0, 3))
def test_whatever_is_written_a_sample_is_cut_from_it(lines: list[str], most: int) -> None:
    text = "\n".join(f"{'甲乙'[k % 2]}：{line}" for k, line in enumerate(lines))
    script = parse_script(text)
    try:
        sample, _ = sampled(script, most, "all")
    except InputError:
        return
    wholes = [p.text for t in script.turns for p in t.paragraphs]
    assert all(any(p.text in whole for whole in wholes) for t in sample.turns for p in t.paragraphs)


def test_directions_that_are_said_are_heard() -> None:
    spoken, _ = sampled(parse_script(HARBOUR), 0, "all", Delivery(directions="speak"))
    assert any(span.value == "笑" for turn in spoken.turns for p in turn.paragraphs for span in p.spans)


def test_it_is_written_like_an_edition_with_the_same_voices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("港.txt").write_text(HARBOUR, encoding="utf-8")
    wishes = ("--engine", "silent", "--jobs", "1", "--scope", "all", "--voice", "田中=quiet-5", "--directions", "speak")
    sample = run("narrate", "港.txt", "--sample", "1", "--as", "html", *wishes)
    assert sample.exit_code == 0, sample.output
    assert run("narrate", "港.txt", *wishes).exit_code == 0
    assert "a sample of " in sample.stderr
    assert "line 10 佐藤 (first turn): おはようございます。" in sample.stderr
    assert {"港-sample.srt", "港-sample.wav", "港-sample.json", "tracks"} <= {
        p.name for p in Path("港-sample").iterdir()
    }
    made, whole = (
        json.loads(Path(at).read_text("utf-8")) for at in ("港-sample/港-sample.json", "港-narration/港.json")
    )
    assert {(one["name"], one["voice"]) for one in made["cast"]} == {(o["name"], o["voice"]) for o in whole["cast"]}
    assert len(made["cues"]) < len(whole["cues"])
    assert run("verify", "港-sample").exit_code == 0
