"""A subtitler: from an article to subtitles that can be handed over, corrected by hand on the way."""

from __future__ import annotations

from pathlib import Path

from walking import INTERVIEW, jimaku

from toolkit.formats import read
from toolkit.japanese.width import width
from toolkit.model import SubtitleFile


def subtitles(path: Path) -> SubtitleFile:
    return read(path.read_text("utf-8"))


def letters(text: str) -> str:
    """What is said, without what a style may change."""
    return "".join(sign for sign in text if sign.isalnum())


def test_from_an_article_to_subtitles(tmp_path: Path) -> None:
    (tmp_path / "hayama.txt").write_text(INTERVIEW, encoding="utf-8")

    # Who was understood to speak
    shown = jimaku(tmp_path, "inspect", "hayama.txt").stdout
    assert "葉山しずく" in shown
    assert "聞き手: 3 turns" in shown

    # The subtitles: all that is said, nothing of the heading, within the style, times rising
    jimaku(tmp_path, "subtitle", "hayama.txt")
    file = subtitles(tmp_path / "hayama.srt")
    said = "".join(letters(line) for timed in file.cues for line in timed.cue.lines)
    for sentence in ("夜の九時までです", "いまは二千三百冊ほどです", "宿題をする子もいれば"):
        assert letters(sentence) in said
    assert "港の図書室を開いて十年" not in said
    assert all(width(line) <= 16 for timed in file.cues for line in timed.cue.lines)
    assert all(len(timed.cue.lines) <= 2 for timed in file.cues)
    times = [time for timed in file.cues for time in (timed.start_ms, timed.end_ms)]
    assert times == sorted(times)
    assert jimaku(tmp_path, "check", "hayama.srt", "--errors-only").stdout.count("error") <= 1

    # Seen on a page, with every cue
    jimaku(tmp_path, "preview", "hayama.srt", "-o", "hayama.html")
    assert '"cues"' in (tmp_path / "hayama.html").read_text("utf-8")

    # A word is corrected by hand, then a line is added to the article: both are there in the end
    edited = (tmp_path / "hayama.srt").read_text("utf-8").replace("網を", "あみを", 1)
    assert "あみを" in edited
    (tmp_path / "hayama.srt").write_text(edited, encoding="utf-8")
    more = INTERVIEW + "\n聞き手\nありがとうございました。\n"
    (tmp_path / "hayama.txt").write_text(more, encoding="utf-8")
    refused = jimaku(tmp_path, "subtitle", "hayama.txt", code=4)
    assert "--keep" in refused.stderr
    assert (tmp_path / "hayama.srt").read_text("utf-8") == edited
    jimaku(tmp_path, "subtitle", "hayama.txt", "--keep", "hayama.srt")
    kept = (tmp_path / "hayama.srt").read_text("utf-8")
    assert "あみを" in kept
    assert "ありがとうございました" in kept

    # Handed over in the formats that were asked for, saying the same
    jimaku(tmp_path, "convert", "hayama.srt", "hayama.vtt", "hayama.ttml", "hayama.ass")
    assert (tmp_path / "hayama.vtt").read_text("utf-8").startswith("WEBVTT")
    same = jimaku(tmp_path, "diff", "hayama.srt", "hayama.vtt")
    assert "あみ" not in same.stdout
