"""Whatever a transcript is made of, its edition passes `verify`: pauses above all, where a direction stands alone
between headings, turns and people.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from toolkit.edition.folder import editions
from toolkit.narration import Delivery
from toolkit.pipeline import Cutting, Speaking, narrate
from toolkit.speech.protocol import EngineSpec
from toolkit.styles import style_named
from toolkit.transcript import parse_script
from toolkit.verify import verify

BLOCKS = (
    "## 夜明けの市場",
    "（拍手）",
    "［間］",
    "潮見：朝は何時に始まりますか。",
    "潮見：そうですか。（笑）",
    "岬：五時です。まだ暗いうちに船が帰ってきて、市場の鐘が鳴ります。",
    "岬：（笑）",
    "魚は多い日で三百箱ほどです。",
    "――",
    "※このあと休憩をはさんだ。",
)
TALK = ("潮見：よろしくお願いします。", "岬：こちらこそ、よろしくお願いします。")


@given(
    st.lists(st.sampled_from(BLOCKS), max_size=6),
    st.sampled_from(["show", "speak", "skip"]),
    st.sampled_from(["never", "change"]),
    st.sampled_from(["interview", "all"]),
)
@example([BLOCKS[1], BLOCKS[0], BLOCKS[3]], "show", "never", "interview")  # a pause of 3160 ms where 2161 are due
@example([BLOCKS[0], BLOCKS[2], BLOCKS[0], BLOCKS[6], BLOCKS[1]], "skip", "change", "all")
@settings(max_examples=5)
def test_every_edition_passes(blocks: list[str], directions: str, announce: str, scope: str) -> None:
    script = parse_script("\n\n".join(["# 港の一日", *TALK, *blocks, *TALK]))
    cutting = Cutting(style_named("sdh"), directions=directions)  # type: ignore[arg-type]
    speaking = Speaking(EngineSpec("silent"), jobs=1, delivery=Delivery(announce))  # type: ignore[arg-type]
    with tempfile.TemporaryDirectory() as folder:
        narrate(script, cutting, speaking, Path(folder), "talk", scope=scope)  # type: ignore[arg-type]
        for edition in editions(Path(folder)).values():
            assert [str(finding) for finding in verify(edition, Path(folder))] == []
