"""An operator: two hundred transcripts, night after night."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from walking import INTERVIEW, jimaku

COUNT = 200
NIGHT = ("--engine", "silent", "--narrate", "--subtitle", "--jobs", "2")


def report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "done" / "report.json").read_text("utf-8"))  # type: ignore[no-any-return]


def transcripts(folder: Path) -> None:
    """Two hundred in folders by year, three of them no good, two that collide, and what lies about."""
    for k in range(COUNT - 5):
        place = folder / "talks" / str(2020 + k % 5) / f"talk-{k:03}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        short = "\n".join(INTERVIEW.splitlines()[2:7])
        place.write_text(short.replace("九時", f"{k % 9 + 1}時"), encoding="utf-8")
    for k, data in enumerate((b"", b"\x89PNG\r\n\x1a\n", "。。。".encode())):
        (folder / "talks" / f"broken-{k}.txt").write_bytes(data)
    for name in ("2020/a:b.txt", "2020/a_b.txt"):
        (folder / "talks" / name).write_text(INTERVIEW, encoding="utf-8")
    (folder / "talks" / "~$talk.docx").write_bytes(b"x")
    (folder / "talks" / "poster.pdf").write_bytes(b"%PDF")
    (folder / "talks" / "draft-1.txt").write_text(INTERVIEW, encoding="utf-8")


def test_night_after_night(tmp_path: Path) -> None:
    transcripts(tmp_path)
    command = ("batch", "talks", "-o", "done", *NIGHT, "--exclude", "draft*")

    # Rehearsed: everything is listed, nothing is there
    listed = jimaku(tmp_path, *command, "--dry-run", code=1).stdout.splitlines()
    assert sum(line.startswith("make ") for line in listed) + sum(line.startswith("fail ") for line in listed) == COUNT
    assert not (tmp_path / "done").exists()

    # The first night: five fail and are named, all others are made; quiet, with a log
    first = jimaku(tmp_path, *command, "--quiet", "--log", "night.log", code=1)
    assert first.stdout == ""
    failures = first.stderr.splitlines()
    assert len(failures) == 5
    assert all(line.startswith("failed: ") for line in failures)
    clashes = [line for line in failures if "would both be written to" in line]
    assert len(clashes) == 2
    assert all(line.endswith(" — rename one") for line in clashes)  # they lie in one folder
    assert len(list((tmp_path / "done").rglob("*/talk-*/talk-*.wav"))) == COUNT - 5
    told = report(tmp_path)
    assert (told["transcripts"], told["failed"]) == (COUNT, 5)
    assert {Path(one["name"]).name for one in told["left_out"]} == {"~$talk.docx", "poster.pdf", "draft-1.txt"}
    log = (tmp_path / "night.log").read_text("utf-8")
    assert f"{COUNT - 5} of {COUNT} done" in log

    # By day: the broken are mended, the colliding renamed, one transcript is corrected, one deleted
    for k in range(3):
        (tmp_path / "talks" / f"broken-{k}.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "talks" / "2020" / "a:b.txt").rename(tmp_path / "talks" / "2020" / "c.txt")
    (tmp_path / "talks" / "2021" / "talk-001.txt").write_text(INTERVIEW, encoding="utf-8")
    (tmp_path / "talks" / "2022" / "talk-002.txt").unlink()
    jimaku(tmp_path, "batch", "talks/2021/talk-001.txt", "-o", "done", *NIGHT)
    assert "二千三百冊" in (tmp_path / "done" / "2021" / "talk-001.srt").read_text("utf-8").replace("\n", "")
    assert report(tmp_path)["transcripts"] == COUNT - 1  # nothing was made of the one that was renamed

    # The second night makes what is left, and names what is of a transcript that is no more
    second = jimaku(tmp_path, *command)
    assert f"{COUNT - 1} of {COUNT - 1} done ({COUNT - 6} unchanged)" in second.stderr
    assert len([line for line in second.stderr.splitlines() if "unchanged" in line]) == 1
    assert "2022/talk-002 is left" in second.stderr
    assert report(tmp_path)["failed"] == 0

    # It is removed when that is asked for; then there is nothing left to do
    pruned = jimaku(tmp_path, *command, "--prune")
    assert "removed, their transcripts are no more" in pruned.stderr
    assert not list((tmp_path / "done" / "2022").glob("talk-002*"))
    third = jimaku(tmp_path, *command, "--quiet")
    assert (third.stdout, third.stderr) == ("", "")
    page = (tmp_path / "done" / "report.html").read_text("utf-8")
    assert page.count('<tr role="row" data-name=') == COUNT - 1
