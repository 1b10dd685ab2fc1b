"""A paragraph of hours is cut in stretches, and nobody can tell but by the memory it takes."""

from __future__ import annotations

import pytest

from toolkit.model import Cue, Paragraph, Span, Turn
from toolkit.segment import division as module
from toolkit.segment import segment
from toolkit.segment.division import parts_of, stretches
from toolkit.styles import STYLES

SDH = STYLES["sdh"]
SAID = ("朝の港には船が三隻いました。", "最初に来た漁師は、網を直していたのです。", "それから雨が降りました。")


@pytest.fixture
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 80)
    monkeypatch.setattr(module, "_SEARCHED", 60)


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("".join(SAID) * 6, "。"),
        ("".join(SAID).replace("。", "、") * 6, "、"),
        ("船を見て町へ戻る" * 30, "をてへる"),
        ("コンピューター" * 30, "コンピューター"),
    ],
)
def test_stretches_cover_the_text_and_end_at_the_best_place(text: str, last: str) -> None:
    found = stretches(Paragraph(text, 1), SDH)
    assert len(found) > 2
    assert "".join(text[a:b] for a, b in found) == text
    assert all(b - a <= 80 and text[b - 1] in last for a, b in found[:-1])


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize(
    "text",
    ["々" * 300, "(" + "".join(SAID) * 6 + ")", "".join(SAID)],
    ids=["no place", "a rule of writing reaches over all of it", "short"],
)
def test_what_cannot_be_divided_stays_whole(text: str) -> None:
    assert stretches(Paragraph(text, 1), SDH) == [(0, len(text))]
    cues = segment((Turn(None, (Paragraph(text, 1),), 1),), SDH).cues
    assert cues


@pytest.mark.usefixtures("_short")
def test_spans_go_with_their_stretch_and_are_not_divided() -> None:
    text = "".join(SAID) * 4
    ruby = tuple(Span(at, at + 1, "ruby", "みなと") for at in range(len(text)) if text[at] == "港")
    quoted = (Span(60, 100, "protected"),)
    whole = Paragraph(text, 1, spans=(*ruby, *quoted))
    places = stretches(whole, SDH)
    assert all(not 60 < edge < 100 for edge, _ in places)
    parts = parts_of(whole, places)
    assert [part.text[s.start : s.end] for part in parts for s in part.spans if s.kind == "ruby"] == ["港"] * len(ruby)


@pytest.mark.usefixtures("_short")
@pytest.mark.parametrize("speakers", [("山田", "佐藤"), ("山田", "山田")])
def test_cues_are_those_of_one_paragraph(monkeypatch: pytest.MonkeyPatch, speakers: tuple[str, str]) -> None:
    """Every sentence ends a cue here, so that nothing may differ: neither places, nor lines, nor labels."""
    turns = tuple(Turn(who, (Paragraph("".join(SAID) * 5, n),), n) for n, who in enumerate(speakers, 1))
    pauses = {(n, at): 0.8 for n, turn in enumerate(turns) for at in range(len(turn.text)) if turn.text[at - 1] == "。"}
    divided = segment(turns, SDH, pauses=pauses).cues
    monkeypatch.setattr(module, "LONGEST", 10_000)
    whole = segment(turns, SDH, pauses=pauses).cues
    assert list(map(_shape, divided)) == list(map(_shape, whole))


def _shape(cue: Cue) -> tuple[object, ...]:
    return cue.speaker, cue.label, cue.lines, cue.source
