"""Editions of a batch in the forms in which they are handed over, and the feed of their episodes."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from toolkit.batch.order import File, FormMade, Row, Task, Tell
from toolkit.errors import JimakuError, OutputError
from toolkit.system.files import sha256_of
from toolkit.system.locations import is_url, joined, read, remove, size_of

if TYPE_CHECKING:
    from toolkit.batch.fetch import Local
    from toolkit.batch.order import Order
    from toolkit.edition.forms import Form

FEED = "feed.xml"
_EPISODES = "podcast"  # the form that a feed lists


def with_forms(row: Row, task: Task, order: Order, here: Local, before: Row | None, tell: Tell) -> Row:
    """The row with the forms of its edition, which are in the edition's folder when this returns. A form that was made
    of the very same before, and none of whose files has changed, is left as it is; one that cannot be made says why,
    and stops no other.
    """
    if not order.forms:
        return row
    from toolkit.edition.book import book_of
    from toolkit.edition.checks import verdict
    from toolkit.edition.folder import load
    from toolkit.edition.forms import forms_named, make
    from toolkit.edition.freshness import digest_of

    folder = here.folder / task.stem
    manifest = folder / f"{task.stem}.json"
    edition, content = load(manifest), sha256_of(manifest)
    # without an address, from the feed's folder
    wanted = replace(order.wanted, url=f"{order.wanted.url}{quote(task.place)}/")
    made_from = {form: digest_of((content, form.name, wanted)) for form in forms_named(order.forms)}
    known = {form: old for form in made_from if (old := _unchanged(form, made_from[form], order, before))}
    new = [form for form in made_from if form not in known]
    for form in new:
        _clear_remains(form, form.place(edition.name, folder), task, here, before)
    wrong: dict[str, JimakuError] = {}
    if new:
        force = bool(order.settings.wish("force"))
        make(edition, folder, folder, new, wanted, force=force, progress=tell, failed=wrong.setdefault)
    book = book_of(edition)
    rows: list[FormMade] = []
    files: list[File] = []
    for form, digest in made_from.items():
        place = form.place(edition.name, folder)
        named = _below(task, place, here.folder)
        if form.name in wrong:
            failure = here.named(str(wrong[form.name]))
            rows.append(FormMade(form.name, named, "", "", failure))
            continue
        rows.append(known.get(form) or FormMade(form.name, named, digest, verdict(form.name, place, book)))
        files += (_file(task, path, here.folder) for path in _files(place))
    return replace(row, forms=tuple(rows), files=(*row.files, *files))


def _unchanged(form: Form, made_from: str, order: Order, before: Row | None) -> FormMade | None:
    """What the last report says of a form, if it is still so; behind a URL all is made anew, on a desk."""
    if before is None or is_url(order.output):
        return None
    for old in before.forms:
        if (old.name, old.made_from, old.failure) == (form.name, made_from, "") and still_there(
            order, _files_of(before, old)
        ):
            return old
    return None


def _clear_remains(form: Form, place: Path, task: Task, here: Local, before: Row | None) -> None:
    """Remove what is left of a form of ours that lost the file it is known by, if the last report names all of it."""
    if before is None or not place.exists() or form.ours(place):
        return
    known = {(file.name, file.bytes, file.sha256) for file in before.files}
    left = [_file(task, path, here.folder) for path in _files(place)]
    if place.is_dir() and all((file.name, file.bytes, file.sha256) in known for file in left):
        shutil.rmtree(place)


def _files_of(row: Row, form: FormMade) -> list[File]:
    return [file for file in row.files if f"{file.name}/".startswith(f"{form.place}/")]


def still_there(order: Order, files: Sequence[File]) -> bool:
    """Whether every file is as it was reported, and there is one."""
    return bool(files) and all(as_written(file, order) for file in files)


def as_written(file: File, order: Order) -> bool:
    """Whether a file is as it was reported; behind a URL, whether it is as long. One that cannot be read is not."""
    place = place_of(file.name, order)
    if size_of(place) != file.bytes:
        return False
    try:
        return is_url(place) or sha256_of(Path(place)) == file.sha256
    except OSError:
        return False


def place_of(name: str, order: Order) -> str:
    """Where a file of the output is."""
    return joined(order.output if is_url(order.output) else str(Path(order.home, order.output)), *name.split("/"))


def _files(place: Path) -> Iterator[Path]:
    """Of a form, in an order that is the same everywhere."""
    if place.is_dir():
        yield from sorted((path for path in place.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
    else:
        yield place


def _below(task: Task, path: Path, folder: Path) -> str:
    return "/".join((*task.folder, *path.relative_to(folder).parts))


def _file(task: Task, path: Path, folder: Path) -> File:
    return File(_below(task, path, folder), path.stat().st_size, sha256_of(path))


def retire_forms(order: Order, row: Row, before: Row | None) -> None:
    """Remove behind a URL what a form had and has no more. (Here a form takes the place of the one before, whole.)"""
    now, places = {file.name for file in row.files}, {form.place for form in row.forms if not form.failure}
    for old in before.forms if before else ():
        if old.place in places:
            for file in _files_of(before, old) if before else ():
                if file.name not in now and ".." not in PurePosixPath(file.name).parts:
                    remove(joined(order.output, *file.name.split("/")))


# The feed


@dataclass(frozen=True, slots=True)
class FeedMade:
    """``verdict``: what our check says of it, '' where its episodes cannot be looked at."""

    place: str
    verdict: str


def refuse_foreign_feed(order: Order) -> None:
    """OutputError before the work if a feed would be written over that is not ours."""
    from toolkit.edition.forms import PRODUCER

    place = joined(order.output, FEED)
    if _EPISODES not in order.forms or order.settings.wish("force") or size_of(place) < 0:
        return
    if f"<generator>{PRODUCER}" not in _text(place):
        mend = "--force writes over it, -o names another folder"
        raise OutputError("is there and no feed of ours", where=place, mend=mend)


def write_feed(rows: Sequence[Row], order: Order, title: str) -> FeedMade | None:
    """``feed.xml`` with the episodes of all rows of the report, None if none is asked for. ``title`` '' for the
    folder's name.
    """
    from toolkit.batch.deliver import write
    from toolkit.edition.checks import said
    from toolkit.edition.podcast.check import check_feed
    from toolkit.edition.podcast.item import ITEM, feed

    if _EPISODES not in order.forms:
        return None
    places = [
        joined(order.output, *form.place.split("/"), ITEM)
        for row in rows
        for form in row.forms
        if form.name == _EPISODES
    ]
    items = [_text(place) for place in places if size_of(place) >= 0]
    place = joined(order.output, FEED)
    write({place: feed(items, title or _name_of(order.output), order.wanted.url)})
    return FeedMade(FEED, "" if is_url(place) else said("feed", check_feed(Path(place))))


def _name_of(output: str) -> str:
    return PurePosixPath(urlsplit(output).path).name if is_url(output) else Path(output).resolve().name


def _text(place: str) -> str:
    return (read(place) if is_url(place) else Path(place).read_bytes()).decode("utf-8", "replace")
