"""What the layout of a whole document settles of single lines before anything is weighed: what stands outside the
quotation marks where all speech stands inside them, and lines that say which name stands for whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

from toolkit.japanese.lazy import NARROW, lazy
from toolkit.transcript import lines as look
from toolkit.transcript.chain import CLASSES, Class
from toolkit.transcript.features import PROFILE, SPOKEN
from toolkit.transcript.labels import Label
from toolkit.transcript.lines import ends_sentence
from toolkit.transcript.names import is_role, key, parse_name
from toolkit.transcript.relation import relation
from toolkit.transcript.signs import QUOTED_ASKED, REPLIED
from toolkit.transcript.survey import ASKING, Lines, is_head

_FEWEST_QUOTED = 5
_QUOTED = 0.5  # of the lines from the first quotation with a name to the last
_OUTSIDE: tuple[Class, ...] = tuple(kind for kind in CLASSES if kind not in ("named", "answer", "speech", "more"))
_PAIR = lazy(
    r"(?:^|[\s,/;(])([^\s,/=:\x02\x03()\x05\x06]{1,12})\s?(?:[=:\x03\x04]|\x02{1,2})\s?(?=[^\s=:\x02\x03])"
)  # of a line made narrow
_AGAINST = lazy(r"\s*[×✕✖☓]\s*")
_HEAD, _MOST_PAIRED = 12, 5
_HEAVY = 0.5  # of the heaviest style of labels: what bears a label of such a style begins anew
_INDENTS = (" ", "　")
_CLOSERS = frozenset("）)]］〕】〉＞>♪～〜")  # with which a direction ends
_SPOKEN: tuple[Class, ...] = ("answer", "speech", "more", "direction")
_WRITES = lazy("[\\s　]*(?:フリー)?(?:ライター|記者|ジャーナリスト|編集者|編集部員?|カメラマン|コラムニスト)[\\s　]*")
_QUOTED_LINE = lazy("「.*」(?:（[^（）]{1,20}）|。)?")
_LONGEST_QUOTED = 12  # lines
_FEWEST_ASKED, _ANSWERED, _FEWEST_BARE = 3, 0.8, 2
_FIELDS = frozenset(("colon", "space", "slash", "bracket", "paren", "angle", "bold"))
_CAST_HEAD = lazy(
    "登場人物|凡例|略号|出演|出席|参加者|登壇|メンバー|プロフィール|話者|話し手|語り手|キャスト|人物|紹介|報告者|対談者|パネリスト|ゲスト"
)
_LONGEST_HEAD = 20
_PEOPLE = lazy("担当|代表|歳|年目|歴[0-9０-９]|在住|所属|出身")
_LONGEST_LEGEND = 120


def outside_quotes(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that nobody says: all that is said stands in 「」 with a name before or after it, and these do not."""
    if not lines.frame.quoted or lines.frame.wrap:
        return {}
    quoted = [n for n in range(len(lines.filled)) if any(x.form in ("quote", "after") for x in lines.labels(n))]
    if len(quoted) < _FEWEST_QUOTED or len(quoted) < _QUOTED * (quoted[-1] - quoted[0] + 1):
        return {}
    return {n: _OUTSIDE for n in _unquoted(lines) if quoted[0] < n}


def _unquoted(lines: Lines) -> Iterator[int]:
    """The lines that no quotation begins, and none goes on in from above."""
    depth = 0
    for n in range(len(lines.filled)):
        text = lines.text(n).strip()
        depth = 0 if lines.blank_before(n) else depth
        if not depth and text[:1] not in "「『（(" and not lines.labels(n):
            yield n
        depth = max(0, depth + text.count("「") - text.count("」"))


