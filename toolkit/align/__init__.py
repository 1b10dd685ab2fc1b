"""A real recording and its text: when each word is heard, and what does not fit. Knows no cues."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.align.alignment import Alignment, Line
from toolkit.align.clocks import Clock, Hint

if TYPE_CHECKING:
    from toolkit.japanese.lexicon import Entry
    from toolkit.model.narration import Sentence

__all__ = ["Alignment", "Clock", "Hint", "Line", "align"]


def align(
    sentences: Sequence[Sentence],
    media: Path,
    *,
    lexicon: Sequence[Entry] = (),
    cache: Path | None = None,
    threads: int = 1,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    clocks: Sequence[Clock] = (),
    by_voice: bool = False,
) -> Alignment:
    """When the sentences are heard in a recording. ``cache``: where what was heard is kept, None: nowhere.
    ``progress``: (stage, done, in all). ``clocks``: what is known of times without hearing; none of them is the truth.
    ``by_voice``: without the model, by our own narration; so too where it is not installed, with a remark.

    InputError if the recording cannot be played, or does not say this text; EngineError if the model is damaged.
    """
    from functools import partial

    from toolkit.align.aligner import find
    from toolkit.align.alignment import alignment_of
    from toolkit.align.by_voice import ASKED, align_by_voice
    from toolkit.align.frames import hear
    from toolkit.align.phones import spoken
    from toolkit.align.verdict import extras, verdicts
    from toolkit.align.weights import NoModel
    from toolkit.errors import InputError
    from toolkit.japanese.readings import Reader

    units = spoken(sentences, Reader(lexicon), partial(progress, "reading"))
    if by_voice:
        return align_by_voice(units, media, lexicon, cache, threads, progress, ASKED)
    try:
        heard = hear(media, cache, partial(progress, "hearing"), threads)
    except NoModel:
        return align_by_voice(units, media, lexicon, cache, threads, progress)
    try:
        found = find(units, heard.frames, partial(progress, "aligning"), clocks)
    except InputError as error:
        raise error.at(str(media)) from error.__cause__
    judged = verdicts(found)
    remarks = [f"{media}: {heard.fault}" if heard.fault else "", heard.unkept, *found.remarks]
    return alignment_of(found, judged, extras(found, judged), heard.samples, list(filter(None, remarks)))
