"""Whatever kind of document names a speaker, nothing that hides or deceives comes in with the name or goes out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli import cli
from toolkit.inputs.sheet import Mark, Sheet, tidy
from toolkit.transcript import read_script

HIDDEN = {
    "ESC": "\x1b\x07",
    "NUL": "\x00",
    "RLO": "\u202e",
    "isolate": "\u2066",
    "zero width": "\u200b",
    "C1": "\x9b",
    "tag": "\U000e0041",
    "half a character": "\udc00",
}
SAID = ("港の朝は早いですか。", "四時に始まります。", "寒くないですか。", "慣れました。")


def _json(names: tuple[str, str]) -> str:
    return json.dumps([{"speaker": names[k % 2], "text": text} for k, text in enumerate(SAID)])


def _csv(names: tuple[str, str]) -> str:
    rows = [f'"{names[k % 2]}","{text}"' for k, text in enumerate(SAID)]
    return "\n".join(["話者,発言", *rows]) + "\n"


def _vtt(names: tuple[str, str]) -> str:
    cues = [f"00:0{k}.000 --> 00:0{k}.900\n<v {names[k % 2]}>{text}</v>" for k, text in enumerate(SAID)]
    return "\n\n".join(["WEBVTT", *cues]) + "\n"


def _text(names: tuple[str, str]) -> str:
    return "\n".join(f"{names[k % 2]}：{text}" for k, text in enumerate(SAID)) + "\n"


WRITERS = {".json": _json, ".csv": _csv, ".vtt": _vtt, ".txt": _text}


@pytest.mark.parametrize("suffix", WRITERS)
@pytest.mark.parametrize("kind", HIDDEN)
def test_no_name_has_it(kind: str, suffix: str, tmp_path: Path) -> None:
    if kind == "half a character" and suffix != ".json":
        pytest.skip("no bytes spell it")
    path = tmp_path / f"talk{suffix}"
    path.write_text(WRITERS[suffix]((f"佐{HIDDEN[kind]}藤", "山田")), "utf-8")
    names = {speaker.name for speaker in read_script(path).cast}
    assert "山田" in names
    assert len(names) == 2
    assert all(name.isprintable() for name in names)


def test_nor_has_anything_that_goes_out(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for k, hidden in enumerate(HIDDEN.values()):
        (tmp_path / "in" / f"{k}.json").write_text(_json((f"佐{hidden}藤", "山田")), "utf-8")
    silent = ("--engine", "silent", "--narrate", "--jobs", "1")
    words = ("batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"), *silent)
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    made = [path for path in (tmp_path / "out").rglob("*") if path.suffix in (".txt", ".html", ".json", ".srt")]
    assert len(made) >= 3 * len(HIDDEN) + 2
    for path in made:
        assert _shown(path.read_text("utf-8")), path
    assert all(_shown(path.name) for path in (tmp_path / "out").rglob("*"))
    assert _shown(done.output)


def _shown(text: str) -> bool:
    return all(char.isprintable() or char in "\n\t\u3000" for char in text)


def test_blanks_of_a_name_stay_and_so_does_what_is_seen() -> None:
    sheet = Sheet(
        ("はい。",), {0: Mark(speaker="佐藤\u3000葛\U000e0100\u200b")}, title="朝\u202e", meta={"著\0者": "灘"}
    )
    clean = tidy(sheet)
    assert (clean.mark(0).speaker, clean.title, clean.meta) == ("佐藤\u3000葛\U000e0100", "朝", {"著者": "灘"})
    assert tidy(clean) == clean
