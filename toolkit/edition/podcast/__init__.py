"""An episode of a podcast: its sound, transcripts and chapters, and the item of a feed that names them.

Sources: RSS 2.0 (rssboard.org); the podcast namespace of Podcasting 2.0, its JSON chapters 1.2; Apple's podcast tags.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.audio.tags import Tags
from toolkit.edition.credits import credit_line
from toolkit.edition.dates import appeared
from toolkit.edition.podcast.item import CHAPTERS, EPISODE, ITEM, Episode, item, transcripts
from toolkit.edition.sound import write_whole
from toolkit.edition.xml_text import one_line
from toolkit.formats import writer_of

if TYPE_CHECKING:
    from toolkit.edition.forms import Job

VERSION = "1.2.0"  # of JSON chapters


def write(job: Job, out: Path) -> None:
    """All files of an episode. Errors as ``audio.encode.export`` and the subtitle formats."""
    _sound(job, out / EPISODE)
    for transcript in transcripts():
        (out / transcript.file).write_bytes(writer_of(transcript.file).file(job.book.timeline))
    _put(out / CHAPTERS, json.dumps(chapters(job), ensure_ascii=False, indent=1) + "\n")
    _put(out / ITEM, item(_episode(job, out)))


def _put(path: Path, text: str) -> None:
    path.write_bytes(text.encode("utf-8", "replace"))


def _sound(job: Job, path: Path) -> None:
    """MP3 with tags and chapters; an edition that is one is taken as it is, because encoding twice costs quality."""
    if job.sound.mix.suffix.lower() == ".mp3":
        shutil.copyfile(job.sound.mix, path)
        return
    write_whole(job.sound.mix, path, "mp3", partial(_tags, job), job.book.duration_ms)


def _tags(job: Job, rate: int) -> Tags:
    edition = job.edition
    return Tags(
        title=job.book.title,
        artist=", ".join(job.book.people) or job.book.author,
        date=appeared(job),
        comment=credit_line(edition),
        chapters=tuple(
            replace(chapter, start=round(chapter.start * rate / edition.narration.rate)) for chapter in edition.chapters
        ),
    )


def chapters(job: Job) -> dict[str, Any]:
    """JSON chapters: those of the edition's own sound, at the same milliseconds."""
    book, rate = job.book, job.edition.narration.rate
    starts = [round(chapter.start * 1000 / rate) for chapter in job.edition.chapters]
    ends = [*starts[1:], book.duration_ms]
    rows = [
        {"startTime": start / 1000, "endTime": end / 1000, "title": one_line(chapter.title)}
        for chapter, start, end in zip(job.edition.chapters, starts, ends, strict=True)
    ]
    author = job.wanted.author or book.author
    about = {"title": one_line(book.title), **({"author": one_line(author)} if author else {}), "fileName": EPISODE}
    return {"version": VERSION, **about, "chapters": rows}


def _episode(job: Job, out: Path) -> Episode:
    book, wanted = job.book, job.wanted
    return Episode(
        name=book.name,
        title=one_line(book.title),
        author=one_line(wanted.author or book.author),
        people=tuple(map(one_line, book.people)),
        credits=tuple(map(one_line, book.credits)),
        date=appeared(job),
        identifier=book.identifier,
        language=book.language,
        seconds=round(book.duration_ms / 1000),
        bytes=(out / EPISODE).stat().st_size,
        url=wanted.url,
    )
