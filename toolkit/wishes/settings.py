"""What flags and a project file say together: flags win. One place, for one transcript and for a thousand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError, JimakuError
from toolkit.wishes.kinds import ByPerson
from toolkit.wishes.table import WISHES, Wish

if TYPE_CHECKING:
    from toolkit.formats import Options
    from toolkit.formats.frames import FrameRate
    from toolkit.narration.delivery import Delivery
    from toolkit.pipeline import Cutting, Speaking
    from toolkit.styles import Style
    from toolkit.timing.video import Video
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
        from toolkit.pipeline import Cutting

        return Cutting(self.style(project), **self._fields("cutting", project))

    def style(self, project: Project | None) -> Style:
        """The style with what is wished over it. InputError for an unknown one, and for figures that contradict."""
        from toolkit.styles import style_named
        from toolkit.wishes.figures import with_figures, with_fps

        style = style_named(self.wish("style", project))
        style = style.with_width(self.wish("line_width", project), self.wish("max_lines", project))
        style = with_figures(
            style.with_names(self.wish("names", project), self.wish("names_form", project)),
            cps=self.wish("cps", project),
            min_s=self.wish("min_duration", project),
            max_s=self.wish("max_duration", project),
            gap_frames=self.wish("gap", project),
            punctuation=self.wish("punctuation", project),
        )
        if style.min_ms > style.max_ms:
            raise InputError(
                f"cues would stay {style.min_ms / 1000:g} s at least and {style.max_ms / 1000:g} s at most",
                where=self._said_at(WISHES["min_duration"], project) or self._said_at(WISHES["max_duration"], project),
                mend="correct min_duration or max_duration",
            )
        return with_fps(style, self.rate(project))

    def rate(self, project: Project | None) -> FrameRate | None:
        """The video's frame rate, None if nobody says. InputError for what is none."""
        from toolkit.formats.frames import frame_rate

        said = self.wish("fps", project)
        return frame_rate(said) if said else None

    def video(self, project: Project | None) -> Video:
        """What is known of the video. InputError for what is no time, no frame rate or no sync point."""
        from toolkit.timing.points import point
        from toolkit.timing.video import Video

        rate = self.rate(project)
        length, offset = (self._moment(name, project, rate) for name in ("fit", "offset"))
        if length is not None and length <= 0:
            raise InputError(f"--fit {self.wish('fit')!r} is no length", mend="write 52:10")
        return Video(length, offset, tuple(point(said, rate) for said in self.wish("at")), rate)

    def options(self, project: Project | None) -> Options:
        """How subtitles are written. InputError for a byte order mark on what has none."""
        from toolkit.formats import Options
        from toolkit.formats.encodings import Coding

        coding = Coding(**self._fields("coding", project))
        if coding.bom and coding.cp932:
            where = self._said_at(WISHES["bom"], project) or self._said_at(WISHES["shift_jis"], project)
            raise InputError(
                "--bom is of UTF-8, --shift-jis is not", where=where, mend="leave one of them out, or write --no-bom"
            )
        return Options(rate=self.rate(project), coding=coding)

    def _moment(self, name: str, project: Project | None, rate: FrameRate | None) -> int | None:
        from toolkit.timing.points import moment

        said = self.wish(name, project)
        try:
            return moment(said, rate) if said else None
        except InputError as error:
            raise InputError(f"{WISHES[name].option} {error.what}", mend=error.mend) from error

    def speaking(self, project: Project | None) -> Speaking:
        """How text becomes sound. InputError for an unknown format, target or unreadable lexicon."""
        from toolkit.audio.outputs import Outputs
        from toolkit.pipeline import Speaking
        from toolkit.speech.protocol import EngineSpec

        url = self.wish("engine_url")
        engine = EngineSpec(self.wish("engine", project), {"url": url} if url else {})
        delivery = self.delivery(project)
        outputs = Outputs(**self._fields("outputs", project))
        return Speaking(engine, delivery=delivery, outputs=outputs, **self._fields("speaking", project))

    def delivery(self, project: Project | None) -> Delivery:
        """How a script is read aloud, names as they are written."""
        from toolkit.narration.delivery import Delivery

        return Delivery(**self._fields("delivery", project))

    def _fields(self, noun: str, project: Project | None) -> dict[str, Any]:
        """The fields of a noun that take a wish as it is."""
        return {
            part: self._made(wish, project)
            for wish in WISHES.values()
            for owner, _, part in [wish.field.partition(".")]
            if owner == noun
        }

    def _made(self, wish: Wish, project: Project | None) -> Any:
        """What the rooms take of a wish. What is wrong with it is where it was said."""
        try:
            return wish.made(self.wish(wish.name, project))
        except JimakuError as error:
            error.where = ": ".join(filter(None, (self._said_at(wish, project), error.where)))
            raise

    def _said_at(self, wish: Wish, project: Project | None) -> str:
        """The place in the project file, '' where a flag says it or nobody."""
        said = project is not None and wish.key in project.lines and self.flags.get(wish.name) in (None, "")
        return f"{project.path}:{project.lines[wish.key]}" if project and said else ""
