"""Pages in a real Chromium, which the system brings (Debian: ``apt-get install chromium``).

Where there is none, or Playwright is not installed, tests that ask for it are skipped with that reason.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
WIDE = {"width": 1440, "height": 900}


def chromium() -> str | None:
    """The program, by ``JIMAKU_CHROMIUM`` or by its usual names."""
    named = os.environ.get("JIMAKU_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def launched() -> Iterator[Any]:
    """A browser, closed in the end."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install -e '.[dev]'"
    )
    program = chromium()
    if program is None:
        pytest.skip("there is no Chromium: apt-get install chromium, or name one in JIMAKU_CHROMIUM")
    with playwright.sync_playwright() as driver:
        # A sandbox needs rights that containers do not give; what is opened are pages of our own
        browser = driver.chromium.launch(
            executable_path=program, args=["--no-sandbox", "--autoplay-policy=no-user-gesture-required"]
        )
        yield browser
        browser.close()


@dataclass
class Opened:
    """A page, what it asked for and what it complained of."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def text(self, selector: str) -> str:
        said: str = self.page.inner_text(selector)
        return said

    def shown(self) -> list[str]:
        """The numbers of the rows that are shown."""
        numbers: list[str] = self.page.eval_on_selector_all(
            ".cue:not([hidden]) .number", "all => all.map(one => one.textContent)"
        )
        return numbers

    def focus(self) -> str:
        """The id of the focused element, or the number of the row it is in."""
        said: str = self.page.evaluate(
            "(e => e.id || (e.matches('.seek') ? e.firstChild.textContent : e.tagName))(document.activeElement)"
        )
        return said

    def until(self, condition: str, seconds: float = 60) -> None:
        """Wait until a JavaScript expression is true. Playwright's own way would have to evaluate it inside the page,
        whose policy forbids that.
        """
        end = time.monotonic() + seconds
        while not self.page.evaluate(f"() => Boolean({condition})"):
            if time.monotonic() > end:
                raise AssertionError(f"never true: {condition}")
            self.page.wait_for_timeout(20)

    def fits(self) -> bool:
        """Whether nothing has to be scrolled sideways."""
        wide, room = self.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
        return bool(wide <= room)


def opened(browser: Any, address: str, **context: Any) -> Opened:
    """``address`` in a window of its own; ``context`` as Playwright takes it."""
    page = browser.new_context(**{"viewport": WIDE, **context}).new_page()
    seen = Opened(page)
    page.on("request", lambda request: seen.requests.append(request.url))
    page.on("console", lambda message: seen.complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(address)
    return seen


def violations(seen: Opened) -> list[str]:
    """What axe-core finds, every rule of it, a line a violation; [] is what is wanted.

    Nothing moves while it looks: half way through a fade, a colour is neither of the two that were chosen.
    """
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")
    # axe is put into the page, whose policy lets no program in but its own: it is added from outside
    source = (Path(axe.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
    seen.page.evaluate(source)
    moving = seen.page.evaluate("matchMedia('(prefers-reduced-motion: no-preference)').matches")
    seen.page.emulate_media(reduced_motion="reduce")
    seen.until("document.getAnimations().every(one => one.playState === 'finished')")
    found = seen.page.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    if moving:
        seen.page.emulate_media(reduced_motion="no-preference")
    return [
        f"{one['id']}: {node['html'][:120]} {node['failureSummary']}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
