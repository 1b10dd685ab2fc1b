"""What flags and a project file say together: flags win. One place, for one transcript and for a thousand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from toolkit.pipeline import Cutting, Speaking
from toolkit.styles import DEFAULT_STYLE, style_named

if TYPE_CHECKING:
    from toolkit.model.narration import Announce, Directions
    from toolkit.transcript.scope import Scope
    from toolkit.wishes.project import Project


@dataclass(frozen=True, slots=True)
class Settings:
    """The flags, as given; None and '' mean: not said. ``strict``: a doubt about who says what is a failure. ``jobs`` 0
    speaks in this process. ``cache`` None keeps nothing.

    ``rates`` and ``pitches``: (written name, figure), '' for everybody.
    """

    plain: bool = False
    strict: bool = False
    encoding: str | None = None
    scope: Scope | None = None
    style: str | None = None
    line_width: float | None = None
    max_lines: int | None = None
    breaks: Path | None = None
    engine: str | None = None
    engine_url: str | None = None
    voices: tuple[tuple[str, str], ...] = ()
    lexicon: Path | None = None
    format: str | None = None
    target: str | None = None
    rates: tuple[tuple[str, float], ...] = ()
    pitches: tuple[tuple[str, float], ...] = ()
    announce: Announce | None = None
    directions: Directions | None = None
    jobs: int = 1
    cache: Path | None = None

    def scope_in(self, project: Project | None) -> Scope | None:
        """Which part of the transcript is wanted, None for the usual."""
        return self.scope or (project.scope if project else None)

    def cutting(self, project: Project | None) -> Cutting:
        """How text becomes cues. InputError for an unknown style or unreadable weights."""
        from toolkit.japanese.breaks import load

        rules = style_named(self.style or (project.style if project else "") or DEFAULT_STYLE)
        if project is not None:
            rules = rules.with_width(project.line_width, project.max_lines)
        model = load(self.breaks) if self.breaks else None
        directions = self.directions or cast("Directions", project.directions if project else "") or "show"
        return Cutting(
            rules.with_width(self.line_width, self.max_lines), model, project.protected if project else (), directions
        )

    def speaking(self, project: Project | None) -> Speaking:
        """How text becomes sound. InputError for an unknown format, target or unreadable lexicon."""
        from toolkit.audio.encode import encoding_named
        from toolkit.audio.targets import DEFAULT_TARGET, target_named
        from toolkit.japanese.lexicon import read_lexicon
        from toolkit.speech.protocol import EngineSpec
        from toolkit.speech.registry import DEFAULT_ENGINE

        words = self.lexicon or (project.lexicon if project else None)
        paces = {**(project.rates if project else {}), **dict(self.rates)}
        pitches = {**(project.pitches if project else {}), **dict(self.pitches)}
        form = self.format or (project.format if project else "") or "wav"
        return Speaking(
            engine=EngineSpec(
                self.engine or (project.engine if project else "") or DEFAULT_ENGINE,
                {"url": self.engine_url} if self.engine_url else {},
            ),
            voices={**(project.voices if project else {}), **dict(self.voices)},
            lexicon=read_lexicon(words) if words else (),
            pace=paces.pop("", 0.0) or (project.rate if project else None) or 1.0,
            jobs=self.jobs,
            target=target_named(self.target or (project.target if project else "") or DEFAULT_TARGET).name,
            format=encoding_named(form).name,
            cache=self.cache,
            announce=self.announce or cast("Announce", project.announce if project else "") or "never",
            paces=paces,
            pitch=pitches.pop("", 0.0),
            pitches=pitches,
        )
