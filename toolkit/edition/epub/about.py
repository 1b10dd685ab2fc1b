"""What a book says of itself: who made it, and how far it can be read by whom (EPUB Accessibility 1.1, schema.org)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.edition.forms import PRODUCER

if TYPE_CHECKING:
    from toolkit.edition.book import Book, Passage
    from toolkit.edition.forms import Job

CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"
_UNDATED = "1980-01-01"  # the first day a zip archive knows; nothing of a clock, so that equal books are equal


@dataclass(frozen=True, slots=True)
class About:
    """``silent``: a book without sound. ``whole``: all that has letters is heard. ``ruby``: whether there are readings;
    ``ruby_all``: over every word of kanji. ``date``: YYYY-MM-DD or ''.
    """

    author: str
    publisher: str
    date: str
    generator: str
    silent: bool
    whole: bool
    ruby: bool
    ruby_all: bool
    vertical: bool

    @property
    def modified(self) -> str:
        """A time in UTC that is always the same for the same edition."""
        return f"{self.date or _UNDATED}T00:00:00Z"

    @property
    def modes(self) -> tuple[str, ...]:
        """schema:accessMode."""
        return ("textual",) if self.silent else ("textual", "auditory")

    @property
    def sufficient(self) -> tuple[str, ...]:
        """schema:accessModeSufficient."""
        if self.silent:
            return ("textual",)
        return ("textual,auditory", "textual", *(("auditory",) if self.whole else ()))

    @property
    def features(self) -> tuple[str, ...]:
        """schema:accessibilityFeature."""
        usual = (
            "alternativeText",
            "ARIA",
            "displayTransformability",
            "highContrastDisplay",
            "index",
            "readingOrder",
            "structuralNavigation",
            "tableOfContents",
            "unlocked",
        )
        ruby = ("fullRubyAnnotations",) if self.ruby_all else ("rubyAnnotations",) if self.ruby else ()
        direction = ("verticalWriting",) if self.vertical else ("horizontalWriting",)
        return (*usual, *direction, *ruby, *(() if self.silent else ("synchronizedAudioText",)))

    @property
    def codes(self) -> tuple[str, ...]:
        """The same as codes of ONIX list 196: EPUB Accessibility 1.1 (04), nothing of the reader's disabled (10),
        contents (11), index (12), reading order (13), alternative descriptions (14), synchronised sound (20), language
        tagged (22), colour not alone (25), contrast (26), structural navigation (29), ARIA roles (30), landmarks (32),
        appearance can be changed (36), all can be heard (51), all can be read without sight (52), WCAG 2.2 (82), AA
        (85).
        """
        sound = () if self.silent else ("20", *(("51",) if self.whole else ()))
        usual = ("04", "10", "11", "12", "13", "14", "22", "25", "26", "29", "30", "32", "36", "52", "82", "85")
        return tuple(sorted((*usual, *sound)))

    @property
    def summary(self) -> str:
        """For people."""
        sound = (
            "音声のない、文字だけの版です。"
            if self.silent
            else "本文と音声が同期し、読み上げに合わせて文字が強調されます。"
            + ("本文のすべてを音声で聞くことができます。" if self.whole else "音声のない段落があります。")
        )
        ruby = "すべての漢字に読みがあります。" if self.ruby_all else "読みの付いた語があります。" if self.ruby else ""
        return (
            f"{sound}目次、話者の一覧、見出しで移動できます。文字の大きさ、書体、色、行間は読書システムで変えられます。{ruby}"
            "画像は表紙だけで、代替テキストがあります。点滅や動きはありません。"
            "WCAG 2.2 レベル AA のうち、機械で検査できる項目を満たしています。"
        )


def about(job: Job, book: Book, *, silent: bool) -> About:
    """``book``: the edition's with its readings."""
    wanted = job.wanted
    return About(
        author=wanted.author or book.author,
        publisher=wanted.publisher,
        date=wanted.date or book.date,
        generator=f"{PRODUCER} {job.edition.provenance.jimaku}",
        silent=silent,
        whole=all(_is_heard(passage) for part in book.parts for passage in part.passages),
        ruby=any(phrase.rubies for phrase in book.phrases),
        ruby_all=wanted.ruby == "all",
        vertical=wanted.vertical,
    )


def _is_heard(passage: Passage) -> bool:
    """Whether all that has letters is spoken; a remark in brackets may be left out."""
    return any(phrase.clip for phrase in passage.phrases) or not any(char.isalnum() for char in _plain(passage.text))


def _plain(text: str) -> str:
    """Without what stands in brackets from end to end."""
    stripped = text.strip()
    return "" if stripped[:1] in "（([〔［" and stripped[-1:] in "）)]〕］" else stripped
