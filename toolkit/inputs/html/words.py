"""Words of classes and ids that tell what a part of a page is for.

A class is cut into its words (``c-balloon__iconName``: c balloon icon name). Weights are in the units of
``regions.ENOUGH``: a part of a page with that much is no article. A word that means one thing alone is enough for a
part that holds a little prose; one that also names parts of articles is not enough by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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
            "qa q utterance utter conversation voice serif chat transcript minutes",
        ),
    )
    for word in words.split()
}


@lru_cache(maxsize=8192)
def class_words(value: str) -> frozenset[str]:
    """The words of classes and an id in lower case, each name also as one word: topicPath is topic, path, topicpath."""
    value = value[:500]
    words = (*_CUTS.split(_HUMPS.sub(" ", value).lower()), *_CUTS.split(value.lower()))
    whole = (re.sub("[^a-z0-9]", "", name) for name in value.lower().split())
    return frozenset(filter(None, (*words, *whole)))


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
