"""The main job end to end: a transcript in; subtitles, tracks, mix and manifest out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from itertools import groupby, pairwise
from pathlib import Path
from types import ModuleType

import pytest

from toolkit import narration, pipeline
from toolkit.audio.decode import length_of
from toolkit.check import findings
from toolkit.cli.inspect import as_data
from toolkit.corrections.saving import save
from toolkit.edition.folder import editions, writable
from toolkit.errors import InputError, JimakuError
from toolkit.formats import format_of
from toolkit.japanese.width import width
from toolkit.model import Script, TimedCue
from toolkit.model.edition import Edition
from toolkit.model.narration import Directions
from toolkit.narration.delivery import Delivery, Figure
from toolkit.pipeline import Cutting, Speaking, narrate, subtitles
from toolkit.segment import prove
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES, Style
from toolkit.timing.room import NEAR
from toolkit.transcript import parse_script, read_script
from toolkit.transcript.scope import Scope, in_scope

MEDIA = Path(__file__).parents[2] / "media"
EXPECTED = MEDIA / "expected"
CUTTING = Cutting(STYLES["sdh"])
SILENT = Speaking(EngineSpec("silent"), jobs=0)
SAMPLES = ("mijikai.txt", "kouen.txt", "kaigi-cp932.txt")


@pytest.fixture(scope="module")
def short() -> Script:
    return read_script(MEDIA / "mijikai.txt")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("edition")


@pytest.fixture(scope="module")
def edition(short: Script, folder: Path) -> Edition:
    return narrate(short, CUTTING, SILENT, folder, "mijikai")


def contents(edition: Edition, folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in edition.names}


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


def test_what_a_narration_leaves(edition: Edition, folder: Path) -> None:
    tracks = ("tracks/01-聞き手.wav", "tracks/02-葉山しずく.wav")
    assert edition.names == ("mijikai.srt", "mijikai.wav", *tracks, "mijikai.json", "CREDITS.txt")
    assert edition.files_as("track") == tracks
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert found == sorted(edition.names)


def test_tracks_are_as_long_as_the_mix(edition: Edition, folder: Path) -> None:
    lengths = {length_of(folder / name) for name in edition.files_as("mix", "track")}
    assert lengths == {(edition.narration.rate, edition.narration.length)}


def test_cues_follow_the_clock_of_the_speech(edition: Edition) -> None:
    cues = edition.timeline.cues
    assert all(cue.clock == "speech" for cue in cues)
    assert all(cue.start_ms < cue.end_ms for cue in cues)
    assert all(one.end_ms <= other.start_ms for one, other in pairwise(cues))
    assert cues[-1].end_ms <= edition.timeline.duration_ms
    first = edition.narration.sentences[0].start * 1000 // edition.narration.rate
    assert first - NEAR.early_ms <= cues[0].start_ms <= first


def test_every_cue_knows_when_its_words_are_heard(edition: Edition) -> None:
    for timed in edition.timeline.cues:
        source = timed.cue.source
        assert source is not None
        offsets, times = zip(*timed.words, strict=True)
        assert list(offsets) == sorted(set(offsets))
        assert list(times) == sorted(times)
        assert timed.start_ms <= times[0]
        assert times[-1] <= timed.end_ms
        assert all(source.start <= offset < source.end for offset in offsets)


def test_the_subtitles_on_disk_are_the_timeline(edition: Edition, folder: Path) -> None:
    back = format_of("a.srt").read((folder / edition.file("subtitles")).read_text(encoding="utf-8"))
    assert times(back.cues) == times(edition.timeline.cues)


def test_the_manifest_tells_the_edition(edition: Edition, folder: Path) -> None:
    assert editions(folder) == {folder / "mijikai.json": edition}
    assert [role.name for role in edition.cast] == ["聞き手", "葉山しずく"]
    assert edition.cast[1].aliases[-1] == "葉山"
    assert len({role.voice for role in edition.cast}) == 2
    assert edition.provenance.engine.name == "silent"


def test_credits_stand_beside_the_sound(edition: Edition, folder: Path) -> None:
    text = (folder / edition.file("credits")).read_text(encoding="utf-8")
    assert "葉山しずく: quiet-2" in text
    assert text.endswith("\n")


def test_a_second_run_gives_the_same_bytes(short: Script, edition: Edition, folder: Path, tmp_path: Path) -> None:
    again = narrate(short, CUTTING, SILENT, tmp_path, "mijikai")
    assert again == edition
    assert contents(again, tmp_path) == contents(edition, folder)


def test_processes_change_nothing(short: Script, edition: Edition, folder: Path, tmp_path: Path) -> None:
    again = narrate(short, CUTTING, replace(SILENT, jobs=2), tmp_path, "mijikai")
    assert contents(again, tmp_path) == contents(edition, folder)


@pytest.mark.parametrize("directions", ["show", "speak", "skip"])
def test_every_stage_is_gone_through_in_order(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, directions: Directions
) -> None:
    calls: list[str] = []

    def counted(module: ModuleType, name: str) -> None:
        function = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *given, **named: (calls.append(name), function(*given, **named))[1])

    counted(narration, "plan_of")
    counted(import_module("toolkit.narration.narrate"), "narrate")
    counted(pipeline, "segment")
    narrate(read_script(MEDIA / "kouen.txt"), Cutting(STYLES["sdh"], directions=directions), SILENT, tmp_path, "a")
    assert [name for name, _ in groupby(calls)] == ["plan_of", "narrate", "segment"]


def test_a_direction_that_shares_its_cue_makes_no_silence(tmp_path: Path) -> None:
    """「……ですよ。[笑い声] 今日も……」: the laughter is shown with what follows, the pause is that of a sentence."""
    edition = narrate(read_script(MEDIA / "kouen.txt"), CUTTING, SILENT, tmp_path, "kouen")
    beats = [u for u in edition.narration.sentences if not u.audible]
    assert [edition.turns[u.sentence.turn].text[-3:] for u in beats] == ["場笑）", "拍手]"]  # they close a turn
    (after,) = (u for u in edition.narration.sentences if u.sentence.text == "今日も来てくださっています。")
    before = edition.narration.sentences[edition.narration.sentences.index(after) - 1]
    assert (after.start - before.end) * 1000 == 800 * edition.narration.rate
    assert ("（笑い声）", "今日も来てくださっています") in [timed.cue.lines for timed in edition.timeline.cues]


def test_a_voice_for_somebody_and_progress(short: Script, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    speaking = replace(SILENT, voices={"葉山": "quiet-7"})
    made = narrate(short, CUTTING, speaking, tmp_path, "a", progress=lambda *step: told.append(step))
    assert {role.name: role.voice for role in made.cast}["葉山しずく"] == "quiet-7"
    stages = list(dict.fromkeys(stage for stage, _, _ in told))
    assert stages == ["speaking", "writing"]
    for stage in stages:
        done = [(k, n) for s, k, n in told if s == stage]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]


def test_an_article_is_read_by_the_narrator(tmp_path: Path) -> None:
    script = parse_script("海の話\n\n潮は一日に四回変わります。\n")
    made = narrate(script, CUTTING, SILENT, tmp_path, "海")
    assert made.names == ("海.srt", "海.wav", "tracks/01-ナレーター.wav", "海.json", "CREDITS.txt")


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
    before = contents(narrate(short, CUTTING, SILENT, tmp_path, "a"), tmp_path)

    def stop(now: str, done: int, whole: int) -> None:
        if now == stage and done * 2 >= whole:
            raise Stopped

    with pytest.raises(Stopped):
        narrate(short, CUTTING, replace(SILENT, delivery=Delivery(pace=Figure(1.5))), tmp_path, "a", progress=stop)
    after = {p.relative_to(tmp_path).as_posix(): p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert after == before
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["tracks"]


def test_writable_leaves_nothing(tmp_path: Path) -> None:
    writable(tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


MAKERS: dict[str, Callable[[Script, Edition], str]] = {
    "mijikai.srt": lambda script, _: format_of("-").write(subtitles(script, CUTTING)[0]),
    "mijikai.inspect.json": lambda script, _: json.dumps(as_data(script), ensure_ascii=False, indent=2) + "\n",
    "mijikai.narrate-silent.srt": lambda _, edition: format_of("-").write(edition.timeline),
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
