"""A finished edition held against its own manifest and against its sound: what ``jimaku verify`` does.

Nothing is believed that can be measured: levels, silences and edges come from the files, times of sentences and
subtitles are compared with where the sound really begins and ends, and the length of every sentence with the
morae it should have said. To add a check, write a function from what it needs to findings and name it in
``verify``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.model.edition import Edition
from toolkit.verify.files import credits_findings, file_findings, subtitle_findings
from toolkit.verify.finding import Finding
from toolkit.verify.heard import Heard, listen
from toolkit.verify.prints import print_findings
from toolkit.verify.recogniser import Recogniser
from toolkit.verify.sound import level_findings, measured, sum_findings
from toolkit.verify.step import (
    morae_findings,
    recorded_findings,
    sentence_findings,
    silence_findings,
    subtitle_step_findings,
)
from toolkit.verify.texts import text_findings
from toolkit.verify.understood import kana_findings

if TYPE_CHECKING:
    from toolkit.japanese.lexicon import Entry

__all__ = ["Finding", "Listening", "verify"]


@dataclass(frozen=True, slots=True)
class Listening:
    """How a recogniser is to hear an edition. ``lexicon``: the readings that are right; ``progress``: told the
    sentences done, and all.
    """

    lexicon: Sequence[Entry] = ()
    progress: Callable[[int, int], None] = lambda *_: None


def verify(edition: Edition, folder: Path, listening: Listening | None = None) -> list[Finding]:
    """Everything wrong with an edition in its folder, in the order of the checks. EngineError if ffmpeg is needed and
    missing.

    ``listening``: a recogniser hears it too, and EngineError also if that is not installed.

    Without a mix that can be read, and of a dry run (engine ``silent``), only what needs no sound is checked.
    """
    found = [
        *file_findings(edition, folder),
        *credits_findings(edition, folder),
        *subtitle_findings(edition, folder),
        *text_findings(edition),
    ]
    if edition.provenance.engine.name == "silent":
        return found
    sounds, damaged = measured(edition, folder)
    found += [*damaged, *level_findings(edition, sounds)]
    if set(edition.files_as("mix", "track")) == set(sounds):
        found += sum_findings(edition, folder)
    if edition.file("mix") in sounds:
        found += _by_ear(edition, folder, sounds, listening)
    return found


def _by_ear(edition: Edition, folder: Path, sounds: Collection[str], listening: Listening | None) -> Iterator[Finding]:
    """What the sound itself says. ``sounds``: the names of the files that can be read."""
    mix = folder / edition.file("mix")
    heard = listen(mix)
    yield from print_findings(edition, folder, sounds)
    yield from (recorded_findings if edition.recorded else _in_step)(edition, heard)
    if listening:
        from toolkit.japanese.readings import Reader

        yield from kana_findings(edition, mix, Recogniser(), Reader(listening.lexicon), listening.progress)


def _in_step(edition: Edition, heard: Heard) -> Iterator[Finding]:
    """What holds of a voice that we let speak."""
    yield from silence_findings(edition, heard)
    yield from sentence_findings(edition, heard)
    yield from morae_findings(edition, heard)
    yield from subtitle_step_findings(edition, heard)
