"""What flags and a project file say together: flags win. One place, for one transcript and for a thousand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.pipeline import Cutting, Speaking
from toolkit.styles import style_named
from toolkit.wishes.kinds import ByPerson
from toolkit.wishes.table import WISHES

if TYPE_CHECKING:
    from toolkit.wishes.project import Project


@dataclass(frozen=True, slots=True)
class Settings:
    """The flags as given, by the names of the table; None and '' mean: not said. What is said of persons: by written
    name, '' for everybody.
    """

    flags: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """TypeError for what is no row of the table."""
        if strange := set(self.flags) - set(WISHES):
            raise TypeError(f"no wish is called {min(strange)!r}")

    def wish(self, name: str, project: Project | None = None) -> Any:
        """What is wished: as the flags say, else as the project, else as always."""
        wish, flag = WISHES[name], self.flags.get(name)
        told = project.told(wish) if project else None
        if isinstance(wish.kind, ByPerson):
            given = {**wish.default, **(told or {}), **(flag or {})}
            return {person: given[person] for person in sorted(given)}  # one order, whoever said it first
        return next((value for value in (flag, told) if value not in (None, "")), wish.default)

    def some(self, *names: str) -> dict[str, Any]:
        """What flags alone say of these, by name."""
        return {name: self.wish(name) for name in names}

    def but(self, **flags: Any) -> Settings:
        """The same with other flags."""
        return Settings({**self.flags, **flags})

    def cutting(self, project: Project | None) -> Cutting:
        """How text becomes cues. InputError for an unknown style or unreadable weights."""
        style = style_named(self.wish("style", project))
        style = style.with_width(self.wish("line_width", project), self.wish("max_lines", project))
        style = style.with_names(self.wish("names", project), self.wish("names_form", project))
        return Cutting(style, **self._fields("cutting", project))

    def speaking(self, project: Project | None) -> Speaking:
        """How text becomes sound. InputError for an unknown format, target or unreadable lexicon."""
        from toolkit.narration.delivery import Delivery
        from toolkit.speech.protocol import EngineSpec

        url = self.wish("engine_url")
        engine = EngineSpec(self.wish("engine", project), {"url": url} if url else {})
        delivery = Delivery(**self._fields("delivery", project))
        return Speaking(engine, delivery=delivery, **self._fields("speaking", project))

    def _fields(self, noun: str, project: Project | None) -> dict[str, Any]:
        """The fields of a noun that take a wish as it is."""
        return {
            part: wish.made(self.wish(wish.name, project))
            for wish in WISHES.values()
            for owner, _, part in [wish.field.partition(".")]
            if owner == noun
        }
