"""The Nu Html Checker (npm ``vnu-jar``, Java) on every page that plays: no error, no warning."""

from __future__ import annotations

import json
import sys

import _found as found

# vnu 26.9.27 says of every sound that the page's policy forbids it, of media-src * too; Chromium, which enforces the
# policy, plays it (tests/edition/test_player_browser.py)
MISTAKEN = "blocked by “media-src” directive"
JAR = found.NODE_TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"


def main() -> int:
    pages = sorted(found.folder().rglob("*-html/index.html"))
    if not pages:
        return found.skip("vnu", "there is no page")
    if not found.java():
        return found.skip("vnu", "there is no Java")
    if not JAR.exists():
        return found.skip("vnu", f"it is not here: {found.INSTALL}")
    version = found.run([found.java() or "", "-jar", JAR, "--version"]).stdout.strip()
    told = found.run([found.java() or "", "-jar", JAR, "--format", "json", *pages])
    try:
        messages = json.loads(told.stderr)["messages"]
    except ValueError:
        messages = [{"type": "error", "message": f"vnu told nothing: {told.stderr.strip()[-500:]}"}]
    findings = [
        f"{each.get('url', '')}:{each.get('lastLine', 0)}: {each.get('subType', each['type'])}: {each['message']}"
        for each in messages
        if (each["type"] != "info" or each.get("subType") == "warning") and MISTAKEN not in each["message"]
    ]
    return found.verdict("vnu", version or "?", len(pages), findings, "pages")


if __name__ == "__main__":
    sys.exit(main())
