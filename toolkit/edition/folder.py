"""Editions found in a folder, and what is left of one that is no more."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.corrections import guard
from toolkit.edition.credits import CREDITS, is_ours
from toolkit.edition.manifest import NoManifest, from_json
from toolkit.errors import InputError, OutputError
from toolkit.formats import DEFAULT
from toolkit.system.files import write_text
from toolkit.system.leftovers import sweep, temporary, temporary_prefix
from toolkit.system.locks import alone
from toolkit.system.publication import completed, unfinished

if TYPE_CHECKING:
    from toolkit.model.edition import Edition

_LARGEST = 1 << 28  # bytes; the manifest of four hours is below 8 MB


def load(path: Path) -> Edition:
    """The edition whose manifest this is. InputError as ``from_json``, and if the file cannot be read."""
    try:
        if path.stat().st_size > _LARGEST:
            raise NoManifest("is no manifest of `jimaku narrate`", where=str(path), mend="name the folder it wrote")
        text = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise InputError(f"cannot be read as JSON ({error})", where=str(path), mend="narrate it again") from error
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", where=str(path), mend="check its permissions") from error
    return from_json(text, str(path))


def load_if_any(path: Path) -> Edition | None:
    """The same; None for a file that is no manifest of ours."""
    try:
        return load(path)
    except NoManifest:
        return None


def is_manifest(path: Path) -> bool:
    """Whether a file begins as a manifest does, be it whole or not."""
    try:
        with path.open("rb") as file:
            return b'"edition":' in file.read(32)
    except OSError:
        return False


def editions(folder: Path) -> dict[Path, Edition]:
    """Every edition in the folder, by its manifest; of a manifest, its own alone. InputError if there is none, or a
    manifest is damaged or of another version.
    """
    if is_manifest(folder):
        return {folder: load(folder)}
    if not folder.is_dir():
        raise InputError("is no folder", where=str(folder), mend="name the folder that `jimaku narrate -o` wrote")
    found: dict[Path, Edition] = {}
    for path in _manifests(folder):
        with contextlib.suppress(NoManifest):
            found[path] = load(path)
    if unfinished(folder):
        what = "holds an edition whose run was killed while its files took their places"
        raise InputError(what, where=str(folder), mend="the same command again finishes it")
    if not found:
        raise InputError("holds no manifest of `jimaku narrate`", where=str(folder), mend="name the folder it wrote")
    return found


def _manifests(folder: Path) -> list[Path]:
    """What may be a manifest: not what a run has not finished, or never will."""
    return [path for path in sorted(folder.glob("*.json")) if not temporary(path.name)]


def file_names(path: Path) -> frozenset[str]:
    """The files that a manifest names, none if it is no manifest of ours."""
    try:
        return frozenset(file.name for file in load(path).files)
    except InputError:
        return frozenset()


def claimed(folder: Path, manifest: str) -> frozenset[str]:
    """The files in the folder that belong to other editions than that of ``manifest``; with a manifest there that is
    damaged or of another version, all that are not known to be this one's.
    """
    found: set[str] = set()
    for path in _manifests(folder):
        if path.name == manifest:
            continue
        try:
            found |= {path.name, *(file.name for file in load(path).files)}
        except NoManifest:
            continue
        except InputError:
            found |= {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    return frozenset(found - file_names(folder / manifest))


def refuse_foreign(folder: Path, name: str) -> None:
    """OutputError if a file would be written over that no narration made: a transcript in JSON, credits of something
    else.
    """
    mend = "--force writes over it, -o names another folder"
    with contextlib.suppress(InputError):
        try:
            if (folder / f"{name}.json").exists():
                load(folder / f"{name}.json")
        except NoManifest as error:
            raise OutputError("is no manifest of `jimaku narrate`", where=error.where, mend=mend) from error
    credits_file = folder / CREDITS
    try:
        foreign = credits_file.is_file() and not is_ours(credits_file.read_bytes())
    except OSError as error:
        raise OutputError(f"cannot be read ({error.strerror})", where=str(credits_file), mend=mend) from error
    if foreign:
        raise OutputError("is no file of `jimaku narrate`", where=str(credits_file), mend=mend)


def refuse_changed(folder: Path, name: str) -> None:
    """OutputError if the subtitles of the edition that is there are not those its manifest tells of, or anything else
    would be lost.
    """
    refuse_foreign(folder, name)
    path, manifest = folder / f"{name}{DEFAULT.suffix}", folder / f"{name}.json"
    if not path.exists():
        return
    wrote: frozenset[str] = frozenset()
    with contextlib.suppress(InputError):
        wrote = frozenset(file.sha256 for file in load(manifest).files)
    guard.refuse_changed(path, None, "--force writes over it, -o names another folder", wrote=wrote)


def finish(folder: Path) -> None:
    """Bring what a killed run had begun there to its end. OutputError if another run is at it."""
    if unfinished(folder):
        with alone(folder):
            completed(folder)


@contextlib.contextmanager
def ours_alone(folder: Path) -> Iterator[bool]:
    """Make the folder, free of what killed runs left, and keep other runs out of it; whether what one had begun was
    finished. If the block fails, folders that were made for it and are empty are gone again. OutputError if somebody
    else writes there, or it is not writable: now and not after an hour.
    """
    made = [place for place in (folder, *folder.parents) if not place.exists()]
    try:
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(_why(folder, error), where=str(folder), mend="name another folder with -o") from error
        with alone(folder):
            finished = completed(folder)
            if unfinished(folder):
                what = "holds an edition whose run was killed while its files took their places, and cannot be finished"
                raise OutputError(what, where=str(folder), mend="see that you may write to it, then try again")
            writable(folder)
            yield finished
    finally:
        for place in (folder / "tracks", *made):
            with contextlib.suppress(OSError):  # it holds something: the edition, if all went well
                place.rmdir()


def _why(folder: Path, error: OSError) -> str:
    dangling = next((place for place in (folder, *folder.parents) if place.is_symlink() and not place.exists()), None)
    if dangling:
        return f"is a link to {dangling.readlink()}, which is not there"
    return "is a file" if folder.is_file() else f"cannot be written ({error.strerror})"


def writable(folder: Path) -> None:
    """Make the folder, free of what killed runs left; OutputError now and not after an hour if it is not writable."""
    for place in (folder, folder / "tracks"):
        sweep(place)
    probe = folder / f"{temporary_prefix()}probe"
    try:
        write_text(probe, "")
    except OutputError as error:
        what = "is a file" if folder.is_file() else error.what
        raise OutputError(what, where=str(folder), mend="name another folder with -o") from error
    probe.unlink(missing_ok=True)
