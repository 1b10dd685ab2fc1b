"""The texts of a manifest against each other: sentences and subtitles say what the transcript's turns say, all of it,
in the name of whoever's turn it is.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import TYPE_CHECKING

from toolkit.japanese.writing import Writing, rewritten
from toolkit.narration.credits import around
from toolkit.verify.finding import Finding, place_of

if TYPE_CHECKING:
    from toolkit.model import Cue, Paragraph, Source, Turn
    from toolkit.model.edition import Edition
    from toolkit.model.narration import Sentence, Utterance

_MYRIADS = Writing(thousands="myriads")
_SHOWN = 24  # characters of a text in a finding


def text_findings(edition: Edition) -> Iterator[Finding]:
    """Sentences, subtitles and names that are not the transcript's; what of it nobody says or shows."""
    for utterance in edition.narration.utterances:
        if utterance.sentence.kind != "credits":
            yield from _sentence(edition.turns, utterance)
    yield from _credits(edition)
    for index, timed in enumerate(edition.timeline.cues, 1):
        yield from _subtitle(edition.turns, timed.cue, f"subtitle {index}")
    shown: list[Source | Sentence] = [
        place for timed in edition.timeline.cues for place in (timed.cue.source, timed.cue.second) if place
    ]
    if edition.recorded:  # what nobody says in it has no time to be shown
        shown += [utterance.sentence for utterance in edition.narration.sentences if not utterance.audible]
    yield from _uncovered(edition.turns, shown, "shown by no subtitle")
    said = [utterance.sentence for utterance in edition.narration.sentences]
    yield from _uncovered(edition.turns, said, "said by no sentence")


def _sentence(turns: tuple[Turn, ...], utterance: Utterance) -> Iterator[Finding]:
    sentence, place = utterance.sentence, place_of(utterance)
    turn = turns[sentence.turn]
    due = (turn.speaker or "") if sentence.kind == "announcement" else "".join(turn.text[k] for k in sentence.offsets)
    if sentence.text != due:
        yield Finding("TEXT", place, f"is 「{_brief(due)}」 in the transcript")
    who = turn.speaker if sentence.kind in ("text", "beat") else None
    if sentence.speaker != who:
        yield Finding("TEXT", place, f"is given to {_named(sentence.speaker)}; the turn is {_named(who)}'s")


def _credits(edition: Edition) -> Iterator[Finding]:
    """What the narrator says before the first turn and after the last: the title, who speaks, the voices' credits."""
    said = [utterance for utterance in edition.narration.utterances if utterance.sentence.kind == "credits"]
    if not said:
        return
    due = around(edition.title or edition.name, edition.turns, edition.credits)
    for utterance, text in zip_longest(said, (*due.before, *due.after)):
        if not utterance:
            yield Finding("TEXT", "spoken credits", f"「{_brief(text)}」 is not said")
        elif utterance.sentence.text != text:
            yield Finding("TEXT", place_of(utterance), f"is 「{_brief(text or '')}」 in the spoken credits")
        elif utterance.sentence.speaker is not None:
            yield Finding("TEXT", place_of(utterance), "is a credit, which is the narrator's to say")


def _subtitle(turns: tuple[Turn, ...], cue: Cue, place: str) -> Iterator[Finding]:
    sources = [source for source in (cue.source, cue.second) if source]
    if not sources:
        return
    due = "".join(turns[source.turn].text[source.start : source.end] for source in sources)
    text = cue.text.removeprefix(cue.label)
    if _letters(text) not in (_letters(due), _letters(rewritten(due, _MYRIADS).text)):
        line = turns[sources[0].turn].line
        yield Finding("TEXT", place, f"says 「{_brief(text)}」, the transcript (line {line}) 「{_brief(due)}」")
    if not cue.second and cue.speaker != turns[sources[0].turn].speaker:
        who = turns[sources[0].turn].speaker
        yield Finding("TEXT", place, f"is given to {_named(cue.speaker)}; the turn is {_named(who)}'s")


def _uncovered(turns: tuple[Turn, ...], places: Iterable[Source | Sentence], what: str) -> Iterator[Finding]:
    """Letters of the turns that are in none of the places; directions are no one's duty to say."""
    covered: dict[int, set[int]] = defaultdict(set)
    for place in places:
        covered[place.turn].update(range(place.start, place.end))
    for index, turn in enumerate(turns):
        base = 0
        for paragraph in turn.paragraphs:
            gone = "".join(paragraph.text[k] for k in _due(paragraph) if base + k not in covered[index])
            if _letters(gone):
                yield Finding("TEXT", f"line {paragraph.line}", f"「{_brief(gone)}」 is {what}")
            base += len(paragraph.text) + 1


def _due(paragraph: Paragraph) -> list[int]:
    directions = [span for span in paragraph.spans if span.kind == "direction"]
    return [k for k in range(len(paragraph.text)) if not any(span.start <= k < span.end for span in directions)]


def _letters(text: str) -> str:
    """Letters and digits alone, however wide they are: the rest is written as the style has it."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char)[0] in "LN")


def _named(speaker: str | None) -> str:
    return speaker or "the narrator"


def _brief(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 2]}……"
