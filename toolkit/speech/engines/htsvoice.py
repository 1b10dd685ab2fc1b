"""An HTS voice file (``.htsvoice``): its header, its durations, and copies of it with another vocal tract
or tempo.

The format is that of hts_engine API 1.x: a text header with the sections GLOBAL, STREAM, POSITION, then
``[DATA]`` with trees and Gaussians. At speed 1.0 the engine gives every state of a phoneme ``max(1,
floor(mean + 0.5))`` frames, and the means depend on the phoneme's own full-context label alone. So the
length of every phoneme of a sentence is known to the frame without any sound being made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import EngineError, InputError
from toolkit.system.given import read_given

if TYPE_CHECKING:
    from pathlib import Path

_DATA = b"[DATA]\n"
_LARGEST = 1 << 28  # bytes: the voices there are have 1 to 3 MB
_MEND = "name an .htsvoice file made for Open JTalk (HTS_TTS_JPN)"
_FIELD = re.compile(rb"(?m)^([A-Z_]+(?:\[\w+\])?):(.*?)\r?$")
_QUESTION = re.compile(r"^QS\s+(\S+)\s*\{([^}]*)\}", re.MULTILINE)
_NODE = re.compile(r"^\s*(-?\d+)\s+(\S+)\s+(\S+)\s+(\S+)\s*$", re.MULTILINE)
_LEAF = re.compile(r"_(\d+)\"?$")

Test = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Tree:
    """A binary tree of questions about a label."""

    nodes: Mapping[int, tuple[Test, int | str, int | str]]

    def leaf(self, label: str) -> int:
        """The number of the leaf of a label, from 0."""
        at: int | str = 0
        while isinstance(at, int):
            asks, no, yes = self.nodes[at]
            at = yes if asks(label) else no
        return int(at) - 1


@dataclass(frozen=True, slots=True)
class Durations:
    """The duration model: a tree, and the frames of each state of each of its leaves."""

    tree: Tree
    states_of_leaf: tuple[tuple[int, ...], ...]

    def states(self, label: str) -> tuple[int, ...]:
        """How many frames each state of the phoneme of this full-context label lasts at speed 1.0."""
        return self.states_of_leaf[self.tree.leaf(label)]

    def frames(self, label: str) -> int:
        """How many frames the phoneme of this full-context label lasts at speed 1.0."""
        return sum(self.states(label))


@dataclass(frozen=True, slots=True)
class HtsVoice:
    """A voice file in memory. ``rate`` in Hz, ``period`` in samples a frame."""

    content: bytes
    rate: int
    period: int
    durations: Durations

    def reshaped(self, rate: int, period: int) -> bytes:
        """The file with another sampling rate and frame period in its header; nothing else changes.

        The engine then places the same spectral envelope on another frequency axis (formants × rate /
        self.rate, as a longer or shorter vocal tract does) while the fundamental stays where the model has
        it, and a frame lasts ``period / rate`` seconds. Frame counts do not change: every time stays
        exactly proportional.
        """
        head, data = self.content.split(_DATA, 1)
        for key, value in ((b"SAMPLING_FREQUENCY", rate), (b"FRAME_PERIOD", period)):
            head = re.sub(rb"(?m)^" + key + rb":.*$", key + b":%d" % value, head, count=1)
        return head + _DATA + data


def read_htsvoice(path: Path) -> HtsVoice:
    """The voice of a file. EngineError if it cannot be read or is no Japanese voice for Open JTalk."""
    try:
        content = read_given(path, _LARGEST, "a voice file")
    except InputError as error:
        raise EngineError(error.what, where=error.where, mend=_MEND) from error
    try:
        return _parsed(content)
    except (KeyError, ValueError, IndexError) as error:
        raise EngineError("is no HTS voice for Open JTalk", where=str(path), mend=_MEND) from error


def parts(content: bytes) -> tuple[dict[str, str], bytes]:
    """The fields of the header, and the data their positions are of. ValueError if the file is none of these."""
    head, data = content.split(_DATA, 1)
    return {key.decode(): value.decode().strip() for key, value in _FIELD.findall(head)}, data


def rewritten(content: bytes, changed: Mapping[str, bytes]) -> bytes:
    """The file with the data of some fields of one position changed; all positions follow."""
    fields, data = parts(content)
    head = content.split(_DATA, 1)[0].decode()
    placed = {key: value for key, value in fields.items() if re.fullmatch(r"[\d,-]+-[\d,-]+", value)}
    made: list[bytes] = []
    at = 0
    for key, value in placed.items():
        spans = []
        for position in value.split(","):
            part = changed.get(key, cut(data, position))
            spans.append(f"{at}-{at + len(part) - 1}")
            made.append(part)
            at += len(part)
        head = re.sub(rf"(?m)^{re.escape(key)}:.*$", f"{key}:{','.join(spans)}", head, count=1)
    return head.encode() + _DATA + b"".join(made)


def _parsed(content: bytes) -> HtsVoice:
    fields, data = parts(content)
    if fields["FULLCONTEXT_FORMAT"] != "HTS_TTS_JPN":
        raise ValueError(fields["FULLCONTEXT_FORMAT"])
    tree, pdf = (cut(data, fields[f"DURATION_{part}"]) for part in ("TREE", "PDF"))
    durations = _durations(tree.decode(), pdf, int(fields["NUM_STATES"]))
    return HtsVoice(content, int(fields["SAMPLING_FREQUENCY"]), int(fields["FRAME_PERIOD"]), durations)


def cut(data: bytes, position: str) -> bytes:
    """The part of the data that a field of the header names (first and last byte)."""
    first, last = position.split("-")
    return data[int(first) : int(last) + 1]


def _durations(tree: str, pdf: bytes, states: int) -> Durations:
    return Durations(next(iter(trees(tree))), _leaf_frames(pdf, states))


def trees(text: str) -> Iterator[Tree]:
    """The trees of a section in their order, one a state."""
    questions = {name: _test(patterns) for name, patterns in _QUESTION.findall(text)}
    for body in text.split("{*}")[1:]:
        nodes: dict[int, tuple[Test, int | str, int | str]] = {
            int(at): (questions[name], _branch(no), _branch(yes)) for at, name, no, yes in _NODE.findall(body)
        }
        only = _LEAF.search(body.strip())
        if not nodes:  # a tree of one leaf
            leaf = only[1] if only else "1"
            nodes = {0: (bool, leaf, leaf)}
        yield Tree(nodes)


def _branch(token: str) -> int | str:
    """A number points to a node; a leaf's name (``"dur_s2_17"``) ends in the number of its Gaussian, kept
    as ``str``.
    """
    leaf = _LEAF.search(token)
    return leaf.group(1) if leaf else int(token)


def _leaf_frames(pdf: bytes, states: int) -> tuple[tuple[int, ...], ...]:
    """``pdf``: the number of leaves (uint32), then for each the means and the variances of its states
    (float32).
    """
    import numpy as np

    count = int(np.frombuffer(pdf, "<u4", 1)[0])
    means = np.frombuffer(pdf, "<f4", offset=4).reshape(count, 2 * states)[:, :states].astype(np.float64)
    frames = np.maximum(np.floor(means + 0.5), 1).astype(int)
    return tuple(map(tuple, frames.tolist()))


def _test(patterns: str) -> Test:
    """A question as one regular expression: ``*`` is any run of characters, ``?`` exactly one."""
    globs = [glob.strip().strip('"') for glob in re.findall(r'"[^"]*"|[^,\s]+', patterns)]
    return re.compile("|".join(_regex(glob) for glob in globs), re.DOTALL).search


def _regex(glob: str) -> str:
    anchored_left, anchored_right = not glob.startswith("*"), not glob.endswith("*")
    inner = "".join(".*" if c == "*" else "." if c == "?" else re.escape(c) for c in glob.strip("*"))
    return ("^" if anchored_left else "") + inner + (r"\Z" if anchored_right else "")
