"""The report is a Japanese page: so are the reasons in it."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from toolkit.cli import cli


def test_the_reasons_in_the_report_are_japanese(tmp_path: Path) -> None:
    talks = tmp_path / "talks"
    talks.mkdir()
    (talks / "a.txt").write_text("汐田：はい。\n\n波多野：ええ。\n", encoding="utf-8")
    (talks / "b.txt").write_bytes(b"")
    (talks / "c.xyz").write_bytes(b"x")
    done = CliRunner().invoke(cli, ["batch", str(talks), "-o", str(tmp_path / "out"), "--subtitle", "--jobs", "1"])
    assert done.exit_code == 1
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "空です — 原稿の入ったファイルを指定してください" in page
    assert "名前が原稿ではない" in page
    assert re.findall(r'<td lang="en">|<li lang="en">', page) == []
    assert "is empty" in (tmp_path / "out" / "report.json").read_text(encoding="utf-8")
