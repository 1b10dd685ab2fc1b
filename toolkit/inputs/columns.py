"""What the columns of a table hold: one judgement over all columns at once.

Every column has a score for every role: words of its header, and what its cells look like. The best assignment of roles
to columns is the one of the highest sum, found column by column over the sets of roles already given. No column is
speech unless the whole says so. The weights are of our own judgement, tried on the tables of tests/inputs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from toolkit.inputs.stamps import Stamp, rising, stamps_beside, stamps_in
from toolkit.japanese.lazy import lazy

Role = Literal["start", "end", "number", "speaker", "text", "question", "answer", "voice", "note", "other"]
SPEECH: tuple[Role, ...] = ("text", "question", "answer", "voice")

# Words of a header, NFKC, lower case, without blanks and signs. A word in the weak row says less: lists of other things
# have it too.
_WORDS: Mapping[Role, str] = {
    "start": "開始 開始時間 開始時刻 開始点 時間 時刻 タイム タイムコード タイムスタンプ 経過時間 秒 tc tcin in inpoint イン イン点 in点 start starttime begin from time timestamp timecode",  # noqa: E501
    "end": "終了 終了時間 終了時刻 終了点 終わり tcout out outpoint アウト アウト点 out点 end endtime stop to",
    "number": "番号 no # 行 行番号 連番 通し番号 項番 順番 順 id index idx num number 発言番号 字幕番号",
    "speaker": "話者 話者名 話し手 発話者 発言者 発言者名 名前 氏名 お名前 スピーカー スピーカー名 キャラ キャラクター 人物 役名 登場人物 声 送信者 投稿者 speaker speakername speakerlabel name who voice character actor",  # noqa: E501
    "text": "発言 発言内容 発話 発話内容 話した内容 テキスト 本文 セリフ せりふ 台詞 台本 字幕 字幕テキスト 文字起こし 書き起こし 逐語 逐語録 会話 会話内容 コメント 原稿 ナレーション 日本語 メッセージ 投稿内容 text transcript transcription utterance subtitle caption line speech dialogue dialog sentence content",  # noqa: E501
    "question": "質問 問 問い q question 質疑",
    "answer": "回答 答 答え お答え a answer 応答",
    "note": "備考 メモ 注 注記 注釈 補足 演出 指示 効果 スタイル 感情 状況 ト書き 英語 英訳 訳 翻訳 読み カット 尺 長さ 時間長 note notes memo remark remarks style emotion translation english reading confidence duration cut shot channel",  # noqa: E501
}
_WEAK: Mapping[Role, str] = {
    "start": "日時 位置",
    "speaker": "担当 担当者 役 役割 出演 出演者 委員 メンバー 参加者 所属氏名 ユーザー ユーザー名 ラベル user username participant role label",  # noqa: E501
    "text": "内容 話 発表 原文 日本語訳 投稿 message body value",
    "note": "項目 分類 種類 区分 日付 年 年月日 職業 肩書 所属 年齢 経歴 プロフィール 役職 説明 出来事 単位 数 金額 説明文 date title url category type",  # noqa: E501
}
_OF_WORD: Mapping[str, tuple[Role, float]] = {
    word: (role, weight)
    for weight, table in ((2.5, _WEAK), (4.5, _WORDS))
    for role, words in table.items()
    for word in words.split()
}
_STEMS: tuple[tuple[str, Role], ...] = (
    ("発言者", "speaker"), ("話者", "speaker"), ("話し手", "speaker"), ("speaker", "speaker"), ("氏名", "speaker"),
    ("発言", "text"), ("発話", "text"), ("セリフ", "text"), ("台詞", "text"), ("テキスト", "text"), ("内容", "text"),
    ("開始", "start"), ("start", "start"), ("終了", "end"), ("備考", "note"), ("メモ", "note"), ("番号", "number"),
    ("タイム", "start"), ("時刻", "start"), ("transcript", "text"), ("text", "text"),
)  # fmt: skip
_SIGNS = lazy(r"[\s・:()\[\]【】.,/_\-―–*]+")
_LONGEST_HEAD = 14
_LONGEST_NAME = 24
_SENTENCE = lazy(r"[。！？!?…]|、.")
_HIRAGANA = lazy("[ぁ-ゖ]")
_NO_NAME = lazy(r"[。！？!?、…]|^[0-9]+[^0-9A-Za-zぁ-ゖ]*$|^[0-9]{2,}")
_BRACKETS = lazy(r"[(（\[［【〔〈<][^)）\]］】〕〉>]{0,40}[)）\]］】〕〉>]")
_INTEGER = lazy(r"[0-9]{1,6}[.．)]?")
_COUNTED = lazy(r"(Q|A|問|答|質問|回答)[.．]?\s?[0-9]{1,3}")
SAME = frozenset("〃 同上 同 々 ″ 〟 \" '' 仝 ↑ ditto".split())  # the speaker of the row above
_WIDEST = 64  # columns that may be speech; what stands to the right is listed
_SAMPLE = 500  # rows: enough to see what a column holds
_ONCE: tuple[Role, ...] = ("start", "end", "number", "speaker", "text", "question", "answer")
_SAID = 100.0
_OF_ONE = frozenset(("speaker", "text", "question", "answer"))
ENOUGH = 4.0  # of speech and speaker together, from which on a table is a transcript


@lru_cache(maxsize=4096)
def head_word(text: str) -> tuple[Role, float] | None:
    """The role that a cell of a header names, and how plainly."""
    if len(text) > 4 * _LONGEST_HEAD:
        return None
    if text.strip() in ("#", "＃", "№"):
        return "number", 4.5
    shown = unicodedata.normalize("NFKC", text).lower()
    words = [_SIGNS.sub("", one) for one in (shown, _BRACKETS.sub("", shown))]
    if not words[1] or len(words[1]) > _LONGEST_HEAD:
        return None
    found = [_OF_WORD[word] for word in words if word in _OF_WORD]
    found += [(role, 3.0) for stem, role in _STEMS if stem in words[1] and 2 * len(stem) >= len(words[1]) - 1]
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Look:
    """What the cells of one column are like; all but ``stamps`` are shares of 0 to 1."""

    times: float = 0.0
    bare: float = 0.0
    rising: float = 0.0
    counting: float = 0.0
    spoken: float = 0.0
    long: float = 0.0
    share: float = 0.0
    names: float = 0.0
    again: float = 0.0


def look_of(cells: Sequence[str], characters: int) -> Look:
    """``cells`` without the empty ones; ``characters``: of the whole table."""
    if not cells:
        return Look()
    n = len(cells)
    found = [pair[0] for cell in cells if (pair := stamps_in(cell))]
    timed = sum(not stamp.bare for stamp in found)
    numbers = [int(re.sub("[^0-9]", "", cell)) for cell in cells if _INTEGER.fullmatch(cell)]
    steps = [other - one == 1 for one, other in pairwise(numbers)]
    named = [_BRACKETS.sub("", name_in(cell)) for cell in cells if is_name(cell)]
    total = sum(map(len, cells))
    return Look(
        times=timed / n,
        bare=(len(found) - timed) / n,
        rising=rising([_order(stamp) for stamp in found]),
        counting=len(numbers) / n * (sum(steps) / len(steps) if steps else 0.5 * (numbers == [1])),
        spoken=sum(map(is_spoken, cells)) / n,
        long=min(1.0, total / n / 20),
        share=total / max(1, characters),
        names=len(named) / n,
        again=min(1.0, 2 * (len(named) - len(set(named))) / len(named)) if named else 0.0,
    )


def _order(stamp: Stamp) -> int:
    at = 0
    for field in stamp.fields:
        at = at * 60 + field
    return (at * 1000 + stamp.ms) * 100 + stamp.frames


@lru_cache(maxsize=4096)
def name_in(cell: str) -> str:
    """What a speaker's cell calls the speaker: without a time beside the name; ``Q12`` is Q."""
    beside = stamps_beside(cell)
    text = " ".join((beside[0] if beside else cell).split()).rstrip(":： ")
    match = _COUNTED.fullmatch(unicodedata.normalize("NFKC", text))
    return match[1] if match else text


