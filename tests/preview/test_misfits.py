"""What does not fit a recording, on the page beside the subtitles."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.errors import InputError
from toolkit.model import Cue, TimedCue
from toolkit.preview import misfits_of
from toolkit.preview.document import content_of
from toolkit.preview.findings import shown

CUES = [
    TimedCue(start, start + 1500, Cue(None, (text,))) for start, text in ((1000, "島は静かです"), (4000, "船が出ます"))
]
SRT = "1\n00:00:01,000 --> 00:00:02,500\n島は静かです\n\n2\n00:00:04,000 --> 00:00:05,500\n船が出ます\n"


def line(number: int, text: str, start: int | None, *doubts: str, elsewhere: int | None = None) -> dict[str, Any]:
    return {"line": number, "text": text, "start_ms": start, "doubts": list(doubts), "elsewhere_ms": elsewhere}


REPORT = {
    "lines": [
        line(1, "誰も来ません。", None),
        line(2, "島は静かです。", 1010),
        line(3, "風が鳴ります。", None, elsewhere=61_000),
        line(4, "船が出ます。", 4005, "confidence", "pace", "passes"),
    ],
    "extra": [{"start_ms": 200, "end_ms": 800}, {"start_ms": 8000, "end_ms": 9900, "heard": "ありがとう"}],
}
# rule, cue (0: the whole), line of the text, words
FOUND = [
    ("ALIGN-UNSPOKEN", 0, 1, "録音で話されていない：誰も来ません。"),
    ("ALIGN-UNSPOKEN", 1, 3, "ここでは話されず、00:01:01,000 に聞こえる：風が鳴ります。"),
    ("ALIGN-DOUBT", 2, 4, "文字と音が合わない：船が出ます。"),
    ("ALIGN-DOUBT", 2, 4, "この話者にしては速すぎるか遅すぎる：船が出ます。"),
    ("ALIGN-DOUBT", 2, 4, "二度の照合で位置が食い違う：船が出ます。"),
    ("ALIGN-EXTRA", 0, 0, "原稿にない音：00:00:00,200～00:00:00,800"),
    ("ALIGN-EXTRA", 2, 0, "原稿にない音：00:00:08,000～00:00:09,900（Whisper の聞き取り：ありがとう）"),
]


def test_each_stands_beside_the_cue_it_is_about_in_the_words_of_the_page() -> None:
    found = misfits_of(json.dumps(REPORT), CUES, "x.json")
    assert [(one.rule, one.cue, one.line, shown(one, "ja").message) for one in found] == FOUND
    for one in found:
        assert shown(one, "ja").mend
        assert shown(one, "en").mend
        assert shown(one, "en").detail == one.message
        assert not re.search("[A-Za-z]{8}", shown(one, "ja").message)


def jimaku(*args: str) -> Result:
    return CliRunner().invoke(cli, ["preview", "a.srt", "-o", "page.html", *args])


def test_the_page_has_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.srt").write_text(SRT, encoding="utf-8")
    Path("a.json").write_text(json.dumps(REPORT), encoding="utf-8")
    assert jimaku("--align", "a.json").exit_code == 0
    known = content_of(Path("page.html").read_text(encoding="utf-8"))
    rules = [rule[0] for rule in known["rules"]]
    beside = [[rules[one[0]] for one in cue[-1]] for cue in known["cues"]]
    assert beside[0][:1] == ["ALIGN-UNSPOKEN"]
    assert beside[1][:4] == [*["ALIGN-DOUBT"] * 3, "ALIGN-EXTRA"]
    assert [rules[one[0]] for one in known["whole"]][:2] == ["ALIGN-UNSPOKEN", "ALIGN-EXTRA"]


ROW = line(1, "島", 0, "wrong")
WRONG = ["", "[]", "{}", '{"lines": 3, "extra": []}', json.dumps({"lines": [ROW], "extra": []}), "[" * 100_000]


@pytest.mark.parametrize("text", WRONG)
def test_what_is_no_report_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no report of `jimaku align`"):
        misfits_of(text, CUES, "x.json")


@pytest.mark.parametrize("data", [None, b"\xff\xfe\x00", b"{}"])
def test_the_command_says_so_in_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes | None) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.srt").write_text(SRT, encoding="utf-8")
    if data is not None:
        Path("a.json").write_bytes(data)
    result = jimaku("--align", "a.json")
    assert (result.exit_code, result.stderr.count("\n"), "a.json" in result.stderr) == (2, 1, True)
    assert not Path("page.html").exists()


def test_the_report_is_what_align_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import hearings

    from toolkit.align import frames, probe

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(probe, "default", hearings.probe)
    lines = ("島の灯台に明かりがともりました。", "誰もこの文は口にしていません。", "楽しみにしています。")
    phones = [*hearings.tune(150), *hearings.quiet(20), *hearings.said(hearings.unit(lines[0])), *hearings.quiet(20)]
    phones += [*hearings.said(hearings.unit(lines[2])), *hearings.quiet(20)]
    monkeypatch.setattr(frames, "hear", lambda *_: hearings.heard(phones))
    Path("a.txt").write_text("\n".join(lines), encoding="utf-8")
    Path("a.wav").write_bytes(b"stands for a recording")
    printed = CliRunner().invoke(cli, ["align", "a.txt", "a.wav", "--plain", "--json"])
    assert printed.exit_code == 0, printed.stderr
    assert [one.rule for one in misfits_of(printed.stdout, CUES, "")] == ["ALIGN-UNSPOKEN", "ALIGN-EXTRA"]