def pairings(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that set two or more of those who speak below against each other: 大石 会長　×　ファリダ 准教授."""
    counts = _label_counts(lines)
    speakers = tuple(name for name, count in counts.items() if count > 1)
    found: dict[int, tuple[Class, ...]] = {}
    for n, k in enumerate(lines.filled[:_HEAD]):
        parts = _AGAINST.split(lines.sheet.lines[k].strip()) if len(lines.sheet.lines[k]) <= _LONGEST_LEGEND else []
        if 1 < len(parts) <= _MOST_PAIRED and all(key(part).startswith(speakers) for part in parts):
            found[n] = ("cast", "meta", "heading")
    return found


def legends(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that tell of two or more names what they stand for, each a label further down:
    皆川＝編集長　オルガ＝作家.
    """
    counts = _label_counts(lines)
    found: dict[int, tuple[Class, ...]] = {}
    for n, k in enumerate(lines.filled):
        text = lines.sheet.lines[k].strip()
        if len(text) > _LONGEST_LEGEND or ends_sentence(text):
            continue
        told = [key(text[slice(*match.span(1))]) for match in _PAIR.finditer(text.translate(NARROW))]
        if len(told) > 1 and sum(counts.get(name, 0) > 1 for name in told) >= max(2, len(told) - 1):
            found[n] = ("cast", "meta")
    return found


def bylines(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Who wrote the page, above it: 佐伯 伸也 / ライター."""
    head = range(1, min(_HEAD, len(lines.filled)))
    found = [n for n in head if _WRITES.fullmatch(lines.text(n)) and lines.frame.repeated[lines.text(n).strip()] == 1]
    names = [
        n - 1 for n in found if any(lines.evidence.of(x).count == 1 for x in lines.labels(n - 1) if x.form == "alone")
    ]
    return dict.fromkeys((*found, *names), ("meta", "page", "prose"))


def quoted_answers(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """The questions by a dash and the answers in 「」 of newspapers, where every answer stands so: ――理由は / 「…」"""
    asked = [n for n in range(len(lines.filled)) if any(x.form == "dash" for x in lines.signs(n))]
    answers = {n: end for n in asked if (end := _quotation(lines, n + 1))}
    if len(asked) < _FEWEST_ASKED or len(answers) < _ANSWERED * len(asked):
        return {}
    found: dict[int, tuple[Class, ...]] = dict.fromkeys(asked, ("question",))
    for n, end in answers.items():
        found[n + 1] = ("answer",)
        found |= dict.fromkeys(range(n + 2, end), ("speech", "more"))
        last = end
        while last < len(lines.filled) and last not in found and (after := _quotation(lines, last)):
            found |= dict.fromkeys(range(last, after), ("speech", "more"))
            last = after
    return found


def bare_letters(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Letters of questions and answers alone on their lines, and what stands right below each: （問） / いつですか。"""
    alone = {
        n: sign.key for n in range(len(lines.filled)) for sign in lines.signs(n) if _is_bare_letter(lines, n, sign)
    }
    if min(list(alone.values()).count("q"), list(alone.values()).count("a")) < _FEWEST_BARE:
        return {}
    found: dict[int, tuple[Class, ...]] = {n + 1: ("speech",) for n in alone if n + 1 < len(lines.filled)}
    return found | {n: ("question",) if of == "q" else ("answer",) for n, of in alone.items()}


def replies(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """What stands below the questions that a reply quotes: > いつからですか。 / 十年前からです。"""
    quoted = [n for n in range(len(lines.filled)) if any(x.style in (REPLIED, QUOTED_ASKED) for x in lines.signs(n))]
    found: dict[int, tuple[Class, ...]] = {}
    for n, after in pairwise([*quoted, len(lines.filled)]):
        if n + 1 < after:
            found[n + 1] = ("answer",)
            goes_on = range(n + 2, after if after < len(lines.filled) else n + 2)  # who knows where the last one ends
            found |= dict.fromkeys(goes_on, ("speech", "more", "direction"))
    return found


def _is_bare_letter(lines: Lines, n: int, sign: Label) -> bool:
    bare = sign.form == "letter" and not sign.body(lines.text(n)).strip()
    return bare and lines.frame.repeated[lines.text(n).strip()] >= _FEWEST_BARE


def _quotation(lines: Lines, first: int) -> int:
    """Where the lines end that are one quotation from ``first`` on, 0 if there is none: 「はい。 / ええ」（笑）"""
    text = ""
    for n in range(first, min(first + _LONGEST_QUOTED, len(lines.filled))):
        text += lines.text(n).strip()
        if not text.startswith("「") or (n > first and any(x.form == "dash" for x in lines.signs(n))):
            return 0
        if text.count("「") <= text.count("」"):
            return n + 1 if _QUOTED_LINE.fullmatch(text) else 0
    return 0


def profiles(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Blocks in which each of those who speak below is introduced, a line a person: 大場：酪農家。70頭."""
    found: dict[int, tuple[Class, ...]] = {}
    last = _last_places(lines)
    met: set[str] = set()
    n = 0
    while n < len(lines.filled):
        block = _block(lines, n)
        fresh = {name for _, name, _ in block}
        titled = n > 0 and _presents(lines.text(n - 1))
        if len(block) >= (1 if titled else 2) and not fresh & met and _introduces(lines, block, last, titled=titled):
            found |= {at: ("cast", "meta") for at, _, _ in block}
        else:
            met |= fresh
        n += max(1, len(block))
    return found


def _last_places(lines: Lines) -> Mapping[str, int]:
    """Name → the last line that bears it as a label."""
    found: dict[str, int] = {}
    for entry in lines.evidence.entries.values():
        name = parse_name(entry.name).bare
        found[name] = max(found.get(name, -1), *entry.at)
    return found


def _block(lines: Lines, first: int) -> list[tuple[int, str, str]]:
    """The lines that follow each other without a blank line, each with a name of its own: place, name, what is told."""
    found: list[tuple[int, str, str]] = []
    for n in range(first, len(lines.filled)):
        label = next((x for x in lines.labels(n) if x.form in _FIELDS), None)
        name = parse_name(label.name).bare if label else ""
        if label is None or (found and lines.blank_before(n)) or any(name == other for _, other, _ in found):
            break
        found.append((n, name, label.body(lines.text(n)).strip()))
    return found


def _introduces(lines: Lines, block: list[tuple[int, str, str]], last: Mapping[str, int], *, titled: bool) -> bool:
    """Whether nothing of the block is said, a heading or a blank line ends it, and its people speak below."""
    end = block[-1][0] + 1
    closed = end < len(lines.filled) and (lines.blank_before(end) or is_head(lines, end))
    silent = all(body and not SPOKEN.search(body) and not ASKING.search(body) for _, _, body in block)
    if not closed or not silent or not (titled or all(_is_post(body) for _, _, body in block)):
        return False
    place = lines.filled[block[-1][0]]
    below = [name for name, at in last.items() if at > place]
    return all(any(relation(name, other) in ("same", "part", "variant") for other in below) for _, name, _ in block)


def _is_post(text: str) -> bool:
    """Whether the words say what somebody is, and are no utterance: a post, a year of birth, a noun at the end."""
    return not ends_sentence(text) and bool(PROFILE.search(text) or is_role(text) or _PEOPLE.search(text))


def _presents(line: str) -> bool:
    """Whether a line heads a list of people: 登場人物, ■出演者プロフィール."""
    return len(line) <= _LONGEST_HEAD and not ends_sentence(line) and bool(_CAST_HEAD.search(line))


def _label_counts(lines: Lines) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for entry in lines.evidence.entries.values():
        counts[entry.key] = max(counts.get(entry.key, 0), entry.count)
    return counts


def wrapped(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that go on with the one above, and lines that do not, in a text whose lines a program broke at a width."""
    wrap = lines.frame.wrap
    forced: dict[int, tuple[Class, ...]] = {}
    for n in range(1, len(lines.filled)) if wrap else ():
        ended = any(label.form == "after" for label in lines.labels(n - 1))  # 「はい」（佐藤）
        goes_on = not lines.blank_before(n) and not ended and look.fills(lines.text(n - 1), wrap)
        if not goes_on or (lines.text(n)[:1] in _INDENTS and lines.text(n - 1)[:1] not in _INDENTS):
            forced[n] = tuple(kind for kind in CLASSES if kind != "more")
        elif lines.best(n) < _HEAVY and not (look.bullet_cut(lines.text(n)) or lines.text(n)[:1].isspace()):
            forced[n] = ("more",)
    return forced


def _is_called(lines: Lines, n: int) -> bool:
    """Whether a label of the line recurs, or convinces, or is written as others are."""
    if any(
        x.form in ("paren", "bracket", "colon") and lines.evidence.styles[x.style].sights > 1 for x in lines.labels(n)
    ):
        return True
    entries = [lines.evidence.of(label) for label in lines.labels(n)]
    return any(entry.count + entry.kin > 1 or entry.look.strong or entry.look.points > 1 for entry in entries)


def timed(lines: Lines) -> dict[int, tuple[Class, ...]]:
    """Lines that bear times, most of a document in which nobody is named, and the cues of subtitles without names: one
    voice, written down by a machine.
    """
    if lines.sheet.spoken and not any(lines.mark(n).speaker for n in range(len(lines.filled))):
        pieces = [n for n in range(len(lines.filled)) if lines.mark(n).kind == "piece"]
        return {n: (*_of_a_piece(lines, n), *(("named",) if _is_called(lines, n) else ())) for n in pieces}
    timed = [n for n in range(len(lines.filled)) if lines.mark(n).times]
    labelled = max((style.mass for style in lines.evidence.styles.values()), default=0.0)
    alone = len(timed) * 2 >= len(lines.filled) > 1 and labelled * 4 < len(timed)
    if not alone or lines.sheet.spoken:
        return {}
    return {n: _of_a_piece(lines, n) for n in timed}


def _of_a_piece(lines: Lines, n: int) -> tuple[Class, ...]:
    """What a piece of speech can be: a direction only in brackets."""
    return _SPOKEN if lines.text(n).strip()[-1:] in _CLOSERS else _SPOKEN[:-1]
