"""What ``check`` says of breaks a subtitler would make anew: ``/`` a line, ``｜`` a subtitle."""

from __future__ import annotations

import pytest

from toolkit.check import findings
from toolkit.model import Cue, SubtitleFile, TimedCue
from toolkit.styles import style_named

SDH = style_named("sdh")


def told(marked: str, seconds: tuple[float, ...] = (), gap: int = 84) -> list[tuple[str, str, int]]:
    """Kind, severity and number of the subtitle of all that is told of breaks."""
    at, cues = 0, []
    for n, text in enumerate(marked.split("｜")):
        length = round(1000 * (seconds[n] if seconds else 3.0))
        cues.append(TimedCue(at, at + length, Cue(None, tuple(text.split("/"))), "text"))
        at += length + gap
    found = findings(SubtitleFile(tuple(cues), tuple(range(2, 2 + 4 * len(cues), 4))), SDH)
    return [(f.rule, f.severity, f.cue) for f in found if f.rule.startswith("BREAK-")]


@pytest.mark.parametrize(
    ("kind", "marked"),
    [
        ("VERB", "引っ越しのときに選ばれて｜しまったような家具です"),
        ("VERB", "去年の秋から隣の先生に習って/みたいと思っていました"),
        ("VERB", "定年になって中国語を勉強し/はじめました"),
        ("VERB", "工事の費用はどのくらいになり｜そうでしょうか"),
        ("VERB", "兄が店を継ぐと急に言い/出したのは春でした"),
        ("PARTICLE", "小さな失敗の積み重ねが成功へ/と導いたのだと思います"),
        ("PARTICLE", "昨日の収録では地元の歌手さくら！/が盛り上げてくれました"),
        ("PARTICLE", "島の人口は十二万人から三万人/に減ってしまいました"),
        ("MODIFIER", "自転車に乗り始めた｜頃は毎日のように転びました"),
        ("MODIFIER", "春には町を出ていく/つもりで荷物をまとめました"),
        ("MODIFIER", "人に任せるより自分で動くという/方だと思います"),
        ("WORD", "父は地方公務員として市役/所に四十年勤めました"),
        ("QUOTE", "台所の姉は「お湯が沸いたら/呼んで」と言い"),
        ("LIST", "県内には美術館や/水族館など八十館の施設があります"),
    ],
)
def test_what_is_divided_is_told(kind: str, marked: str) -> None:
    assert told(marked) == [(f"BREAK-{kind}", "info", 2 if "｜" in marked else 1)]


@pytest.mark.parametrize(
    "marked",
    [
        "引っ越しのときに/選ばれてしまった家具の話を｜姉は今でも笑いながらします",
        "自転車に乗り始めた頃は/毎日のように転んでいました",
        "台所の姉は/「お湯が沸いたら呼んで」と言って",
        "毎朝五時に起きます｜ところが今朝は寝坊しました",  # 。 was dropped between them
        "橋の写真を撮りました｜後で見せてもらいました",
        "雨が降りそうで怖くなり｜そうなると外へ出られません",
        "使ったことのあるAPI/を教えてください",
        "「お湯が沸いたら/すぐに呼んで」",
    ],
)
def test_what_may_stand_is_not_told(marked: str) -> None:
    assert told(marked) == []


@pytest.mark.parametrize(
    ("marked", "seconds", "expected"),
    [
        ("うちの孫は｜鈴の音で分かります", (0.8, 1.5), [("BREAK-FLASH", "info", 2)]),
        ("誰も読まない本を｜並べていました", (1.2, 1.1), [("BREAK-FLASH", "info", 2)]),
        ("誰も読まない本を｜並べていました", (1.2, 2.4), []),
        ("うちの孫は/玄関の鈴で｜分かります", (2.0, 0.8), []),  # no room
        ("はい そうです｜誰も来ません", (1.2, 1.2), []),  # two sentences
    ],
)
def test_flashes_that_a_neighbour_could_take_are_told(
    marked: str, seconds: tuple[float, ...], expected: list[tuple[str, str, int]]
) -> None:
    assert told(marked, seconds) == expected


def test_what_a_pause_parts_is_not_told() -> None:
    assert told("引っ越しのときに選ばれて｜しまったような家具です", gap=600) == []
