"""An edition as JSON and back: nothing is lost, damage is one clear line, and what is written keeps the schema."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit.edition
from toolkit.cli import cli
from toolkit.edition.folder import editions, file_names, load
from toolkit.edition.manifest import VERSION, NoManifest, cue_rows, from_json, to_json
from toolkit.errors import InputError
from toolkit.model import Cue, Doubt, Opening, Paragraph, Source, Span, TimedCue, Timeline, TimeMark, Turn
from toolkit.model.edition import (
    Chapter,
    DoubtfulReading,
    Edition,
    EditionFile,
    EngineVersion,
    Goal,
    Level,
    Loudness,
    Provenance,
    Role,
    Track,
)
from toolkit.model.narration import Narration, Sentence, Utterance
from toolkit.narration import Delivery
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import STYLES
from toolkit.transcript import read_script

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((Path(toolkit.edition.__file__).parent / "manifest.schema.json").read_text("utf-8"))

# any edition

NAT = st.integers(0, 10**9)
FLOAT = st.floats(-1e6, 1e6)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\n"), max_size=12)
WORD = st.text('あ漢A、。（）"\\\u2028 😊', min_size=1, max_size=12)
WHO = st.sampled_from(["甲", "乙", None])
LEVEL = st.builds(Level, FLOAT, FLOAT, FLOAT, FLOAT, FLOAT, NAT)
SPAN = st.builds(Span, NAT, NAT, st.sampled_from(["direction", "ruby", "protected"]), TEXT)
TIME = st.builds(TimeMark, NAT, NAT, st.none() | NAT)
KIND = st.sampled_from(["speech", "prose", "bullet", "heading"])
PARAGRAPH = st.builds(
    Paragraph, WORD, NAT, KIND, st.lists(SPAN, max_size=2).map(tuple), st.lists(TIME, max_size=2).map(tuple)
)
TURN = st.builds(Turn, WHO, st.lists(PARAGRAPH, max_size=3).map(tuple), NAT)
PAIRS = st.lists(st.tuples(NAT, NAT), max_size=3).map(tuple)


@st.composite
def places(draw: st.DrawFn, turns: tuple[Turn, ...]) -> Source:
    turn = draw(st.integers(0, len(turns) - 1))
    start = draw(st.integers(0, len(turns[turn].text)))
    return Source(turn, start, draw(st.integers(start, len(turns[turn].text))))


@st.composite
def utterances(draw: st.DrawFn, turns: tuple[Turn, ...], start: int) -> Utterance:
    place = draw(places(turns))
    offsets = tuple(k for k in range(place.start, place.end) if draw(st.booleans()))
    text = "".join(turns[place.turn].text[k] for k in offsets) or draw(TEXT)
    sentence = Sentence(
        turn=place.turn,
        speaker=draw(WHO),
        text=text,
        start=place.start,
        end=place.end,
        offsets=offsets,
        rubies=tuple(draw(st.lists(st.tuples(NAT, NAT, TEXT), max_size=2))),
        pause=draw(st.sampled_from(["head", "comma", "sentence", "section"])),
        line=draw(NAT),
        kind=draw(st.sampled_from(["text", "direction", "announcement", "beat"])),
    )
    marks = draw(st.lists(st.tuples(st.integers(0, len(text) - 1), NAT), max_size=3)) if text else []
    return Utterance(sentence, start, start + draw(NAT), tuple(marks), draw(PAIRS), draw(st.booleans()))


@st.composite
def any_edition(draw: st.DrawFn) -> Edition:
    turns = tuple(draw(st.lists(TURN, min_size=1, max_size=3)))
    starts = sorted(draw(st.sets(NAT, max_size=4)))
    tracks = tuple(draw(st.lists(st.builds(Track, WHO, TEXT, LEVEL), max_size=3)))
    cues = [
        TimedCue(
            draw(NAT),
            draw(NAT),
            Cue(draw(WHO), tuple(draw(st.lists(TEXT, max_size=2))), draw(st.none() | places(turns))),
            draw(st.sampled_from(["reading", "speech", "text", "recording"])),
            draw(PAIRS),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    roles = ["subtitles", "mix", *["track"] * len(tracks), "credits"]
    files = tuple(EditionFile(f"a/{k}.x", draw(NAT), f"{draw(NAT):064x}", role) for k, role in enumerate(roles))  # type: ignore[arg-type]
    return Edition(
        name=draw(st.text("あa-", min_size=1, max_size=5)),
        title=draw(TEXT),
        meta=draw(st.dictionaries(TEXT, TEXT, max_size=2)),
        turns=turns,
        sections=tuple(draw(st.lists(st.builds(Opening, NAT, st.sampled_from(["article", "interview"]), TEXT)))),
        cast=tuple(draw(st.lists(st.builds(Role, WHO, st.tuples(TEXT), TEXT, FLOAT, FLOAT, TEXT, TEXT), max_size=2))),
        narration=Narration(
            draw(st.integers(1, 10**9)),
            draw(st.integers(1, 10**9)),
            tuple(draw(utterances(turns, start)) for start in starts),
            tuple(track.speaker for track in tracks),
        ),
        timeline=Timeline(tuple(cues), draw(NAT)),
        chapters=tuple(draw(st.lists(st.builds(Chapter, NAT, TEXT), max_size=2))),
        tracks=tracks,
        loudness=Loudness(
            draw(TEXT),
            Goal(draw(FLOAT), draw(st.sampled_from(["LUFS", "RMS"])), draw(FLOAT), draw(NAT), draw(NAT)),
            draw(LEVEL),
            draw(FLOAT),
            draw(NAT),
            draw(NAT),
        ),
        credits=tuple(draw(st.lists(TEXT, max_size=2))),
        provenance=Provenance(
            jimaku=draw(TEXT),
            engine=EngineVersion(draw(TEXT), draw(TEXT), draw(TEXT)),
            style=draw(TEXT),
            format=draw(TEXT),
            pace=draw(FLOAT),
            pitch=draw(FLOAT),
            announce=draw(st.sampled_from(["never", "first", "change"])),
            directions=draw(st.sampled_from(["show", "speak", "skip"])),
            made_from=draw(TEXT),
        ),
        excluded=tuple(draw(st.lists(st.tuples(NAT, TEXT), max_size=2))),
        doubts=tuple(draw(st.lists(st.builds(Doubt, NAT, TEXT), max_size=2))),
        doubtful_readings=tuple(
            draw(st.lists(st.builds(DoubtfulReading, TEXT, TEXT, FLOAT, st.integers(1, 99)), max_size=2))
        ),
        files=files,
    )


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(any_edition())
def test_an_edition_comes_back_as_it_was(edition: Edition) -> None:
    text = to_json(edition)
    assert from_json(text) == edition
    assert to_json(from_json(text)) == text
    validator().validate(json.loads(text))


@cache
def validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    return jsonschema.Draft202012Validator(SCHEMA)


# a real one


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("edition")
    speaking = Speaking(EngineSpec("silent"), jobs=0, delivery=Delivery("first"), format="flac")
    narrate(read_script(ROOT / "media" / "kouen.txt"), Cutting(STYLES["sdh"]), speaking, folder, "kouen", scope="all")
    return folder


@pytest.fixture(scope="module")
def book(folder: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((folder / "kouen.json").read_text("utf-8"))
    return made


def test_what_is_written_keeps_the_schema(book: dict[str, Any]) -> None:
    validator().validate(book)
    assert book["edition"] == VERSION


def test_subtitles_and_manifest_share_their_rows(folder: Path, book: dict[str, Any]) -> None:
    assert cue_rows(load(folder / "kouen.json").timeline) == book["cues"]
    assert [row["index"] for row in book["cues"]] == list(range(1, len(book["cues"]) + 1))


def test_every_character_has_its_place_and_every_word_its_sample(folder: Path, book: dict[str, Any]) -> None:
    turns = [turn["text"] for turn in book["turns"]]
    for row in book["sentences"]:
        pieces = (turns[row["turn"]][start:end] for start, end in row["stretches"])
        assert "".join(pieces) == row["text"]
        assert all(row["start"] <= sample <= row["end"] for _, sample in row["marks"])
    for cue in book["cues"]:
        source = cue["source"]
        assert all(source["start"] <= offset < source["end"] for offset, _ in cue["words"])
    assert {row["text"] for row in book["announcements"]} == {role["name"] for role in book["cast"]} - {None}


def test_a_row_is_a_line(folder: Path, book: dict[str, Any]) -> None:
    lines = (folder / "kouen.json").read_text("utf-8").splitlines()
    rows = sum(len(value) for value in book.values() if isinstance(value, list))
    lists = sum(isinstance(value, list) and bool(value) for value in book.values())
    assert len(lines) == 2 + len(book) + rows + lists


# damage


def without(key: str) -> Callable[[dict[str, Any]], object]:
    return lambda book: book.pop(key)


DAMAGE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    **{f"no {key}": (without(key), f"{key} is missing") for key in SCHEMA["properties"] if key not in ("edition",)},
    "a text for a number": (lambda book: book.update(rate_hz="48000"), "rate_hz is no whole number"),
    "true for a number": (lambda book: book.update(rate_hz=True), "rate_hz is no whole number"),
    "no rate": (lambda book: book.update(rate_hz=0), "rate_hz is no number above 0"),
    "not a number": (lambda book: book.update(pace=float("nan")), "pace is no number"),
    "a list for an object": (lambda book: book.update(loudness=[]), "loudness is no object"),
    "rows that are none": (lambda book: book.update(cues=["a"]), "cues[0] is no object"),
    "a cue's time": (lambda book: book["cues"][3].update(start_ms="1"), "cues[3].start_ms is no whole number"),
    "a cue's words": (lambda book: book["cues"][0].update(words=[[1]]), "cues[0].words is no list of pairs"),
    "a cue's place": (
        lambda book: book["cues"][0]["source"].update(end=10**6),
        "turn 0 has no characters 0 to 1000000",
    ),
    "a turn too far": (lambda book: book["cues"][0]["source"].update(turn=999), "turn 999 has no characters"),
    "no such pause": (lambda book: book["sentences"][0].update(pause="long"), "sentences[0].pause is no one of head"),
    "a word outside": (lambda book: book["sentences"][0].update(marks=[[999, 1]]), "has characters outside its place"),
    "endless stretches": (
        lambda book: book["sentences"][0].update(stretches=[[0, 10**15]]),
        "sentences[0].stretches is no place for each character",
    ),
    "a line too many": (lambda book: book["turns"][0].update(text="a\nb\nc\nd"), "turns[0].text is no text of"),
    "a file above": (lambda book: book["files"][0].update(name="../a.srt"), "'../a.srt' is no name in this folder"),
    "a file elsewhere": (lambda book: book["files"][0].update(name="C:\\a"), "is no name in this folder"),
    "a file without a name": (lambda book: book["files"][0].update(name="\0"), "is no name in this folder"),
    "no mix": (lambda book: book["files"].pop(1), "files are not subtitles, a mix"),
}


@pytest.mark.parametrize("name", [name for name in DAMAGE if name not in ("no jimaku", "no cues")])
def test_a_damaged_manifest_is_one_line_that_says_where(book: dict[str, Any], name: str) -> None:
    damage, words = DAMAGE[name]
    broken = json.loads(json.dumps(book))
    damage(broken)
    with pytest.raises(InputError, match=re.escape(words)) as error:
        from_json(json.dumps(broken), "talk.json")
    assert str(error.value).startswith("talk.json: is a damaged manifest (")
    assert str(error.value).endswith("— narrate it again")


@pytest.mark.parametrize("version", [None, 0, VERSION + 1, "1"])
def test_a_manifest_of_another_version_says_so(book: dict[str, Any], version: object) -> None:
    other = {**book, "edition": version}
    if version is None:
        del other["edition"]  # as before there were versions
    with pytest.raises(InputError, match=f"is a manifest of version .*, this toolkit reads {VERSION}"):
        from_json(json.dumps(other))


@pytest.mark.parametrize("text", ["[]", '{"other": 1}', '{"jimaku": "0.1.0", "rows": []}', "3"])
def test_somebody_elses_json_is_no_manifest(tmp_path: Path, text: str) -> None:
    with pytest.raises(NoManifest):
        from_json(text)
    (tmp_path / "a.json").write_text(text, "utf-8")
    with pytest.raises(InputError, match="holds no manifest"):
        editions(tmp_path)


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_one_line(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.json").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.json: cannot be read as JSON"):
        editions(tmp_path)
    assert file_names(tmp_path / "a.json") == frozenset()


def test_a_folder_tells_its_editions(folder: Path, tmp_path: Path) -> None:
    assert list(editions(folder)) == [folder / "kouen.json"]
    with pytest.raises(InputError, match="is no folder"):
        editions(tmp_path / "nowhere")
    assert file_names(tmp_path / "nowhere.json") == frozenset()


# the documents


def test_the_page_names_every_key() -> None:
    page = (ROOT / "docs" / "manifest.md").read_text("utf-8")

    def keys(schema: dict[str, Any]) -> set[str]:
        inner = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
        if isinstance(schema.get("items"), dict):
            inner.append(schema["items"])
        return set(schema.get("properties", {})).union(*map(keys, inner))

    assert {key for key in keys(SCHEMA) if f"`{key}`" not in page} == set()


def test_the_json_of_subtitle_is_rows_too(tmp_path: Path) -> None:
    from click.testing import CliRunner

    done = CliRunner().invoke(cli, ["subtitle", str(ROOT / "media" / "mijikai.txt"), "--json"])
    rows = json.loads(done.stdout)
    schema = {"type": "array", "items": SCHEMA["properties"]["cues"]["items"], "$defs": SCHEMA["$defs"]}
    jsonschema.Draft202012Validator(schema).validate(rows)
    assert {row["clock"] for row in rows} == {"reading"}
    assert not any(row["words"] for row in rows)
