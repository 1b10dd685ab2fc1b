"""Who aligns, for `scripts/bench/align.py`: `jimaku align` itself, and other ways on the same sound."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from toolkit.align import Line, align
from toolkit.errors import InputError
from toolkit.model.narration import Sentence


def by_encoder(sentences: Sequence[Sentence], file: Path, cache: Path) -> Sequence[Line]:
    return align(sentences, file, cache=cache, threads=os.cpu_count() or 1).lines


def by_voice(sentences: Sequence[Sentence], file: Path, cache: Path) -> Sequence[Line]:
    return align(sentences, file, cache=cache, threads=os.cpu_count() or 1, by_voice=True).lines


def _whisper():
    from faster_whisper import WhisperModel

    from toolkit.align.weights import model_files

    return WhisperModel("base", device="cpu", compute_type="int8", files=model_files("pip install -e '.[verify]'"))


def by_words(sentences: Sequence[Sentence], file: Path, _: Path) -> Sequence[Line]:
    """Each line from the first to the last of its letters that Whisper wrote down, where both texts run alike."""
    segments, _ = _whisper().transcribe(
        str(file), language="ja", word_timestamps=True, condition_on_previous_text=False
    )
    words = [word for segment in segments for word in segment.words]
    heard = "".join(word.word for word in words)
    times = [time for word in words for time in [(word.start, word.end)] * len(word.word)]
    text = "".join(sentence.text for sentence in sentences)
    places = {}
    for block in SequenceMatcher(None, text, heard, autojunk=False).get_matching_blocks():
        places.update(zip(range(block.a, block.a + block.size), times[block.b :], strict=False))
    lines, at = [], 0
    for sentence in sentences:
        own = [places[k] for k in range(at, at + len(sentence.text)) if k in places]
        at += len(sentence.text)
        span = (round(own[0][0] * 1000), round(own[-1][1] * 1000)) if own else (None, None)
        lines.append(Line(sentence, *span, 1.0))
    return lines


def by_stable(sentences: Sequence[Sentence], file: Path, _: Path) -> Sequence[Line]:
    """stable-ts laying the text along the sound with the attention of Whisper base, a segment for each line. It tells
    no line from another: one is not spoken where its segment is missing or has no length.
    """
    import soundfile
    from stable_whisper.alignment import align as laid

    sound = soundfile.read(file, dtype="float32")[0]  # as it wants it: mono, 16 kHz
    spoken = [sentence for sentence in sentences if sentence.text]
    text = "\n".join(sentence.text for sentence in spoken)
    segments = laid(_whisper(), sound, text, language="ja", original_split=True, verbose=None).segments
    texts = [segment.text.strip() for segment in segments]
    if texts != [sentence.text.strip() for sentence in spoken]:
        raise InputError("the texts of its segments are not those of the lines: no figures")
    times = {
        id(one): (round(seg.start * 1000), round(seg.end * 1000)) for one, seg in zip(spoken, segments, strict=True)
    }
    return [Line(one, *_span(times.get(id(one))), 1.0) for one in sentences]


def _span(times: tuple[int, int] | None) -> tuple[int, int] | tuple[None, None]:
    return times if times and times[1] > times[0] else (None, None)


def missing(way: str) -> list[str]:
    """The modules that a way needs and that are not installed."""
    return [name for name in NEEDS.get(way, ()) if importlib.util.find_spec(name) is None]


Way = Callable[[Sequence[Sentence], Path, Path], Sequence[Line]]
WAYS: dict[str, Way] = {"encoder": by_encoder, "voice": by_voice, "words": by_words, "stable": by_stable}
NEEDS = {"words": ("faster_whisper",), "stable": ("faster_whisper", "stable_whisper")}
