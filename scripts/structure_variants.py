"""Documents of the corpus written otherwise: other names, another form of label, another container. What a document is
does not hang on these, so neither may what is learnt from it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from structure_corpus import Example, gold_states

from toolkit.inputs.sheet import Mark, Sheet
from toolkit.transcript.chain import STATES, Shown
from toolkit.transcript.sights import lines_of

# Invented, of the kinds that people write before what somebody says.
_NAMES = (
    "azu/mori/kei/t/n/s/hz/sora-k/m_ito/yuki99/nagi/rin/ken0/A/B/C/K/S/M/Speaker 1/Anna/Ken/Lee/"
    "私/母/父/男/女/使/客/僧/兄/弟子/モモコ/ロボ子/たま/ぴーなつ/さく/千代/つる/司会/聞き手/記者/編集部/先生/店主/住民/学芸員/社長/"
    "遠野/笹川/三枝/木崎/鵜飼/保科/都築/椎葉/佐伯/森/林/関/南/リー/チョウ/グエン/アナ/トマス/"
    "遠野みなと/笹川　隼/三枝 玲子/木崎課長/鵜飼さん/保科委員/都築（聞き手）/住民A/学生1/話者1/話者2"
).split("/")
_FORMS = (
    *(
        "{}：{}",
        "{}：{}",
        "{}:{}",
        "{}: {}",
        "{}: {}",
        "{}：　{}",
        "{} ： {}",
        "【{}】{}",
        "[{}] {}",
        "（{}）{}",
        "({}) {}",
    ),
    *(
        "〈{}〉{}",
        "{}／{}",
        "{}＞{}",
        "{}> {}",
        "{}　{}",
        "{}　　{}",
        "{}\t{}",
        "{}「{}」",
        "○{}　{}",
        "◆{}：{}",
        "{} {}",
    ),
)
_KEYS = (
    "日時 会場 定員 料金 追加 修正 注意 例 補足 目的 手順 責務 入力 出力 概要 対象 場所 開催日時 開催場所 主催 "
    "fix feat note 結論 背景 課題 方法 結果 材料 分量 作り方 時間 費用 効果 原因 対策 担当 期限 状態 型 値 名前 説明"
).split()


@dataclass(slots=True)
class _Block:
    text: str
    mark: Mark
    state: int = -1  # −1: an empty line, or a rule
    name: str = ""


def variants(whole: Example, count: int = 1) -> list[Example]:
    """The document written otherwise, up to ``count`` times; none where its labels are of kinds not known here."""
    draw = random.Random(f"variants of {whole.id}")
    spoken = any(STATES[s][0] != "<" for s in whole.states)
    if spoken and not _is_plain(whole):
        return []
    made = []
    for number in range(count):
        blocks = _blocks(whole)
        written = _relabelled(blocks, draw) if spoken else _with_fields(blocks, draw)
        found = _example(f"{whole.id}~{number}", whole, written) if written else None
        made += [found] if found else []
    return made


def _is_plain(whole: Example) -> bool:
    """Whether every speaker is named by a label at the head of a line, of a form that can be written otherwise."""
    lines = whole.lines
    labels = [lines.labels(n)[j] for n, j in enumerate(whole.picked) if j >= 0]
    forms = {"alone", "colon", "bracket", "paren", "slash", "angle", "space", "blank", "bold"}
    return len(labels) > 1 and not lines.sheet.spoken and all(x.form in forms and x.stop is None for x in labels)


def _blocks(whole: Example) -> list[_Block]:
    sheet, states = whole.lines.sheet, dict(zip(whole.lines.filled, whole.states, strict=True))
    blocks = []
    for k, line in enumerate(sheet.lines):
        block = _Block(line, sheet.mark(k), states.get(k, -1))
        n = whole.lines.filled.index(k) if k in states else -1
        if n >= 0 and whole.picked[n] >= 0:
            label = whole.lines.labels(n)[whole.picked[n]]
            block = _Block(label.body(line), sheet.mark(k), block.state, label.key)
        blocks.append(block)
    return blocks


def _relabelled(blocks: list[_Block], draw: random.Random) -> list[_Block] | None:
    names = list(dict.fromkeys(b.name for b in blocks if b.name))
    pool = draw.sample(_NAMES, len(_NAMES))
    if len(names) > len(pool):
        return None
    listed = any(STATES[b.state][1:] == "cast" for b in blocks if b.state >= 0)
    others = {name: name for name in names} if listed or draw.random() < 0.2 else dict(zip(names, pool, strict=False))
    form = draw.choice(_FORMS) if draw.random() < 0.85 else ""  # "": the name alone on its line
    kind = draw.choice(("line", "line", "line", "paragraph", "item", "item") if form else ("line", "line", "paragraph"))
    if any(b.mark.kind in ("heading", "term", "quote") for b in blocks if b.name):
        kind = "paragraph"
    after = draw.choice(("line", "item")) if kind == "item" else kind
    bold = draw.random() < 0.15 and kind != "line" and form[:2] == "{}"
    written: list[_Block] = []
    waiting = ""
    for b in blocks:
        if b.name:
            name = others[b.name]
            mark = Mark(
                kind, level=1 if kind == "item" else 0, bold=len(name) if bold or (not form and kind != "line") else 0
            )
            if b.text.strip() and form:
                written.append(_Block(form.format(name, b.text.strip()), mark, b.state, name))
            elif form:
                waiting = name
            else:
                written.append(_Block(name, mark, b.state, name))
                if b.text.strip():
                    written.append(_Block(b.text.strip(), Mark(kind), STATES.index(">speech")))
        elif waiting and b.state >= 0:
            if STATES[b.state] != ">speech":
                return None
            mark = Mark(kind, level=1 if kind == "item" else 0, bold=len(waiting) if bold else 0)
            written.append(_Block(form.format(waiting, b.text.strip()), mark, STATES.index(">named"), waiting))
            waiting = ""
        elif STATES[b.state][0] == ">" and b.state >= 0 and b.mark.kind in ("line", "paragraph", "item"):
            spoken = STATES[b.state] in (">speech", ">more")
            mark = Mark(
                after if spoken else b.mark.kind,
                level=2 if spoken and after == "item" else b.mark.level,
                bold=0 if spoken else b.mark.bold,
            )
            written.append(_Block(b.text, mark, b.state))
        elif not waiting or b.state >= 0:
            written.append(b)
    return None if waiting else written


def _with_fields(blocks: list[_Block], draw: random.Random) -> list[_Block]:
    """A text that nobody speaks, with keys before some of its lines, as in minutes, recipes and references."""
    keys = draw.sample(_KEYS, draw.choice((2, 3, 4, 6)))
    sign = draw.choice(("{}：{}", "{}: {}", "{} : {}", "【{}】{}", "{}　{}", "■{}：{}"))
    kind = draw.choice(("line", "item", "paragraph"))
    share = draw.choice((0.3, 0.6, 0.9))
    written, at = [], 0
    for b in blocks:
        keyed = b.state >= 0 and STATES[b.state] == "<prose" and len(b.text) < 120 and draw.random() < share
        if keyed:
            text = sign.format(keys[at % len(keys)], b.text.strip())
            written.append(_Block(text, Mark(kind, level=1 if kind == "item" else 0), b.state))
        else:
            written.append(b)
        at += keyed
    return written


def _example(name: str, whole: Example, blocks: list[_Block]) -> Example | None:
    sheet = whole.lines.sheet
    made = Sheet(
        tuple(b.text for b in blocks),
        {k: b.mark for k, b in enumerate(blocks)},
        title=sheet.title,
        whole=sheet.whole,
        meta=sheet.meta,
    )
    lines = lines_of(made)
    if list(lines.filled) != [k for k, b in enumerate(blocks) if b.state >= 0]:
        return None
    picked = []
    for n, k in enumerate(lines.filled):
        names = [label.name.replace("　", " ") for label in lines.labels(n)]
        own = blocks[k].name.replace("　", " ")
        if own and own not in names:
            return None
        picked.append(names.index(own) if own else -1)
    classes = [STATES[blocks[k].state][1:] for k in lines.filled]
    return Example(name, whole.held_out, lines, gold_states(classes), picked, Shown.by(lines))
