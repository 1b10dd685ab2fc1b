"""Fillers left out of subtitles: nothing else goes, what goes is listed, and a voice speaks them unless asked."""

from __future__ import annotations

import json
from itertools import zip_longest
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from toolkit.check.condense import excess, found_in, hints
from toolkit.cli import cli
from toolkit.errors import ConservationError
from toolkit.formats import read
from toolkit.model import Cue, Paragraph, Script, Section, Span, TimedCue, TimeMark, Turn
from toolkit.pipeline import Cutting, reading_copy, subtitles
from toolkit.styles import STYLES
from toolkit.transcript import omit
from toolkit.transcript.omit import filler_spans, without_fillers

SDH = STYLES["sdh"]
TALK = """\
聞き手：えーと、今日は港の朝についてうかがいます。
山田：まあ、毎朝三時には起きています。その本を読んでから、なんか、海に出るんです。
聞き手：あの、冬はつらくありませんか。
山田：えーと。
聞き手：あの人はどうですか。
山田：その、まあ、元気です。
"""
GONE = ["えーと、", "まあ、", "なんか、", "あの、", "その、", "まあ、"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("talk.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def jimaku(line: str) -> Result:
    done = CliRunner().invoke(cli, line.split())
    assert done.exit_code == 0, done.stderr
    return done


def script_of(*paragraphs: Paragraph) -> Script:
    return Script("", {}, (), (Section("interview", "", tuple(Turn("甲", (p,), p.line) for p in paragraphs)),))


pieces = st.sampled_from(
    ["えーと、", "あの、", "その", "まあ、", "なんか", "海を", "見る人", "、", "。", "…", " ", "（笑）", "AI"]
)


@given(st.lists(st.lists(pieces, min_size=1, max_size=9).map("".join), min_size=1, max_size=4))
def test_what_is_shown_and_what_is_dropped_is_the_transcript(texts: list[str]) -> None:
    whole = script_of(*(Paragraph(f"海。{text}".strip(), k) for k, text in enumerate(texts, 1)))
    made = without_fillers(whole)
    gone = list(made.excluded)
    for before, after in zip_longest(whole.turns, made.turns):
        text, rest = before.text, after.text
        for start, end in filler_spans(before.paragraphs[0]):
            assert gone.pop(0) == (before.line, text[start:end])
        spans = filler_spans(before.paragraphs[0])
        kept = "".join(char for k, char in enumerate(text) if not any(a <= k < b for a, b in spans))
        assert "".join(rest.split()) == "".join(kept.split())
    assert gone == []
    timeline, _ = subtitles(whole, Cutting(SDH, drop_fillers=True))
    shown = "".join(char for timed in timeline.cues for char in timed.cue.text if char.isalnum())
    assert shown == "".join(char for turn in made.turns for char in turn.text if char.isalnum())


def test_rubies_times_and_protected_words_stay() -> None:
    text = "あの、潮田さんは、まあ、元気です。"
    paragraph = Paragraph(text, 1, spans=(Span(3, 5, "ruby", "しおだ"),), times=(TimeMark(0, 10), TimeMark(12, 90)))
    (turn,) = without_fillers(script_of(paragraph)).turns
    (made,) = turn.paragraphs
    assert (made.text, made.spans) == ("潮田さんは、元気です。", (Span(0, 2, "ruby", "しおだ"),))
    assert [mark.at for mark in made.times] == [0, 6]
    assert without_fillers(script_of(paragraph), ["まあ、元気"]).turns[0].text == "潮田さんは、まあ、元気です。"
    inside = Paragraph(text, 1, spans=(Span(0, 3, "protected"),))
    assert without_fillers(script_of(inside)).turns[0].text == "あの、潮田さんは、元気です。"


def test_latin_words_do_not_run_together() -> None:
    texts = ("昔はAI えーと MLと呼びました。", "港にはえーと三隻あります。")
    made = without_fillers(script_of(*(Paragraph(text, 1) for text in texts)))
    assert [turn.text for turn in made.turns] == ["昔はAI MLと呼びました。", "港には三隻あります。"]


def test_the_proof_names_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = omit._cut
    monkeypatch.setattr(omit, "_cut", lambda paragraph, _: cut(paragraph, [(0, 5)]))
    with pytest.raises(ConservationError, match="line 7"):
        without_fillers(script_of(Paragraph("あの、海です。", 7)))


def test_exactly_what_is_listed_is_dropped_and_listed_again() -> None:
    listed = [f for row in json.loads(jimaku("subtitle talk.txt --json").stdout) for f in row.get("fillers", ())]
    assert [one["text"] for one in listed] == GONE
    done = jimaku("subtitle talk.txt --json --drop-fillers")
    rows = json.loads(done.stdout)
    assert [one for row in rows for one in row.get("dropped", ())] == listed
    assert not any("fillers" in row for row in rows)
    told = ", ".join(f"line {one['line']} {one['text']}" for one in listed)
    assert f"6 fillers are left out: {told}\n" in done.stderr
    shown = "".join("".join(row["lines"]) for row in rows)
    assert all(words in shown for words in ("その本を", "あの人は", "（山田）えーと"))
    assert [row["dropped"][0]["text"] for row in rows if "海に出るんです" in "".join(row["lines"])] == ["なんか、"]


def test_what_is_too_long_says_by_how_much() -> None:
    rows = json.loads(jimaku("subtitle talk.txt --json --fit 0:12").stdout)
    for row in rows:
        units = len("".join(row["lines"]).replace(" ", "")) + "".join(row["lines"]).count(" ") / 2
        over = units - 7 * (row["end_ms"] - row["start_ms"]) / 1000
        assert row.get("too_long", 0) == pytest.approx(over, abs=0.51)
    assert any(row.get("too_long") for row in rows)
    assert not any("too_long" in row for row in json.loads(jimaku("subtitle talk.txt --json").stdout))


def test_check_names_them_too() -> None:
    told = jimaku("subtitle talk.txt -o talk.srt --fit 0:12").stderr
    assert "6 fillers may go: --drop-fillers leaves them out" in told
    done = CliRunner().invoke(cli, ["check", "talk.srt", "--json"])
    report = json.loads(done.stdout)
    file = read(Path("talk.srt").read_text(encoding="utf-8"))
    assert [one["cue"] for one in report["condense"]] == [hint.cue for hint in hints(file, SDH)]
    assert report["condense"][0]["fillers"] == ["えーと"]
    assert "characters too many, えーと may go (3)" in report["findings"][0]["message"]


def test_a_cue_that_can_be_read_is_not_too_long() -> None:
    timed = TimedCue(0, 2000, Cue(None, ("あの 海の上で見る朝日が", "好きです")))
    assert (excess(timed, SDH), found_in(timed)) == (1.5, ("あの",))
    assert excess(TimedCue(0, 3000, timed.cue), SDH) == 0.0
    assert excess(TimedCue(5, 5, timed.cue), SDH) == 0.0


def test_a_voice_speaks_them_unless_asked() -> None:
    flags = "--engine silent --no-cache --jobs 1"
    jimaku(f"narrate talk.txt {flags} -o whole")
    jimaku(f"narrate talk.txt {flags} -o short --drop-fillers")
    whole, short = (json.loads(Path(folder, "talk.json").read_text("utf-8")) for folder in ("whole", "short"))
    assert whole["excluded"] == []
    assert [row["text"] for row in short["excluded"]] == GONE
    assert whole["sentences"][0]["text"].startswith("えーと、")
    assert short["sentences"][0]["text"].startswith("今日は")


def test_a_batch_lists_them_in_its_report() -> None:
    assert "may go" not in jimaku("subtitle talk.txt -o - --fit 0:12 --drop-fillers").stderr
    jimaku("batch talk.txt -o out --subtitle --jobs 1 --drop-fillers")
    (row,) = json.loads(Path("out/report.json").read_text("utf-8"))["rows"]
    assert "line 2: fillers are left out: まあ、 なんか、" in row["warnings"]
    assert "えーと今日" not in Path("out/talk.srt").read_text("utf-8")


def test_directions_and_fillers_go_together() -> None:
    script = script_of(Paragraph("えーと、はい（笑）、そうです。", 3, spans=(Span(6, 9, "direction", "笑"),)))
    copy = reading_copy(script, Cutting(SDH, directions="skip", drop_fillers=True))
    assert (copy.turns[0].text, copy.excluded) == ("はい、そうです。", ((3, "（笑）"), (3, "えーと、")))
