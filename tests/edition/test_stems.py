"""Stems lie where the book has them, to the millisecond and the sample, and other programs' readers agree."""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import numpy as np
import opentimelineio as otio
import pytest
import rpp
import soundfile
import wavinfo
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from narrations import narration_of, turn
from sounds import babble

from toolkit.audio.cutting import Cut, cut, mix, spread
from toolkit.audio.wav import Form, WavWriter
from toolkit.cli import cli
from toolkit.edition.book import Clip, Phrase, WordTime, book_of
from toolkit.edition.folder import editions
from toolkit.edition.forms import Job, Wanted
from toolkit.edition.sound import Sound
from toolkit.edition.stems import labels, reaper, timeline
from toolkit.edition.stems.layout import Layout, layout_of
from toolkit.edition.stems.phones import phones
from toolkit.formats import named
from toolkit.japanese.readings import Reader
from toolkit.model import Opening, Timeline, Turn
from toolkit.model.edition import Edition, EngineVersion, Goal, Level, Loudness, Provenance, Track
from toolkit.narration.delivery import Delivery
from toolkit.speech.engines.openjtalk import OpenJTalk, durations

ROOT = Path(__file__).parents[2]
LEVEL = Level(-18, -20, -19, -2)
# who speaks, and what they say
NAMES = {
    "quotes": "佐藤\"花子'`",
    "angle brackets": "<佐藤> & 田中",
    "bidi": "佐藤\u202eイロハ\u2066",
    "emoji": "田中😀👩‍👩‍👧",
    "separators": "佐藤/田中\\:鈴木|*?",
    "long": "長" * 300,
    "reserved": "CON",
    "dots": "..",
}


def edition_of(turns: Sequence[Turn], sections: Sequence[Opening] = (), title: str = "対談") -> Edition:
    """What ``narrate`` would leave, without its files."""
    narration, _ = narration_of(turns, Delivery("first"))
    return Edition(
        name="talk",
        title=title,
        meta={},
        turns=tuple(turns),
        sections=tuple(sections),
        cast=(),
        narration=narration,
        timeline=Timeline((), round(narration.length * 1000 / narration.rate)),
        chapters=(),
        tracks=tuple(Track(who, who or "narrator", LEVEL) for who in narration.tracks),
        loudness=Loudness("speech", Goal(-18, "LUFS", -1, 0, 0), LEVEL, -90, 0, 0),
        credits=(),
        provenance=Provenance(
            "0", EngineVersion("silent", "1", "3"), "sdh", "wav", 1, 0, "first", "show", made_from="x"
        ),
    )


def laid_out(edition: Edition, rate: int | None = None, wanted: Wanted | None = None) -> Layout:
    nowhere = Path("nowhere")
    job = Job(edition, nowhere, book_of(edition), Sound(nowhere, nowhere), wanted or Wanted())
    return layout_of(job, rate or edition.narration.rate)


TURNS = st.lists(
    st.tuples(
        st.sampled_from(["佐藤", "田中", *NAMES.values()]),
        st.lists(
            st.sampled_from(["今日は晴れです。", "そう（笑）。", "……", "ええ、いい天気ですね。"]),
            min_size=1,
            max_size=3,
        ),
    ),
    min_size=1,
    max_size=6,
)


@settings(deadline=None, max_examples=40)
@given(TURNS, st.sampled_from([24_000, 44_100, 48_000]))
def test_every_stem_is_where_the_book_has_it(rows: list[tuple[str, list[str]]], rate: int) -> None:
    edition = edition_of([turn("".join(words), who) for who, words in rows])
    layout, book = laid_out(edition, rate), book_of(edition)
    due = [(p.clip.start, p.clip.end, p.text.strip()) for p in book.phrases if p.clip]
    announced = [(part.announced.start, part.announced.end) for part in book.parts if part.announced]
    assert [(c.start_ms, c.end_ms, c.text) for c in layout.clips if c.kind == "text"] == due
    assert [(c.start_ms, c.end_ms) for c in layout.clips if c.kind == "announcement"] == announced
    for clip in layout.clips:
        assert abs(clip.start * 1000 / rate - clip.start_ms) <= 0.5 + 500 / rate
        assert abs(clip.end * 1000 / rate - clip.end_ms) <= 0.5 + 500 / rate
    files = [one.path for one in (*layout.tracks, *layout.clips)]
    assert len({file.casefold() for file in files}) == len(files)
    assert [c.path for c in layout.clips] == sorted(c.path for c in layout.clips)


