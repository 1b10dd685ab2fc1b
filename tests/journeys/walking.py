"""What the walks of three users share: commands as they are typed, and an interview."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
INTERVIEW = """港の図書室を開いて十年

聞き手
こんにちは。図書室は何時まで開いているのですか。

葉山しずく
夜の九時までです。漁から帰った人が、網を片づけてから来られるように、この時間にしました。（笑）

聞き手
本は何冊ありますか。

葉山
いまは二千三百冊ほどです。半分は町の人が持ってきてくれました。一冊ずつに、持ってきた人の名前が書いてあるんですよ。

聞き手
子どもたちもよく来ますか。

葉山
毎日来ます。宿題をする子もいれば、海を見ているだけの子もいます。どちらも、ここにいてくれればそれでいいんです。
"""


def jimaku(folder: Path, *words: str, code: int = 0) -> subprocess.CompletedProcess[str]:
    """A command as a person types it in ``folder``; it must end with ``code`` and never with a traceback."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-m", "toolkit", *words],
        cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=600, check=False,
    )  # fmt: skip
    assert done.returncode == code, (words, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    assert "Traceback" not in done.stderr
    return done
