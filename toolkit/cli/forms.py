"""The forms an edition is handed over in: how every command that makes them is told of them, and makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from toolkit.cli import values
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.edition.forms import Form, Wanted
    from toolkit.model.edition import Edition

F = TypeVar("F", bound=Callable[..., Any])

_AS_READ = (
    click.option(
        "--ruby",
        type=click.Choice(("none", "source", "doubtful", "first", "all")),
        default="source",
        show_default=True,
        help="Readings over the words: none, those of the transcript, besides them doubtful "
        "ones, each word of kanji the first time, or always.",
    ),
    click.option(
        "--by",
        "unit",
        type=click.Choice(("sentence", "word", "cue")),
        default="sentence",
        show_default=True,
        help="What lights up with the sound, and is moved by.",
    ),
    click.option("--vertical", is_flag=True, help="EPUB: text from top to bottom."),
    click.option("--one-file", is_flag=True, help="HTML: the page, its sound in it, as one file index.html."),
    click.option("--publisher", default="", help="Who hands it over."),
)
AS_READ = ("ruby", "unit", "vertical", "one_file", "publisher")  # fields of Wanted that a batch sets too


def in_forms(text: str) -> Callable[[F], F]:
    """Give a command ``--as``, as its parameter ``forms``, which ``forms_of`` reads."""
    return click.option(
        "--as",
        "forms",
        metavar="FORM,…",
        multiple=True,
        shell_complete=values.words(values.forms, listed=True),
        help=text,
    )


def as_read(function: F) -> F:
    """Click's options for ``AS_READ``."""
    for option in reversed(_AS_READ):
        function = option(function)
    return function


def forms_of(names: Sequence[str]) -> tuple[Form, ...]:
    """The forms that ``--as`` names, parted by commas. InputError for what is none."""
    from toolkit.edition.forms import FORMS, forms_named

    parts = [name.strip() for each in names for name in each.split(",") if name.strip()]
    if names and not parts:
        raise InputError("--as names no form", mend=f"there are {', '.join(FORMS)}")
    return forms_named(parts)


def address(url: str) -> str:
    """A web address of a folder as feeds hold it: ASCII, a ``/`` behind it. InputError for what is none."""
    from urllib.parse import quote, urlsplit

    if not url:
        return ""
    try:
        parts = urlsplit(url)
        host = parts.netloc.encode("idna").decode()
    except ValueError:
        host = ""
    if not host or parts.scheme not in ("https", "http") or parts.query or parts.fragment:
        raise InputError(f"--url {url!r} is no address of a folder on the web", mend="write it as https://host/folder/")
    path = quote(parts.path.rstrip("/"), safe="/%~!$&'()*+,;=:@")
    return f"{parts.scheme}://{host}{path}/"


def hand_over(edition: Edition, folder: Path, out: Path, forms: tuple[Form, ...], how: Wanted, force: bool) -> None:
    """Make the forms of an edition in ``folder`` under ``out``, and name them."""
    from toolkit.cli.progress import Stages
    from toolkit.edition.forms import make

    with Stages() as stages:
        places = make(edition, folder, out, forms, how, force=force, progress=stages.show)
    for place in places:
        click.echo(place)
