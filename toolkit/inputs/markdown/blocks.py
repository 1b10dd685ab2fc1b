"""The blocks of Markdown, by markdown-it-py, with the rules changed that break Japanese transcripts.

Four blanks are an indentation like any other, unless what stands there is code; a text above ``---`` is a heading only
where it is one line and no sentence; ``[佐藤]: はい`` defines no link; a fence that nobody closes hides nothing; HTML
that holds text is read as Markdown, and only tables, lists and the like by the reader of web pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

    Rule = Callable[[StateBlock, int, int, bool], bool]

# Elements whose inside is no Markdown
WEB = frozenset("table dl ul ol menu figure form select svg iframe object video audio picture math pre".split())
_WEB = re.compile(rf"[ \t>]{{0,99}}<({'|'.join(sorted(WEB))})(?=[\s/>])", re.IGNORECASE)
_WIDE_MARK = re.compile(r"^([ \t>]*(?:[-*+]|[0-9]{1,2}[.)]|#{1,6}))　", re.MULTILINE)
_WIDE_RULE = re.compile(r"^[ \t]{0,3}(?:(?:\*[ 　]*){3,}|(?:-[ 　]*){3,}|(?:_[ 　]*){3,})$", re.MULTILINE)
_LABEL = re.compile(r"\[[^\[\]\n]{1,200}\]:[ \t]*(?:<[^<>\n]*>|(?P<target>\S+))")
_TARGET = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:/?/|mailto:|www\.|[/#]|\.{1,2}/|[\w%/-]+\.[A-Za-z]{2,5}(?:[/?#]|$)")
_SPEECH = re.compile(r"[。．！？!?」』][ \t　]*$|：|:[ \t]")
_JAPANESE = re.compile("[ぁ-ヿ一-鿿々〆〇、。！？「」『』（）：…―ー]")
_PROSE = 0.6  # of the characters: with less it is code (product default)
_MARKS = frozenset(" -*+0123456789")
_NUMBER = re.compile(r"([0-9]{1,9})[.)](?=[ \t])")
_LONGEST_NUMBER = 2  # digits


@dataclass(frozen=True, slots=True)
class Blocks:
    """``tokens`` as the library gives them, without those inside lines; ``references``: the links it defines."""

    tokens: Sequence[Token]
    references: Collection[str]


def blocks_of(lines: Sequence[str], fences: Mapping[int, int]) -> Blocks:
    """The blocks of a file. ``fences`` as ``Seen`` has them."""
    parser = _parser()
    text = "\n".join(line.rstrip() for line in lines)  # the library would take a line of full-width blanks for text
    text = _WIDE_MARK.sub(r"\1 ", _WIDE_RULE.sub(lambda rule: rule[0].replace("　", " "), text))
    env: dict[str, object] = {"fences": fences, "web": _web_ends(lines), "indents": _indents_by_habit(lines)}
    tokens = parser.parse(text, env)
    references = env.get("references", {})
    return Blocks(tokens, references if isinstance(references, dict) else {})


def is_prose(text: str) -> bool:
    """Whether it is Japanese text rather than code with Japanese in it."""
    filled = sum(not c.isspace() for c in text)
    return len(_JAPANESE.findall(text)) >= _PROSE * filled > 0


def _indents_by_habit(lines: Sequence[str]) -> bool:
    """Whether some text is indented by four blanks below a blank line: then no indentation means code."""
    above = ""
    for line in lines:
        if line.startswith("    ") and not above.strip() and line.strip() and is_prose(line) and line[4] not in _MARKS:
            return True
        above = line
    return False


def _web_ends(lines: Sequence[str]) -> Mapping[int, int]:
    """The first and the last line of every element whose inside is no Markdown, from 0."""
    ends: dict[int, int] = {}
    last: dict[str, int] = {}
    tags = re.compile(rf"<(/?)({'|'.join(sorted(WEB))})(?=[\s/>])", re.IGNORECASE)
    found = [[(tag[1] == "/", tag[2].lower()) for tag in tags.finditer(line)] if "<" in line else [] for line in lines]
    for k, on_line in enumerate(found):
        last.update((name, k) for ends_it, name in on_line if ends_it)
    begin = 0
    while begin < len(lines):
        match = _WEB.match(lines[begin]) if found[begin] else None
        if match:
            ends[begin] = end = _web_end(found, begin, match[1].lower(), last.get(match[1].lower(), -1))
            begin = end
        begin += 1
    return ends


def _web_end(found: Sequence[Sequence[tuple[bool, str]]], begin: int, name: str, last: int) -> int:
    """Where its end tag stands, or the last one of its name; without any, its own line."""
    depth = 0
    for k in range(begin, last + 1):
        for ends_it, other in found[k]:
            depth += (-1 if ends_it else 1) * (other == name)
        if depth <= 0:
            return k
    return max(last, begin)


def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt, rules_block
    from mdit_py_plugins.deflist import deflist_plugin
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"inline_definitions": True}).enable("table").disable(["inline", "text_join"])
    parser.use(deflist_plugin).use(footnote_plugin, inline=False, move_to_end=False)
    rules = parser.block.ruler
    rules.at("code", partial(_code, rules_block.code))
    rules.at("fence", partial(_fence, rules_block.fence), {"alt": ["paragraph", "reference", "blockquote", "list"]})
    rules.at("list", partial(_list, rules_block.list_block), {"alt": ["paragraph", "reference", "blockquote"]})
    rules.before("list", "year", _year, {"alt": ["list"]})
    rules.at("reference", partial(_reference, rules_block.reference))
    rules.at("html_block", _web_block, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("lheading", partial(_underlined, rules_block.lheading))
    return parser


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _code(rule: Rule, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.env["indents"] or not state.is_code_block(start):
        return False
    last = start
    while last < end and (state.isEmpty(last) or state.is_code_block(last)):
        last += 1
    return not is_prose(state.getLines(start, last, 0, False)) and rule(state, start, end, silent)


def _fence(rule: Rule, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return start in state.env["fences"] and rule(state, start, end, silent)


def _list(rule: Rule, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``1) はい`` between lines of text, and no 2) below it, is a line of text."""
    number = _NUMBER.match(state.src, state.bMarks[start] + state.tShift[start])
    if number and len(number[1]) > _LONGEST_NUMBER:
        return False
    if number and silent and state.parentType == "paragraph" and state.sCount[start] >= state.blkIndent:
        below = _NUMBER.match(_line(state, start + 1)) if start + 1 < end else None
        if not below or int(below[1]) != int(number[1]) + 1:
            return False
    return rule(state, start, end, silent)


