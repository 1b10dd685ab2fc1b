"""Entries for Open JTalk's analysis: a dictionary's own, one made for a reading no dictionary has, one read anew."""

from __future__ import annotations

from typing import Any, Protocol

from toolkit.japanese.readings import kana as kanas


class Wanted(Protocol):
    """A word whose reading is given."""

    @property
    def end(self) -> int: ...

    @property
    def keep(self) -> bool: ...


def made_feature(first: Any, reading: str, word: Wanted) -> list[str]:
    """A dictionary entry for a reading no dictionary has: the part of speech that stood there, or a name."""
    morae = kanas.mora_count(reading)
    kept = list(first["features"])
    if word.keep and len(kept) >= 12 and kept[1] != "記号" and first["char_span"][1] >= word.end:
        accent = kept[10].partition("/")[0]
        kept[8:11] = [reading, reading, f"{min(int(accent) if accent.isdigit() else 0, morae)}/{morae}"]
        return kept
    return [
        "",
        "名詞",
        "固有名詞",
        "一般",
        "*",
        "*",
        "*",
        "",
        reading,
        reading,
        f"{_guessed_accent(reading, morae)}/{morae}",
        "C1",
    ]


def _guessed_accent(reading: str, morae: int) -> int:
    """Loan words fall after the third mora from the end, one earlier where that is no full vowel; short ones on the
    first.
    """
    if morae <= 3:
        return 1 if morae else 0
    kernel = morae - 2
    units = _units(reading)
    return kernel - 1 if units[kernel - 1] in "ーンッ" else kernel


def _units(reading: str) -> list[str]:
    units: list[str] = []
    for char in reading:
        if char in "ァィゥェォャュョヮ" and units:
            units[-1] += char
        else:
            units.append(char)
    return units


def dictionary_feature(library: Any, surface: str, reading: str, first: Any) -> list[str] | None:
    """The dictionary's own entry with this reading, for its accent; preferably of the same part of speech."""
    fitting = [entry for entry in features_of(library, surface) if entry[9].replace("’", "") == reading]
    return min(fitting, key=lambda e: e[1:4] != first["features"][1:4], default=None)


def features_of(library: Any, surface: str) -> list[list[str]]:
    """The dictionary's entries for the whole of ``surface``."""
    return [entry for entry, _ in weighed(library, surface)]


def weighed(library: Any, surface: str) -> list[tuple[list[str], int]]:
    """The dictionary's entries for the whole of ``surface``, each with its cost: the rarer, the higher."""
    with library._resolve_jtalk(jtalk=None) as jtalk:
        nodes = jtalk.analyze_mecab_candidates(surface, ((0, len(surface)),))["nodes"]
    whole = (node for node in nodes if tuple(node["char_span"]) == (0, len(surface)))
    found = ((node["feature"].split(","), int(node["word_cost"])) for node in whole)
    return [(entry, cost) for entry, cost in found if len(entry) >= 12]


def reread(morphs: list[Any], reading: str) -> list[Any]:
    """Morphemes with this reading over all of them: the one that differs changed, or, where several do, one made of
    them.
    """
    sounds = [kanas.of_spelling(m["features"][8]) for m in morphs]
    for k, morph in enumerate(morphs):
        before, after = "".join(sounds[:k]), "".join(sounds[k + 1 :])
        rest = reading[len(before) : len(reading) - len(after)]
        if rest and rest[0] not in "ーッンャュョ" and reading == before + rest + after:
            return [*morphs[:k], _with_reading(morph, morph["surface"], rest, morph["char_span"]), *morphs[k + 1 :]]
    span = (morphs[0]["char_span"][0], morphs[-1]["char_span"][1])
    return [_with_reading(morphs[-1], "".join(m["surface"] for m in morphs), reading, span)]


def _with_reading(morph: Any, surface: str, reading: str, span: tuple[int, int]) -> Any:
    features, morae = list(morph["features"]), kanas.mora_count(reading)
    accent = features[10].partition("/")[0]
    kept = min(int(accent) if accent.isdigit() else 0, morae)
    features[0] = features[7] = surface
    features[8:11] = [reading, reading, f"{kept}/{morae}"]
    return {**morph, "surface": surface, "features": features, "char_span": span}
