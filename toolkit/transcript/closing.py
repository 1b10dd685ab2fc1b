"""What stands below the last turn and is said by nobody: notes on the text, thanks to those who read it, what a letter
ends with, and what is told of a person below a rule.
"""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.japanese.lazy import lazy
from toolkit.transcript.chain import Class
from toolkit.transcript.features import PROFILE, SPOKEN
from toolkit.transcript.names import key
from toolkit.transcript.survey import Lines

_ON_THE_TEXT = lazy(
    "[※＊*]?(?:以上の?内容は|本(?:記事|稿|資料|議事録|書き起こし)は|この(?:記事|対談|座談会|インタビュー|議事録|文章)は|"
    "(?:肩書き?|所属|記事の?内容|内容|情報)[^。]{0,12}は[^。]{0,12}(?:当時|時点|現在)の?)"
)
_TOLD_OF = lazy("[^、。「」\\s]{1,10}(?:さん|氏|先生)(?:は|が|の|に|も|と)")
_TO_READERS = lazy(
    "(?:最後まで|ここまで)?(?:お読み|読んで|ご覧)(?:いただ|くださ|頂)[^。]{0,12}ありがとうござい|"
    "(?:いいね|スキ|フォロー|シェア|チャンネル登録|高評価|コメント)[^。]{0,20}(?:お願い|よろしく|いただけ|励み|嬉し|うれし)|"
    "応募(?:は|方法|フォーム|締め?切)|プレゼントページ|名様に"
)
_ENDS_A_LETTER = lazy(
    "(?:以上、?|それでは、?|どうぞ|何卒|今後とも|引き続き)*(?:よろしく|宜しく)お願い(?:いた|致)?し(?:ます|申し上げます)"
)
_LETTER_KEYS = frozenset("件名 差出人 宛先 送信者 受信者 subject from to".split())
_LETTER_HEAD = 12  # lines


def _is_profile(text: str) -> bool:
    """【佐藤】1972年、福井県生まれ。"""
    return bool(PROFILE.search(text[:60])) and not SPOKEN.search(text)


def on_the_text(line: str) -> bool:
    """この記事は2024年の取材をもとにしています: of the text, and said by nobody."""
    return bool(_ON_THE_TEXT.match(line.strip().strip("*_ ")))


def ending(lines: Lines, classes: Mapping[int, Class], last: int) -> dict[int, Class]:
    """The lines below ``last``, where the last turn begins, that are no part of it, and what they are: below a rule
    (say) 弓削さんは明日も夜勤だという。
    """
    found: dict[int, Class] = {}
    letter = _is_letter(lines)
    for n in range(last + 1, len(lines.filled)):
        if classes[lines.filled[n]] not in ("speech", "answer", "more"):
            continue
        text = lines.text(n).strip()
        apart = n > last + 1 and lines.blank_before(n)
        if apart and _ON_THE_TEXT.match(text):
            found[n] = "note"
        elif not lines.sheet.spoken and _TO_READERS.search(text):
            found[n] = "page"
        elif apart and ((letter and _ENDS_A_LETTER.match(text)) or _is_profile(text)):
            found[n] = "prose"
        if n not in found and (found.get(n - 1) == "prose" or (lines.rule_before(n) and _TOLD_OF.match(text))):
            found[n] = "prose"
    return found


def _is_letter(lines: Lines) -> bool:
    """件名：, 差出人：, From: in its head."""
    heads = (lines.text(n)[:12].replace("：", ":").partition(":") for n in range(min(_LETTER_HEAD, len(lines.filled))))
    return any(sign and name.strip().lower() in _LETTER_KEYS for name, sign, _ in heads)


_ADDRESS = lazy("[^、。「」：:]{1,30}(?:様|御中|各位|さま|殿)$", needs="様中位ま殿")


def addressed(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Whom a letter is written to (季刊うみべ編集部　戸隠様), and its writer's name below it."""
    if not _is_letter(lines):
        return {}
    count = len(lines.filled)
    head = range(min(_LETTER_HEAD, count))
    writers = {key(text[4:]) for n in head if (text := lines.text(n).strip())[:4] in ("差出人：", "差出人:")}
    found = {n for n in head if _ADDRESS.fullmatch(lines.text(n).strip())}
    found |= {n for n in range(max(0, count - 3), count) if key(lines.text(n)) in writers}
    return dict.fromkeys(found, ("meta", "prose", "page"))