def _year(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """``1998. 結成`` is no item, and ends a list."""
    number = _NUMBER.match(state.src, state.bMarks[start] + state.tShift[start])
    return silent and number is not None and len(number[1]) > _LONGEST_NUMBER


def _reference(rule: Rule, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """``[佐藤]: はい`` is speech."""
    label = _LABEL.match(state.src, state.bMarks[start] + state.tShift[start])
    leads = label and (label["target"] is None or _TARGET.match(label["target"]))
    return bool(leads) and rule(state, start, end, silent)


def _web_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if start not in state.env["web"] or not _line(state, start).startswith("<"):
        return False
    if not silent:
        state.line = min(state.env["web"][start] + 1, end)
        token = state.push("html_block", "", 0)
        token.map = [start, state.line]
        token.content = state.getLines(start, state.line, state.blkIndent, True)
    return True


def _underlined(rule: Rule, state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading with a line of signs below it. A dash below speech, or below several lines, is a rule."""
    before, line, parent = len(state.tokens), state.line, state.parentType
    if not rule(state, start, end, silent):
        state.parentType = parent
        return False
    heading, inside = state.tokens[before], state.tokens[before + 1]
    is_sentence = heading.markup == "-" and bool(_SPEECH.search(inside.content))
    if is_sentence or "\n" in inside.content or inside.content.startswith("<"):
        del state.tokens[before:]
        state.line = line
        return False
    return True
