"""An edition whose voices keep the times of subtitles: it verifies, and what does not fit is told by its number."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from toolkit.cli import cli
from toolkit.edition.folder import editions
from toolkit.verify import verify

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

SUBTITLES = """\
1
00:00:01,000 --> 00:00:04,500
（潮見）今日は港の灯台について
お話をうかがいます

2
00:00:05,000 --> 00:00:06,200
（岬）よろしくお願いします

3
00:00:12,000 --> 00:00:13,000
（拍手）

4
00:00:20,000 --> 00:00:21,000
（潮見）台風が近づいた夜は、窓が割れないように板を打ちつけていたそうですね。

5
00:00:26,000 --> 00:00:28,000
（岬）朝まで。眠らずに見守りました。

6
00:00:30,000 --> 00:00:36,000
（潮見）ありがとうございました。
"""


def fit(folder: Path, text: str, *flags: str) -> Result:
    source = folder / "灯台.srt"
    source.write_text(text, encoding="utf-8")
    arguments = ["narrate", "--fit", str(source), "-o", str(folder / "版"), "--jobs", "1", "--no-cache", *flags]
    return CliRunner().invoke(cli, arguments)


def test_voices_keep_the_times_of_subtitles(tmp_path: Path) -> None:
    result = fit(tmp_path, SUBTITLES)
    assert result.exit_code == 0, result.output
    (edition,) = editions(tmp_path / "版").values()
    assert verify(edition, tmp_path / "版") == []
    told = [doubt.message for doubt in edition.doubts]
    assert len(told) == 1
    assert told[0].startswith("subtitle 4 is said until 2.")
    assert told[0] in result.stderr
    heard = [u for u in edition.narration.sentences if u.audible and u.sentence.pause == "given"]
    starts = [u.start / edition.narration.rate for u in heard]
    assert starts == pytest.approx([1, 5, 20, 26, 30], abs=0.001)
    assert {u.sentence.speaker for u in heard} == {"潮見", "岬"}
    assert edition.narration.seconds == pytest.approx(36, abs=0.001)


def test_spoken_credits_have_no_time(tmp_path: Path) -> None:
    result = fit(tmp_path, SUBTITLES, "--engine", "silent", "--credits", "spoken")
    assert result.exit_code == 2
    assert "no time for spoken credits" in result.stderr