@lru_cache(maxsize=4096)
def is_name(cell: str) -> bool:
    """Whether a cell can be a name, with a role or a style in brackets and a time beside it."""
    text = name_in(cell)
    bare = _BRACKETS.sub("", text).strip() or text
    if text in SAME:
        return True
    return len(bare) <= _LONGEST_NAME and not _NO_NAME.search(bare) and any(map(str.isalnum, bare))


def is_spoken(cell: str) -> bool:
    """Whether a cell looks like something said: a sentence, or as much hiragana as only speech has."""
    return bool(_SENTENCE.search(cell)) or 3 * len(_HIRAGANA.findall(cell)) >= len(cell) or cell.count(" ") >= 4


def scores_of(look: Look, head: str | None) -> dict[Role, float]:
    """A column's score for each role; 0 is what a column of no use has. ``head``: None where there is no header."""
    scores: dict[Role, float] = {
        "start": 4 * look.times * look.rising - 3 * (1 - look.times) - look.long,
        "end": 4 * look.times * look.rising - 3 * (1 - look.times) - look.long - 0.5,
        "number": 4 * look.counting - 2.5,
        "speaker": 3 * look.names * look.again + 0.5 * look.names - 4 * (1 - look.names) - 1,
        "text": 2.5 * look.spoken - 4 * (1 - look.spoken) + look.long + 2 * look.share - 3 * look.times - 1,
        "question": -2.0,
        "answer": -2.0,
        "note": -0.1,
        "other": 0.0,
    }
    word = head_word(head) if head else None
    if word:
        role, weight = word
        scores = {name: score - (weight if name not in (role, "other") else 0) for name, score in scores.items()}
        scores[role] += weight
        if role in ("start", "end"):  # a header may call bare numbers times
            scores[role] += 5 * look.bare * look.rising
    elif head:
        scores["speaker"] -= 1
    return scores


