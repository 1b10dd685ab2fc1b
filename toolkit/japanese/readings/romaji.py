"""Japanese in Roman letters (Hepburn)."""

from __future__ import annotations

from functools import cache


@cache
def _table() -> dict[str, str]:
    rows = {
        "": "アイウエオ", "k": "カキクケコ", "s": "サ*スセソ", "t": "タ**テト", "n": "ナニヌネノ", "h": "ハヒ*ヘホ",
        "m": "マミムメモ", "y": "ヤ*ユ*ヨ", "r": "ラリルレロ", "w": "ワ****", "g": "ガギグゲゴ", "z": "ザ*ズゼゾ", "d": "ダ**デド",
        "b": "バビブベボ", "p": "パピプペポ",
    }  # fmt: skip
    table = {c + v: k for c, row in rows.items() for v, k in zip("aiueo", row, strict=True) if k != "*"}
    for consonant, kana in (("ky", "キ"), ("sh", "シ"), ("ch", "チ"), ("ny", "ニ"), ("hy", "ヒ"), ("my", "ミ"), ("ry", "リ"), ("gy", "ギ"), ("j", "ジ"), ("by", "ビ"), ("py", "ピ")):  # fmt: skip
        table.update({consonant + v: kana + small for v, small in zip("auo", "ャュョ", strict=True)})
    return {**table, "shi": "シ", "chi": "チ", "tsu": "ツ", "ji": "ジ", "fu": "フ"}


def katakana(surface: str) -> str:
    """Katakana of Hepburn letters, '' where they are none."""
    rest, out = surface.casefold(), []
    while rest:
        size = next((n for n in (3, 2, 1) if rest[:n] in _table()), 0)
        if size:
            out.append(_table()[rest[:size]])
        elif rest[0] == "n" and rest[1:2] not in tuple("aiueoy"):
            out.append("ン")
            size = 1
        elif len(rest) > 1 and rest[0] == rest[1] and rest[0] in "kstpgdbj":
            out.append("ッ")
            size = 1
        else:
            return ""
        rest = rest[size:]
    return "".join(out)
