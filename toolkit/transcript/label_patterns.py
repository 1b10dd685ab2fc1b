"""The written forms of a label as patterns, each anchored and bounded."""

from __future__ import annotations

import re

from toolkit.japanese.lazy import lazy
from toolkit.transcript.names import LONGEST

# An ordinal before a label: "2: ◯議長", "001　佐藤". A sign: ○ ◆ ● >> and pictures that people set beside a name.
_ORDINAL = (
    r"(?:[(（]?[0-9０-９]{1,4}[)）]?\s{0,2}[:：.．]?\s{1,3}(?=\S)|[0-9０-９]{1,4}[:：.．]\s{0,3}(?=[○◯◎●◆◇■□☆★]))?"
)
PICTURE = "[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u2b55\ufe0f\u200d\U0001f3fb-\U0001f3ff]"
_SIGN = (
    rf"(?:#{{1,6}}\s+|(?:>{{1,2}}|＞＞|≫)\s*|[○◯◎●◆◇■□▼▽▲△▶▷►☆★@＠・•→⇒]\s*(?=\S)|[*＊–-]\s+(?=\S)|{PICTURE}{{1,6}}\s*)"
)
DECORATION = lazy(rf"\s*{_ORDINAL}(?:{_SIGN}){{0,2}}")
PAREN = lazy(
    rf"[（(]([^（）()\n]{{1,{LONGEST}}}(?:[（(][^（）()\n]{{1,20}}[)）][^（）()\n]{{0,12}})?)[)）]", begins="（("
)
INNER_KANA = lazy("[（(][ぁ-ゖァ-ヺー]{1,12}[)）](?=.)", needs="（(")  # （宮内（みやうち）れんげ）
COLON = lazy(
    rf"([^:：。、！？!?「」『』\n]{{1,{LONGEST}}}?(?:（(?:[^（）\n]{{1,30}}[。、，；;]\s?)?以下[^（）\n]{{1,12}}）)?)\s*((?<=\d):(?!\d\d)|(?<!\d):(?!//)|：)",
    needs=":：",
)
SEVERAL = lazy(rf"([^:：。！？!?「」『』\n]{{1,{LONGEST}}}?)\s*((?<!\d):(?!//)|：)", needs=":：")  # 高橋、榊：
SENT = lazy(r"(?:From|送信元)\s+(\S.*?)\s+(?:to|宛先|→)\s+\S.*", begins="F送")  # From 佐藤 to Everyone : はい。
SLASH = lazy(
    r"([^/／＝|｜—–。、！？!?「」『』:：\n]{1,24}?)(?:\s*[/／＝|｜](?![/／＝|｜])|\s+[—–―-]{1,2}\s+(?=\S)|\s*[―—─]{2,3}\s*(?=[^\s―—─]))",
    needs="/／＝|｜—–―─-",
)
ANGLE = lazy(r"([^>＞→⇒▶▷►。、！？!?「」『』:：（(\n]{1,24}?)\s*[>＞→⇒)）▶▷►](?![>＞])", needs=">＞→⇒)）▶▷►")
SPACE = lazy(r"([^\s。、！？!?:：「」]{1,24}(?:[ 　][^\s。、！？!?:：「」]{1,12}?)??)(?:　+|\t+| {2,})(?=\S)")
WIDE = lazy(
    r"((?:[一-鿿々ぁ-ゖァ-ヺー]　 {0,3}　{0,3}){1,4}[一-鿿々ぁ-ゖァ-ヺー]|(?:[一-鿿々ぁ-ゖァ-ヺー] {1,4}){1,4}[一-鿿々ぁ-ゖァ-ヺー])　+(?=\S)",  # noqa: E501
    needs="　",
)  # 司　　会　本文
BLANK = lazy(r"([^\s。、！？!?:：「」（]{1,20}(?:（[^（）]{1,20}）)?) (?=\S)")
TITLED = lazy(
    r"((?:[一-鿿々0-9０-９]　{1,3}){0,3}[^\s。、！？!?:：「」（）()]{1,20}[（(][^（）()\n]{1,24}[)）])[\s　]{0,9}(?=\S)",  # noqa: E501
    needs="（(",
)  # ◆５番（浜野　強君）
LORD = lazy(
    "([一-鿿々ぁ-ゖァ-ヺー]{1,5}[ 　]{1,3}[一-鿿々ぁ-ゖァ-ヺー]{1,5}(?:君|さん|氏))[ 　]+(?=\\S)", needs="君さ氏"
)  # ◯張替　功君　はい。
QUOTE = lazy(
    r"([^「」『』。、！？!?:：\s]{1,20}(?:[ 　][^「」『』。、！？!?:：\s]{1,12})?)[ 　\t]{0,12}(?=[「『])", needs="「『"
)
QUOTE_ENDS = lazy(r"[」』](?:[。、\s]|[（(][^（）()]{0,30}[)）])*$", needs="」』")
AFTER = lazy(
    rf"(?:[」』。！？!?…]\s{{0,3}}|(?<=[^\s　])[ 　]{{1,3}})[（(]([^（）()\n]{{1,{LONGEST}}})[)）]\s*$", needs="（("
)
BEHIND = lazy(  # 「はい」──佐藤（店主）
    r"[」』]\s{0,3}([―—–─－‐-]{1,3}|…{1,2}|・{2,}|[／/|｜＝=]|[\s　]{1,8}|)\s{0,3}"
    r"([^「」『』、。！？!?…―—–─－\s　][^「」『』、。！？!?…―—–─－\n]{0,30}?)\s*$",
    needs="」』",
)
# M．はい。 A to E count answers of a quiz, Q and A have a form of their own.
INITIAL = lazy(
    r"([F-PR-ZＦ-ＰＲ-Ｚ]{1,2})\s?([．.])\s{0,3}(?=[^\s\x00-\x7f０-９Ａ-Ｚ])",
    begins="FGHIJKLMNOPRSTUVWXYZＦＧＨＩＪＫＬＭＮＯＰＲＳＴＵＶＷＸＹＺ",
)
AFTER_BOLD = lazy(r"[ 　:：／/]*(?:(?<=\s)[—–―]\s+)?")  # **佐藤** — はい。
UNKNOWN = lazy(r"([?？]{1,3})\s*([:：])", begins="?？")  # ？：はい。
DASH = lazy(
    r"(?:\*\*|__)?(?:[―—–─━－‐‑ｰ]{2,}(?:\*\*|__)?|[―—─](?=[^\s―—─])|[―—─]\s+|ーー+(?=[^\sー])|--+(?=[^-]))\s*(?:[:：]\s*)?",
    begins="*_―—–─━－‐‑ｰー-",
)
CLOSED = lazy(r"\s*[―—─–-]\s?[^\s\d―—─–-]{1,6}\s?[―—─–-]\s*", begins="―—─–-")
LETTER = lazy(
    r"(?:[【\[(（])?(Q|A|Ｑ|Ａ|問|答|質問|回答|質疑|応答|答弁|問い|答え)[ 　]{0,2}([0-9０-９一二三四五六七八九十]{0,3})(?:[（(][^（）()\n]{1,20}[)）](?=\s*[:：]))?(?:[】\])）]\s*|\s*[.．、:：)）]\s*|[\s　]+|(?=「)|$)",  # noqa: E501
    begins="【[(（QAＱＡ問答質回応",
)
OF_WHOM = lazy(
    r"(?:[AＡ]|答|回答)[0-9０-９]{0,3}[（(]([^（）()\n]{1,20})[)）]\s*[:：.．\s　]\s*(?=\S)",
    begins="AＡ答回",
    needs="（(",
)
NUMBER = lazy(
    r"(Q|Ｑ|質問|問)?\s?([0-9０-９]{1,3}|[①-⑳])\s*[.．:：)）]?\s{0,3}(?=\S)",
    begins="QＱ質問0123456789０１２３４５６７８９①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
)
BOLD = lazy(
    rf"(?:\*\*|__)\s*([^*\n]{{1,{LONGEST}}}?)\s*(?:([:：／])\s*(?:\*\*|__)|(?:\*\*|__)\s*([:：／]?))\s*", begins="*_"
)
TIME_AFTER = lazy(rf"(.{{1,{LONGEST}}}?)[\s　]+[\[(（]?\d{{1,2}}:\d{{2}}(?::\d{{2}})?[\])）]?\s*$", needs=":")
ENDS = lazy(r"(?:[。！？!?…」』♪]|\.\.)$")
BODY_ENDS = lazy("[。！？!?…」』）)♪]$")
IN_NAME = lazy("[A-Za-z0-9ァ-ヺー一-鿿]{1,8}[/／＝][A-Za-z0-9ァ-ヺー一-鿿]{1,8}", needs="/／＝")

