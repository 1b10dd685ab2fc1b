"""Which parts of a page are no article: what is left out is listed with its text, and an article's words stay."""

from __future__ import annotations

import pytest

from toolkit.inputs.html.page import sheet_of_html
from toolkit.inputs.html.words import weight_of

LONG = "その頃の港はとても静かで、朝になると漁船の音だけが聞こえていました。"
TALK = "".join(f"<p><b>佐藤</b>　{LONG}</p><p><b>鈴木</b>　第{k}回のお話ですか。</p>" for k in range(1, 9))


def _around(part: str) -> tuple[list[str], list[tuple[str, str]]]:
    """The lines and what is left out of a part that stands in an interview, less the interview itself."""
    sheet = sheet_of_html(f"<title>潮の話</title><body>{TALK}{part}<p>{LONG}</p>", "t")
    own = {LONG, *(line for line in sheet.lines if line.startswith(("佐藤　", "鈴木　")))}
    assert LONG in sheet.lines
    assert len(own) == 10
    return [line for line in sheet.lines if line not in own], [(one.why, one.text) for one in sheet.left_out]


PAGE_MATTER = [
    "<nav><a href=/>トップ</a></nav>",
    "<div role=navigation>海 港</div>",
    "<div class=breadcrumb>ホーム &gt; 海</div>",
    "<ul class='c-breadcrumbs'><li><a href=/>ホーム</a><li>海</ul>",
    "<div id=topicPath><a href=/>ホーム</a> ＞ 海</div>",
    "<p><a href=/>ホーム</a> / <a href=/umi>海</a> / <a href=/minato>港</a></p>",
    "<ul><li><a href=/a>はじめに</a><li><a href=/b>港の朝</a><li><a href=/c>海の夜</a></ul>",
    "<div class=sns-share><a href=#>X</a><a href=#>LINE</a></div>",
    "<p>この記事をシェア</p>",
    "<p>Xでポスト</p>",
    "<ul><li><a href=#>シェアする</a></ul>",
    "<div class=ad>広告</div>",
    "<div class=ad-inread>この広告を閉じる</div>",
    "<p>[PR] 海の宿の予約はこちら</p>",
    "<p>【PR】海の宿に泊まりませんか。詳しくはこちら</p>",
    "<p>本ページはプロモーションが含まれています</p>",
    "<section><h2>関連記事</h2><ul><li><a href=/1>港の話。</a><li><a href=/2>海の話</a></ul></section>",
    "<section><h2>この記事を読んだ人におすすめ</h2><p>海辺の町のパン屋の朝は早い。</p></section>",
    "<h3>あわせて読みたい</h3><p><a href=/1>港の話</a></p>",
    "<div class=l-sidebar><h3>人気記事</h3><p>港の歴史を全部調べた。</p></div>",
    "<div class=rank><h3>アクセスランキング</h3><ol><li>一番<li>二番</ol></div>",
    "<div id=cookie-bar><p>このサイトではCookieを使用しています。</p><button>同意する</button></div>",
    "<div><p>当サイトではクッキーを利用します。</p><button>OK</button></div>",
    "<ul class=tags><li>#海<li>#港</ul>",
    "<p class=tag>#海 #港</p>",
    "<div class=pager><a href=1>1</a> <span>2</span> <a href=3>次へ</a></div>",
    "<p><a href=2>次のページ：港の朝</a></p>",
    "<p><a href=/1>« 前の記事</a> | <a href=/2>次の記事 »</a></p>",
    "<a href=index.html>戻る</a>",
    "<div class=newsletter><p>メールマガジンに登録すると最新の話が届きます。</p><form><input></form></div>",
    "<form action=/login><p>会員の方はログインしてください。</p><input type=password></form>",
    "<section id=comments><h2>コメント（2件）</h2><p>うみ：とても良いお話でした。ありがとうございます。</p></section>",
    "<h3>コメント</h3><p>1：名無しの港：2011/07/05 00:12<br>静かでよかったです。</p>",
    "<p>© 2024 新聞社</p>",
    "<p>Copyright (C) 2024 Shinbun. All Rights Reserved.</p>",
    "<p>記事・写真の無断転載を禁じます。</p>",
    "<aside><h3>プロフィール</h3><p>佐藤太郎。1950年、港町に生まれる。漁師を五十年つとめた。</p></aside>",
    "<blockquote class=twitter-tweet><p>港は静か。</p>&mdash; 海 (@umi) <a href=#>2024年1月</a></blockquote>",
    "<blockquote class=instagram-media><a href=#>この投稿をInstagramで見る</a></blockquote>",
    "<div class=blogcard><a href=/x><div>港の歴史</div><div>この町の港の歴史を調べました。</div></a></div>",
    "<div class=author-box><p>この記事を書いた人：山田。記者歴20年。</p></div>",
    "<p><a href=#top>▲ページの先頭へ</a></p>",
    "<noscript>JavaScriptを有効にしてください。</noscript>",
    "<span class=sr-only>新しいウィンドウで開く</span>",
    "<p style='display:none'>隠れた言葉です。</p>",
    "<svg><text>図の言葉</text></svg>",
    "<center>あなたは123人目のお客様です<br>このページはリンクフリーです。<br>Last update: 1999/3/7</center>",
    "<address>港町役場　電話0199-00-0000（直通）</address>",
    "<p>この記事は役に立ちましたか？ <button>はい</button> <button>いいえ</button></p>",
]


