"""An edition into its folder: sound, subtitles, credits and manifest, all or none."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.audio.encode import Files, export
from toolkit.audio.encoding import Encoding
from toolkit.audio.outputs import PLAIN, Outputs
from toolkit.audio.pieces import export_pieces
from toolkit.edition.cover import drawn
from toolkit.edition.credits import CREDITS, credits_text
from toolkit.edition.folder import claimed, file_names
from toolkit.edition.freshness import digests
from toolkit.edition.manifest import to_json
from toolkit.edition.tagging import chapter_bounds, chapter_tags, cue_sheet, mix_tags, track_tags
from toolkit.formats import DEFAULT
from toolkit.model.edition import Edition, EditionFile, FileRole
from toolkit.system.files import safe_name
from toolkit.system.publication import together
from toolkit.system.written import Written, noted

if TYPE_CHECKING:
    from toolkit.audio.recording import Programme


def write(
    edition: Edition,
    recording: Programme,
    folder: Path,
    encoding: Encoding,
    progress: Callable[[int], None] = lambda _: None,
    outputs: Outputs = PLAIN,
) -> Edition:
    """The edition with its files, which are in ``folder`` when this returns; what an earlier edition of the name had
    and this one has not is gone.

    ``progress``: told the samples done so far. ``outputs``: what is written besides. Errors as ``audio.encode.export``.
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
    if outputs.cue_sheet:
        listed = folder / f"{edition.name}.cue"
        roles[listed], texts[listed] = "cue-sheet", cue_sheet(edition, sounds.mix.name)
    pieces = _chapter_files(edition, folder, encoding) if outputs.split == "section" else ()
    roles.update(dict.fromkeys(pieces, "chapter"))
    cover = outputs.cover or (drawn(edition.narration) if encoding.name != "wav" else None)
    manifest = folder / edition.manifest
    before = file_names(manifest)
    complete = edition
    with contextlib.ExitStack() as stack:
        stack.enter_context(noted(subtitles, Written(texts[subtitles].encode("utf-8"))))
        shelf = stack.enter_context(together(manifest))
        manifest_file = stack.enter_context(shelf.keep(manifest))
        written = {path: stack.enter_context(shelf.keep(path)) for path in texts}
        for path, text in texts.items():
            written[path].write_bytes(text.encode("utf-8"))
        written.update({path: stack.enter_context(shelf.keep(path)) for path in pieces})
        if pieces:
            parts = [written[path] for path in pieces]
            export_pieces(recording, parts, chapter_bounds(edition), encoding, chapter_tags(edition, cover))

        def seal(known: Mapping[Path, str | None]) -> None:
            nonlocal complete
            made = {**written, **dict(zip((*sounds.tracks, sounds.mix), known, strict=True))}
            complete = replace(edition, files=_files(folder, roles, made, known))
            manifest_file.write_bytes(to_json(complete).encode("utf-8"))

        told = mix_tags(edition, cover)
        export(recording, sounds, encoding, told, progress, seal, track_tags(edition, cover), shelf.keep)
        shelf.retire(folder / name for name in before - {file.name for file in complete.files})
    return complete


def _shared_names(edition: Edition, folder: Path, suffix: str) -> tuple[tuple[str, ...], str]:
    """Names of the tracks and of the credits: those that another edition in the folder has are not taken from it."""
    tracks = [f"{k:02}-{safe_name(track.name)}{suffix}" for k, track in enumerate(edition.tracks, 1)]
    usual = (tuple(f"tracks/{track}" for track in tracks), CREDITS)
    if claimed(folder, edition.manifest).isdisjoint((*usual[0], CREDITS)):
        return usual
    return tuple(f"tracks/{edition.name}/{track}" for track in tracks), f"{edition.name}-{CREDITS}"


def _chapter_files(edition: Edition, folder: Path, encoding: Encoding) -> tuple[Path, ...]:
    """A file for each chapter, in a folder that no other edition has."""
    digits = max(2, len(str(len(edition.chapters))))
    names = (f"{k:0{digits}}-{safe_name(one.title)}{encoding.suffix}" for k, one in enumerate(edition.chapters, 1))
    return tuple(folder / f"{edition.name}-chapters" / name for name in names)


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
