"""What a label shows that a line may bear, as named features: its name, its style throughout the document, its
place.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.japanese.lazy import lazy
from toolkit.transcript import lines as look
from toolkit.transcript.evidence import Entry, log2
from toolkit.transcript.features import PROFILE, SPOKEN, Feature
from toolkit.transcript.labels import Label
from toolkit.transcript.names import has_family_name, is_generic, is_role, parse_name, shape
from toolkit.transcript.survey import ASKING, UNNAMED, Lines

_LABELLED = lazy("[^\\s。、「」：:]{1,12}[：:]")
_PARTICLES = frozenset("はがをにでともへのやか、。）)」』")


def of_label(lines: Lines, n: int, label: Label) -> Iterator[Feature]:
    entry, style = lines.evidence.of(label), lines.evidence.styles[label.style]
    yield f"form-{label.form}", 1
    yield from _of_entry(entry)
    yield "share", style.share
    if style.share >= 0.99:
        yield "heaviest", 1
        yield f"heaviest-{label.form}", 1
    yield "cover", min(1.0, style.cover * (2 if label.form == "alone" else 1))
    yield "repeated-style", style.repeated
    yield "likely-style", style.likely
    yield "handed-style", style.handed
    yield "followed-style", style.followed
    yield "names", min(1.0, style.names / 12)
    yield "variety", style.names / style.sights
    if style.sights == 1:
        yield "lone-style", 1
    elsewhere = max((lines.evidence.styles[other].share for other in entry.others if other != label.style), default=0.0)
    if elsewhere > style.share:
        yield "elsewhere", elsewhere - style.share
        yield f"elsewhere-{label.form}", elsewhere - style.share
    yield from _of_body(lines, n, label)


def _of_entry(entry: Entry) -> Iterator[Feature]:
    look_ = entry.look
    yield "points", max(-2.0, look_.points)
    if look_.strong:
        yield "strong", 1
    if look_.points <= 0:
        yield "unlike", 1
    if is_generic(parse_name(entry.name).bare):
        yield "generic", 1
    if entry.form not in UNNAMED:
        yield ("family-name" if has_family_name(parse_name(entry.name).bare) else "no-family-name"), 1
    if entry.called:
        yield "called", 1
    if entry.listed:
        yield "listed", 1
    yield "count", min(1.5, log2(entry.count) / 3)
    if entry.count == 1:
        yield "once", 1
        if not entry.kin:
            yield "once-alone", 1
        elif parse_name(entry.name).honorific:
            yield "honoured-once", 1
    if entry.kin:
        yield "kin", min(1.0, log2(entry.kin) / 3)
    yield "followed", entry.followed / entry.count
    yield "handed", entry.handed / entry.count
    yield from _of_name(entry.name)


def _of_name(name: str) -> Iterator[Feature]:
    yield f"name-len{sum(len(name) >= n for n in (2, 4, 6, 9, 13))}", 1
    if is_role(name):
        yield "role", 1
    if not _PARTICLES.isdisjoint(name):
        yield "particle", 1
    if "の" in name[1:-1]:
        yield "possessive", 1
    if len(name) == 1 and name.isascii():
        yield "one-letter", 1


def _of_body(lines: Lines, n: int, label: Label) -> Iterator[Feature]:
    body = label.body(lines.text(n)).strip()
    if any(x.form in UNNAMED and x.key != "a" for x in lines.signs(n - 1)):
        yield "after-sign", 1
    if not body:
        yield "bodiless", 1
        after = lines.text(n + 1).strip()
        if not after:
            yield "at-the-end", 1
        elif look.ends_sentence(after) or len(after) > 30:
            yield "text-after", 1
        if lines.blank_before(n):
            yield "apart", 1
        return
    yield from _of_words(body)


def _of_words(body: str) -> Iterator[Feature]:
    if _LABELLED.match(body):
        yield "body-label", 1
    if look.ends_sentence(body):
        yield "body-ends", 1
    if len(body) < 8:
        yield "body-short", 1
    if SPOKEN.search(body):
        yield "body-spoken", 1
    elif look.ends_sentence(body) and not ASKING.search(body):
        yield "body-written", 1
    if PROFILE.search(body[:60]):
        yield "body-profile", 1
    if shape(body).points >= 1 and not look.ends_sentence(body):
        yield "body-name", 1
    if ASKING.search(body):
        yield "body-asks", 1
