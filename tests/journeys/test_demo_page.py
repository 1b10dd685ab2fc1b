"""The page at the end of ``scripts/demo``: everything that was made is there to be opened and heard."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from browser import launched, opened, violations
from walking import INTERVIEW, ROOT, jimaku


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    yield from launched()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "港 #1.txt").write_text(INTERVIEW, encoding="utf-8")
    jimaku(folder, "narrate", "港 #1.txt", "-o", "demo-out", "--engine", "silent", "--as", "html")
    jimaku(folder, "preview", "demo-out/港 #1.srt", "demo-out/港 #1.wav", "-o", "demo-out/港 #1.html")
    words = [sys.executable, str(ROOT / "scripts" / "demo_page.py"), "demo-out", "港 #1"]
    subprocess.run(words, cwd=folder, check=True)
    return folder / "demo-out"


def test_it_leads_to_all_that_was_made(made: Path) -> None:
    text = (made / "index.html").read_text("utf-8")
    places = [unquote(place) for place in re.findall(r'(?:href|src)="([^"]+)"', text)]
    assert all((made / place).is_file() for place in places)
    assert len(places) == 5 + 1 + len(list((made / "tracks").iterdir()))


@pytest.mark.parametrize("wide", [320, 1440])
def test_axe_finds_nothing_and_the_sound_plays(browser: Any, made: Path, wide: int) -> None:
    seen = opened(browser, (made / "index.html").as_uri(), viewport={"width": wide, "height": 800})
    assert violations(seen) == []
    assert seen.fits()
    seen.page.evaluate("document.querySelector('audio').play()")
    seen.until("document.querySelector('audio').currentTime > 0")
    assert seen.complaints == []
    seen.page.context.close()


def test_the_demo_makes_it() -> None:
    demo = (ROOT / "scripts" / "demo").read_text("utf-8")
    assert 'scripts/demo_page.py demo-out "$name"' in demo
    assert subprocess.run(["bash", "-n", str(ROOT / "scripts" / "demo")], check=False).returncode == 0
