#!/usr/bin/env python3
"""A page that shows what `jimaku narrate` left in a folder: its length, all to be opened, every track to be heard.

python scripts/demo_page.py demo-out kouen
"""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path
from urllib.parse import quote

LOOK = """
:root { color-scheme: light dark; font: 100%/1.6 "Noto Sans JP", "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif; }
body { max-width: 50rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
audio { display: block; width: 100%; max-width: 30rem; }
"""


def page(folder: Path, name: str) -> str:
    """The page for the edition ``name`` in ``folder``; it is to lie there."""
    manifest = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    seconds = round(manifest["cues"][-1]["end_ms"] / 1000)
    title = escape(manifest.get("title") or name)
    seen = [
        (f"{name}-html/index.html", "読みながら聞く（再生に合わせて本文が光ります）"),
        (f"{name}.html", "字幕と音声を画面で見る（点検の結果つき）"),
        (f"{name}.srt", "字幕ファイル（SRT）"),
        (f"{name}.json", "記録（配役、時間、音量、ハッシュ）"),
        ("CREDITS.txt", "声の利用条件で求められている表示"),
    ]
    links = "".join(_link(place, said) for place, said in seen if (folder / place).exists())
    tracks = sorted(path for path in (folder / "tracks").iterdir() if path.is_file())
    mix = next(file["name"] for file in manifest["files"] if file["role"] == "mix")
    heard = [(mix, "全員"), *((f"tracks/{path.name}", path.stem.partition("-")[2]) for path in tracks)]
    players = "".join(_player(place, said) for place, said in heard)
    return (
        f'<!DOCTYPE html>\n<html lang="ja">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}：できたもの</title>\n<style>{LOOK}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
        f"<p>{seconds // 60}分{seconds % 60:02}秒、字幕{len(manifest['cues'])}枚。</p>\n"
        f"<h2>開く</h2>\n<ul>\n{links}</ul>\n<h2>聞く</h2>\n{players}</main>\n</body>\n</html>\n"
    )


def _link(place: str, said: str) -> str:
    return f'<li><a href="{escape(quote(place))}">{escape(said)}</a></li>\n'


def _player(place: str, said: str) -> str:
    name = escape(said)
    return (
        f'<h3>{name}</h3>\n<audio controls preload="none" aria-label="{name}" src="{escape(quote(place))}"></audio>\n'
    )


def main(arguments: list[str]) -> int:
    folder, name = Path(arguments[0]), arguments[1]
    (folder / "index.html").write_text(page(folder, name), encoding="utf-8")
    print(folder / "index.html")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