@dataclass(frozen=True, slots=True)
class Columns:
    """``roles`` by column. ``speech``: how much says that this is a transcript. ``total``: the score of all roles."""

    roles: tuple[Role, ...]
    total: float
    speech: float

    def role(self, column: int) -> Role:
        """Of rows that are wider than the body too."""
        return self.roles[column] if column < len(self.roles) else "other"

    def at(self, role: str) -> int | None:
        return next((k for k, found in enumerate(self.roles) if found == role), None)

    @property
    def is_transcript(self) -> bool:
        return self.speech >= ENOUGH


def best_columns(
    body: Sequence[Sequence[str]], heads: Sequence[str] | None, said: Mapping[int, Role] | None = None
) -> Columns:
    """The roles of the highest sum. ``body``: rows of texts; ``heads``: the header's cells; ``said``: roles by column
    that a person gave.
    """
    full = [row for row in body if sum(map(bool, row)) > 1]  # not the headings across a table
    sample = (full if 2 * len(full) >= len(body) else body)[:_SAMPLE]
    width = max(min(max(map(len, body), default=0), _WIDEST), *(column + 1 for column in said or ()), 0)
    cells = [[row[k] for row in sample if k < len(row) and row[k]] for k in range(width)]
    characters = sum(len(cell) for column in cells for cell in column)
    scores = [
        scores_of(look_of(column, characters), heads[k] if heads and k < len(heads) else None)
        for k, column in enumerate(cells)
    ]
    voices = "voice" in (said or {}).values()
    if voices:  # then nobody is named in a cell, and no column besides is speech
        scores = [{role: score for role, score in column.items() if role not in _OF_ONE} for column in scores]
    for column, role in (said or {}).items():
        scores[column] = {role: _SAID}
    return _assigned(scores)


def _assigned(scores: Sequence[Mapping[Role, float]]) -> Columns:
    best: dict[frozenset[Role], tuple[float, tuple[Role, ...]]] = {frozenset(): (0.0, ())}
    for column in scores:
        step: dict[frozenset[Role], tuple[float, tuple[Role, ...]]] = {}
        for given, (total, roles) in best.items():
            for role, score in column.items():
                if role in given or not (len(column) == 1 or _may_follow(role, given)):
                    continue
                taken = given | {role} if role in _ONCE else given
                if taken not in step or total + score > step[taken][0]:
                    step[taken] = (total + score, (*roles, role))
        best = step
    sound = [(total, roles) for given, (total, roles) in best.items() if ("question" in given) == ("answer" in given)]
    total, roles = max(sound, key=lambda one: one[0])
    return Columns(roles, total, _speech(scores, roles))


def _may_follow(role: Role, given: frozenset[Role]) -> bool:
    if role == "end":
        return "start" in given
    if role in ("question", "answer"):
        return "text" not in given
    return not (role == "text" and {"question", "answer"} & given)


def _speech(scores: Sequence[Mapping[Role, float]], roles: Sequence[Role]) -> float:
    """Speech alone is a column of text; with a speaker, or with times, it is a transcript."""
    of = {role: scores[k][role] for k, role in enumerate(roles)}
    if "voice" in of:
        return of["voice"]
    if "question" in of:
        return of["question"] + of["answer"]
    if "text" not in of or not {"speaker", "start"} & of.keys():
        return 0.0
    return of["text"] + of.get("speaker", 0.0) + ("start" in of)
