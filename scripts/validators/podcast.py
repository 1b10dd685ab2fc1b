"""Podcast episodes and a feed in a folder, held against RSS 2.0 and the podcast namespace and, where the narration's
manifest is beside them, its times; read back by podcastparser where it is installed.

    python scripts/validators/podcast.py OUT

Prints a line ``name version: verdict`` for each tool and file. Exit 0 nothing found, 1 findings, 77 skipped.
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
    places = [out] if (out / "item.xml").is_file() else sorted(path.parent for path in out.rglob("*-podcast/item.xml"))
    feeds = [out / "feed.xml"] if (out / "feed.xml").is_file() else []
    if not places and not feeds:
        print(f"{NAME}: skipped, no episode in {out}")
        return SKIPPED
    try:
        found = {place: check(place, _book(place)) for place in places}
    except EngineError as error:
        print(f"{NAME}: skipped, {error}")
        return SKIPPED
    found |= {path: check_feed(path) for path in feeds}
    for place, lines in found.items():
        print(f"{NAME}: {place.name}: {len(lines)} found")
        for line in lines:
            print(f"  {line}")
    read = [_read(path.name, path.read_text("utf-8")) for path in feeds]
    read += [_read(place.name, feed([(place / "item.xml").read_text("utf-8")], place.name, "")) for place in places]
    return FINDINGS if any(found.values()) or not all(read) else CLEAN


def _book(place: Path) -> Book | None:
    manifest = place.with_name(f"{place.name.removesuffix('-podcast')}.json")
    edition = load_if_any(manifest) if manifest.is_file() else None
    return book_of(edition) if edition else None


def _read(name: str, text: str) -> bool:
    """Whether podcastparser finds every item with its sound."""
    try:
        import podcastparser
    except ImportError:
        print("podcastparser: not installed, not asked")
        return True
    import io

    data = podcastparser.parse("https://example.org/feed.xml", io.BytesIO(text.encode()))
    whole = [one for one in data["episodes"] if one["enclosures"] and one["title"] and one["guid"]]
    there = text.count("<enclosure ")
    print(f"podcastparser {metadata.version('podcastparser')}: {name}: {len(whole)} of {there} episodes read")
    return len(whole) == there


if __name__ == "__main__":
    sys.exit(main())
