"""An edition into its folder: sound, subtitles, credits and manifest, all or none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audio.encode import Encoding, Files, export
from toolkit.audio.tags import Tags
from toolkit.edition.credits import CREDITS, credit_line, credits_text
from toolkit.edition.folder import claimed, file_names, retire
from toolkit.edition.freshness import digests
from toolkit.edition.manifest import to_json
from toolkit.formats import DEFAULT
from toolkit.model.edition import Edition, EditionFile, FileRole
from toolkit.system.files import safe_name, whole
from toolkit.system.written import Written, noted

if TYPE_CHECKING:
    from toolkit.audio.recording import Recording


def write(
    edition: Edition,
    recording: Recording,
    folder: Path,
    encoding: Encoding,
    progress: Callable[[int], None] = lambda _: None,
) -> Edition:
    """The edition with its files, which are in ``folder`` when this returns; what an earlier edition of the name had
    and this one has not is gone.

    ``progress``: told the samples done so far. Errors as ``audio.encode.export``.
    """
    tracks, credits_name = _shared_names(edition, folder, encoding.suffix)
    sounds = Files(folder / f"{edition.name}{encoding.suffix}", tuple(folder / track for track in tracks))
    subtitles, credits_file = folder / f"{edition.name}{DEFAULT.suffix}", folder / credits_name
    roles: dict[Path, FileRole] = {
        subtitles: "subtitles",
        sounds.mix: "mix",
        **dict.fromkeys(sounds.tracks, "track"),
        credits_file: "credits",
    }
    texts = {subtitles: DEFAULT.write(edition.timeline), credits_file: credits_text(edition)}
    manifest = folder / edition.manifest
    before = file_names(manifest)
    complete = edition
    with contextlib.ExitStack() as stack:
        stack.enter_context(noted(subtitles, Written(texts[subtitles].encode("utf-8"))))
        # all is on disk before anything appears; the manifest, which names the rest, appears last
        manifest_file = stack.enter_context(whole(manifest))
        written = {path: stack.enter_context(whole(path)) for path in texts}
        for path, text in texts.items():
            written[path].write_bytes(text.encode("utf-8"))

        def seal(known: Mapping[Path, str | None]) -> None:
            nonlocal complete
            made = {**written, **dict(zip((*sounds.tracks, sounds.mix), known, strict=True))}
            complete = replace(edition, files=_files(folder, roles, made, known))
            manifest_file.write_bytes(to_json(complete).encode("utf-8"))

        export(recording, sounds, encoding, _tags(edition), progress, seal)
    retire(folder, before - {file.name for file in complete.files})
    return complete


def _shared_names(edition: Edition, folder: Path, suffix: str) -> tuple[tuple[str, ...], str]:
    """Names of the tracks and of the credits: those that another edition in the folder has are not taken from it."""
    tracks = [f"{k:02}-{safe_name(track.name)}{suffix}" for k, track in enumerate(edition.tracks, 1)]
    usual = (tuple(f"tracks/{track}" for track in tracks), CREDITS)
    if claimed(folder, edition.manifest).isdisjoint((*usual[0], CREDITS)):
        return usual
    return tuple(f"tracks/{edition.name}/{track}" for track in tracks), f"{edition.name}-{CREDITS}"


def _tags(edition: Edition) -> Tags:
    return Tags(
        title=edition.title or edition.name,
        artist=", ".join(track.name for track in edition.tracks),
        comment=credit_line(edition),
        chapters=edition.chapters,
    )


def _files(
    folder: Path, roles: Mapping[Path, FileRole], made: Mapping[Path, Path], known: Mapping[Path, str | None]
) -> tuple[EditionFile, ...]:
    """``made``: where the bytes of each file are now; ``known``: the hashes of some of those."""
    unknown = [now for now in made.values() if not known.get(now)]
    hashes = {**known, **dict(zip(unknown, digests(unknown), strict=True))}
    return tuple(
        EditionFile(path.relative_to(folder).as_posix(), made[path].stat().st_size, hashes[made[path]] or "", role)
        for path, role in roles.items()
    )
