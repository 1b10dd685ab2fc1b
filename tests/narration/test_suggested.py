"""What names, titles and own words tell of a voice, and what tells nothing; and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_editions import run

from toolkit.japanese.gender import hint_of
from toolkit.japanese.tables import rows
from toolkit.narration.casting import cast_voices
from toolkit.narration.suggested import suggestions
from toolkit.speech.engines.openjtalk import OpenJTalk
from toolkit.transcript import parse_script

pytestmark = pytest.mark.filterwarnings("ignore:Dictionary.create:DeprecationWarning")  # pyopenjtalk's own

# written name, what of it tells
NAMES = """
佐藤花子 female 花子
佐藤 花子 female 花子
森花子 female 花子
金子花子さん female 花子
長谷川真由美 female 真由美
小野寺由美子氏 female 由美子
はなこ female はなこ
木村 さくら female さくら
マリア・ロペス female マリア
田中太郎 male 太郎
佐々木健太郎 male 健太郎
高橋清 male 清
森 誠 male 誠
五十嵐大輔先生 male 大輔
勇太くん male 勇太
ジョン・スミス male ジョン
北川ひろし male ひろし
北川かおる - -
森川ひかる - -
北川 ひろし male ひろし
佐藤薫 - -
薫 - -
鈴木光 - -
山本翼 - -
中村千秋 - -
加藤葵 - -
小林真琴 - -
井上忍 - -
清水晶 - -
佐藤 - -
金子 - -
宇佐美 - -
渥美 - -
真弓 - -
若菜 - -
安武 - -
小泉 - -
立花 - -
早稲田大学 - -
編集協力 - -
聞き手 - -
アレックス・ロペス - -
佐藤氏 - -
田村嬢 female 嬢
村上夫人 female 夫人
お母さん female 母さん
おばあちゃん female おばあちゃん
旅館の女将 female 女将
母 female 母
健太の母 female 母
お父さん male 父さん
おじいさん male おじいさん
花子の父 male 父
弟 male 弟
秩父 - -
吾妻 - -
祖父母 - -
父母の会 - -
佐藤君 - -
花子の兄の太郎 male 太郎
"""

# what somebody says, what of it tells
WORDS = """
僕は港で生まれました。 male 僕
それは俺がやったんだ。 male 俺
結局僕たちが直しました。 male 僕
おれ、泳げないんです。 male おれ
小生は反対です。 male 小生
あたしは、港が好き。 female あたし
ええ、アタシも行きます。 female アタシ
わたしは港で生まれました。 - -
私はそう思います。 - -
自分は反対でした。 - -
うちは漁師です。 - -
父は「俺に任せろ」と言いました。 - -
『僕の「船」』という本です。 - -
（僕は笑った） - -
公僕としての務めです。 - -
まあたしかにそうです。 - -
カフェオレが好きです。 - -
ボクシングを見ました。 - -
花がしおれは、しませんか。 - -
オレンジの船です。 - -
僕もです。あたしもです。 - -
"""


def table(text: str) -> list[tuple[str, ...]]:
    return [tuple(line.rsplit(" ", 2)) for line in text.strip().splitlines()]


@pytest.mark.parametrize(("name", "gender", "what"), table(NAMES))
def test_what_a_name_or_a_title_tells(name: str, gender: str, what: str) -> None:
    hint = hint_of([name])
    assert (hint.gender, hint.why.split(" ")[0]) == (gender, what) if hint else gender == "-"


@pytest.mark.parametrize(("words", "gender", "what"), table(WORDS))
def test_what_somebody_says_of_themselves_tells(words: str, gender: str, what: str) -> None:
    hint = hint_of(["佐藤"], "", [words])
    assert (hint.gender, hint.why.split(" ")[0]) == (gender, what) if hint else gender == "-"


@pytest.mark.parametrize(
    ("name", "role", "speech"),
    [("佐藤花子", "", "僕は行きます。"), ("佐藤太郎", "女優", ""), ("花子の兄さん", "主婦", "")],
)
def test_signs_that_contradict_tell_nothing(name: str, role: str, speech: str) -> None:
    assert hint_of([name], role, [speech]) is None


def test_a_role_tells_as_a_title_does() -> None:
    hint = hint_of(["佐藤"], "女優")
    assert hint
    assert hint.why == "女優 is said of a woman"


def test_the_table_is_large_and_no_name_is_both() -> None:
    names = [row[0] for row in rows("given_names")]
    assert len(names) >= 300
    assert len(set(names)) == len(names)
    assert {row[1] for row in rows("given_names")} == {row[1] for row in rows("gendered")} == {"female", "male"}
    assert {row[2] for row in rows("gendered")} == {"title", "kin", "self"}


TALK = "田中太郎\n港の話をします。\n佐藤花子\nはい、お願いします。\n田中太郎\n船が出ます。\n佐藤花子\nそうですね。\n"
LINE = "佐藤花子 speaks with ren (a man's voice); 花子 is mostly a woman's name: --voice '佐藤花子=female'"


def test_it_is_told_of_those_whose_voice_is_the_other_and_not_wished() -> None:
    script = parse_script(TALK)
    voices = cast_voices(script.cast, OpenJTalk(), {}, narrating=False)
    told = suggestions(script, script.turns, voices, {})
    assert told["佐藤花子"] == LINE
    assert told["田中太郎"].endswith("--voice '田中太郎=male'")
    assert suggestions(script, script.turns, voices, {"佐藤花子": "takumi", "田中太郎": "sora"}) == {}
    wished = cast_voices(script.cast, OpenJTalk(), {"佐藤花子": "female"}, narrating=False)
    assert list(suggestions(script, script.turns, wished, {"佐藤花子": "female"})) in ([], ["田中太郎"])


def test_inspect_and_narrate_tell_it_and_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "港.txt"
    path.write_text(TALK, encoding="utf-8")
    shown = run("inspect", str(path), "--voices").stdout
    assert "    voice: ren\n" in shown
    assert f"    perhaps another: {LINE}\n" in shown
    made = run("narrate", str(path), "-o", str(tmp_path / "a"), "--jobs", "1", "--sample", "0")
    assert made.exit_code == 0, made.output
    assert made.stderr.count("佐藤花子 speaks with") == 1
    assert LINE in made.stderr
    assert "佐藤花子: ren" in made.stderr
