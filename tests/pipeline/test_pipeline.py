"""The main job end to end: a transcript in; subtitles, tracks, mix and manifest out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from toolkit.audio.decode import length_of
from toolkit.check import findings
from toolkit.cli.inspect import as_data
from toolkit.errors import InputError, JimakuError
from toolkit.formats import format_of
from toolkit.japanese.width import width
from toolkit.model import Script, TimedCue
from toolkit.pipeline import Cutting, Edition, Scope, Speaking, in_scope, narrate, save, subtitles, writable
from toolkit.segment import prove
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES, Style
from toolkit.transcript import parse_script, read_script

MEDIA = Path(__file__).parents[2] / "media"
EXPECTED = MEDIA / "expected"
CUTTING = Cutting(STYLES["sdh"])
SILENT = Speaking(EngineSpec("silent"), jobs=0)
SAMPLES = ("mijikai.txt", "kouen.txt", "kaigi-cp932.txt")


@pytest.fixture(scope="module")
def short() -> Script:
    return read_script(MEDIA / "mijikai.txt")


@pytest.fixture(scope="module")
def edition(short: Script, tmp_path_factory: pytest.TempPathFactory) -> Edition:
    return narrate(short, CUTTING, SILENT, tmp_path_factory.mktemp("edition"), "mijikai")


def times(cues: tuple[TimedCue, ...]) -> list[tuple[int, int, str]]:
    return [(cue.start_ms, cue.end_ms, cue.cue.text) for cue in cues]


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("name", SAMPLES)
def test_a_subtitle_file_is_read_back_as_it_was_made(name: str, style: Style, tmp_path: Path) -> None:
    timeline, _ = subtitles(read_script(MEDIA / name), Cutting(style))
    path = tmp_path / "out.srt"
    save(timeline, path)
    back = format_of(path.name).read(path.read_text(encoding="utf-8"))
    assert times(back.cues) == times(timeline.cues)
    assert back.remarks == ()


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("scope", ["interview", "all", "article"])
def test_every_style_and_scope_holds_its_rules(scope: Scope, style: Style) -> None:
    script = read_script(MEDIA / "kouen.txt")
    timeline, doubts = subtitles(script, Cutting(style), scope)
    assert doubts == ()
    prove(in_scope(script, scope).turns, [timed.cue for timed in timeline.cues], style)
    for timed in timeline.cues:
        assert len(timed.cue.lines) <= style.max_lines
        assert max(map(width, timed.cue.lines)) <= style.line_width
        assert timed.clock == "reading"
    for one, other in pairwise(timeline.cues):
        assert one.start_ms < one.end_ms <= other.start_ms


@pytest.mark.parametrize("name", SAMPLES)
def test_our_subtitles_pass_our_own_check(name: str, tmp_path: Path) -> None:
    timeline, _ = subtitles(read_script(MEDIA / name), CUTTING)
    save(timeline, tmp_path / "out.srt")
    back = format_of("out.srt").read((tmp_path / "out.srt").read_text(encoding="utf-8"))
    found = [finding for finding in findings(back, CUTTING.style) if finding.severity != "info"]
    assert {finding.rule for finding in found} <= {"NFJS-CPS"}


def test_scopes() -> None:
    script = read_script(MEDIA / "kouen.txt")
    whole, interview, article = (len(in_scope(script, scope).turns) for scope in ("all", "interview", "article"))
    assert whole == interview + article
    assert min(interview, article) > 0
    assert in_scope(script, None) == in_scope(script, "interview")
    assert all(turn.speaker is None for turn in in_scope(script, "article").turns)


def test_without_an_interview_everything_is_in_scope() -> None:
    script = parse_script("海の話\n\n潮は一日に四回変わります。\n\nその向きを読みます。\n")
    assert in_scope(script, None) == in_scope(script, "all")


def test_a_scope_that_holds_nothing_names_the_mend(short: Script) -> None:
    with pytest.raises(InputError, match="--scope all"):
        in_scope(replace(short, sections=()), "interview")


def test_what_a_narration_leaves(edition: Edition) -> None:
    folder = edition.files[0].parent
    names = [path.relative_to(folder).as_posix() for path in edition.files]
    tracks = ["tracks/01-聞き手.wav", "tracks/02-葉山しずく.wav"]
    assert names == ["mijikai.srt", "mijikai.wav", *tracks, "mijikai.json", "CREDITS.txt"]
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()) == sorted(names)


def test_tracks_are_as_long_as_the_mix(edition: Edition) -> None:
    sounds = [path for path in edition.files if path.suffix == ".wav"]
    assert len({length_of(path) for path in sounds}) == 1
    rate, samples = length_of(sounds[0])
    assert samples == edition.manifest["length_samples"]
    assert rate == edition.manifest["rate_hz"]


def test_cues_follow_the_clock_of_the_speech(edition: Edition) -> None:
    cues = edition.timeline.cues
    assert all(cue.clock == "speech" for cue in cues)
    assert all(cue.start_ms < cue.end_ms for cue in cues)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(cues))
    assert cues[-1].end_ms <= edition.timeline.duration_ms
    sentences = edition.manifest["sentences"]
    rate = edition.manifest["rate_hz"]
    assert cues[0].start_ms == sentences[0]["start"] * 1000 // rate


def test_the_subtitles_on_disk_are_the_timeline(edition: Edition) -> None:
    back = format_of("a.srt").read(edition.files[0].read_text(encoding="utf-8"))
    assert times(back.cues) == times(edition.timeline.cues)


def test_the_shape_of_the_manifest(edition: Edition) -> None:
    book = json.loads(next(p for p in edition.files if p.suffix == ".json").read_text(encoding="utf-8"))
    assert book == edition.manifest
    promised = {
        "title",
        "meta",
        "style",
        "engine",
        "rate_hz",
        "length_samples",
        "loudness",
        "cast",
        "tracks",
        "cues",
        "sentences",
        "credits",
    }
    assert promised <= set(book)
    assert set(book["cues"][0]) == {"index", "start_ms", "end_ms", "speaker", "lines", "source", "clock"}
    assert set(book["cues"][0]["source"]) == {"turn", "start", "end"}
    assert [cue["index"] for cue in book["cues"]] == list(range(1, len(book["cues"]) + 1))
    assert [member["name"] for member in book["cast"]] == ["聞き手", "葉山しずく"]
    assert book["cast"][1]["aliases"][-1] == "葉山"
    assert len({member["voice"] for member in book["cast"]}) == 2
    assert book["engine"]["name"] == "silent"


def test_credits_stand_beside_the_sound(edition: Edition) -> None:
    text = next(p for p in edition.files if p.name == "CREDITS.txt").read_text(encoding="utf-8")
    assert "葉山しずく: quiet-2" in text
    assert text.endswith("\n")


def test_a_second_run_gives_the_same_bytes(short: Script, edition: Edition, tmp_path: Path) -> None:
    again = narrate(short, CUTTING, SILENT, tmp_path, "mijikai")
    for one, other in zip(edition.files, again.files, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


def test_processes_change_nothing(short: Script, edition: Edition, tmp_path: Path) -> None:
    again = narrate(short, CUTTING, replace(SILENT, jobs=2), tmp_path, "mijikai")
    assert [p.read_bytes() for p in again.files] == [p.read_bytes() for p in edition.files]


def test_a_voice_for_somebody_and_progress(short: Script, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    speaking = replace(SILENT, voices={"葉山": "quiet-7"})
    book = narrate(short, CUTTING, speaking, tmp_path, "a", progress=lambda *step: told.append(step)).manifest
    assert {member["name"]: member["voice"] for member in book["cast"]}["葉山しずく"] == "quiet-7"
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["speaking", "writing"]
    for stage in stages:
        done = [(k, n) for s, k, n in told if s == stage]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]


def test_an_article_is_read_by_the_narrator(tmp_path: Path) -> None:
    script = parse_script("海の話\n\n潮は一日に四回変わります。\n")
    made = narrate(script, CUTTING, SILENT, tmp_path, "海")
    assert [path.name for path in made.files] == ["海.srt", "海.wav", "01-narrator.wav", "海.json", "CREDITS.txt"]


@pytest.mark.parametrize(
    "speaking",
    [
        replace(SILENT, voices={"誰か": "quiet-1"}),
        replace(SILENT, voices={"葉山": "taro"}),
        replace(SILENT, engine=EngineSpec("gramophone")),
        replace(SILENT, format="mid"),
        replace(SILENT, target="loudest"),
    ],
)
def test_what_cannot_be_is_refused_before_anything_is_written(
    short: Script, speaking: Speaking, tmp_path: Path
) -> None:
    with pytest.raises(JimakuError):
        narrate(short, CUTTING, speaking, tmp_path / "out", "a")
    assert not list(tmp_path.rglob("*.*"))


class Stopped(Exception):
    pass


@pytest.mark.parametrize("stage", ["speaking", "writing"])
def test_a_run_that_is_broken_off_leaves_the_old_edition(short: Script, stage: str, tmp_path: Path) -> None:
    before = {p: p.read_bytes() for p in narrate(short, CUTTING, SILENT, tmp_path, "a").files}

    def stop(now: str, done: int, whole: int) -> None:
        if now == stage and done * 2 >= whole:
            raise Stopped

    with pytest.raises(Stopped):
        narrate(short, CUTTING, replace(SILENT, pace=1.5), tmp_path, "a", progress=stop)
    assert {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()} == before
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["tracks"]


def test_writable_leaves_nothing(tmp_path: Path) -> None:
    writable(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


MAKERS: dict[str, Callable[[Script, Edition], str]] = {
    "mijikai.srt": lambda script, _: format_of("-").write(subtitles(script, CUTTING)[0]),
    "mijikai.inspect.json": lambda script, _: json.dumps(as_data(script), ensure_ascii=False, indent=2) + "\n",
    "mijikai.narrate-silent.srt": lambda _, edition: edition.files[0].read_text(encoding="utf-8"),
}


@pytest.mark.parametrize("name", MAKERS)
def test_expected_outputs(name: str, short: Script, edition: Edition) -> None:
    """``JIMAKU_WRITE_EXPECTED=1 pytest tests/pipeline/test_pipeline.py`` writes them anew: read the difference before
    you commit it.
    """
    made = MAKERS[name](short, edition)
    if os.environ.get("JIMAKU_WRITE_EXPECTED"):
        (EXPECTED / name).write_text(made, encoding="utf-8", newline="\n")
    assert made == (EXPECTED / name).read_text(encoding="utf-8")
