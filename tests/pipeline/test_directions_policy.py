"""Stage directions left out of an edition: nothing else goes, and what goes is listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from toolkit.cli import cli
from toolkit.errors import ConservationError, InputError
from toolkit.model import Paragraph, Script, Section, Span, TimeMark, Turn
from toolkit.pipeline import Cutting, Speaking, narrate, subtitles
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES
from toolkit.transcript import omit, parse_script, read_script
from toolkit.transcript.directions import direction_spans
from toolkit.transcript.omit import without_directions

MEDIA = Path(__file__).parents[2] / "media"
SILENT = Speaking(EngineSpec("silent"), jobs=0)


def script_of(*texts: str) -> Script:
    turns = tuple(
        Turn("甲", (Paragraph(text, k, spans=tuple(direction_spans(text))),), k) for k, text in enumerate(texts, 1)
    )
    return Script("", {}, (), (Section("interview", "", turns),))


@pytest.mark.parametrize(
    ("text", "left", "gone"),
    [
        ("布団の中です（笑）。次。", "布団の中です。次。", ["（笑）"]),
        ("[拍手] 皆さん。", "皆さん。", ["[拍手]"]),
        ("はい。（苦笑）ええ。", "はい。ええ。", ["（苦笑）"]),
        ("はい。（苦笑）。ええ。", "はい。ええ。", ["（苦笑）。"]),
        ("よかったです（笑）でも次は", "よかったです　でも次は", ["（笑）"]),
        ("はい（笑）（拍手）。", "はい。", ["（笑）", "（拍手）"]),
        ("そうですか（笑）？", "そうですか？", ["（笑）"]),
        ("約300メートル（も）あります。", "約300メートル（も）あります。", []),
    ],
)
def test_what_is_left(text: str, left: str, gone: list[str]) -> None:
    made = without_directions(script_of(text))
    assert [p.text for turn in made.turns for p in turn.paragraphs] == [left]
    assert [text for _, text in made.excluded] == gone
    assert not any(span.kind == "direction" for turn in made.turns for p in turn.paragraphs for span in p.spans)


def test_what_holds_nothing_else_goes_whole() -> None:
    made = without_directions(script_of("（拍手）", "はい。"))
    assert [turn.text for turn in made.turns] == ["はい。"]
    assert made.excluded == ((1, "（拍手）"),)


def test_rubies_and_times_move_along() -> None:
    spans = (Span(0, 4, "direction", "拍手"), Span(5, 7, "ruby", "はまべ"), Span(1, 3, "protected"))
    paragraph = Paragraph(
        "（拍手） 浜辺です。", 1, spans=spans, times=(TimeMark(0, 10), TimeMark(5, 20), TimeMark(10, 30))
    )
    (turn,) = without_directions(Script("", {}, (), (Section("interview", "", (Turn("甲", (paragraph,), 1),)),))).turns
    (made,) = turn.paragraphs
    assert made.text == "浜辺です。"
    assert made.spans == (Span(0, 2, "ruby", "はまべ"),)
    assert [mark.at for mark in made.times] == [0, 0, 5]


@given(st.lists(st.text("あ漢A 、。？（）笑拍手[]　", max_size=30), max_size=4))
def test_nothing_but_directions_goes(texts: list[str]) -> None:
    script = script_of(*texts)
    made = without_directions(script)  # raises where its own proof fails
    had = sorted("".join("".join(texts).split()))
    has = "".join([turn.text for turn in made.turns] + [text for _, text in made.excluded])
    assert sorted("".join(has.split())) == had


def test_the_proof_names_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(omit, "_cuts", lambda _: [(0, 2)])
    cut = omit._cut
    monkeypatch.setattr(omit, "_cut", lambda paragraph, _: cut(paragraph, [(0, 3)]))
    with pytest.raises(ConservationError, match="line 1"):
        without_directions(script_of("一二三四。"))


def test_subtitles_without_directions() -> None:
    script = read_script(MEDIA / "kouen.txt")
    shown, _ = subtitles(script, Cutting(STYLES["sdh"]))
    skipped, _ = subtitles(script, Cutting(STYLES["sdh"], directions="skip"))
    assert any("（笑）" in cue.cue.text for cue in shown.cues)
    assert not any("笑）" in cue.cue.text or "拍手）" in cue.cue.text for cue in skipped.cues)


def test_the_manifest_lists_what_was_left_out(tmp_path: Path) -> None:
    script = parse_script(
        "佐藤：はい、そうなんですよ（笑）。次へ。\n鈴木：[音楽] では、始めましょう。\n佐藤：お願いします。\n"
    )
    edition = narrate(script, Cutting(STYLES["sdh"], directions="skip"), SILENT, tmp_path, "a")
    assert [text for _, text in edition.excluded] == ["（笑）", "[音楽]"]
    assert edition.provenance.directions == "skip"
    assert not any("笑" in timed.cue.text for timed in edition.timeline.cues)


TALK = "佐藤：はい、そうなんですよ（笑）。次へ。\n鈴木：では、始めましょう。\n佐藤：お願いします。\n"


def run(*words: str) -> str:
    done = CliRunner().invoke(cli, [*words])
    assert done.exit_code == 0, done.output
    return done.output


def test_the_flags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talk.txt").write_text(TALK, encoding="utf-8")
    assert "1 directions are left out: line 1 （笑）" in run("subtitle", "talk.txt", "--directions", "skip")
    assert "（笑）" not in Path("talk.srt").read_text("utf-8")
    flags = ("--engine", "silent", "--no-cache", "-o", "out", "--announce", "first", "--directions", "speak")
    run("narrate", "talk.txt", *flags, "--rate", "1.2", "--rate", "佐藤=1.5", "--pitch", "鈴木=-2", "--jobs", "1")
    book = json.loads(Path("out/talk.json").read_text("utf-8"))
    assert {m["name"]: (m["pace"], m["pitch"]) for m in book["cast"]} == {
        "佐藤": (1.5, 0.0),
        "鈴木": (1.2, -2.0),
        None: (1.2, 0.0),
    }
    assert [row["text"] for row in book["announcements"]] == ["佐藤", "鈴木"]
    assert [row["text"] for row in book["sentences"] if row["kind"] == "direction"] == ["笑"]
    assert [track["name"] for track in book["tracks"]] == ["佐藤", "鈴木", "ナレーター"]


def test_the_project_file_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talk.txt").write_text(TALK, encoding="utf-8")
    Path("jimaku.toml").write_text(
        'announce = "change"\ndirections = "skip"\nrate = 1.3\ntarget = "podcast"\n[[cast]]\nname = "佐藤"\nrate = 0.9\npitch = 1\n',  # noqa: E501
        encoding="utf-8",
    )
    run("narrate", "talk.txt", "--engine", "silent", "--no-cache", "-o", "out", "--jobs", "1")
    book = json.loads(Path("out/talk.json").read_text("utf-8"))
    assert (book["announce"], book["directions"], book["pace"], book["loudness"]["target"]) == (
        "change",
        "skip",
        1.3,
        "podcast",
    )
    assert {m["name"]: (m["pace"], m["pitch"]) for m in book["cast"]}["佐藤"] == (0.9, 1.0)
    run(
        "narrate",
        "talk.txt",
        "--engine",
        "silent",
        "--no-cache",
        "-o",
        "out",
        "--jobs",
        "1",
        "--announce",
        "never",
        "--rate",
        "1",
        "--directions",
        "show",
    )
    book = json.loads(Path("out/talk.json").read_text("utf-8"))
    assert (book["announcements"], book["excluded"], book["pace"]) == ([], [], 1.0)


@pytest.mark.parametrize(
    "words",
    [
        ("--rate", "9"),
        ("--rate", "佐藤=fast"),
        ("--rate", "=1"),
        ("--rate", "nan"),
        ("--pitch", "佐藤=7"),
        ("--rate", "誰か=1.1"),
    ],
)
def test_figures_that_cannot_be(tmp_path: Path, words: tuple[str, str]) -> None:
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, encoding="utf-8")
    done = CliRunner().invoke(
        cli, ["narrate", str(talk), "--engine", "silent", "--no-cache", "-o", str(tmp_path / "out"), *words]
    )
    assert done.exit_code == InputError.exit_code
    assert words[0] in done.output or "a rate is given to" in done.output
    assert not (tmp_path / "out").exists()
