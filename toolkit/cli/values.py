"""What a shell offers where a value is written: styles, engines, voices, formats, forms."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from toolkit.messages import said

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from toolkit.wishes.kinds import Kind

Complete = Callable[[click.Context, click.Parameter, str], list["CompletionItem[Any]"]]


def of_wish(name: str, kind: Kind) -> dict[str, Complete]:
    """What click is told of a row of the table of wishes whose words a shell can know."""
    from toolkit.wishes.kinds import Choice

    if isinstance(kind, Choice) and kind.open:
        return {"shell_complete": words(lambda: kind.words, files=bool(kind.suffix))}
    known = {"engine": words(_engines), "target": words(_targets), "voices": _voices}
    return {"shell_complete": known[name]} if name in known else {}


def words(there_are: Callable[[], Iterable[str]], *, files: bool = False, listed: bool = False) -> Complete:
    """One of the words; ``files``: or a file; ``listed``: several, parted by commas."""

    def complete(_: click.Context, __: click.Parameter, begun: str) -> list[CompletionItem[Any]]:
        from click.shell_completion import CompletionItem

        before, comma, last = begun.rpartition(",") if listed else ("", "", begun)
        found = [CompletionItem(f"{before}{comma}{word}") for word in there_are() if word.startswith(last)]
        return found or ([CompletionItem(begun, type="file")] if files else [])

    return complete


def formats() -> Iterable[str]:
    """The names of formats that are written."""
    from toolkit.formats import FORMATS, TABLES

    return [form.name for form in (*FORMATS, *TABLES) if form.writes]


def readable_formats() -> Iterable[str]:
    """The names of formats that are read."""
    from toolkit.formats import FORMATS, TABLES

    return [form.name for form in (*FORMATS, *TABLES) if form.reads]


def forms() -> Iterable[str]:
    """The forms an edition is handed over in."""
    from toolkit.edition.forms import FORMS

    return list(FORMS)


def _engines() -> Iterable[str]:
    from toolkit.speech.registry import ENGINES

    return list(ENGINES)


def _targets() -> Iterable[str]:
    from toolkit.audio.targets import TARGETS

    return list(TARGETS)


def _voices(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem[Any]]:
    """NAME=VOICE: the voices of the engine that is named, with what they are like; none before the =."""
    from click.shell_completion import CompletionItem

    from toolkit.narration.casting import KINDS
    from toolkit.speech.registry import catalogue_at_hand

    name, equals, voice = begun.partition("=")
    if not equals:
        return []
    engine = catalogue_at_hand(ctx.params.get("engine") or "openjtalk")
    there = {one.name: said(one.description) for one in engine.voices()} if engine else {}
    return [
        CompletionItem(f"{name}={word}", help=help_ or None)
        for word, help_ in (there | dict.fromkeys(sorted(KINDS), "")).items()
        if word.startswith(voice)
    ]


BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' line="${COMP_LINE:0:COMP_POINT}" each type value
    local begun="${line##*[[:space:]]}"
    COMPREPLY=()
    for each in $(env COMP_WORDS="$line" %(complete_var)s=bash_complete "$1"); do
        type="${each%%%%,*}" value="${each#*,}"
        if [[ $type == dir ]]; then
            compopt -o dirnames
        elif [[ $type == file ]]; then
            compopt -o default
        else
            [[ $COMP_WORDBREAKS == *=* && $begun == *=* ]] && value="${value#*=}"
            COMPREPLY+=("$value")
        fi
    done
}
complete -o nosort -F %(complete_func)s %(prog_name)s
"""

# click's own divides at every comma, and so loses what stands behind one: epub,daisy, and half of what a voice is like
FISH = """\
function %(complete_func)s
    set -lx %(complete_var)s fish_complete
    set -lx COMP_WORDS (commandline -cp)
    set -lx COMP_CWORD (commandline -t)
    for each in (%(prog_name)s)
        set -l found (string split -m 1 "," -- $each)
        switch $found[1]
            case dir
                __fish_complete_directories $found[2]
            case file
                __fish_complete_path $found[2]
            case plain
                echo $found[2]
        end
    end
end
complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


def know_bash() -> None:
    """Let bash complete what stands behind a =, which click's own script cannot: it is told of words, not of the
    line.
    """
    from click.shell_completion import BashComplete, add_completion_class
    from click.shell_completion import split_arg_string as divided

    class Bash(BashComplete):
        source_template = BASH

        def get_completion_args(self) -> tuple[list[str], str]:
            line = os.environ["COMP_WORDS"]
            _, *typed = divided(line) or [""]
            return (typed, "") if not typed or line[-1:].isspace() else (typed[:-1], typed[-1])

    add_completion_class(Bash)
