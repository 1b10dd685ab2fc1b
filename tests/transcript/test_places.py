"""Lines that people are told are lines of their file."""

from __future__ import annotations

from pathlib import Path

from toolkit.transcript import read_script

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
ASK = "それはいつ頃のお話でしょうか。"


def test_a_break_inside_a_line_moves_no_line_after_it(tmp_path: Path) -> None:
    file = tmp_path / "talk.md"
    rows = [f"| 佐藤 | {LONG}<br>{LONG}<br>{LONG} |", f"| 鈴木 | {ASK} |"] * 4
    file.write_text("\n".join(["| 話者 | 発言 |", "|---|---|", *rows]), encoding="utf-8")
    script = read_script(file)
    assert [(t.speaker, t.line) for t in script.turns] == [(("佐藤", "鈴木")[n % 2], n + 3) for n in range(8)]
    assert [p.line for p in script.turns[2].paragraphs] == [5, 5, 5]
    assert (5, "|") in script.excluded
