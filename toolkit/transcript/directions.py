"""Stage directions: [音楽], （笑）, 〔拍手〕. Ordinary parentheses (約300メートル), (YC), (も) stay text.

Square and tortoise-shell brackets hold directions unless they show themselves to be footnotes, times or words inserted
into the sentence. Round brackets hold text unless a word of the table stands in them, in a form such a remark has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from toolkit.japanese.lazy import lazy
from toolkit.model import Span

_BRACKETED = lazy(
    r"\[([^\[\]]{1,40})\]|［([^［］]{1,40})］|〔([^〔〕]{1,40})〕"
    r"|[（(]([^()（）]{1,30})[)）]|[＜<]([^<>＜＞]{1,30})[＞>]|【([^【】]{1,30})】"
)
_OPEN = 3  # the first three groups are brackets that hold directions by default

_WHO = "(?:一同|会場(?:の人々)?|全員|場内|観客|聴衆|客席|両者|二人(?:とも)?|ふたり(?:とも)?|2人(?:とも)?|三人(?:とも)?|皆|みんな|スタッフ|司会)?(?:から|が|も|は|に|、|の|[ 　])?"  # noqa: E501
_HOW = "(?:再び|また|少し|しばらく|しばし|一瞬|思わず|軽く|小さく|大きく|静かに|深く|盛大な|大きな|小さな|長い|短い|深い|大|割れんばかりの|鳴り止まない)?"  # noqa: E501
_DONE = (
    "笑|爆笑|苦笑|失笑|微笑|大笑|笑い声|拍手|歓声|喝采|どよめき|どよめ|ざわめき|ざわつ|沈黙|無言|黙|咳払い|咳|せき|ため息|溜息|溜め息|嘆息|泣|涙ぐ|嗚咽|号泣|うなず|頷|"
    "首を(?:縦に|横に)?振|首をかし|首を傾|首をひね|手を(?:挙|上|振|叩|たた)|身を乗り出|身振り|肩をすく|胸を張|頭を(?:下|抱|か)|少し考|考え込|言葉を(?:選|詰まら|探)|"
    "声を(?:詰まら|ひそめ|潜め|落と|震わ|荒ら)|言いよど|口ごも|照れ|はにか|驚|即答|間を置|一拍|一呼吸|深呼吸|息を(?:吐|つ|の|吸)|水を飲|時計を見|遠くを見|天井を見|空を見上|"
    "目を(?:閉|伏|潤|細|丸)|腕を組|席を立|立ち上が|座り直|資料を(?:指|見|示|取|配)|写真を(?:指|見|示|取)|図を(?:指|見|示)|スライドを|画面を(?:指|見|示)|模型を|"
    "地図を(?:指|見|広)|指さ|指差|ささや|囁|小声|握手|一礼|敬礼|起立|着席|退場|電話が鳴|チャイムが"
)
_PLAIN = frozenset(
    ("笑", "笑い", "爆笑", "苦笑", "拍手", "一同笑", "会場笑", "沈黙")
)  # most of them; the pattern is big
_ACTION = lazy(f"{_WHO}{_HOW}(?:{_DONE})[ぁ-ゖ]{{0,10}}[。…]?$")
_STEMS = frozenset(d.split("を")[0] for d in _DONE.split("|") if ")" not in d and not (len(d) == 1 and d < "ゟ"))
_INAUDIBLE = lazy(
    "(?:音声|録音)?(?:聞き取り?(?:不能|不可|困難|れず|れない|にくい)|聴取不能|判読不能|不明瞭|音声(?:不良|途切れ|なし|中断)|録音(?:中断|なし))"
)
_SOUND = lazy(
    f"{_WHO}(?:音楽|BGM|SE|効果音|チャイム|着信音|雑音|ノイズ|波の音|風の音|雨の音|鐘の音|無音|間|涙|汗|休憩|中断|登場|入場|映像|映像再生|映像が流れる|VTR|ナレーション|テロップ|オープニング|エンディング)$"
)
_ENGLISH = lazy(
    r"(?i)(?:music|applause|laughter|laughs?|laughing|chuckles?|cheers|cheering|silence|inaudible|crosstalk|pause|sighs?|coughs?|crying)\b.{0,20}$"
)
_FOOTNOTE = lazy(
    r"(?:[※*＊]?\s*(?:注|註|脚注|文献)?\s*[0-9０-９]+(?:\s*[,、–-]\s*[0-9０-９]+)*|[※*＊†]+|[ivx]+|[a-zA-Z]|[0-9:.,\s–>-]+)$"
)
_INSERTED = lazy("[をはがのにへともで]$")
_BOUNDARIES = frozenset("。！？!?、…」』）)]］〕")


def direction_spans(text: str) -> Iterator[Span]:
    """Every stage direction in ``text``, in order. Linear: no bracket is searched beyond 40 characters."""
    for match in _BRACKETED.finditer(text):
        inner = match.group(match.lastindex or 0).strip()
        before = text[max(0, match.start() - 1) : match.start()]
        if is_direction(
            inner,
            open_bracket=(match.lastindex or 0) <= _OPEN,
            at_boundary=not before or before.isspace() or before in _BOUNDARIES,
        ):
            yield Span(match.start(), match.end(), "direction", inner)


@lru_cache(maxsize=4096)
def is_direction(inner: str, *, open_bracket: bool = False, at_boundary: bool = True) -> bool:
    """Whether the words of a bracket are a stage direction. ``open_bracket``: [ ] ［ ］ 〔 〕, which are made for them.

    >>> is_direction("笑"), is_direction("約300メートル"), is_direction("資料を見ながら")
    (True, False, True)
    """
    if inner in _PLAIN or _acts(inner) or _INAUDIBLE.match(inner) or _ENGLISH.match(inner):
        return True
    if _SOUND.match(inner):
        return at_boundary or open_bracket
    return open_bracket and _open_holds_direction(inner)


def _acts(inner: str) -> bool:
    """Whether somebody does something. Few compile the pattern: what is done is looked for first, up to its を."""
    return any(stem in inner for stem in _STEMS) and bool(_ACTION.match(inner))


def _open_holds_direction(inner: str) -> bool:
    japanese = any("\u3040" <= c <= "\u9fff" for c in inner)
    return japanese and not _FOOTNOTE.match(inner) and not _INSERTED.search(inner) and "://" not in inner


def only_directions(text: str) -> bool:
    """Whether nothing but directions (and punctuation) stands in ``text``."""
    rest, at = [], 0
    for span in direction_spans(text):
        rest.append(text[at : span.start])
        at = span.end
    return at > 0 and not re.search(r"\w", "".join((*rest, text[at:])))
