"""Podcast episodes and a feed in a folder, held against RSS 2.0 and the podcast namespace and, where the narration's
manifest is beside them, its times; read back by podcastparser where it is installed.

    python scripts/validators/podcast.py OUT

Looks at every episode and feed under the folder, and prints a line ``name version: verdict`` for each tool; findings go
to standard error. Exit 0 nothing found, 1 findings, 77 skipped.
"""

from __future__ import annotations

import sys
from importlib import metadata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
from toolkit import __version__
from toolkit.edition.book import Book, book_of
from toolkit.edition.folder import load_if_any
from toolkit.edition.podcast.check import check, check_feed
from toolkit.edition.podcast.item import feed
from toolkit.errors import EngineError

CLEAN, FINDINGS, SKIPPED = 0, 1, 77
NAME = f"jimaku podcast check {__version__}"


def main() -> int:
    out = Path(sys.argv[1])
    places, feeds = sorted(path.parent for path in out.rglob("item.xml")), sorted(out.rglob("feed.xml"))
    if not places and not feeds:
        print(f"{NAME}: skipped, no episode in {out}")
        return SKIPPED
    try:
        found = [f"{place.name}: {line}" for place in places for line in check(place, _book(place))]
    except EngineError as error:
        print(f"{NAME}: skipped, {error}")
        return SKIPPED
    found += [line for path in feeds for line in check_feed(path)]
    print(f"{NAME}: {len(places)} episodes, {len(feeds)} feeds, {len(found)} found")
    print("".join(f"  {line}\n" for line in found), end="", file=sys.stderr)
    items = [feed([(place / "item.xml").read_text("utf-8")], place.name, "") for place in places]
    return FINDINGS if not _theirs([path.read_text("utf-8") for path in feeds] + items) or found else CLEAN


def _book(place: Path) -> Book | None:
    manifest = place.with_name(f"{place.name.removesuffix('-podcast')}.json")
    edition = load_if_any(manifest) if manifest.is_file() else None
    return book_of(edition) if edition else None


def _theirs(feeds: list[str]) -> bool:
    """Whether podcastparser finds every item with its sound."""
    try:
        import podcastparser
    except ImportError:
        print("podcastparser: skipped, not installed")
        return True
    import io

    read = [podcastparser.parse("https://example.org/feed.xml", io.BytesIO(text.encode())) for text in feeds]
    whole = [one for data in read for one in data["episodes"] if one["enclosures"] and one["title"] and one["guid"]]
    there = sum(text.count("<enclosure ") for text in feeds)
    print(f"podcastparser {metadata.version('podcastparser')}: {len(whole)} of {there} episodes read")
    return len(whole) == there


if __name__ == "__main__":
    sys.exit(main())
