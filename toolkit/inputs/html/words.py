"""Words of classes and ids, and words of buttons, that tell what a part of a page is for.

A class is cut into its words (``c-balloon__iconName``: c balloon icon name). Weights are in the units of
``regions.ENOUGH``: a part of a page with that much is no article. A word that means one thing alone is enough for a
part that holds a little prose; one that also names parts of articles is not enough by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

_CUTS = re.compile(r"[^a-z0-9]+|(?<=[a-z])(?=[0-9])")
_HUMPS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_PAGE: Mapping[str, float] = {
    word: weight
    for weight, words in (
        (
            4.0,
            "breadcrumb breadcrumbs breadcrump crumb crumbs pankuzu pankuzulist topicpath pager paging pagination paginator pagenavi pagenation "  # noqa: E501
            "autopager sns social share shares sharing sharedaddy sharebtn addtoany tweet hatena cookie cookies gdpr consent related recommend "  # noqa: E501
            "recommends recommended recommendation osusume kanren ranking adsense adsbygoogle advertisement advertising advert sponsor sponsored "  # noqa: E501
            "koukoku newsletter mailmag merumaga subscribe subscription paywall login signin signup copyright gnav globalnav gnavi globalnavi "  # noqa: E501
            "skip skiplink pagetop totop backtotop comments commentlist commentform respond disqus blogcard linkcard outbrain taboola popin",  # noqa: E501
        ),
        (
            3.0,
            "ad ads bnr banner banners promo promotion toc mokuji search kensaku logo footer nav navi navigation navbar sidebar tags taglist "  # noqa: E501
            "hamburger drawer modal popup overlay popular pickup trending ticker counter bread reactions print",
        ),
        (
            1.5,
            "menu side head header foot tag cat category categories next prev previous pr rank widget copy follow tools toolbar utility archive "  # noqa: E501
            "archives button buttons btn btns",
        ),
    )
    for word in words.split()
}
# Classes of posts of other sites, whole as their scripts look for them, and of boxes whose words alone mean little
_WHOLE = frozenset(
    "twitter-tweet twitter-video twitter-timeline instagram-media tiktok-embed fb-post fb-root bluesky-embed mastodon-embed "  # noqa: E501
    "embedly-card wp-embedded-content wp-block-embed reddit-embed-bq blog-card link-card author-box author-info about-author writer-box "  # noqa: E501
    "post-author-box comment-list comment-area comments-area comment-form page-links page-nav page-navi post-nav post-navigation "  # noqa: E501
    "rank-list next-page prev-page to-top go-top back-top".split()
)
_WHOLE_WEIGHT = 4.0
# Beginnings and ends of run-together words: relatedposts, footernavi, snsarea
_STEMS = (
    "breadcrumb pankuzu topicpath pagenavi pagination sidebar related recommend osusume ranking newsletter copyright adsense sponsor footer "  # noqa: E501
    "cookie twitter facebook instagram sns navi sharetop sharebottom sharelist sharearea sharebutton socialbutton"
).split()
_STEM_WEIGHT = 3.0
_ARTICLE: Mapping[str, float] = {
    word: weight
    for weight, words in (
        (-1.0, "article entry content contents body main post text txt honbun section lead lede intro story"),
        (
            -2.0,
            "speaker talk talker talks interview interviewee interviewer dialogue taidan zadankai taiwa speech balloon fukidashi kaiwa question answer "  # noqa: E501
            "qa utterance utter conversation voice serif chat transcript minutes",
        ),
    )
    for word in words.split()
}


@lru_cache(maxsize=8192)
def class_words(value: str) -> frozenset[str]:
    """The words of a class or an id, in lower case."""
    return frozenset(word for word in _CUTS.split(_HUMPS.sub(" ", value[:500]).lower()) if word)


@lru_cache(maxsize=8192)
def weight_of(classes: str) -> float:
    """What classes and an id tell of a part of a page: above 0 for page matter, below for the article."""
    words = class_words(classes)
    names = frozenset(classes[:500].lower().replace("_", "-").split())
    page = max((*(_PAGE.get(word, 0.0) for word in words), _WHOLE_WEIGHT * bool(names & _WHOLE)))
    if page < _STEM_WEIGHT and any(_has_stem(word) for word in words):
        page = _STEM_WEIGHT
    return page + min((*(_ARTICLE.get(word, 0.0) for word in words), 0.0))


def _has_stem(word: str) -> bool:
    return any(word.startswith(stem) or word.endswith(stem) for stem in _STEMS)


_SNS = "X|Ｘ|Twitter|Facebook|LINE|はてな(?:ブックマーク)?|はてブ|Pocket|note|Instagram|Threads|Bluesky|メール|リンク"
# What stands whole on buttons and below articles, and what nobody says. Blanks are gone.
_FURNITURE = re.compile(
    "|".join(
        (
            rf"(?:{_SNS})?(?:で|に)?(?:シェア|ツイート|ポスト|共有)(?:する|しよう)?\d{{0,6}}|(?:{_SNS})\d{{1,6}}",
            rf"(?:{_SNS})(?:で|に)(?:シェア|ポスト|共有|送る|追加|投稿|保存)(?:する)?",
            r"この記事を(?:シェア|ツイート|ポスト|共有|保存|印刷)(?:する)?|(?:リンク|URL)をコピー(?:する)?",
            r"(?:©|Copyright|[(（]c[)）]\d{4}).{0,100}|.{0,80}(?:AllRightsReserved\.?|(?:無断|本史の無断).{0,10}(?:転載|複製|使用|引用).{0,20})",
            r"(?:スポンサーリンク|スポンサードリンク|広告|PR|AD|Sponsored(?:by.{1,30})?|Advertisement|アフィリエイト広告を.{0,30})",
            r"(?:この|本)?(?:記事|ページ|サイト)(?:内)?に?は?、?(?:広告|プロモーション|アフィリエイト).{0,30}(?:含|利用|使用).{0,10}",
            r"この広告を(?:閉じる|非表示にする)|広告の後にも続きます",
            r"(?:この記事の)?(?:写真|画像)を?(?:もっと)?見る.{0,10}",
            r"[←→<>＜＞«»≪≫◀▶‹›\s]{0,3}(?:前|次)の(?:記事|ページ|会議録|回|話|ニュース)(?:へ)?(?:[:：].{0,60})?[←→<>＜＞«»≪≫◀▶‹›]{0,3}",
            r"[▲△↑]?(?:この)?(?:ページ|画面)?の?(?:先頭|トップ|TOP|上)(?:へ|に)?(?:戻る|もどる)?",
            r"(?:続きを読む|もっと(?:見る|読む)|一覧(?:へ|を見る|に戻る)|すべて見る|詳しくはこちら|トップページへ?(?:戻る)?|ホームへ?戻る)[>＞»→]?",
            r"(?:プライバシー(?:・?ポリシー)|個人情報(?:の取り?扱い|保護方針)|利用規約|サイトマップ|特定商取引法に基づく表記|お問い?合わせ|会社概要|運営会社|ご意見・ご感想)",
            r"(?:ログイン|新規登録|会員登録|無料会員登録|ログアウト|マイページ)(?:する|はこちら)?",
            r"(?:アクセスカウンター|カウンター|あなたは|Youare).{0,20}\d{2,}(?:人目.{0,30})?|あなたは(?:\d+)?人目.{0,40}",
            r"(?:Last(?:update|modified)|最終更新日?).{0,30}|.{0,20}リンクフリー.{0,40}",
            r"この(?:回答|記事|ページ|情報)は(?:お?役に立ち|参考になり)ましたか[?？]?(?:はい|いいえ)*",
            r"(?:本文|メインコンテンツ|コンテンツ)(?:へ|に)(?:スキップ|移動)(?:する|します)?|文字(?:の)?サイズ.{0,10}|このページを印刷(?:する)?",
            r".{0,40}JavaScriptを(?:有効|オン)に.{0,20}",
            r"(?:skip to (?:content|main content)|share(?: this)?|read more|related (?:articles|posts|stories)|advertisement|most read|sign (?:in|up)|log in|subscribe|leave a comment|load more)".replace(  # noqa: E501
                " ", ""
            ),
        )
    ),
    re.IGNORECASE,
)
# Headings of lists of other things
_LISTS = re.compile(
    r"[■◆●▼【\s]?(?:"
    r"関連(?:する)?(?:記事|リンク|ニュース|コンテンツ|キーワード|タグ|情報|書籍|商品|トピックス)|(?:あわせて|こちらも|合わせて)(?:読みたい|読む|どうぞ|おすすめ)"
    r"|(?:この記事を読んだ(?:人|方)|こんな記事|こちらの記事|他の記事|ほかの記事).{0,20}|(?:あなたへの|こちらも)(?:おすすめ|オススメ|お勧め)|(?:おすすめ|オススメ|お勧め)の?(?:記事|情報|コンテンツ)"
    r"|(?:人気|新着|最新|注目|話題の|最近の)(?:の)?(?:記事|ニュース|投稿|エントリー?|ランキング|コメント|トピックス)(?:一覧|ランキング)?"
    r"|(?:アクセス|週間|月間|デイリー|人気|記事|総合|閲覧)ランキング|(?:次|つぎ)に読まれている記事|(?:月別)?アーカイブ|カテゴリー?(?:一覧)?|タグ(?:一覧)?"
    r"|(?:この記事への)?コメント(?:一覧)?(?:[（(]?\d+件?[)）]?|を(?:書く|残す|投稿|する).{0,6})|(?:メールマガジン|メルマガ|ニュースレター).{0,20}(?:登録|購読)?"
    r"|(?:SNSで)?(?:フォロー|シェア)する|目次|もくじ|contents|(?:この記事の)(?:目次|内容)|サイト内検索"
    r"|related.{0,20}|recommended.{0,20}|mostpopular|ranking|archives?|categories|tags"
    r")[】]?",
    re.IGNORECASE,
)
_COMMENT = re.compile("コメント|comments?", re.IGNORECASE)
_STAMPED = re.compile(r"(?:20\d\d|19\d\d)[/年.-]\d{1,2}[/月.-]\d{1,2}|より[：:]|名無し")
_COOKIES = re.compile(r"(?:cookie|クッキー).{0,40}(?:使|利用|同意|設定)", re.IGNORECASE)
# Old pages say these at their foot, together
_FOOT = re.compile(
    r"リンクフリー|人目の(?:お客様|訪問者)|last ?(?:update|modified)|アクセスカウンター"
    r"|〒\d{3}-\d{4}|(?:電話|tel|fax)[：:]?\d{2,5}-\d",
    re.IGNORECASE,
)
_MARKED_AD = re.compile(r"[【［\[(（](?:PR|AD|広告|Sponsored|提供)[】］\])）]|(?:PR|Sponsored)[：:]", re.IGNORECASE)
# What an article says of itself at its edges
_CREDIT = re.compile(
    r"(?:取材|文|構成|撮影|写真|聞き手|編集|執筆|司会|出席者?|出演|日時|場所|会場|放送日?|掲載|公開|更新|開催日?|参加者|協力"
    r"|イラスト|ゲスト)"
    r"(?:[・&／/と](?:文|構成|撮影|写真|編集|取材))*[日者]?[：:＝=／/●　].{0,120}"
    r"|(?:text|photo|words|interview)?by[：:]?.{1,60}"
    r"|.{0,10}(?:19|20)\d\d[年./-]\d{1,2}[月./-]\d{1,2}日?.{0,60}",
    re.IGNORECASE,
)


def texts(text: str) -> Iterator[tuple[str, float]]:
    """What the words of a part without blanks tell, by name, with its weight."""
    if _FURNITURE.fullmatch(text):
        yield "furniture", 3.0
    yield "foot", min(1.5 * len(set(_FOOT.findall(text))), 3.0)
    if _MARKED_AD.match(text):
        yield "advertisement", 2.0
    if _COOKIES.search(text):
        yield "cookies", 1.5
    if _CREDIT.fullmatch(text):
        yield "credit", -3.0


def heads_a_list(text: str) -> bool:
    """Whether a heading (without blanks) stands over a list of other things: related articles, a ranking, tags."""
    return bool(_LISTS.fullmatch(text))


def may_head_comments(text: str) -> bool:
    """Whether a heading (without blanks) may stand over comments of readers."""
    return bool(_COMMENT.fullmatch(text))


def heads_comments(first: str) -> bool:
    """Whether the beginning of what stands under such a heading is a comment: it has a date, or a sender."""
    return bool(_STAMPED.search(first))
