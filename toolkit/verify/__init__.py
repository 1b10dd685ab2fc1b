"""A finished edition held against its own manifest and against its sound: what ``jimaku verify`` does.

Nothing is believed that can be measured: levels, silences and edges come from the files, times of sentences and
subtitles are compared with where the sound really begins and ends, and the length of every sentence with the
morae it should have said. To add a check, write a function from what it needs to findings and name it in
``verify``.
"""

from __future__ import annotations

from pathlib import Path

from toolkit.model.edition import Edition
from toolkit.verify.files import credits_findings, file_findings, subtitle_findings
from toolkit.verify.finding import Finding
from toolkit.verify.heard import listen
from toolkit.verify.recogniser import Recogniser
from toolkit.verify.sound import level_findings, sum_findings
from toolkit.verify.step import morae_findings, sentence_findings, silence_findings, subtitle_step_findings
from toolkit.verify.understood import kana_findings

__all__ = ["Finding", "verify"]


def verify(edition: Edition, folder: Path, *, listening: bool = False) -> list[Finding]:
    """Everything wrong with an edition in its folder, in the order of the checks. EngineError if a sound file is
    damaged.

    ``listening``: a recogniser writes down what it hears too, and EngineError also if it is not installed.

    Without the mix, and of a dry run (engine ``silent``), only what needs no sound is checked.
    """
    found = [
        *file_findings(edition, folder),
        *credits_findings(edition, folder),
        *subtitle_findings(edition, folder),
    ]
    mix = folder / edition.file("mix")
    if edition.provenance.engine.name == "silent" or not mix.is_file():
        return found
    heard = listen(mix)
    return [
        *found,
        *level_findings(edition, folder),
        *sum_findings(edition, folder),
        *silence_findings(edition, heard),
        *sentence_findings(edition, heard),
        *morae_findings(edition, heard),
        *subtitle_step_findings(edition, heard),
        *(kana_findings(edition, mix, Recogniser()) if listening else ()),
    ]
