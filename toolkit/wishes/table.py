"""All that a person may wish, a row a wish. Flags (``cli.options``), the project file (``project``) and what the rooms
are told (``settings``) are made from it: a new option is a row here, and a field of the room that does it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from toolkit.styles import DEFAULT_STYLE, NAME_FORMS, STYLES
from toolkit.styles.style import SUFFIX
from toolkit.wishes.kinds import (
    PATTERNS,
    STRING_TABLE,
    STRINGS,
    TABLES,
    Choice,
    FigureByPerson,
    File,
    Kind,
    Many,
    NameByPerson,
    Number,
    OnOff,
    Rate,
    Switch,
    Text,
    Time,
)

SPEAKING = ("narrate", "batch")  # commands
MAKING = ("subtitle", *SPEAKING, "align")
STYLING = (*MAKING, "check")
READING = (*MAKING, "inspect", "readings")


@dataclass(frozen=True, slots=True)
class Wish:
    """``kind``: what it takes. ``default``: of who says nothing.

    As a flag: ``help``, '' if there is none; ``flag``, if it is not called as the wish; ``metavar``; ``commands`` that
    take it; ``otherwise``: by command what differs there.
    In the project file: ``key``, and ``member`` in a [[cast]] table, '' if there is none; ``meaning`` for the
    documentation, if it is not that of the flag.
    For the rooms: ``field``, the noun and its field that take it, '' if ``toolkit.wishes.settings`` weighs it with
    others; ``made``: what turns it into what the field takes, or raises InputError.
    """

    name: str
    kind: Kind
    help: str = ""
    metavar: str | None = None
    flag: str = ""
    commands: tuple[str, ...] = ()
    otherwise: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    key: str = ""
    member: str = ""
    meaning: str = ""
    default: Any = None
    field: str = ""
    made: Callable[[Any], Any] = lambda value: value

    @property
    def option(self) -> str:
        """The flag as it is written; only of a wish with ``help``."""
        return self.flag or f"--{self.name.replace('_', '-')}"

    def at(self, command: str) -> Wish:
        """The wish as that command takes it."""
        return replace(self, **self.otherwise.get(command, {}))


def _weights(path: Any) -> Any:
    from toolkit.japanese.breaks import load

    return load(path) if path else None


def _lexicon(path: Any) -> Any:
    from toolkit.inputs.lexicon import read_lexicon

    return read_lexicon(path) if path else ()


def _format(name: str) -> str:
    from toolkit.audio.encoding import encoding_named

    return encoding_named(name).name


def _target(name: str) -> str:
    from toolkit.audio.targets import AS_IS, target_named

    return AS_IS if name == AS_IS else target_named(name).name


def _rate(wished: int) -> int:
    from toolkit.audio.outputs import rate_of

    return rate_of(wished)


def _bits(wished: int) -> int:
    from toolkit.audio.outputs import bits_of

    return bits_of(wished)


def _cover(path: Any) -> Any:
    from toolkit.audio.outputs import cover_of

    return cover_of(path)


def _figure(given: Mapping[str, float], noun: str) -> Any:
    from toolkit.narration.delivery import Figure

    return Figure(given[""], {name: value for name, value in given.items() if name}, noun)


_SHOWN = {"kind": Choice(("show", "skip")), "help": "Stage directions like （笑）: shown (default) or left out."}

# fmt: off
GROUPS: dict[str, tuple[Wish, ...]] = {
    "project": (
        Wish("cast", TABLES, key="cast", meaning="the people, each with name, aliases, role, voice"),
        Wish("name", Text(), member="name", meaning="the name to show"),
        Wish("aliases", STRINGS, member="aliases", meaning="other written forms of the same person"),
        Wish("role", Text(), member="role", meaning="what the person is"),
        Wish("speakers", STRINGS, key="speakers", meaning="labels that are speakers whatever the evidence says"),
        Wish("not_speakers", STRINGS, key="not_speakers", meaning="labels that are never speakers"),
        Wish("labels", PATTERNS, key="labels",
             meaning="how this series writes its labels: NAME is who speaks, TEXT what is said, as in `■NAME■` or "
             "`NAME＞TEXT`; nothing else is then taken for a label but `speakers`"),
        Wish("columns", STRING_TABLE, key="columns",
             meaning="of a CSV file or workbook: `text`, `speaker`, `start`, `end`, `note` = a word of its header, "
             "or a number from 1"),
        Wish("leave_out", STRINGS, key="leave_out",
             meaning="lines that are no part of it, `*` for anything; `A .. B` for all from a line to another, `A ..` "
             "to the end"),
        Wish("headings", STRINGS, key="headings", meaning="whole lines that are headings"),
        Wish("protected", STRINGS, key="protected", meaning="strings that are never broken over lines or cues",
             default=(), field="cutting.protected"),
        Wish("meta", STRING_TABLE, key="meta", meaning="metadata, over what the transcript says"),
    ),
    "reading": (
        Wish("plain", Switch(), "Running text: every line a paragraph, no structure looked for.",
             commands=READING, default=False),
        Wish("encoding", Text("an encoding's name"),
             "The file's encoding (utf-8, cp932, euc_jp, …) instead of a guess.", "NAME",
             commands=(*READING, "init"),
             otherwise={"readings": {"help": "The file's encoding instead of a guess."}}, key="encoding"),
        Wish("scope", Choice(("interview", "article", "all")),
             "What to take: the interview, the article around it, or all. Default: the interview if there is one.",
             commands=MAKING, key="scope"),
        Wish("strict", Switch(), "Stop with exit code 1, writing nothing, where a reading is in doubt.",
             commands=MAKING, default=False),
    ),
    "cutting": (
        Wish("style", Choice(tuple(STYLES), open=True, suffix=SUFFIX),
             f"One of {', '.join(STYLES)}; default {DEFAULT_STYLE}; or your own, house{SUFFIX}. See `jimaku styles`.",
             "NAME",
             commands=STYLING, key="style", default=DEFAULT_STYLE),
        Wish("line_width", Number(4, 100), "Full-width characters a line, over the style's.", "N",
             commands=STYLING, key="line_width", meaning="as --line-width: full-width characters a line"),
        Wish("max_lines", Number(1, 8, whole=True), "Lines a cue, over the style's.", "N",
             commands=STYLING, key="max_lines"),
        Wish("cps", Number(1, 40), "Characters a second that are read at most, over the style's.", "N",
             commands=STYLING, key="cps", meaning="as --cps: characters a second that are read at most"),
        Wish("min_duration", Number(0.1, 10), "Seconds that a cue stays at least, over the style's.", "S",
             commands=STYLING, key="min_duration", meaning="as --min-duration, in seconds"),
        Wish("max_duration", Number(1, 60), "Seconds that a cue stays at most, over the style's.", "S",
             commands=STYLING, key="max_duration", meaning="as --max-duration, in seconds"),
        Wish("gap", Number(0, 48, whole=True), "Frames between two cues at least, over the style's.", "N",
             commands=STYLING, key="gap", meaning="as --gap, in frames"),
        Wish("punctuation", Choice(("spaces", "keep")), "、 and 。 as spaces, or kept; over the style's.",
             commands=STYLING, key="punctuation"),
        Wish("names", Choice(("never", "change", "always")),
             "Say who speaks, where several people do: where the speaker changes, in each cue, or never; over the "
             "style's.", commands=MAKING, key="names"),
        Wish("names_form", Choice(tuple(NAME_FORMS)),
             "How: （佐藤）, 佐藤：, by a dash before each of two who speak in one cue, or by a colour each; over the "
             "style's.", commands=MAKING, key="names_form"),
        Wish("breaks", File(), "Break weights fitted on your own subtitles (jimaku fit).", "JSON",
             commands=MAKING, key="breaks", meaning="as --breaks, relative to the project file",
             field="cutting.model", made=_weights),
    ),
    "video": (
        Wish("fit", Time(), "How long the video is (52:10): the last subtitle ends there, and the others are moved "
             "between.", "LENGTH", commands=("subtitle", "convert"),
             otherwise={"convert": {"help": "Stretch all times so that the last subtitle ends there (52:10)."}}),
        Wish("offset", Time(), "Where in the video the interview starts (00:01:30, 90s); where the text has times, how "
             "much later the video has them (-2.5).", "TIME", commands=("subtitle", "batch", "convert"), key="offset",
             meaning="as --offset, of subtitles timed without a voice",
             otherwise={"convert": {"help": "Move every time by so much (-1.5, 90s, -00:01:02.5); what would end "
                                            "before 0 is left out."}}),
        Wish("fps", Rate(), "Put times on frames (23.976, 24, 25, 29.97, 29.97df, 30, 50, 59.94 …), in which gaps are "
             "counted.", "N", commands=("subtitle", "batch", "convert", "check"), key="fps",
             meaning="as --fps, of subtitles timed without a voice",
             otherwise={"convert": {"help": "Put times on frames: 24, 25, 23.976, 29.97, 29.97df …; formats with time "
                                            "codes (Excel, Word, CSV, TSV, Lambda Cap, markers) count them."},
                        "check": {"help": "Frames a second of the video, in which gaps are counted."}}),
        Wish("at", Many(), "What is said when: 'cue 12=00:03:40', 'line 48=220s' or '「first words of a turn」=52:10'; "
             "may be given several times. Cues are counted as without --at.", "POINT=TIME",
             commands=("subtitle", "convert"), default=(),
             otherwise={"convert": {"help": "What is said when: 'cue 12=00:03:40' or '「first words of a cue」=52:10'; "
                                            "may be given several times, and all times are stretched between."}}),
    ),
    "coding": (
        Wish("shift_jis", OnOff(), "Subtitles in Shift JIS as Windows has it (CP932), for older programs.",
             commands=(*STYLING, "convert"), key="shift_jis", default=False, field="coding.cp932",
             otherwise={command: {"help": "Subtitles in Shift JIS as Windows has it (CP932); an edition's own "
                                          "subtitles stay UTF-8, as with --bom and --crlf."} for command in SPEAKING}),
        Wish("bom", OnOff(), "Subtitles begin with a byte order mark, as Excel and old players want.",
             commands=(*STYLING, "convert"), key="bom", default=False, field="coding.bom"),
        Wish("crlf", OnOff(), "Subtitles with the line ends of Windows.", commands=(*STYLING, "convert"), key="crlf",
             default=False, field="coding.crlf"),
    ),
    "speaking": (
        Wish("engine", Text("an engine's name"),
             "openjtalk (default), kokoro, voicevox, pyttsx3 (the system's voices), silent (a dry run).", "NAME",
             commands=(*SPEAKING, "say"), key="engine", default="openjtalk"),
        Wish("engine_url", Text(), "Where VOICEVOX or AivisSpeech listens; http://127.0.0.1:50021 if not given.", "URL",
             commands=(*SPEAKING, "say")),
        Wish("voices", NameByPerson("a voice's name"), "Who speaks with which voice; any written form of a name, "
             "and a voice's name or male, female, low, high.",
             "NAME=VOICE", "--voice", SPEAKING, member="voice", default={}, field="speaking.voices"),
        Wish("lexicon", File(), "Your readings (TOML or CSV); they win over all others.", "FILE",
             commands=(*SPEAKING, "say", "align", "readings", "subtitle"), key="lexicon",
             meaning="as --lexicon, relative to the project file",
             otherwise={"readings": {"help": "A lexicon (TOML or CSV) that wins over everything.", "metavar": "F"},
                        "subtitle": {"help": "With --media: your readings (TOML or CSV); they win over all others."}},
             field="speaking.lexicon", made=_lexicon),
        Wish("format", Choice(("wav", "flac", "mp3", "opus", "m4b"), open=True),
             "wav (default), flac, mp3, opus or m4b (with chapters).", "FMT",
             commands=SPEAKING, key="format", default="wav", field="speaking.format", made=_format),
        Wish("bitrate", Choice(("vbr", "64", "96", "128", "160", "192", "256", "320")),
             "kbit/s of mp3 (128 if not given), opus and m4b (96), or vbr; tracks of an mp3 always vary theirs.",
             commands=SPEAKING, key="bitrate", default="", field="outputs.bitrate"),
        Wish("sample_rate", Number(22_050, 48_000, whole=True),
             "Samples a second: 22050, 24000, 32000, 44100 or 48000; the voices' own if not given.", "HZ",
             commands=SPEAKING, key="sample_rate", default=0, field="outputs.rate", made=_rate),
        Wish("bits", Number(16, 24, whole=True), "Bits a sample, 16 (default) or 24, of wav and flac.",
             commands=SPEAKING, key="bits", default=16, field="outputs.bits", made=_bits),
        Wish("cover", File(), "A picture (.jpg, .png) for the sound's tags; if not given, one is drawn of who speaks "
             "when.", "FILE", commands=SPEAKING, key="cover", meaning="as --cover, relative to the project file",
             field="outputs.cover", made=_cover),
        Wish("split", Choice(("none", "section")),
             "Besides the mix a file a section, or a chapter where there are none.",
             commands=SPEAKING, key="split", default="none", field="outputs.split"),
        Wish("cue_sheet", Switch(), "Besides the mix a list of its chapters (.cue).",
             commands=SPEAKING, default=False, field="outputs.cue_sheet"),
        Wish("target", Text("a target's name"), "Loudness: speech (default), podcast, tv-jp or acx; of a "
             "--recording also as-is.", "NAME",
             commands=SPEAKING, key="target", default="speech", field="speaking.target", made=_target,
             otherwise={"batch": {"help": "Loudness: speech (default), podcast, tv-jp or acx."}}),
        Wish("rates", FigureByPerson(0.5, 2), "Speed of speech, 0.5 to 2, of all or of one person.", "[NAME=]N",
             "--rate", SPEAKING, key="rate", member="rate",
             default={"": 1.0}, field="delivery.pace", made=partial(_figure, noun="a rate")),
        Wish("pitches", FigureByPerson(-6, 6), "Half tones higher or lower, -6 to 6, of all or of one person.",
             "[NAME=]N", "--pitch", SPEAKING, member="pitch",
             default={"": 0.0}, field="delivery.pitch", made=partial(_figure, noun="a pitch")),
        Wish("announce", Choice(("never", "first", "change")),
             "The narrator says who speaks: never (default), before their first turn, or at every change of speaker.",
             commands=SPEAKING, key="announce", default="never", field="delivery.announce"),
        Wish("credits", Choice(("written", "spoken")),
             "The narrator says title and speakers before, and the voices' credits after: spoken; or they are in "
             "CREDITS.txt and the tags alone: written (default).",
             commands=SPEAKING, key="credits", default="written", field="delivery.credits"),
        Wish("directions", Choice(("show", "speak", "skip")),
             "Stage directions like （笑）: shown (default), shown and said by the narrator, or left out.",
             commands=MAKING, key="directions", default="show", field="cutting.directions",
             otherwise={"subtitle": _SHOWN, "align": _SHOWN}),
        Wish("drop_fillers", Switch(), "Leave out fillers (えーと、 あの、 まあ、 その、 なんか、 …) and list them; "
             "あの人, その本 and まあまあ are none.", commands=MAKING, default=False, field="cutting.drop_fillers"),
    ),
    "overwriting": (
        Wish("keep", File(), "Subtitles that were written before: what was changed in them by hand stays as it is, the "
             "rest is made anew around it.", "SUB", commands=("subtitle",)),
        Wish("keep_changes", Switch(), "What was changed by hand in subtitles of --subtitle stays as it is, the rest "
             "is made anew around it.", flag="--keep", commands=("batch",), default=False),
        Wish("force", Switch(), "Write over subtitles that were changed by hand.", commands=MAKING, default=False),
    ),
    "keeping": (
        Wish("cache", File(folder=True), "Where spoken sentences are kept. See `jimaku cache`.", "DIR",
             commands=(*SPEAKING, "align", "subtitle"), field="speaking.cache",
             otherwise={"align": {"help": "Where what was heard is kept. See `jimaku cache`."},
                        "subtitle": {"help": "With --media: where what was heard is kept. See `jimaku cache`."}}),
        Wish("no_cache", Switch(), "Speak every sentence anew and keep none.",
             commands=(*SPEAKING, "align", "subtitle"),
             otherwise={"align": {"help": "Hear the recording anew and keep nothing."},
                        "subtitle": {"help": "With --media: hear the recording anew and keep nothing."}}),
        Wish("jobs", Number(1, 64, whole=True), "Processes that speak at once. Default: the cores.",
             commands=("narrate",), default=1, field="speaking.jobs"),
    ),
}
# fmt: on
WISHES: dict[str, Wish] = {wish.name: wish for wishes in GROUPS.values() for wish in wishes}
