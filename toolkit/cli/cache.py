"""``jimaku cache``: the sentences kept so that they need not be spoken twice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.messages import said

if TYPE_CHECKING:
    from toolkit.speech.cache import Cache

_EPILOG = """\b
Examples:
  jimaku cache                     where it is and how large
  jimaku cache --limit 10G         keep at most 10 GiB from now on
  jimaku cache --clear             forget every sentence and recording
  jimaku cache --json | jq .bytes

\b
The folder is JIMAKU_CACHE if that is set, else this system's place for caches.
It may be deleted at any time; it is only made again. `written/` in it is no sentence, and stays: by it
subtitles that were changed by hand are told from those that nobody touched."""


@click.command(name="cache", epilog=_EPILOG)
@click.option(
    "--cache",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Another folder than this system's.",
)
@click.option("--limit", metavar="SIZE", help="Keep at most SIZE (500M, 4G) from now on; the oldest used go first.")
@click.option("--clear", is_flag=True, help="Remove every sentence, and what was heard of recordings.")
@click.option("--json", "as_json", is_flag=True, help="Print folder, sentences, bytes and limit as JSON.")
def command(folder: Path | None, limit: str | None, clear: bool, as_json: bool) -> None:
    """Show, limit or clear the sentences kept from earlier runs."""
    from toolkit.align import frames
    from toolkit.speech.cache import Cache, size_of
    from toolkit.system.caches import default_folder

    cache = Cache(folder or default_folder())
    if limit is not None:
        cache.set_limit(size_of(limit))
    if clear:
        cache.clear()
        frames.clear(cache.folder)
    _show(cache, as_json)


def _show(cache: Cache, as_json: bool) -> None:
    from toolkit.align import frames

    sentences, size = cache.usage()
    recordings, heard = frames.usage(cache.folder)
    if as_json:
        click.echo(
            json.dumps(
                {
                    "folder": str(cache.folder),
                    "sentences": sentences,
                    "bytes": size,
                    "limit": cache.limit,
                    "recordings": recordings,
                    "recordings_bytes": heard,
                },
                ensure_ascii=False,
            )
        )
        return
    kept = f"{sentences} sentences, {size / 2**20:.0f} MiB of at most {cache.limit / 2**20:.0f} MiB"
    click.echo(f"{cache.folder}: {said(kept)}")
    if recordings:
        most = f"at most {frames.LIMIT / 2**20:.0f} MiB"
        click.echo(said(f"{recordings} recordings that were heard, {heard / 2**20:.0f} MiB of {most}"))
