"""What a page says of itself: its title less the site's name, its author, its date; and which heading is the title."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from toolkit.inputs.html.elements import HEADINGS
from toolkit.inputs.html.tree import Node, Tree

_SEPARATORS = re.compile(r"\s*[|｜«»]\s*|\s+[-–—―:：/‐ー]\s+|\s*[:：]\s+")
_SURE = re.compile(r"[|｜«»]")  # what stands after these is a site's name
_META: Mapping[str, str] = {
    "og:title": "title",
    "twitter:title": "title",
    "og:site_name": "site",
    "application-name": "site",
    "author": "author",
    "article:author": "author",
    "date": "date",
    "pubdate": "date",
    "article:published_time": "date",
    "dcterms.created": "date",
}
_ARTICLES = ("Article", "Posting", "Report", "Interview", "WebPage", "Episode")  # ends of schema.org types
_LONGEST_JSON = 1_000_000  # characters
_LEAST = 2  # characters of a title


@dataclass(slots=True)
class Titles:
    """``said``: title, site, author and date as the page's head says them. ``whole``: its <title>."""

    said: Mapping[str, str]
    whole: str
    headings: Sequence[Node] = field(default_factory=list)
    heading: Node | None = None

    def is_title(self, node: Node) -> bool:
        return node is self.heading

    def is_home(self, node: Node) -> bool:
        """Whether a heading is a link, as the site's name over every page is."""
        return not self.is_title(node) and node.chars == node.linked and len(self.headings) > 1

    def name(self, around: str) -> str:
        """The title of the article. ``around``: the page matter, where a site repeats its name."""
        said = self.said.get("title", "")
        if said and _bare(said) in _bare(self.whole):
            return self._less_site(said, around)
        return self._less_site(self.whole or said, around)

    def _less_site(self, title: str, around: str) -> str:
        site = _bare(self.said.get("site", ""))
        cuts = list(_SEPARATORS.finditer(title))
        if not cuts:
            return title
        first, last = title[: cuts[0].start()].strip(), title[cuts[-1].end() :].strip()
        for name, rest, cut in ((last, title[: cuts[-1].start()], cuts[-1]), (first, title[cuts[0].end() :], cuts[0])):
            bare = _bare(name)
            repeated = len(bare) >= _LEAST and bare in _bare(around) and not self._heads(name)
            if rest.strip() and (bare == site or repeated or (name is last and bool(_SURE.search(cut[0])))):
                return rest.strip()
        return title

    def _heads(self, name: str) -> bool:
        return self.heading is not None and _bare(name) in self.heading.text


def titles_of(tree: Tree) -> Titles:
    """What the head of a page says, and the heading that says the same."""
    said: dict[str, str] = {}
    for key, value in (*_linked_data(tree), *_metas(tree)):
        if value.strip():
            said.setdefault(key, " ".join(value.split())[:500])
    titles = Titles(said, " ".join("".join(tree.titles).split()))
    titles.headings = [n for n in tree.nodes if n.name in HEADINGS and n.chars and not n.unseen]
    titles.heading = _heading(titles)
    return titles


def _heading(titles: Titles) -> Node | None:
    """The heading that the page's title holds, the longest; else the one that holds the title; else the first h1."""
    names = [_bare(name) for name in (titles.said.get("title", ""), titles.whole) if name]
    heads = [node for node in titles.headings if HEADINGS[node.name] <= 3 and len(node.text) >= _LEAST]
    within = [node for node in heads if any(node.text in name for name in names) and not _is_site(node, titles)]
    if within:
        return max(within, key=lambda node: (len(node.text), -HEADINGS[node.name], -node.first))
    holding = [n for n in heads if any(len(name) >= 4 and n.text.startswith(name) for name in names)]
    ones = [node for node in titles.headings if node.name == "h1" and not titles.is_home(node)]
    return next(iter((*holding, *ones)), None)


def _is_site(node: Node, titles: Titles) -> bool:
    return node.text == _bare(titles.said.get("site", "")) or (
        node.chars == node.linked and bool(node.links) and not _bare(titles.whole).startswith(node.text)
    )


def _metas(tree: Tree) -> Iterator[tuple[str, str]]:
    for node in tree.nodes:
        if node.name == "meta":
            key = _META.get((node.attribute("property") or node.attribute("name")).lower())
            if key:
                yield key, node.attribute("content")


def _linked_data(tree: Tree) -> Iterator[tuple[str, str]]:
    """Title, author, date and site of the articles in JSON-LD."""
    for node, text in tree.code:
        if "ld+json" in node.attribute("type").lower() and len(text) <= _LONGEST_JSON:
            try:
                found = json.loads(text)
            except (ValueError, RecursionError):
                continue
            for thing in _things(found):
                yield from _of_article(thing)


def _things(found: Any) -> Iterator[Mapping[str, Any]]:
    """The objects at the top of JSON-LD, in lists and in its graph."""
    for thing in found if isinstance(found, list) else [found]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (one for one in graph if isinstance(one, dict)) if isinstance(graph, list) else ()


def _of_article(thing: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    types = thing.get("@type")
    names = [name for name in (types if isinstance(types, list) else [types]) if isinstance(name, str)]
    if not any(name.endswith(_ARTICLES) for name in names):
        return
    for key, field_name in (
        ("title", "headline"),
        ("author", "author"),
        ("date", "datePublished"),
        ("site", "publisher"),
    ):
        value = _name(thing.get(field_name))
        if value:
            yield key, value


def _name(value: Any) -> str:
    """A text, the name of a thing, or the names of several."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        name = value.get("name")
        return name if isinstance(name, str) else ""
    several = [_name(one) for one in value[:20] if not isinstance(one, list)] if isinstance(value, list) else []
    return "、".join(filter(None, several))


def _bare(text: str) -> str:
    return "".join(text.split())
