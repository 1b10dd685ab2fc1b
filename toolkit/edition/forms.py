"""The forms in which an edition is handed over, a row a form. To add one: a module with ``write``, and its row."""

from __future__ import annotations

import contextlib
import importlib
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

from toolkit.edition.book import Book, book_of
from toolkit.edition.sound import Sound, refuse_changed_sound
from toolkit.errors import InputError, JimakuError, OutputError
from toolkit.system.leftovers import sweep, temporary_folder
from toolkit.system.publication import completed

if TYPE_CHECKING:
    from toolkit.model.edition import Edition

RubyShown = Literal["none", "source", "doubtful", "first", "all"]
Unit = Literal["sentence", "word", "cue"]
SoundName = Literal["mp3", "m4a"]
PRODUCER = "jimaku-toolkit"  # stands in every form as its generator: what is ours is known by it


@dataclass(frozen=True, slots=True)
class Wanted:
    """How forms are to be made. ``ruby``: which words show a reading; ``lexicon``: what the narration's readings were
    made with; ``unit``: what lights up and is moved by;
    ``vertical``: text from top to bottom; ``twin``: a text-only book besides; ``one_file``: the page with all in it;
    ``url``: where the podcast will be found; ``cover``: a picture; ``sound``: how sound in books is encoded.
    """

    ruby: RubyShown = "source"
    lexicon: Path | None = None
    unit: Unit = "sentence"
    vertical: bool = False
    twin: bool = False
    one_file: bool = False
    url: str = ""
    cover: Path | None = None
    sound: SoundName = "mp3"
    author: str = ""
    publisher: str = ""
    date: str = ""
    pan: bool = False


@dataclass(frozen=True, slots=True)
class Job:
    """An edition, read; its ``folder`` with all files; the ``sound`` for other forms; and how they are wanted."""

    edition: Edition
    folder: Path
    book: Book
    sound: Sound
    wanted: Wanted


class Writer(Protocol):
    """What a form's module holds as ``write``."""

    def __call__(self, job: Job, out: Path) -> None:
        """Make the form at ``out``: a file, or files in a folder that is there and empty. ``out`` appears in its place
        when this returns. InputError for a wish that cannot be fulfilled.
        """


@dataclass(frozen=True, slots=True)
class Form:
    """``ending``: what follows the edition's name; a file's has a ``.``, a folder's none. ``mark``: the file in it that
    names the producer, '' for the form itself. ``module``: under ``toolkit.edition``. ``files``: a pattern of the names
    in its folder that are ever written.
    """

    name: str
    what: str
    ending: str
    mark: str
    module: str = field(default="")
    files: str = field(default="")

    @property
    def folder(self) -> bool:
        """Whether it is a folder of files."""
        return "." not in self.ending

    def place(self, name: str, out: Path) -> Path:
        """Where the form of the edition called ``name`` stands."""
        return out / f"{name}{self.ending}"

    def ours(self, path: Path) -> bool:
        """Whether what is there was made here."""
        try:
            return PRODUCER.encode() in self._marked(path)
        except (OSError, KeyError, zipfile.BadZipFile):
            return False

    def not_made_here(self, path: Path) -> str:
        """The first file in a folder of ours that somebody else put there, '' if there is none. What systems and
        editing programs leave by themselves is nobody's work.
        """
        if not self.folder:
            return ""
        names = sorted(file.relative_to(path).as_posix() for file in path.rglob("*") if not file.is_dir())
        theirs = (name for name in names if not (re.fullmatch(self.files, name) or _BY_ITSELF.search(name)))
        return next(theirs, "")

    def _marked(self, path: Path) -> bytes:
        if self.folder:
            return (path / self.mark).read_bytes()
        if self.mark:
            with zipfile.ZipFile(path) as archive:
                return archive.read(self.mark)
        return path.read_bytes()


