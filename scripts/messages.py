#!/usr/bin/env python3
"""Hold the catalogue of messages against the sources: what they say, and what of it has no Japanese yet.

python scripts/messages.py            what is missing, stale or broken; exit code 1 if anything is
python scripts/messages.py --write    the same, after new messages were added (untranslated) and stale ones taken out
python scripts/messages.py --list     every template of the sources

A message is any text of English words in the sources that is no docstring, pattern, list of words or markup: it need
not be marked. What looks like one and is none stands in scripts/messages_not.txt. A template's placeholders are
numbered; a translation may leave one out where a line `# without 1` above it says so (an English plural).
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from toolkit.messages.catalogue import Entry, entries, placeholders, written

PACKAGE = ROOT / "toolkit"
PO = PACKAGE / "messages" / "ja.po"
NOT = ROOT / "scripts" / "messages_not.txt"

HEAD = """msgid ""
msgstr ""
"Project-Id-Version: jimaku-toolkit\\n"
"Language: ja\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"""

# Not of our sources: what click and the system say, and single words, which are put into messages.
OTHERS = frozenset({"click", "system", "word"})

# Calls whose arguments are never said: patterns, what is looked for in a text, lists of words.
SILENT = frozenset(
    "compile match fullmatch search sub findall finditer split rsplit strip lstrip rstrip startswith endswith replace "
    "removeprefix removesuffix partition rpartition find index count get pop cast import_module encode decode "
    "SubElement Element".split()
)
# What is always said, however short: the first words of these, and these arguments of any call
ERRORS = frozenset({"InputError", "OutputError", "EngineError", "ConservationError"})
SAID = frozenset({"mend", "help"})
_SURE = "\1"
FUNCTION_WORD = re.compile(
    r"\b(a|an|the|is|are|was|were|be|been|has|have|had|of|to|in|as|not|no|and|or|by|for|with|it|its|at|on|from|that|"
    r"than|this|what|who|how|where|when|nothing|only|one|other|so|if|cannot|does|do)\b"
)
PROSE = re.compile(r"[A-Za-z]{2,}[,.;:]? [(`'\"]?(?:[a-z]{2,}|a |\{)|(?:\}|^[a-z0-9-]+) [a-z]{2,}")
MARKUP = re.compile(r"<[/?!a-zA-Z{]|xmlns|&[a-z]+;|\\[dwsb]|\(\?|/\*.*\*/|^[A-Z][A-Za-z]+(, ?[A-Z][A-Za-z]+){3}")
_EDGES = " \t\n;,:•*"


def main(arguments: list[str]) -> int:
    found = templates()
    if "--list" in arguments:
        for msgid, places in found.items():
            print(f"{' '.join(places)}\t{msgid}")
        return 0
    if "--write" in arguments:
        PO.write_text(catalogue(found), encoding="utf-8")
    faults = list(complaints(found))
    print("\n".join((*faults, f"{len(found)} messages, {len(faults)} faults")))
    return int(bool(faults))