@pytest.mark.parametrize("part", PAGE_MATTER)
def test_page_matter_is_left_out_and_listed(part: str) -> None:
    kept, left = _around(part)
    assert kept == []
    assert left
    assert {why for why, _ in left} == {"page"}


ARTICLE = [
    "<p>シェアハウスに住んでいます</p>",
    "<p>はい</p>",
    "<p>ポスト</p>",
    "<p>AD</p>",
    "<p>目次</p>",
    "<p>あなたは昭和50</p>",
    "<p>昔はリンクフリーって書きましたよね</p>",
    "<p>文字のサイズはどう決めますか</p>",
    "<p>広告の仕事です</p>",
    "<p>ランキングは気にしません</p>",
    "<p>ログインできません</p>",
    "<p>クッキーを焼いて使います。</p>",
    "<p>PRの仕事をしています。</p>",
    "<p>(c) 三つ目の条件</p>",
    "<p>次の話</p>",
    "<p>会社概要</p>",
    "<p>文・写真＝山田</p>",
    "<p class=next>次はいつですか</p>",
    "<p class='q side'>港は好きですか</p>",
    "<div class=comment><p>港の暮らしは楽ではありませんでした。</p></div>",
    "<div class='interview-box side'>はい</div>",
    "<p><a href=/sato>佐藤</a></p>",
    "<p><a href='https://example.com'>https://example.com</a> を見てください。</p>",
    "<h2><a href=#1>港の朝</a></h2>",
    "<h2>おすすめ</h2><p>この港で食べるならここ。</p>",
    "<h2>コメント</h2><p>知事は「港を守る」と述べた。</p>",
    "<h2>目次</h2><p>と書かれた紙を見せる。</p>",
    "<ul><li><a href=/a>港</a>は静か。<li><a href=/b>海</a>は荒れる。<li><a href=/c>町</a>は眠る。</ul>",
    "<p>海の<a class=popup href=#>とても古い</a>話と<span class=tags>港の話</span>です。</p>",
    "<details><summary>続き</summary><p>海の話です。</p></details>",
    "<header><h1>潮の話</h1><p>港の町で聞いた。</p></header>",
    "<address>港町の佐藤さん宅にて</address>",
]


@pytest.mark.parametrize("part", ARTICLE)
def test_the_words_of_an_article_stay(part: str) -> None:
    kept, left = _around(part)
    assert kept
    assert left == []


# A part that holds most of the page is the article, whatever it is called
WRAPPED = [
    "<form id=aspnetForm>{}</form>",
    "<aside>{}</aside>",
    "<div class='sidebar'>{}</div>",
    "<div id=footer>{}</div>",
    "<div class='single has-sidebar page-with-menu related'>{}</div>",
    "<article><div class=comments>{}</div></article>",
    "<table><tr><td class=side>{}</td></tr></table>",
    "<a href=x><div>{}</div></a>",
]


