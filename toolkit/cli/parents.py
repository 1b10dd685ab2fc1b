"""Where outputs go: a folder that is not there is made, but not a whole path of them, which is mostly a slip."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from toolkit.errors import OutputError

F = TypeVar("F", bound=Callable[..., Any])


def parents(function: F) -> F:
    """Give a command ``--parents``, and refuse outputs (its option ``output`` or ``outputs``) of which more than the
    last folder is missing without it.
    """

    @wraps(function)
    def checked(*arguments: Any, parents: bool, **options: Any) -> Any:
        if not parents:
            several = options.get("outputs") or (options.get("output"),)
            for output in several:
                _refuse_far(output)
        return function(*arguments, **options)

    add = click.option("--parents", is_flag=True, help="Make all missing folders of -o, not the last one alone.")
    return add(checked)  # type: ignore[return-value]  # the same but for its options


def _refuse_far(output: Path | str | None) -> None:
    """OutputError for a path of which more than one folder is missing. What has a suffix is a file."""
    from toolkit.system.locations import is_url

    if output is None or str(output) == "-" or is_url(str(output)):
        return
    path = Path(output)
    folder = path.parent if path.suffix else path
    missing = [one for one in (folder, *folder.parents) if not one.exists()]
    if len(missing) > 1:
        mend = "check the spelling of the path, or make all of it with --parents"
        raise OutputError("is not there, nor is what should be in it", where=str(missing[-1]), mend=mend)