def complaints(found: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """What is wrong with the catalogue, a line each."""
    have = {entry.msgid: entry for entry in entries(PO.read_text(encoding="utf-8"))}
    for msgid, places in found.items():
        if not have.get(msgid, Entry("", "")).msgstr:
            yield f"missing ({', '.join(places)}): {msgid}"
    for msgid, entry in have.items():
        if msgid not in found and not _kept(entry):
            yield f"stale: {msgid}"
        yield from broken(entry)
    texts = {text for path in sources() for text in messages_of(path)}
    yield from (f"stale in {NOT.name}: {text}" for text in sorted(not_messages() - texts))


def broken(entry: Entry) -> Iterator[str]:
    """A translation without a placeholder of its message, or with one that this has not."""
    want, have = set(placeholders(entry.msgid)), set(placeholders(entry.msgstr))
    if entry.msgstr and have != want - entry.without:
        yield f"placeholders {sorted(want - entry.without)} became {sorted(have)}: {entry.msgid}"


def catalogue(found: dict[str, tuple[str, ...]]) -> str:
    """The catalogue, with every message of the sources and none that they do not say."""
    have = {e.msgid: e for e in entries(PO.read_text(encoding="utf-8"))} if PO.exists() else {}
    kept = [entry for entry in have.values() if _kept(entry)]
    said = [replace(have.get(msgid, Entry(msgid, "")), places=places) for msgid, places in found.items()]
    rows = [*sorted(said, key=lambda e: (e.places, e.msgid)), *kept]
    return "\n\n".join((HEAD, *map(written, rows))).replace("\n\n\n", "\n\n") + "\n"


def _kept(entry: Entry) -> bool:
    """Whether an entry needs no source of ours."""
    return any(place in OTHERS for place in entry.places)


def templates() -> dict[str, tuple[str, ...]]:
    """Every message of the sources, and the files that say it."""
    places: dict[str, list[str]] = {}
    silent = not_messages()
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for msgid in dict.fromkeys(messages_of(path)):
            places.setdefault(msgid, []).append(name)
    return {msgid: tuple(names) for msgid, names in places.items() if msgid not in silent}


def sources() -> list[Path]:
    return [path for path in sorted(PACKAGE.rglob("*.py")) if PACKAGE / "messages" not in path.parents]


def not_messages() -> set[str]:
    lines = NOT.read_text(encoding="utf-8").splitlines() if NOT.exists() else []
    return {line for line in lines if line and not line.startswith("#")}


@cache
def messages_of(path: Path) -> tuple[str, ...]:
    """What a file says, in its order."""
    texts = said_in(ast.parse(path.read_text(encoding="utf-8")))
    return tuple(part for text in texts for part in parts(text))


def said_in(tree: ast.AST) -> Iterator[str]:
    """The texts of a module that could be said, with ``{}`` for what is put in."""
    yield from _walk(tree)


def _walk(node: ast.AST) -> Iterator[str]:
    if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        yield from _of_body(node)
        return
    if isinstance(node, ast.Call) and _called(node.func) in SILENT:
        if isinstance(node.func, ast.Attribute) and _called(node.func) == "replace":
            yield from _walk(node.func.value)
        return
    said = _always_said(node)
    if said is not None:
        yield from _surely(said)
        yield from (text for child in ast.iter_child_nodes(node) if child is not said for text in _walk(child))
        return
    if isinstance(node, (ast.Compare, ast.AnnAssign)) and not getattr(node, "value", None):
        return
    if isinstance(node, ast.Subscript):
        yield from _walk(node.value)
        return
    texts = _texts(node)
    if texts:
        yield from texts
        if isinstance(node, ast.JoinedStr):
            for value in node.values:
                if isinstance(value, ast.FormattedValue):
                    yield from _walk(value.value)
        return
    children = [node.value] if isinstance(node, ast.AnnAssign) and node.value else list(ast.iter_child_nodes(node))
    for child in children:
        yield from _walk(child)


def _always_said(node: ast.AST) -> ast.expr | None:
    """The part of a call that is."""
    if isinstance(node, ast.keyword) and node.arg in SAID:
        return node.value
    return node.args[0] if isinstance(node, ast.Call) and node.args and _called(node.func) in ERRORS else None


def _surely(node: ast.AST) -> Iterator[str]:
    """What is said whatever it looks like is marked so."""
    if isinstance(node, ast.IfExp):
        yield from (*_walk(node.test), *_surely(node.body), *_surely(node.orelse))
        return
    known = set(_texts(node))
    yield from (f"{_SURE}{text}" if text in known else text for text in _walk(node))


def _of_body(node: ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    first = node.body[0] if node.body else None
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    decorators = [] if isinstance(node, ast.Module) else node.decorator_list
    if docstring and any("command" in ast.unparse(d) or "group" in ast.unparse(d) for d in decorators):
        yield from re.split(r"\n\s*\n", ast.get_docstring(node) or "")
    for child in (*decorators, *node.body[docstring:]):
        yield from _walk(child)
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if default is not None:
                yield from _walk(default)


def _called(function: ast.expr) -> str:
    return (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )


def _texts(node: ast.AST) -> list[str]:
    """What a literal can read; [] if the node is none. Both words of ``{'a' if x else 'b'}`` are tried in its place."""
    if isinstance(node, ast.Constant):
        return [node.value.replace("{", "{{")] if isinstance(node.value, str) else []
    if isinstance(node, ast.JoinedStr):
        options = [""]
        for value in node.values:
            options = [f"{before}{after}" for before in options for after in _value(value)]
        return options
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _texts(node.left), _texts(node.right)
        if left and right:
            return [f"{one}{two}" for one in left for two in right]
    return []


def _value(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Constant):
        return [str(node.value).replace("{", "{{")]
    inner = node.value if isinstance(node, ast.FormattedValue) else None
    if isinstance(inner, ast.IfExp):
        one, other = _texts(inner.body), _texts(inner.orelse)
        if one and other:
            return [*one, *other]
    return ["{}"]


def parts(text: str) -> Iterator[str]:
    """A text's messages as the catalogue has them: on one line, less the place before them, the mend apart."""
    sure = text.startswith(_SURE)
    shown = text.removeprefix(_SURE).replace("{{", "\0")
    for line in _lines(shown):
        for part in re.split(r" — ", line):
            for message in _columns(part):
                if _is_prose(message) or (sure and _has_words(message)):
                    yield _numbered(message)


def _lines(text: str) -> Iterator[str]:
    """Paragraphs, but of those that click keeps as they are (its mark is \\b) every line."""
    if "\b" not in text:
        yield " ".join(text.split("\n")) if "\n" in text.strip() else text
        return
    for paragraph in re.split(r"\n\s*\n", text):
        kept = paragraph.lstrip().startswith("\b")
        yield from paragraph.replace("\b", "").split("\n") if kept else [" ".join(paragraph.split())]


def _columns(line: str) -> Iterator[str]:
    """The right column of an example; what stands after a place, without the marks it is joined by."""
    for part in re.split(r"\t|(?<=\S)\s{2,}", line.strip()):
        if re.match(r"jimaku [a-z]+ |cat ", part):
            continue
        text = " ".join(part.split()).strip(_EDGES)
        yield re.sub(r"^(?:(?:warning|\{\}|line \{\}|\{\}[.:]\{\}): )+", "", text)


def _is_prose(text: str) -> bool:
    plain = text.replace("{}", "{")
    words = re.findall(r"[A-Za-z]{2,}", plain)
    if MARKUP.search(text) or not PROSE.search(plain.replace("{", "{}")) or "\0" in text:
        return False
    return len(words) < 5 or "{}" in text or bool(FUNCTION_WORD.search(plain))


def _has_words(text: str) -> bool:
    """Whether there is anything to translate: a word that is no option, key, suffix or abbreviation."""
    return bool(re.search(r"(?<![\w.'\"`-])[A-Za-z][a-z]+(?![\w.'\"`=-])", text.replace("{}", "")))


def _numbered(text: str) -> str:
    text = re.sub(r"(?:\{\})+", "{}", text)
    count = iter(range(99))
    return re.sub(r"\{\}", lambda _: f"{{{next(count)}}}", text)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