@pytest.mark.parametrize("wrap", WRAPPED)
def test_most_of_a_page_is_never_left_out(wrap: str) -> None:
    sheet = sheet_of_html(f"<body><p>港の話</p>{wrap.format(TALK)}</body>", "t")
    assert sum(line.startswith(("佐藤　", "鈴木　")) for line in sheet.lines) == 16


@pytest.mark.parametrize("name", ["comment", "ad", "side", "pr", "related", "tags", "footer"])
def test_a_class_that_much_of_the_talk_has_is_no_page_matter(name: str) -> None:
    talk = "".join(f"<p>第{k}回のお話ですか。</p><div class={name}><p>{LONG}</p></div>" for k in range(8))
    assert sheet_of_html(talk, "t").lines.count(LONG) == 8


def test_what_stands_beside_the_article() -> None:
    after = f"<section><h2>佐藤太郎</h2><p>{LONG}</p></section><p>港</p>"
    page = f"<p>港新聞</p><div>購読のご案内</div><main>{TALK}</main>{after}"
    sheet = sheet_of_html(page, "t")
    assert [one.text for one in sheet.left_out] == ["港新聞", "購読のご案内", "港"]
    assert sheet.lines[-2:] == ("佐藤太郎", LONG)


def test_the_title_stays_in_a_header_that_does_not() -> None:
    header = "<p>海と港の総合誌</p><h1>潮の話</h1><p>2024年1月2日</p><p>港の町で聞いた。</p>"
    sheet = sheet_of_html(f"<title>潮の話</title><header>{header}</header>{TALK}", "t")
    assert list(sheet.lines[:3]) == ["潮の話", "2024年1月2日", "港の町で聞いた。"]
    assert [one.text for one in sheet.left_out] == ["海と港の総合誌"]


def test_the_sites_name_is_no_title() -> None:
    page = f"<title>潮の話 : 港新聞</title><h1><a href=/>港新聞</a></h1><h2>潮の話</h2>{TALK}"
    sheet = sheet_of_html(page, "t")
    assert (sheet.lines[0], sheet.mark(0).kind, sheet.title) == ("潮の話", "title", "潮の話")
    assert ("page", "港新聞") in [(one.why, one.text) for one in sheet.left_out]


WORDS = [
    # page matter by the class alone, even with a little prose
    ("breadcrumb", 4), ("c-breadcrumbs", 4), ("topicPath", 4), ("bread-crumb", 4), ("pankuzu", 4), ("pager", 4),
    ("wp-pagenavi", 4), ("sns_area", 4), ("snsArea", 4), ("p-share", 4), ("sharetop", 3), ("related-posts", 4),
    ("relatedposts", 3), ("recommend", 4), ("osusume", 4), ("ranking", 4), ("adsense", 4), ("ad", 3), ("ad-area", 3),
    ("bnr", 3), ("promo", 3), ("sponsored", 4), ("cookie-bar", 4), ("newsletter", 4), ("l-sidebar", 3), ("gnav", 4),
    ("global-nav", 4), ("globalFooter", 3), ("copyright", 4), ("comments", 4), ("comment-list", 4), ("toc", 3),
    ("tags", 3), ("author-box", 4), ("twitter-tweet", 4), ("logo", 3), ("login", 4),
    # not by the class alone
    ("menu", 1.5), ("side", 1.5), ("foot", 1.5), ("tag", 1.5), ("cat", 1.5), ("next", 1.5), ("pr", 1.5), ("header", 1.5),  # noqa: E501
    ("post-tags", 2), ("entry-footer", 2), ("article-header", 0.5),
    # of the article, or nothing
    ("comment", 0), ("shareholder", 0), ("download", 0), ("shadow", 0), ("navy", 0), ("stage", 0), ("headline", 0),
    ("lead", -1), ("entry-content", -1), ("interview", -2), ("speech-balloon", -2), ("side-talk", -0.5), ("", 0),
]  # fmt: skip


@pytest.mark.parametrize(("classes", "weight"), WORDS)
def test_class_words(classes: str, weight: float) -> None:
    assert weight_of(classes) == weight