_SINGLE, _OPENING = frozenset("○◯◎●◆◇■□▼▽▲△▶▷►☆★@＠・•→⇒"), frozenset("[「『【〈《［〔…。、―—")
_ROUND = {ord("（"): "("}
SLASHES, ANGLES = frozenset("/／＝|｜—–―─-"), frozenset(">＞→⇒)）▶▷►")
_FRAMES, _LETTERS = frozenset("【[(（"), frozenset("QAＱＡ問答質回応")
_TITLED = 33  # characters before the bracket of a title
_OF_SENTENCES = frozenset("。、！？!?:：「」")


def decoration(head: str) -> int:
    """Where the signs before a label end: at the first letter, if the line begins with one."""
    blanks = len(head) - len(head.lstrip())
    sign = head[blanks : blanks + 1]
    if sign.isalpha() or sign in _OPENING:
        return blanks
    if sign in _SINGLE:
        text = head[blanks + 1 :].lstrip()
        if text[:1].isalpha():
            return len(head) - len(text)
    found = DECORATION.match(head)
    return found.end() if found else 0


def is_word(head: str) -> bool:
    """AI, An, ［音: no letter that stands for a person."""
    if head[:1] in _FRAMES:
        return head[1:2] not in _LETTERS
    return head.isascii() and head.isalpha() and len(head) > 1


def is_clean(text: str, ends: frozenset[str]) -> bool:
    """Whether what stands before the first of the signs can be a name: nothing that sentences are made of."""
    end = next((n for n, c in enumerate(text) if c in ends), -1)
    return end >= 0 and _OF_SENTENCES.isdisjoint(text[:end])


def titled(line: str, at: int, stop: int) -> re.Match[str] | None:
    """After a sign: 浜野強（議員）, 張替　功君. What no name holds before its bracket spares the patterns."""
    before = line[at:stop].translate(_ROUND).partition("(")[0]
    found = TITLED.match(line, at, stop) if len(before) <= _TITLED and _OF_SENTENCES.isdisjoint(before) else None
    if not found and any(map(str.isspace, line[at : at + 6])):
        found = LORD.match(line, at, stop)
    return found
