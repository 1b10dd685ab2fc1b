"""What a first reading of a document says for a second: what is written alike means alike."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from toolkit.transcript.features import Feature
from toolkit.transcript.labels import Label
from toolkit.transcript.survey import Lines


@dataclass(frozen=True, slots=True)
class Again:
    """What a first reading of the document made of what is written alike: the labels of one name, of one style, the
    lines that look the same. Each line sees the others, not itself. ``named``: (line, style, key) → probability.
    """

    named: Mapping[tuple[int, str, str], float]
    entries: Mapping[tuple[str, str], tuple[float, int]]
    styles: Mapping[str, tuple[float, int]]
    alike: Mapping[str, tuple[tuple[float, ...], int]]
    chances: Sequence[Sequence[float]]
    looks: Sequence[str]
    classes: Sequence[str]
    heaviest: float

    def of_label(self, n: int, label: Label) -> Iterator[Feature]:
        own = self.named[n, label.style, label.key]
        mass, count = self.entries[label.style, label.key]
        whole, sights = self.styles[label.style]
        if count > 1:
            yield "again-name", (mass - own) / (count - 1)
        if sights > count:
            yield "again-style", (whole - mass) / (sights - count)
        else:
            yield "again-alone", 1
        yield "again-share", whole / self.heaviest if self.heaviest > 0 else 0.0
        if self.heaviest - (own if whole == self.heaviest else 0.0) > 2:
            yield "again-other" if whole < 0.2 * self.heaviest else "again-main", 1

    def of_line(self, n: int) -> Iterator[Feature]:
        look_ = self.looks[n]
        sums, count = self.alike[look_]
        if look_ and count > 1:
            for kind, total, own in zip(self.classes, sums, self.chances[n], strict=True):
                if (share := (total - own) / (count - 1)) > 0.02:
                    yield f"like-{kind}", share
        yield "again-named" if self.heaviest > 2 else "again-unnamed", 1


def again(
    lines: Lines, named: Sequence[Sequence[float]], chances: Sequence[Sequence[float]], classes: Sequence[str]
) -> Again:
    """What a first reading of the lines says of each: ``named[n]`` the probability of each label of a line,
    ``chances[n]`` of each class.
    """
    by_label: dict[tuple[int, str, str], float] = {}
    entries: dict[tuple[str, str], tuple[float, int]] = {}
    styles: dict[str, tuple[float, int]] = {}
    alike: dict[str, tuple[tuple[float, ...], int]] = {}
    looks = [lines.look(n) for n in range(len(lines.filled))]
    for n, look_ in enumerate(looks):
        for label, p in zip(lines.labels(n), named[n], strict=True):
            by_label[n, label.style, label.key] = p
            mass, count = entries.get((label.style, label.key), (0.0, 0))
            entries[label.style, label.key] = (mass + p, count + 1)
            mass, count = styles.get(label.style, (0.0, 0))
            styles[label.style] = (mass + p, count + 1)
        sums, count = alike.get(look_, ((0.0,) * len(classes), 0))
        alike[look_] = (tuple(a + b for a, b in zip(sums, chances[n], strict=True)), count + 1)
    heaviest = max((mass for mass, _ in styles.values()), default=0.0)
    return Again(by_label, entries, styles, alike, chances, looks, classes, heaviest)