@settings(deadline=None, max_examples=20)
@given(TURNS)
def test_other_programs_read_the_same_times(rows: list[tuple[str, list[str]]]) -> None:
    layout = laid_out(edition_of([turn("".join(words), who) for who, words in rows]))
    read = otio.adapters.read_from_string(json.dumps(timeline.timeline(layout)), "otio_json")
    spans = [
        (clip.name, span.start_time.value, span.end_time_exclusive().value)
        for track in read.tracks
        for clip in track.find_clips()
        for span in [track.range_of_child(clip)]
    ]
    assert sorted(spans) == sorted((c.text, c.start, c.end) for c in layout.clips)
    assert {track.duration().value for track in read.tracks} == {layout.length}
    project = rpp.loads("\n".join(reaper.project(layout, spread(len(layout.tracks)))))
    items = [{row[0]: row[1] for row in item if isinstance(row, list)} for item in project.iterfind(".//ITEM")]
    assert sorted(round(float(item["POSITION"]) * layout.rate) for item in items) == sorted(
        c.start for c in layout.clips
    )
    files = {source.find("FILE")[1] for source in project.iterfind(".//SOURCE")}
    assert files == {clip.path for clip in layout.clips}
    times = [(t.start_ms, t.end_ms) for t in named()["audacity"].read(labels_of(layout)).cues]
    assert times == [(c.start_ms, c.end_ms) for c in layout.clips]


def labels_of(layout: Layout) -> str:
    return labels.AUDACITY.write(labels._timeline(layout, layout.clips, named=True))


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_a_file_and_is_kept_whole_inside(tmp_path: Path, name: str) -> None:
    layout = laid_out(edition_of([turn("今日は晴れです。", NAMES[name])], title="題" * 300))
    (tmp_path / "tracks").mkdir()
    (tmp_path / "clips").mkdir()
    for place in (layout.tracks[0].path, layout.clips[-1].path):
        (tmp_path / place).write_bytes(b"")
        assert "`" not in place
    assert layout.tracks[0].name == NAMES[name]
    assert len(layout.title) == 300
    assert (len(layout.chapters), "".join(layout.chapters[0][1].split())[:2]) == (1, NAMES[name][:2])


def test_sections_are_markers() -> None:
    turns = [turn("一です。"), turn("二です。", "田中"), turn("三です。")]
    layout = laid_out(edition_of(turns, [Opening(0, "interview", "はじめに"), Opening(2, "interview", 'おわり"に')]))
    assert [title for _, title in layout.chapters] == ["はじめに", 'おわり"に']
    assert [clip.chapter for clip in layout.clips if clip.kind == "text"] == ["はじめに", "はじめに", 'おわり"に']
    rows = reaper.markers(layout).splitlines()
    assert rows[2] == f'M2,"おわり""に",0:{layout.chapters[1][0] / 1000:06.3f},,'


QUOTES = {"plain": '"plain"', 'a "b"': "'a \"b\"'", "a \"b\" 'c'": "`a \"b\" 'c'`", "\"'`": "`\"'’`", "a\nb": '"a b"'}


@pytest.mark.parametrize("text", QUOTES)
def test_quotation_marks_of_reaper(text: str) -> None:
    assert reaper.quoted(text) == QUOTES[text]


def test_words_are_labels_without_gaps() -> None:
    layout = laid_out(edition_of([turn("今日は、 晴れです。")]))
    clip = next(clip for clip in layout.clips if clip.kind == "text")
    rows = [line.split(" ") for line in labels.lab(clip, clip.words).splitlines()]
    assert all(len(row) == 3 for row in rows)
    assert rows[0][0] == "0"
    assert int(rows[-1][1]) == (clip.end_ms - clip.start_ms) * 10_000
    assert all(a[1] == b[0] for a, b in pairwise(rows))
    assert "".join(row[2] for row in rows if row[2] != "pau") == "今日は、晴れです。"


