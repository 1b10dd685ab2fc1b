"""axe-core (PyPI ``axe-playwright-python``, Chromium) on every page that plays: no violation, wide and at 320 px."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import _found as found

_SIZES = ({"width": 1280, "height": 800}, {"width": 320, "height": 640})


def main() -> int:
    pages = sorted(found.folder().rglob("*-html/index.html"))
    if not pages:
        return found.skip("axe", "there is no page")
    if not found.browser():
        return found.skip("axe", "there is no Chromium")
    try:
        from axe_playwright_python.sync_playwright import Axe
        from playwright.sync_api import sync_playwright
    except ImportError:
        return found.skip("axe", "Playwright or axe is not installed: pip install -e '.[dev]'")
    findings: list[str] = []
    version = "?"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found.browser(), args=["--no-sandbox"])
        for page in pages:
            for size in _SIZES:
                opened = browser.new_page(viewport=size)
                opened.goto(page.resolve().as_uri())
                response = Axe().run(opened).response
                version = response["testEngine"]["version"]
                findings += [_line(page, size["width"], one) for one in response["violations"]]
                opened.close()
        browser.close()
    return found.verdict("axe", version, len(pages), findings, "pages")


def _line(page: Path, width: int, violation: dict[str, Any]) -> str:
    places = ", ".join(str(node["target"][0]) for node in violation["nodes"][:3])
    return f"{page.parent.name} at {width} px: {violation['impact']} {violation['id']}: {violation['help']} ({places})"


if __name__ == "__main__":
    sys.exit(main())