_BY_ITSELF = re.compile(r"(^|/)(\.DS_Store|\._.*|Thumbs\.db|desktop\.ini|.*\.reapeaks|.*\.pkf)$", re.IGNORECASE)
_STEMS = (
    r"clips/\d+-.*\.(wav|lab)|tracks/\d+-.*\.wav|mix(-stereo)?\.wav|labels/(all|\d+-.*)\.txt|"
    r"markers-(audition|reaper)\.csv|project\.rpp|timeline\.otio|stems\.json"
)
FORMS: dict[str, Form] = {
    form.name: form
    for form in (
        Form("epub", "EPUB 3 with Media Overlays: text and sound in step", ".epub", "EPUB/package.opf"),
        Form("epub-text", "the same book without sound", "-text.epub", "EPUB/package.opf", "epub.twin"),
        Form(
            "daisy",
            "DAISY 2.02 talking book, full text and full audio",
            "-daisy",
            "ncc.html",
            "",
            r"ncc\.html|master\.smil|s\d+\.(html|smil|mp3)",
        ),
        Form(
            "html",
            "a page that plays: offline, by keyboard and screen reader",
            "-html",
            "index.html",
            "player",
            r"index\.html|sound\.mp3",
        ),
        Form(
            "podcast",
            "an episode with transcript and chapters, for a feed",
            "-podcast",
            "item.xml",
            "",
            r"episode\.mp3|transcript\.(vtt|json|srt)|chapters\.json|item\.xml",
        ),
        Form("stems", "for editing programs: BWF tracks, clips, labels, timeline", "-stems", "stems.json", "", _STEMS),
    )
}


def forms_named(names: Sequence[str]) -> tuple[Form, ...]:
    """The forms called so, each once. InputError for what is none."""
    for name in names:
        if name not in FORMS:
            raise InputError(f"--as {name!r} is no form of an edition", mend=f"there are {', '.join(FORMS)}")
    return tuple(FORMS[name] for name in dict.fromkeys(names))


def _with_twin(forms: Sequence[Form]) -> tuple[Form, ...]:
    """A book with sound has one without beside it."""
    twin = FORMS["epub-text"]
    return (*forms, *([twin] if FORMS["epub"] in forms and twin not in forms else []))


@contextlib.contextmanager
def _spool(out: Path) -> Iterator[Path]:
    """A folder for sound, in ``out``, which is made if need be, free of what killed runs left. OutputError if it cannot
    be written to.
    """
    with contextlib.ExitStack() as stack:
        try:
            out.mkdir(parents=True, exist_ok=True)
            completed(out)
            sweep(out)
            made = stack.enter_context(temporary_folder(out))
        except OSError as error:
            what = "is a file" if out.is_file() else f"cannot be written to ({error.strerror})"
            raise OutputError(what, where=str(out), mend="name another folder with -o") from error
        yield made


def _refuse_foreign(form: Form, place: Path) -> None:
    """OutputError if something would be replaced that is not ours, or holds somebody's file."""
    if not place.exists():
        return
    mend = "--force writes over it, -o names another folder"
    if not form.ours(place):
        raise OutputError(f"is there and no {form.name} of ours", where=str(place), mend=mend)
    if name := form.not_made_here(place):
        raise OutputError(f"holds {name}, which was not made here", where=str(place), mend=f"move it; {mend}")


def make(
    edition: Edition,
    folder: Path,
    out: Path,
    forms: Sequence[Form],
    wanted: Wanted,
    *,
    force: bool = False,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    failed: Callable[[str, JimakuError], object] | None = None,
) -> tuple[Path, ...]:
    """Make the forms of the edition in ``folder`` under ``out``; where each is. Each appears whole or not at all.

    InputError if the edition's sound is not the one it tells of; OutputError if something would be replaced that was
    not made here (without ``force``), and whatever the disk refuses. With ``failed`` it is told which form has which
    error, and the others are made; without, an error that can be seen beforehand comes before any is made.
    """
    mix = refuse_changed_sound(edition, folder)
    forms = _with_twin(forms) if wanted.twin else forms
    places = {form: form.place(edition.name, out) for form in forms}

    def attempt(form: Form, step: Callable[[], None]) -> bool:
        try:
            step()
        except JimakuError as error:
            if failed is None:
                raise
            failed(form.name, error)
            return False
        return True

    free = [form for form in forms if force or attempt(form, partial(_refuse_foreign, form, places[form]))]
    with _spool(out) as spool:
        job = Job(edition, folder, book_of(edition), Sound(mix, spool), wanted)
        for number, form in enumerate(free):
            progress(form.name, number, len(free))
            attempt(form, partial(_write, form, job, places[form]))
        progress(forms[-1].name if forms else "", len(free), len(free))
    return tuple(places.values())


def _write(form: Form, job: Job, place: Path) -> None:
    from toolkit.system.files import whole
    from toolkit.system.folders import whole_folder

    write: Writer = importlib.import_module(f"toolkit.edition.{form.module or form.name}").write
    with (whole_folder if form.folder else whole)(place) as unfinished:
        write(job, unfinished)
