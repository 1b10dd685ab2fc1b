"""What the furniture of a page says: buttons, lines at its foot, headings of lists of other things.

All are matched on text without blanks. What somebody might say in an interview counts only on a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns), re.IGNORECASE)


_SNS = "(?:X|Ｘ|Twitter|Facebook|LINE|はてな(?:ブックマーク)?|はてブ|Pocket|note|Instagram|Threads|Bluesky|メール|SNS)"
_ARROWS = "[←→<>＜＞«»≪≫◀▶‹›▲△↑]{0,3}"
# Whole lines that nobody says
_FURNITURE = _any(
    rf"{_SNS}(?:で|に)?(?:シェア|ツイート|ポスト|共有|送る|追加|投稿|保存)(?:する)?\d{{0,6}}",
    r"(?:シェア|ツイート|ポスト|共有)(?:する|しよう)\d{0,6}|(?:リンク|URL)をコピー(?:する)?",
    r"この記事を(?:シェア|ツイート|ポスト|共有|保存|印刷)(?:する)?|この記事の(?:写真|画像)を?(?:もっと)?見る.{0,10}",
    r"(?:©|Copyright|[(（]c[)）]\d{4}).{0,100}|.{0,80}AllRightsReserved\.?",
    r".{0,30}無断.{0,10}(?:転載|複製|使用|引用).{0,20}(?:禁じます|禁ずる|禁止|お断り.{0,6})。?",
    r"スポンサー(?:ド)?リンク|広告|PR|Sponsored(?:by.{1,30})?|Advertisement|広告の後にも続きます",
    r"(?:(?:この|本|当)(?:記事|ページ|サイト)|記事内)に?は?、?(?:広告|プロモーション|アフィリエイト).{0,30}(?:含|利用|使用).{0,10}",
    r"この広告を(?:閉じる|非表示にする)",
    rf"{_ARROWS}(?:前|次)の(?:記事|ページ)(?:へ)?(?:[:：].{{0,60}})?{_ARROWS}",
    r"[▲△↑]?(?:この)?(?:ページ|画面)の?(?:先頭|トップ|TOP|上)(?:へ|に)?(?:戻る|もどる)?|[▲△↑](?:先頭|トップ|TOP|上)へ?(?:戻る|もどる)?",
    r"(?:アクセス)?カウンター[:：]?\d+|あなたは\d*人目.{0,40}|Last(?:update|modified).{0,30}|最終更新日?[:：].{0,30}",
    r"(?:当|この|本)(?:サイト|ページ|ホームページ)は(?:原則)?リンクフリー(?:です)?.{0,20}",
    r"この(?:回答|記事|ページ|情報)は(?:お?役に立ち|参考になり)ましたか[?？]?(?:はい|いいえ)*",
    r"(?:本文|メインコンテンツ|コンテンツ)(?:へ|に)(?:スキップ|移動)(?:する|します)?|文字サイズ[:：]?(?:小|中|大|標準|変更|を変更|拡大|縮小)*",
    r".{0,15}JavaScriptを(?:有効|オン)にして(?:ください|下さい|ご覧ください)。?|このページを印刷(?:する)?",
    r"skipto(?:main)?content|sharethis|related(?:articles|posts|stories)|leaveacomment|loadmore",
)
# Lines that are one link
_LINKED = _any(
    rf"{_ARROWS}(?:HOME|TOP|トップ(?:ページ)?|ホーム|目次|一覧|表紙|先頭|INDEX)(?:へ|に|を見る)?(?:戻る|もどる)?{_ARROWS}",
    rf"{_ARROWS}(?:戻る|もどる|BACK|NEXT|PREV(?:IOUS)?|次へ|前へ|進む|続き|(?:前|次)の(?:回|話|会議録|ニュース)){_ARROWS}",
    r"(?:続きを読む|もっと(?:見る|読む)|すべて見る|詳しく(?:は)?こちら)[>＞»→]?|シェア|ツイート|ポスト|共有|ブックマーク",
    r"プライバシー・?ポリシー|個人情報(?:の取り?扱い|保護方針)|利用規約|サイトマップ|特定商取引法に基づく表記|お問い?合わせ|会社概要|運営会社|ご意見・ご感想",
    r"(?:ログイン|新規登録|(?:無料|有料)?会員登録|ログアウト|マイページ)(?:する|はこちら)?",
    r"share|readmore|subscribe|log-?in|sign(?:in|up)",
)
_BARS = re.compile("[|｜•]")  # stand between the words of a row of links
# Headings of lists of other things
_LISTS = re.compile(
    r"[■◆●▼【\s]?(?:"
    r"関連(?:する)?(?:記事|リンク|ニュース|コンテンツ|キーワード|タグ|情報|書籍|商品|トピックス)"
    r"|(?:あわせて|こちらも|合わせて)(?:読みたい|読む|どうぞ|おすすめ)|この記事を読んだ(?:人|方)(?:は|が|に).{0,20}"
    r"|(?:こんな|こちらの|他の|ほかの)記事(?:も|はこちら).{0,12}|(?:次|つぎ)に読まれている記事"
    r"|(?:あなたへの|こちらも)(?:おすすめ|オススメ|お勧め)|(?:おすすめ|オススメ|お勧め)の?(?:記事|情報|コンテンツ)"
    r"|(?:人気|新着|最新|注目|話題|最近)の?(?:記事|ニュース|投稿|エントリー?|ランキング|コメント|トピックス)(?:一覧|ランキング)?"
    r"|(?:アクセス|週間|月間|デイリー|人気|記事|総合|閲覧)ランキング|(?:月別)?アーカイブ|カテゴリー?(?:一覧)?|タグ(?:一覧)?"
    r"|(?:この記事への)?コメント(?:一覧)?(?:[（(]?\d+件?[)）]?|を(?:書く|残す|投稿|する).{0,6})"
    r"|(?:メールマガジン|メルマガ|ニュースレター)(?:の|に|へ)?(?:ご)?(?:登録|購読|案内).{0,8}"
    r"|(?:SNSで)?(?:フォロー|シェア)する|目次|もくじ|contents|この記事の(?:目次|内容)|サイト内検索"
    r"|related(?:articles|posts|stories|links|topics|content)?|recommended.{0,20}|mostpopular|archives?|categories|tags"
    r")[】]?",
    re.IGNORECASE,
)
_COMMENTS = re.compile("コメント|comments?", re.IGNORECASE)
_STAMPED = re.compile(r"(?:20\d\d|19\d\d)[/年.-]\d{1,2}[/月.-]\d{1,2}|より[：:]|名無し")
_COOKIES = re.compile(r"(?:cookie|クッキー).{0,40}(?:使|利用|同意|設定)", re.IGNORECASE)
# Old pages say these at their foot, several together
_FOOT = _any(
    r"リンクフリー",
    r"人目の(?:お客様|訪問者)",
    r"last(?:update|modified)",
    r"アクセスカウンター",
    r"〒\d{3}-\d{4}",
    r"(?:電話|tel|fax)[：:]?\d{2,5}-\d",
)
_MARKED_AD = re.compile(r"[【［\[(（](?:PR|AD|広告|Sponsored|提供)[】］\])）]|(?:PR|Sponsored)[：:]", re.IGNORECASE)
# What an article says of itself at its edges
_CREDIT = _any(
    r"(?:取材|文|構成|撮影|写真|聞き手|編集|執筆|司会|出席者?|出演|日時|場所|会場|放送日?|掲載|公開|更新|開催日?|参加者|協力|イラスト|ゲスト)"
    r"(?:[・&／/と](?:文|構成|撮影|写真|編集|取材))*[日者]?[：:＝=／/●　].{0,120}",
    r"(?:text|photo|words|interview)?by[：:]?.{1,60}",
    r".{0,10}(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?.{0,60}",
)


def is_furniture(text: str, *, linked: bool) -> bool:
    """Whether a line is a button's, or the page's own at its foot. ``linked``: it is nothing but links."""
    words = [word for word in _BARS.split(text) if word]
    return bool(words) and all(_FURNITURE.fullmatch(word) or (linked and _LINKED.fullmatch(word)) for word in words)


@lru_cache(maxsize=4096)
def told_by(text: str, *, linked: bool) -> tuple[tuple[str, float], ...]:
    """What the words of a short part of a page tell, by name, with its weight: above 0 for page matter."""
    return tuple(_told_by(text, linked=linked))


def _told_by(text: str, *, linked: bool) -> Iterator[tuple[str, float]]:
    if is_furniture(text, linked=linked):
        yield "furniture", 3.0
    if _MARKED_AD.match(text):
        yield "advertisement", 2.5
    if _COOKIES.search(text):
        yield "cookies", 2.0
    if _CREDIT.fullmatch(text):
        yield "credit", -3.0
    yield "foot", min(0.9 * len(set(_FOOT.findall(text))), 2.7)


def heads_a_list(text: str) -> bool:
    """Whether a heading stands over a list of other things: related articles, a ranking, tags."""
    return bool(_LISTS.fullmatch(text))


def may_head_comments(text: str) -> bool:
    """Whether a heading may stand over comments of readers."""
    return bool(_COMMENTS.fullmatch(text))


def is_stamped(text: str) -> bool:
    """Whether a comment of a reader begins so: with a date, or a sender."""
    return bool(_STAMPED.search(text))
