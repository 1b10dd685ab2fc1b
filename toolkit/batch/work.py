"""One transcript of a batch, from its bytes to its row in the report. Runs in any process, here or on a cluster."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from toolkit.batch.deliver import clear, deliver
from toolkit.batch.fetch import Local, fetch
from toolkit.batch.forms import retire_forms, still_there, with_forms
from toolkit.batch.looked import looked_at
from toolkit.batch.media import edition_by_recording, hash_of, made_by, recording_of
from toolkit.batch.order import MOST_DOUBTFUL, File, Order, Outcome, Row, Task, Tell, failed
from toolkit.batch.overwriting import refuse_changed_edition
from toolkit.batch.subtitling import file_of, saved, subtitled
from toolkit.edition.freshness import digest_of
from toolkit.errors import ConservationError, EngineError, InputError, JimakuError
from toolkit.formats.encodings import UTF8
from toolkit.model import Doubt, Script
from toolkit.pipeline import Cutting, Speaking, reading_copy
from toolkit.system.locations import is_url
from toolkit.transcript.scope import Scope
from toolkit.wishes.project import files_of


def perform(task: Task, order: Order, before: Row | None, tell: Tell) -> Outcome:
    """Make the outputs of one transcript, or find them made. What can go wrong with it goes wrong in its row."""
    clear(order, task)  # a run that was killed after its last file leaves its desk beside a whole edition
    try:
        with fetch(task, order) as here:
            return _performed(task, order, before, here, tell)
    except JimakuError as error:
        return _failed(task, error)


def _failed(task: Task, error: JimakuError) -> Outcome:
    """An input is wrong again the next moment, unless it was the machine that did not give it."""
    passing = not isinstance(error, (InputError, ConservationError)) or isinstance(error.__cause__, OSError)
    nameless = not error.where or isinstance(error, EngineError)  # what an engine says names a sentence, not its file
    name = f"{task.shown}: " if nameless and task.shown not in str(error) else ""
    return failed(task, f"{name}{error}", passing=passing)


def foreseen(task: Task, order: Order, before: Row | None) -> Outcome | None:
    """What is known beforehand to come of a task: that all of it is there already, or that it fails. None where there
    is something to do. Nothing is written.
    """
    try:
        with fetch(task, order) as here:
            *_, made_from = _means(task, order, here)
            return _unchanged(task, order, before, made_from)
    except JimakuError as error:
        return _failed(task, error)


def _means(task: Task, order: Order, here: Local) -> tuple[Cutting, Speaking | None, str]:
    """How it is cut, how it is spoken, and the hash of everything the outputs are made from."""
    cutting = order.settings.cutting(here.project)
    speaking = order.settings.speaking(here.project) if order.narrate else None
    if order.narrate and speaking and order.own_cache:
        speaking = replace(speaking, cache=_own_cache())
    return cutting, speaking, _digest(task, order, here, cutting, speaking)


def _unchanged(task: Task, order: Order, before: Row | None, made_from: str) -> Outcome | None:
    if before is None or before.made_from != made_from or before.failures or not still_there(order, before.files):
        return None
    return Outcome(task, replace(before, input=task.shown), unchanged=True)


def _performed(task: Task, order: Order, before: Row | None, here: Local, tell: Tell) -> Outcome:
    cutting, speaking, made_from = _means(task, order, here)
    if (outcome := _unchanged(task, order, before, made_from)) is not None:
        return outcome
    refuse_changed_edition(order, task, before)
    row = _made(task, order, here, cutting, speaking, tell, before)
    return Outcome(task, replace(row, made_from="" if row.failures else made_from))


def _own_cache() -> Path:
    from toolkit.system.caches import default_folder

    return default_folder()


def _digest(task: Task, order: Order, here: Local, cutting: Cutting, speaking: Speaking | None) -> str:
    """The hash of everything the outputs are made from."""
    settings = order.settings
    content = hash_of(here.file) if here.file.is_file() else ""
    project = here.project and (here.project.cast, {**here.project.values, **dict.fromkeys(files_of(here.project))})
    parts: list[object] = [
        content,
        project,
        settings.some("plain", "encoding", "scope"),
        cutting,
        settings.video(here.project),
        *((coding,) if (coding := settings.options(here.project).coding) != UTF8 else ()),
        order.subtitle,
        order.narrate,
        *order.also,
        *((order.forms, order.wanted) if order.forms else ()),
        *(("preview",) if order.preview else ()),
        hash_of(recording_of(task, order, order.media)) if order.media else "",
    ]
    if speaking is None:
        return digest_of(parts)
    if order.recordings:
        return digest_of([*parts, *made_by(task, order, speaking)])
    from toolkit.speech.registry import engine_named

    engine = engine_named(speaking.engine.name, **speaking.engine.options)
    return digest_of([*parts, speaking.shape, engine.version], speaking.voices.values())


def _made(
    task: Task,
    order: Order,
    here: Local,
    cutting: Cutting,
    speaking: Speaking | None,
    tell: Tell,
    before: Row | None = None,
) -> Row:
    from toolkit.transcript import read_script

    settings = order.settings
    tell("reading", 0, 1)
    script = read_script(here.file, project=here.project, **settings.some("encoding", "plain"))
    if settings.wish("strict") and script.doubts:
        first = script.doubts[0]
        several = f"{len(script.doubts)} doubts about who says what; the first: "
        raise InputError(
            f"{several if len(script.doubts) > 1 else ''}{first.message}",
            where=f"{here.file}:{first.line}",
            mend="correct jimaku.toml, or leave out --strict",
        )
    row = Row(task.shown, task.place, title=script.title, speakers=tuple(speaker.name for speaker in script.cast))
    doubts: dict[Doubt, None] = dict.fromkeys((*script.doubts, *_dropped(script, cutting)))
    if order.subtitle:
        row = subtitled(row, task, order, here, script, cutting, doubts, tell, before)
    if speaking is not None:
        row = _narrated(row, task, order, here, script, cutting, speaking, doubts, tell, before)
        row = with_forms(row, task, order, here, before, tell)
    names = [file.name.removeprefix("/".join((*task.folder, ""))) for file in row.files]
    if is_url(order.output):
        deliver(order, task, here.folder, names)
        retire_forms(order, row, before)
    said = [
        *map(str, script.warnings),
        *(f"line {doubt.line}: {doubt.message}" if doubt.line else doubt.message for doubt in doubts),
    ]
    return replace(row, warnings=tuple(map(here.named, said)))


def _dropped(script: Script, cutting: Cutting) -> list[Doubt]:
    """The fillers that are left out, a line of the report each line that had some."""
    gone: defaultdict[int, list[str]] = defaultdict(list)
    if cutting.drop_fillers:
        whole = reading_copy(script, replace(cutting, drop_fillers=False))
        for line, text in reading_copy(script, cutting).excluded[len(whole.excluded) :]:
            gone[line].append(text)
    return [Doubt(line, f"fillers are left out: {' '.join(texts)}") for line, texts in gone.items()]


def _narrated(
    row: Row,
    task: Task,
    order: Order,
    here: Local,
    script: Script,
    cutting: Cutting,
    speaking: Speaking,
    doubts: dict[Doubt, None],
    tell: Tell,
    before: Row | None,
) -> Row:
    from toolkit.pipeline import narrate
    from toolkit.timing.video import manner

    heard = speaking.among(script.cast)
    unused = tuple(name for name in order.settings.flags.get("voices", ()) if name not in heard.voices)
    faults: list[Doubt] = []
    also = [f"{task.stem}/{task.stem}{suffix}" for suffix in order.also]
    scope, folder = order.settings.wish("scope", here.project), here.folder / task.stem
    _refuse_lacking(also, script, cutting, scope, order, here)
    if order.recordings:
        edition = edition_by_recording(script, cutting, speaking, task, order, folder, scope, tell)
    else:
        edition = narrate(
            script, cutting, heard, folder, task.stem, scope=scope, progress=tell, warn=faults.append,
            force=order.settings.wish("force"),
        )  # fmt: skip
    doubts.update(dict.fromkeys((*edition.doubts, *faults)))
    subtitles = edition.file("subtitles")
    text = (folder / subtitles).read_text("utf-8")
    name, sound = (f"{task.stem}/{edition.file(kind)}" for kind in ("subtitles", "mix"))
    product, pages = looked_at(
        "narrate", name, text, edition.timeline, cutting.style, task, order, here.folder, sound
    )  # fmt: skip
    readings = [(word.surface, word.reading, word.risk, word.count) for word in edition.doubtful_readings]
    known = {file.name: File(f"{task.place}/{file.name}", file.bytes, file.sha256) for file in edition.files}
    files = [known.get(name) or file_of(task, here.folder, folder / name) for name in edition.names]
    files += saved(also, task, order, here, edition.timeline, manner(cutting.style), before)
    files += [file_of(task, here.folder, here.folder / page) for page in pages]
    return replace(
        row, products=(*row.products, product), files=(*row.files, *files), doubtful=tuple(readings[:MOST_DOUBTFUL]),
        doubtful_in_all=len(readings), unused_voices=unused,
    )  # fmt: skip


def _refuse_lacking(
    names: Sequence[str], script: Script, cutting: Cutting, scope: Scope | None, order: Order, here: Local
) -> None:
    """OutputError for a character that the subtitles cannot hold, before anybody speaks."""
    from toolkit.corrections.saving import contents_of
    from toolkit.pipeline import subtitles

    options = order.settings.options(here.project)
    if options.coding.cp932 and names:
        contents_of(subtitles(script, cutting, scope)[0], map(Path, names), options)