def test_phones_divide_their_words() -> None:
    words = (WordTime(0, 3, Clip(100, 400)), WordTime(3, 5, Clip(700, 1000)))
    phrase = Phrase("港へ、行く", "text", Clip(100, 1000), words)
    found = list(phones(phrase, Reader(()), durations()))
    assert [name for _, _, name in found] == ["m", "i", "n", "a", "t", "o", "e", "i", "k", "u"]
    assert [(a[1], b[0]) for a, b in pairwise(found) if a[1] != b[0]] == [(400, 700)]
    assert (found[0][0], found[-1][1]) == (100, 1000)
    assert all(start < end for start, end, _ in found)
    assert list(phones(replace(phrase, clip=None), Reader(()), durations())) == []


def test_phones_lie_where_the_voice_says_them() -> None:
    """Words alone are told, and the phones inside come out where the engine has them."""
    reading = Reader(()).read("波止場で魚を数えます。")
    engine, model = OpenJTalk(), durations()
    _, times = engine.uncut(reading, "hina")
    ms = [round(time / 48) for time in times]
    begins = [k for k, at in enumerate(reading.starts) if at >= 0 and reading.starts[k - 1] != at]
    edges = [*begins, next(k for k in range(len(reading.starts) - 1, 0, -1) if reading.starts[k] >= 0) + 1]
    words = tuple(
        WordTime(reading.starts[a], max(reading.starts[b], reading.starts[a] + 1), Clip(ms[a], ms[b]))
        for a, b in pairwise(edges)
    )
    found = list(phones(Phrase(reading.text, "text", Clip(ms[edges[0]], ms[edges[-1]]), words), Reader(()), model))
    due = [(ms[k], ms[k + 1]) for k, at in enumerate(reading.starts) if at >= 0]
    assert len(found) == len(due)
    assert all(abs(a - c) <= 1 and abs(b - d) <= 1 for (a, b, _), (c, d) in zip(found, due, strict=True))


# sound


def sound(path: Path, samples: np.ndarray, bits: int = 16) -> Path:
    with WavWriter(path, 48_000, len(samples), {}, Form(bits)) as writer:
        writer.write(samples)
        writer.finish()
    return path


SPANS = st.lists(st.tuples(st.integers(0, 140_000), st.integers(1, 80_000)), min_size=1, max_size=6)


@settings(deadline=None, max_examples=15)
@given(SPANS, st.sampled_from([16, 24]))
def test_stretches_hold_their_samples(tmp_path_factory: pytest.TempPathFactory, spans: list, bits: int) -> None:
    folder = tmp_path_factory.mktemp("cuts")
    noise = np.random.default_rng(1).integers(-(1 << (bits - 1)), 1 << (bits - 1), 150_000)
    noise[70_000:140_000] = 0
    source = sound(folder / "a.wav", noise, bits)
    cuts = [Cut(folder / f"{k}.wav", at, at + length, Form(bits)) for k, (at, length) in enumerate(spans)]
    cut(source, cuts)
    longer = np.concatenate((noise, np.zeros(100_000, noise.dtype))) << (32 - bits)
    for one in cuts:
        samples, rate = soundfile.read(one.path, dtype="int32")
        assert rate == 48_000
        assert np.array_equal(samples, longer[one.start : one.end])


@pytest.mark.parametrize("bits", [16, 24])
def test_a_mix_is_the_sum_and_a_stereo_mix_as_loud(tmp_path: Path, bits: int) -> None:
    full = 1 << (bits - 1)
    voices = [(babble(1, k, rate=48_000) * full * 0.2).astype(np.int32) for k in range(3)]
    files = [sound(tmp_path / f"{k}.wav", voice, bits) for k, voice in enumerate(voices)]
    length = len(voices[0])
    mix(files, None, Cut(tmp_path / "m.wav", 0, length, Form(bits)))
    mix(files, spread(3), Cut(tmp_path / "s.wav", 0, length, Form(bits, 2)))
    mono, stereo = (soundfile.read(tmp_path / name, dtype="float64")[0] * full for name in ("m.wav", "s.wav"))
    assert np.array_equal(mono, np.sum(voices, axis=0))
    alone = files[:1]
    mix(alone, (0.6,), Cut(tmp_path / "one.wav", 0, length, Form(bits, 2)))
    one = soundfile.read(tmp_path / "one.wav", dtype="float64")[0] * full
    assert np.square(one).sum() == pytest.approx(np.square(voices[0].astype(float)).sum(), rel=1e-3)
    assert np.square(one[:, 1]).sum() > 4 * np.square(one[:, 0]).sum()
    assert stereo.shape == (length, 2)


