"""The order of the stages for a few words: text → plan → voice → one file. For hearing before the hour."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.model import Paragraph, Turn
from toolkit.system.files import whole
from toolkit.system.leftovers import temporary_folder

if TYPE_CHECKING:
    from toolkit.audio.recording import Recording
    from toolkit.model import Voice
    from toolkit.pipeline import Speaking


def say(text: str, speaking: Speaking, output: Path, voice: str = "") -> tuple[Voice, float]:
    """Speak the text, a paragraph a line, into ``output`` in the format of its name; with whose voice, and the seconds.
    ``voice``: a voice's name or a kind of it, '' for the engine's first.

    InputError for a text with nothing to say, a voice or a format that is not there; EngineError if the engine is not.
    """
    from toolkit.audio.encoding import ENCODINGS, encoding_named
    from toolkit.audio.studio import Studio
    from toolkit.audio.targets import target_named
    from toolkit.narration import NARRATOR, cast_voices, plan_of
    from toolkit.narration.narrate import narrate
    from toolkit.speech.registry import engine_named
    from toolkit.speech.synthesizer import Synthesizer

    name = next((e.name for e in ENCODINGS.values() if e.suffix == output.suffix.lower()), None)
    if name is None:
        mend = f"choose one of: {', '.join(encoding.suffix for encoding in ENCODINGS.values())}"
        raise InputError("is no sound that is written", where=str(output), mend=mend)
    lines = [line.strip() for line in text.splitlines()]
    plan = plan_of([Turn(None, tuple(Paragraph(line, n) for n, line in enumerate(lines, 1) if line), 1)])
    if not any(sentence.text for sentence in plan.sentences):
        raise InputError("there is nothing to say", mend="give a text with words in it")
    engine = engine_named(speaking.engine.name, **speaking.engine.options)
    voices = cast_voices((), engine, {NARRATOR: voice} if voice else {})
    encoding = encoding_named(name, speaking.target)
    target = replace(target_named(speaking.target), headroom_db=encoding.headroom_db)
    with (
        temporary_folder() as spool,
        Synthesizer(speaking.engine, engine.version, speaking.jobs, speaking.lexicon) as spoken,
        Studio(spool, engine.rate, ["voice"], target) as studio,
    ):
        narration = narrate(plan, spoken.speak_all(plan.requests(voices)), studio, rate=engine.rate)
        _write(studio.finish(narration.length), output, name, voices[None])
        return voices[None], narration.seconds


def _write(recording: Recording, output: Path, form: str, voice: Voice) -> None:
    from toolkit.audio.encode import open_writer
    from toolkit.audio.encoding import encoding_named
    from toolkit.audio.tags import Tags

    shape = (recording.rate, recording.length)
    with (
        whole(output) as partial,
        open_writer(partial, encoding_named(form), shape, Tags(comment=voice.credit)) as writer,
    ):
        for block in recording.blocks():
            if block.mix is None:
                writer.skip(block.length)
            else:
                writer.write(block.mix)
        writer.finish()
