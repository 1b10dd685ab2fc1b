"""An accessibility producer: an interview to be heard, in step with its subtitles, and books of it."""

from __future__ import annotations

import json
import wave
import zipfile
from pathlib import Path

from walking import INTERVIEW, jimaku

from toolkit.formats import read

QUICK = ("--engine", "silent")


def frames(path: Path) -> int:
    with wave.open(str(path)) as sound:
        return sound.getnframes()


def hashes(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_from_an_interview_to_an_edition(tmp_path: Path) -> None:
    (tmp_path / "hayama.txt").write_text(INTERVIEW, encoding="utf-8")

    # What would be read how
    assert "九時\tクジ\t" in jimaku(tmp_path, "readings", "hayama.txt").stdout

    # The edition: a track a speaker, each as long as the mix; subtitles that end with it; what the voices ask for
    jimaku(tmp_path, "narrate", "hayama.txt", "-o", "edition", *QUICK)
    edition = tmp_path / "edition"
    tracks = sorted((edition / "tracks").iterdir())
    assert [path.name for path in tracks] == ["01-聞き手.wav", "02-葉山しずく.wav"]
    assert {frames(path) for path in tracks} == {frames(edition / "hayama.wav")}
    cues = read((edition / "hayama.srt").read_text("utf-8")).cues
    manifest = json.loads((edition / "hayama.json").read_text("utf-8"))
    assert len(manifest["cues"]) == len(cues)
    assert cues[-1].end_ms <= frames(edition / "hayama.wav") / 48
    assert (edition / "CREDITS.txt").stat().st_size > 0
    assert "nothing found" in jimaku(tmp_path, "verify", "edition").stderr

    # The books of it; the edition itself stays what it was
    before = hashes(edition)
    jimaku(tmp_path, "edition", "edition", "--as", "epub,daisy,html", "-o", "shelf")
    assert hashes(edition) == before
    with zipfile.ZipFile(tmp_path / "shelf" / "hayama.epub") as book:
        assert book.read("mimetype") == b"application/epub+zip"
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
    assert "二千三百冊" in text
    assert (tmp_path / "shelf" / "hayama-daisy" / "ncc.html").is_file()
    assert "二千三百冊" in (tmp_path / "shelf" / "hayama-html" / "index.html").read_text("utf-8")

    # Another interview into the same folder leaves the first whole
    other = INTERVIEW.replace("葉山", "浜辺").replace("しずく", "勇作")
    (tmp_path / "hamabe.txt").write_text(other, encoding="utf-8")
    jimaku(tmp_path, "narrate", "hamabe.txt", "-o", "edition", *QUICK)
    after = hashes(edition)
    assert {name: after.get(name) for name in before if name != "CREDITS.txt"} == {
        name: data for name, data in before.items() if name != "CREDITS.txt"
    }
    said = jimaku(tmp_path, "verify", "edition").stderr
    assert said.count("nothing found") == 2

    # What somebody put there is never written over
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "CREDITS.txt").write_text("mine", encoding="utf-8")
    refused = jimaku(tmp_path, "narrate", "hayama.txt", "-o", "mine", *QUICK, code=4)
    assert "--force" in refused.stderr
    assert hashes(mine) == {"CREDITS.txt": b"mine"}