def test_voices_are_spread_evenly_and_one_is_in_the_middle() -> None:
    assert [spread(count) for count in (0, 1, 2, 3)] == [(), (0.0,), (-0.6, 0.6), (-0.6, 0.0, 0.6)]


# a real one


@pytest.fixture(scope="module")
def narrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("talk")
    text = folder / "対談.txt"
    text.write_text(
        "佐藤：今日は晴れです。とても、いい天気ですね。\n田中：ええ、いい天気です（笑）。\n佐藤：では、始めましょう。\n",
        "utf-8",
    )
    flags = ["--engine", "babbler:Babbler", "--jobs", "1", "--announce", "first", "--format", "flac"]
    done = CliRunner().invoke(cli, ["narrate", str(text), "-o", str(folder / "n"), *flags])
    assert done.exit_code == 0, done.output
    return folder / "n"


def stems(narrated: Path, out: Path, *flags: str) -> Path:
    done = CliRunner().invoke(cli, ["edition", str(narrated), "--as", "stems", "-o", str(out), *flags])
    assert done.exit_code == 0, done.output
    return out / "対談-stems"


def validator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("stems_validator", ROOT / "scripts" / "validators" / "stems.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("flags", [(), ("--pan",), ("--by", "cue")])
def test_foreign_readers_find_nothing(
    narrated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: tuple[str, ...]
) -> None:
    folder = stems(narrated, tmp_path, *flags)
    assert validator().main([str(tmp_path)]) == 0, capsys.readouterr()
    assert (folder / "mix-stereo.wav").exists() == ("--pan" in flags)
    edition = next(iter(editions(narrated).values()))
    tracks = [wavinfo.WavInfoReader(str(path)) for path in sorted((folder / "tracks").glob("*.wav"))]
    assert [next(t.ixml.track_list).name for t in tracks] == [track.name for track in edition.tracks]
    assert {t.ixml.project for t in tracks} == {edition.title or edition.name}
    if flags == ("--by", "cue"):
        index = json.loads((folder / "stems.json").read_text("utf-8"))
        assert [(c["start_ms"], c["end_ms"]) for c in index["clips"]] == [
            (cue.start_ms, cue.end_ms) for cue in edition.timeline.cues
        ]


def test_the_same_edition_gives_the_same_bytes(narrated: Path, tmp_path: Path) -> None:
    made = [stems(narrated, tmp_path / name, "--pan") for name in ("a", "b")]
    first, second = ({p.relative_to(m): p.read_bytes() for p in m.rglob("*") if p.is_file()} for m in made)
    assert first == second


DAMAGE = {
    "a clip in another place": lambda index: index["clips"][1].update(start=0),
    "a track of another length": lambda index: index.update(length=index["length"] - 1),
    "a clip that is not there": lambda index: index["clips"].pop(),
    "another name": lambda index: index["tracks"][0].update(name="x"),
}


@pytest.mark.parametrize("what", DAMAGE)
def test_the_validator_sees(narrated: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    path = stems(narrated, tmp_path) / "stems.json"
    index = json.loads(path.read_text("utf-8"))
    DAMAGE[what](index)
    path.write_text(json.dumps(index), "utf-8")
    assert validator().main([str(tmp_path)]) == 1
    assert re.search(r"^[a-z]+ [0-9.]+: [0-9]+ findings", capsys.readouterr().out, re.MULTILINE)


def test_a_track_that_is_gone_or_changed_is_named(narrated: Path, tmp_path: Path) -> None:
    track = sorted((narrated / "tracks").iterdir())[0]
    kept = track.read_bytes()
    for change, words in ((track.unlink, "is gone"), (lambda: track.write_bytes(b"x"), "is not the one")):
        change()
        try:
            done = CliRunner().invoke(cli, ["edition", str(narrated), "--as", "stems", "-o", str(tmp_path)])
        finally:
            track.write_bytes(kept)
        assert (done.exit_code, words in done.stderr, list(tmp_path.iterdir())) == (2, True, [])
