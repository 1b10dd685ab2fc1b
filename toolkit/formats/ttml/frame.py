"""What stands around the cues of a TTML file: namespaces, agents, styles by name, and regions.

IMSC 1.1 text profile. The look is that of Netflix's Japanese IMSC 1.1 guide: lines centred as a block and aligned at
their starts, in a proportional sans-serif, inside 80 % of the picture; readings stand outside of two lines. Each region
has half of that, since IMSC lets none overlap; columns run from right to left. Times are media times, so that
no frame rate is needed. Sources: TTML2, IMSC 1.1 (W3C); Netflix, Japanese IMSC 1.1 Creation Guide.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

from toolkit.formats.characters import tidy

BOTTOM = "bottom"
# Half of the picture's inner 80 % each, so that no two of a kind overlap; where the lines begin, and how they run
REGIONS = {
    BOTTOM: 'tts:origin="10% 50%" tts:extent="80% 40%" tts:displayAlign="after" tts:textAlign="center"',
    "top": 'tts:origin="10% 10%" tts:extent="80% 40%" tts:displayAlign="before" tts:textAlign="center"',
    "right": 'tts:origin="50% 10%" tts:extent="40% 80%" tts:displayAlign="before" tts:textAlign="start" '
    'tts:writingMode="tbrl"',
    "left": 'tts:origin="10% 10%" tts:extent="40% 80%" tts:displayAlign="after" tts:textAlign="start" '
    'tts:writingMode="tbrl"',
}
PROFILE = "http://www.w3.org/ns/ttml/profile/imsc1.1/text"
_TT = "http://www.w3.org/ns/ttml"
_LOOK = (
    'tts:fontFamily="proportionalSansSerif" tts:fontSize="100%" tts:color="white" '
    'ebutts:multiRowAlign="start" tts:rubyPosition="outside"'
)
# XML 1.0 has no room for these two
_NO_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
FOOT = "</body>\n</tt>\n"


def shown(text: str) -> str:
    """A text as an XML file can hold it."""
    return tidy(text).translate(_NO_XML)


def name_of(written: str) -> str:
    """A name on one line."""
    return " ".join(shown(written).split())


def agents_of(names: Iterable[str]) -> dict[str, str]:
    """The id of each speaker, by name, in the order in which they first speak."""
    return {name: f"agent-{k}" for k, name in enumerate(dict.fromkeys(filter(None, map(name_of, names))), 1)}


def head(agents: Mapping[str, str], styles: Iterable[str], language: str, regions: Iterable[str]) -> str:
    """The file up to its body. ``regions``: those in which cues stand, of ``REGIONS``."""
    people = "".join(
        f'<ttm:agent xml:id="{identity}" type="person"><ttm:name type="full">{escape(name)}</ttm:name></ttm:agent>\n'
        for name, identity in agents.items()
    )
    known = "".join(f"<style xml:id={quoteattr(name)}/>\n" for name in styles)
    layout = "".join(f'<region xml:id="{name}" {REGIONS[name]} {_LOOK}/>\n' for name in regions)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<tt xmlns="{_TT}" xmlns:ttm="{_TT}#metadata" xmlns:ttp="{_TT}#parameter" xmlns:tts="{_TT}#styling" '
        f'xmlns:ebutts="urn:ebu:tt:style" ttp:contentProfiles="{PROFILE}" ttp:timeBase="media" '
        f'xml:lang={quoteattr(language)} xml:space="preserve">\n'
        f"<head>\n{_part('metadata', people)}{_part('styling', known)}{_part('layout', layout)}</head>\n<body>\n"
    )


def _part(name: str, inner: str) -> str:
    return f"<{name}>\n{inner}</{name}>\n" if inner else ""
