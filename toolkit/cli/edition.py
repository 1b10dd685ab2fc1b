"""``jimaku edition``: a narration in the forms in which it is read, lent and edited."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli.forms import address, as_read, forms_of, hand_over, in_forms
from toolkit.cli.parents import parents
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.edition.forms import Wanted

_EPILOG = """\b
Forms:
  epub      EPUB 3 with Media Overlays: text and sound in step, sentence by sentence
  epub-text the same book without sound (--twin makes it beside the other)
  daisy     DAISY 2.02 talking book: full text and full audio
  html      a page that plays: offline, by keyboard alone, for screen readers
  podcast   an episode with transcript and chapters, and the item of its feed
  stems     for editing programs: BWF tracks, clips, labels, timeline

\b
Examples:
  jimaku edition talk-narration
  jimaku edition talk-narration --as epub,daisy,html -o shelf
  jimaku edition talk.txt --as epub --ruby doubtful
  jimaku edition talk-narration/talk.json --as daisy        one edition of a folder of several
  jimaku edition talk-narration --as html --one-file -o shelf
  jimaku edition talk-narration --as podcast --url https://example.org/talks/"""


@click.command("edition", epilog=_EPILOG)
@click.argument("source", metavar="DIR|TEXT", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    "out",
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="The folder for what is made; DIR itself if not given.",
)
@in_forms("Forms, parted by commas; epub,html if not given.")
@as_read
@click.option(
    "--lexicon",
    metavar="F",
    type=click.Path(path_type=Path),
    help="The readings it was narrated with, for --ruby; as jimaku.toml says if not given.",
)
@click.option("--twin", is_flag=True, help="EPUB: a second one without sound.")
@click.option("--url", default="", help="Podcast: the address of the folder on the web, for the feed's links.")
@click.option("--cover", type=click.Path(path_type=Path, dir_okay=False), help="A picture (.jpg, .png) for the cover.")
@click.option(
    "--sound",
    type=click.Choice(("mp3", "m4a")),
    default="mp3",
    show_default=True,
    help="EPUB: how its sound is encoded.",
)
@click.option("--author", default="", help="Who wrote it, if the transcript does not say.")
@click.option("--date", default="", help="When it appeared (YYYY-MM-DD), if the transcript does not say.")
@click.option("--pan", is_flag=True, help="Stems: a stereo mix besides, each speaker at a place of their own.")
@click.option("--force", is_flag=True, help="Write over what is there and was not made by this command.")
@parents
def command(
    source: Path, out: Path | None, forms: tuple[str, ...], lexicon: Path | None, force: bool, **wanted: Any
) -> None:
    """Make books, a page, an episode or stems of a narration.

    DIR is a folder that `jimaku narrate` wrote, or a manifest in it for that edition alone; a transcript is narrated
    first, into FILE-narration, as its jimaku.toml says. Every form has the very times of the narration.
    """
    from toolkit.edition.folder import editions, finish, is_manifest

    asked = forms_of(forms or ("epub,html",))
    how = _wanted(lexicon=_lexicon(source, lexicon), **wanted)
    place = source if source.is_dir() or is_manifest(source) else _narrated(source)
    folder = place if place.is_dir() else place.parent
    finish(folder)
    for edition in editions(place).values():
        hand_over(edition, folder, out or folder, asked, how, force)


def _lexicon(source: Path, given: Path | None) -> Path | None:
    from toolkit.wishes.project import find_project
    from toolkit.wishes.settings import Settings

    found: Path | None = Settings({"lexicon": given}).wish("lexicon", find_project(source))
    return found


def _wanted(cover: Path | None, date: str, url: str, **rest: Any) -> Wanted:
    """InputError for a date, an address or a picture that is none."""
    import datetime

    from toolkit.edition.forms import Wanted

    if date:
        try:
            date = datetime.date.fromisoformat(date).isoformat()
        except ValueError:
            raise InputError(f"--date {date!r} is no date", mend="write it as 2026-11-30") from None
    if cover and (not cover.is_file() or cover.suffix.lower() not in (".jpg", ".jpeg", ".png")):
        raise InputError("is no picture", where=str(cover), mend="name a .jpg or .png")
    return Wanted(cover=cover, date=date, url=address(url), **rest)


def _narrated(source: Path) -> Path:
    """The folder of the narration of a transcript, made now unless it is there already and unchanged."""
    from toolkit.cli.narrate import command as narrate

    if not source.exists():
        raise InputError("is not there", where=str(source), mend="name a narration's folder, or a transcript")
    folder = source.parent / f"{source.stem}-narration"
    arguments = [str(source), "-o", str(folder)]
    narrate.main(arguments, prog_name="jimaku narrate", standalone_mode=False)
    return folder
