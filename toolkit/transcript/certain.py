"""What is known of lines before anything is weighed, and what their look says beyond doubt after it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping

from toolkit.japanese.lazy import lazy
from toolkit.transcript import lines as look
from toolkit.transcript.chain import Class, Reading
from toolkit.transcript.closing import ending, on_the_text
from toolkit.transcript.features import PROFILE, SPOKEN
from toolkit.transcript.labels import Label
from toolkit.transcript.lecture import POLITE, statements
from toolkit.transcript.page_words import SYSTEM_LINE
from toolkit.transcript.survey import ASKING, UNNAMED, Lines

_HEAVY = 0.5  # of the heaviest style of labels: what bears a label of such a style begins anew
_PUNCTUATED = 0.5  # of the longer lines end a sentence
_CLOSERS = frozenset("）)]］〕】〉＞>♪～〜")  # with which a direction ends
_SPOKEN: tuple[Class, ...] = ("answer", "speech", "more", "direction")


def by_look(lines: Lines, classes: Mapping[int, Class], labels: Mapping[int, Label]) -> dict[int, Class]:
    """What the look of a line says beyond doubt: an item of a list is no heading, nor is what follows a name alone;
    プロフィール is one. Where all would be left out, all is shown.
    """
    found: dict[int, Class] = {}
    named = [n for n, k in enumerate(lines.filled) if classes[k] == "named"]
    first, last = (named[0], named[-1]) if named else (0, -1)
    closed = colophon = told = begun = False
    asked = any(kind == "question" for kind in classes.values())
    opening = [n for n, k in enumerate(lines.filled) if classes[k] in ("named", "question")]
    stated = statements(lines)
    outside = ending(lines, classes, opening[-1] if opening else len(lines.filled))
    for n, k in enumerate(lines.filled):
        colophon = colophon or bool(_COLOPHON.match(lines.text(n)))
        kind = "page" if colophon else _sure_kind(lines, n, classes, labels)
        told = closed and classes[k] in _TALK and (_tells_of(lines, n, labels) or (told and k not in labels))
        early = not begun and n not in stated and (classes[k] == "speech" or (classes[k] == "answer" and asked))
        kind = outside.get(n) or ("prose" if told or early else kind)
        if kind is None and classes[k] == "answer" and not asked and len(named) >= _NAMED and first < n:
            kind = "answer" if any(x.form == "letter" for x in lines.signs(n)) else "speech"  # whoever speaks goes on
        if kind:
            found[k] = kind
        elif classes[k] in _VANISHING and first < n < last and not asked and _sounds_said(lines, n):
            found[k] = "speech"
        elif classes[k] == "prose" and not first < n < last and _leads_text(lines, n):
            found[k] = "heading"
        elif classes[k] in ("meta", "cast") and first < n < last and look.ends_sentence(lines.paragraph(n)):
            found[k] = "speech"  # between two who speak, and a whole sentence
        elif classes[k] in ("meta", "cast") and (closed or look.bullet_cut(lines.text(n))):
            found[k] = classes[k] if look.meta_of(lines.text(n)) else "prose"
        closed = closed or look.is_tail_heading(lines.text(n))
        begun = begun or lines.sheet.spoken or found.get(k, classes[k]) in ("named", "question", "answer")
    shown = {**classes, **found}.values()
    if all(kind in ("meta", "cast", "note", "caption", "page") for kind in shown):
        found |= dict.fromkeys(classes, "prose")
    return found


_NARRATED = lazy("(?:もらい|くれ|いただき|見せ)ました。?$|^(?:ここで|その後、|取材|本(?:記事|稿)|この(?:記事|日))")
_VANISHING = frozenset(("note", "page", "prose"))


def _sounds_said(lines: Lines, n: int) -> bool:
    """Whether a paragraph among turns ends its sentences politely and tells of nobody who speaks here."""
    text = lines.text(n).strip()
    told = _NARRATED.search(text) or text.endswith(("」", "』")) or look.ends_sentence(text) is False
    subject = lines.frame.subject and lines.frame.subject.match(text)
    return lines.mark(n).kind in ("line", "paragraph") and bool(POLITE.search(text)) and not (told or subject)


def _leads_text(lines: Lines, n: int) -> bool:
    """Whether a line of an article heads what follows: short, no end of a sentence, and a longer text below it."""
    line, after = lines.text(n), lines.text(n + 1)
    if lines.frame.ended < _PUNCTUATED or lines.frame.wrap or lines.mark(n).kind != "line" or not after:
        return False
    if look.bullet_cut(line) or look.is_numbered(line) or look.meta_of(line) or not look.looks_like_heading(line):
        return False
    named = any(lines.evidence.of(label).count > 1 for label in lines.labels(n))
    return not named and look.ends_sentence(after) and len(after.strip()) > len(line.strip())


def _tells_of(lines: Lines, n: int, labels: Mapping[int, Label]) -> bool:
    """Whether a name under プロフィール is followed by what the person is: 1980年生まれ。"""
    label = labels.get(lines.filled[n])
    body = label.body(lines.text(n)).strip() if label else lines.text(n)
    return PROFILE.search((body or lines.text(n + 1))[:80]) is not None


def _sure_kind(lines: Lines, n: int, classes: Mapping[int, Class], labels: Mapping[int, Label]) -> Class | None:
    line, kind = lines.text(n), classes[lines.filled[n]]
    if look.is_tail_heading(line):
        return "heading"
    if _CRUMBS.match(line):
        return "page"
    if kind == "question" and on_the_text(line):
        return "note"
    if kind == "question" and not _asks(lines, n, classes):
        return "heading" if _is_marked(lines, n) else "prose"
    if kind == "named" and _heads_all(lines, n, classes, labels):
        return "heading"
    if kind == "speech" and (line.lstrip()[:1] == "※" or _ADDED.match(line)):
        return "note"
    if kind in _UNSAID and n and lines.mark(n).kind in ("line", "paragraph") and _is_sure_name(lines, n - 1, labels):
        return "speech"  # whoever is named on a line alone says something
    silent = _is_bare(lines, n, labels) and _says_nothing(lines, n, classes)
    if (kind == "speech" or silent) and _stands_alone(lines, n, classes, labels):
        return "heading"
    if kind == "heading" and not _is_marked(lines, n):
        if n and _is_bare(lines, n - 1, labels):
            return "speech"
        return "prose" if look.bullet_cut(line) or look.is_numbered(line) or look.announces(line) else None
    if silent:
        return "speech" if any(classes[k] == "named" for k in lines.filled[:n]) else "prose"
    return None


_FEW_QUESTIONS, _NAMED = 2, 3  # so few among so many labels: in an interview with names nobody unnamed asks


def _asks(lines: Lines, n: int, classes: Mapping[int, Class]) -> bool:
    """Whether a line may be a question of somebody unnamed: it asks, or a sign says so, or there are more such."""
    kinds = Counter(classes.values())
    if kinds["question"] > _FEW_QUESTIONS or kinds["named"] < _NAMED:
        return True
    return bool(ASKING.search(lines.text(n).strip())) or any(x.form in UNNAMED for x in lines.signs(n))


def _heads_all(lines: Lines, n: int, classes: Mapping[int, Class], labels: Mapping[int, Label]) -> bool:
    """Whether a line with a label that stands once, above all others and written otherwise, is the document's heading:
    ＜車座トーク＞　給食のこれから."""
    label = labels[lines.filled[n]]
    entry, first = lines.evidence.of(label), not any(classes[k] in _SPEAKS for k in lines.filled[:n])
    if not first or entry.count > 1 or label.form in ("known", "told"):
        return False
    body = label.body(lines.text(n))
    apart = n == 0 and lines.blank_before(1) and not lines.blank_before(2) and look.looks_like_heading(body)
    if label.form != "alone" and entry.kin and not apart:
        return False
    share = lines.evidence.styles[label.style].share
    return (share < _HEAVY or apart) and not look.ends_sentence(body) and not SPOKEN.search(body)


def _is_sure_name(lines: Lines, n: int, labels: Mapping[int, Label]) -> bool:
    """Whether the line is the name of somebody who is named so again and again."""
    if not _is_bare(lines, n, labels) or SYSTEM_LINE.fullmatch(lines.text(n + 1)):
        return False
    return lines.evidence.of(labels[lines.filled[n]]).count > 1


def _is_marked(lines: Lines, n: int) -> bool:
    line = lines.text(n)
    return lines.mark(n).kind == "heading" or look.heading_cut(line) > 0 or look.framed_heading(line)


def _is_bare(lines: Lines, n: int, labels: Mapping[int, Label]) -> bool:
    """Whether the line is a label and nothing else."""
    label = labels.get(lines.filled[n])
    return label is not None and label.form not in ("known", "told") and not label.body(lines.text(n)).strip()


def _says_nothing(lines: Lines, n: int, classes: Mapping[int, Class]) -> bool:
    """Whether a label that does not convince is followed by another label, or by nothing."""
    after = lines.filled[n + 1] if n + 1 < len(lines.filled) else -1
    label = next((x for x in lines.labels(n) if not x.body(lines.text(n)).strip()), None)
    strong = label is not None and lines.evidence.of(label).look.strong
    return not strong and (after < 0 or classes[after] == "named")


def _stands_alone(lines: Lines, n: int, classes: Mapping[int, Class], labels: Mapping[int, Label]) -> bool:
    """Whether a line of an interview stands as a heading stands: blank lines around it, a label after it, and nothing
    of an utterance in it, in a text whose sentences end.
    """
    if lines.frame.ended < _PUNCTUATED or not lines.blank_before(n) or n + 1 >= len(lines.filled):
        return False
    after = lines.filled[n + 1]
    led = classes[after] in ("named", "question") and lines.blank_before(n + 1)
    return led and not _is_bare(lines, n - 1, labels) and look.looks_like_heading(lines.text(n), among_speech=True)


_COLOPHON = lazy(r"[\s　]*底本[:：]")  # the book that a file of a public library was made from: to the end
_ADDED = lazy(
    r"\s*[（(\[［【]?(?:[0-9０-９年月日時分/／.\s]{0,24})?(?:補足|追記|編注|編集部注|編集注|訳注|注記|訂正)(?:[:：]|(?<=追記|訂正|補足)】)"
)
_CRUMBS = lazy(r"(?i)\s*(?:HOME|TOP|ホーム|トップ(?:ページ)?)\s*[>＞›»≫]\s*\S", needs=">＞›»≫")  # the path to a page
_TALK = ("named", "speech", "answer", "prose")
_SPEAKS = ("named", "question", "answer", "speech")
_INDENTS = (" ", "　")
_UNSAID = ("note", "prose", "meta", "page", "cast")
_OVERLOOKED = ("meta", "cast", "direction", "answer", "speech", "more")
_NEAR = ("meta", "cast", "answer", "speech")
_OFTEN = 3
_BOXES = tuple("（【〈＜［[《〔≪")
_OPENING = 0.25  # above the first turn, of one who speaks below
_NEARLY = 0.35  # so probable a label counts: to say a name aloud is worse than to miss a word
_BELOW = 0.5  # of the names alone on a line


def nearly_named(lines: Lines, reading: Reading, labels: Mapping[int, Label]) -> dict[int, Label]:
    """Lines that were taken for something else, though a name stands before them with a sign: that of somebody who
    speaks above and below, or any other nearly as probable as what was taken.
    """
    chosen = Counter(label.key for label in labels.values())
    written = {label.style for label in labels.values()}
    spoken = [n for n, k in enumerate(lines.filled) if k in labels]
    found: dict[int, Label] = {}
    for n, k in enumerate(lines.filled):
        if k in labels or reading.class_at(n) not in _OVERLOOKED or not reading.named[n]:
            continue
        share, label = max(zip(reading.named[n], lines.labels(n), strict=True), key=lambda pair: pair[0])
        amid = spoken and spoken[0] < n < spoken[-1]
        known = next((x for x in lines.labels(n) if _is_known_sign(x, chosen)), None) if amid else None
        if amid and lines.sheet.spoken and not known and lines.mark(n + 1).joins:
            known = next((x for x in lines.labels(n) if _is_boxed_name(lines, x, written)), None)
        listed = amid and reading.class_at(n) in ("meta", "cast") and _is_signed(label) and label.key in chosen
        if known or listed:
            found[k] = known or label
            continue
        opens = share >= _OPENING and chosen[label.key] > 1 and label.style in written
        opens = opens and _opens(lines, n, spoken[0], label)
        if opens or (reading.class_at(n) in _NEAR and share >= _NEARLY and _is_like_signed(lines, label)):
            found[k] = label
    return found


def _opens(lines: Lines, n: int, first: int, label: Label) -> bool:
    """Whether a line right above the first turn bears a label with something said behind it, and no field of a list."""
    close = n < first and not any(lines.blank_before(m) for m in range(n + 1, first + 1))
    return close and _is_signed(label) and not look.meta_of(lines.text(n)) and bool(label.body(lines.text(n)).strip())


def _is_boxed_name(lines: Lines, label: Label, written: Collection[str]) -> bool:
    """Whether the first line of a cue is a name in the brackets in which the first lines of other cues name people."""
    boxed = label.form == "alone" and label.style[:-1].strip(" 　") in _BOXES
    return boxed and label.style in written and lines.evidence.of(label).look.points > 0


def _is_like_signed(lines: Lines, label: Label) -> bool:
    return _is_signed(label) and lines.evidence.of(label).look.points > 0


def _is_signed(label: Label) -> bool:
    return label.form in ("colon", "bracket", "paren")


def _is_known_sign(label: Label, chosen: Mapping[str, int]) -> bool:
    """Whether a sign that stands behind names stands here behind that of somebody who speaks again and again."""
    if label.form in ("space", "blank"):
        return chosen[label.key] >= _OFTEN and len(label.key) > 1
    boxed = label.form == "alone" and label.style[:-1].strip(" 　") in _BOXES
    return chosen[label.key] > 1 and (_is_signed(label) or boxed)


def posts_below(lines: Lines, classes: Mapping[int, Class], labels: Mapping[int, Label]) -> list[int]:
    """The lines between a name and what is said that tell what that person is: 森田 / 編集長 / では始めます。"""
    bare = [n for n, k in enumerate(lines.filled) if classes[k] == "named" and _is_bare(lines, n, labels)]
    seconds = [n for n in bare if n - 1 in bare and not lines.blank_before(n) and n + 1 not in bare]
    firsts: dict[str, set[str]] = {}
    for n in seconds:
        firsts.setdefault(labels[lines.filled[n]].key, set()).add(labels[lines.filled[n - 1]].key)
    told = [n for n in seconds if len(firsts[labels[lines.filled[n]].key]) == 1]
    many = len(told) > 1 and len(told) >= _BELOW * (len(bare) - len(seconds))
    return [lines.filled[n] for n in told] if many else []
