"""What a person looks at of a batch's subtitles: what ``check`` finds in them, and a page to see and hear them on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.batch.order import MOST_FOUND, Found, Order, Product, Task

if TYPE_CHECKING:
    from toolkit.check import Finding
    from toolkit.model import SubtitleFile, Timeline
    from toolkit.styles import Style

_SEVERITIES = ("error", "warning", "info")


def page_name(stem: str, kind: str) -> str:
    """What the page to look at is called, beside the subtitles or the folder of the edition."""
    return f"{stem}.{kind}.html"


def looked_at(
    kind: str, name: str, text: str, timeline: Timeline, style: Style, task: Task, order: Order,
    folder: Path, sound: str = "", recording: Path | None = None,
) -> tuple[Product, list[str]]:  # fmt: skip
    """The subtitles ``text``, called ``name`` below the task's folder, as a row has them; and the files made for them,
    below the same. ``sound``: the mix, below it too; ``recording``: what else they are in step with.
    """
    from toolkit.check import findings
    from toolkit.formats import DEFAULT

    file = DEFAULT.read(text)
    found = findings(file, style)
    below = "/".join((*task.folder, ""))
    made = [page_name(task.stem, kind)] if order.preview else []
    for page in made:
        heard = folder.joinpath(*sound.split("/")) if sound else recording
        _write(folder / page, file, style, name, heard)
    counts = Counter(str(finding.severity) for finding in found)
    product = Product(
        kind=kind,
        subtitles=below + name,
        style=style.name,
        duration_ms=timeline.duration_ms,
        cues=len(timeline.cues),
        errors=counts["error"],
        warnings=counts["warning"],
        infos=counts["info"],
        rules=dict(sorted(Counter(finding.rule for finding in found).items())),
        found=_first(found, file),
        sound=below + sound if sound else "",
        page=below + made[0] if made else "",
    )
    return product, made


def _first(found: Sequence[Finding], file: SubtitleFile) -> tuple[Found, ...]:
    """As many as a report has room for, the severest first, then in the order of the file."""
    ordered = sorted(found, key=lambda one: (_SEVERITIES.index(one.severity), one.cue))[:MOST_FOUND]
    return tuple(
        Found(one.cue, file.cues[one.cue - 1].start_ms if one.cue else 0, one.rule, one.severity, one.message)
        for one in ordered
    )


def _write(path: Path, file: SubtitleFile, style: Style, name: str, heard: Path | None) -> None:
    from toolkit.preview import document, referenced
    from toolkit.system.files import write_text

    media = referenced(heard, path.parent) if heard else None
    write_text(path, document(file, style, name=name.rpartition("/")[2], media=media))
