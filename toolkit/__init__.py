"""Japanese interview transcripts into timed subtitles and a narrated audio edition in step with them.

The same from Python as from the command line: ``read`` a transcript, ``subtitle`` it, ``narrate`` it.

>>> from toolkit import read, subtitle                                                # doctest: +SKIP
>>> timeline = subtitle(read("talk.txt"), style="netflix")                             # doctest: +SKIP
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.model import Script, Timeline
    from toolkit.model.edition import Edition
    from toolkit.transcript.scope import Scope

# onnxruntime, which the dictionary's and some voices' models run on, tells its maker of every session from within a
# library unless this stands in the environment before it is loaded. Here, for no process of ours goes past this line:
# the command, its children, the workers of a cluster, a program that imports us.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
# comes with the recogniser of `verify --listen`; nothing we ask of it is told to anybody, and nothing shall be
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"

__version__ = "0.1.0"
__all__ = ["Edition", "narrate", "read", "subtitle"]


def read(path: Path | str, *, encoding: str | None = None, plain: bool = False) -> Script:
    """The transcript in a file (``-``: standard input), understood, with the project file beside it or above it.

    ``plain``: every line a paragraph, no structure looked for. InputError names the file, the place and the mend.
    """
    from toolkit.transcript import read_script
    from toolkit.wishes.project import find_project

    return read_script(path, encoding=encoding, plain=plain, project=find_project(path))


def subtitle(script: Script, *, style: str = "", scope: Scope | None = None) -> Timeline:
    """The script as timed cues. ``style``: one of `jimaku styles`, the default if empty. ``scope`` None: the interview
    if there is one, else everything. ``toolkit.corrections.saving.save`` writes the timeline in the format that the
    name of a file says.
    """
    from toolkit.pipeline import Cutting, subtitles
    from toolkit.styles import DEFAULT_STYLE, style_named

    return subtitles(script, Cutting(style_named(style or DEFAULT_STYLE)), scope)[0]


def narrate(
    script: Script,
    folder: Path | str,
    name: str,
    *,
    style: str = "",
    scope: Scope | None = None,
    **wishes: Any,
) -> Edition:
    """Speak the script into ``folder``: ``name``.srt, the mix, one track a speaker, the manifest and the credits.

    ``wishes``: by the names of ``toolkit.wishes.table``, with values by written name where they may be of persons
    (``engine``, ``voices={"佐藤": "takumi"}``, ``rates={"": 1.1}``, ``format``, ``target``, ``jobs``, ``cache`` …).
    InputError for a wish that cannot be, EngineError naming a sentence that cannot be spoken, OutputError.
    """
    from toolkit import pipeline
    from toolkit.wishes.settings import Settings

    settings = Settings({"style": style, **wishes})
    cutting, speaking = settings.cutting(None), settings.speaking(None)
    return pipeline.narrate(script, cutting, speaking, Path(folder), name, scope=scope)


def __getattr__(name: str) -> Any:
    if name == "Edition":  # loaded when it is asked for: `jimaku --help` needs none of it
        from toolkit.model.edition import Edition

        return Edition
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
