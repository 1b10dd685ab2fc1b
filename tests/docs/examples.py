"""Every example of the documents and of ``--help``, as it is written there, and the folder in which they are run."""

from __future__ import annotations

import importlib
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from toolkit.cli import COMMANDS, cli

ROOT = Path(__file__).parents[2]
PAGES = (
    "README.md",
    "README.ja.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "media/README.md",
    "scripts/README.md",
    "tests/quality/README.md",
    *sorted(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md")),
)
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_SPAN = re.compile(r"`(jimaku [a-z]+ [^`…]+)`")  # in a sentence or a table
_STANDS_FOR = re.compile(r"\b[A-Z]{3,}\b")  # any file, folder or value

# What is no command line of ours, and what is one and not run here: a pattern of the whole example, and why
NOT_RUN = {
    r"(python3|py) -m venv .*|(\S*[/\\])?pip install .*": "installs from the network; scripts/test does the same",
    r"scripts/(demo|test)\b.*": "sets up a virtual environment; the suite runs in what it makes",
    r"(\S*/)?python (scripts/.*|-m pytest.*)|scripts/.*": "measurements and tests of the project itself",
    r"jimaku COMMAND .*": "stands for every command",
    r"jimaku align .*|.* --media talk\.mp4.*|.* --media videos.*": "the extra align, minutes of Whisper; tests/align",
    r"jimaku preview .* --align talk\.json.*": "a report of the extra align; tests/preview",
    r".* --recording .*": "a real recording and the extra align; tests/align",
    r"jimaku voices --engine kokoro": "the extra kokoro; tests/speech",
    r"jimaku verify .* --listen.*": "the extra verify, minutes of Whisper; tests/verify",
    r".*(s3://|tcp://|--scheduler).*": "a cluster and a store; tests/batch/test_cluster.py has both",
    r"jimaku watch .*": "runs until it is ended; tests/cli/test_watch.py",
    r"jimaku completion .*--install.*": "writes into the home of whoever runs it; tests/cli/test_completion.py",
    r".*--engine-url.*": "a VOICEVOX that runs; tests/speech has one of its own",
    r"(\S*/)?jimaku fit .*": "the extra fit, a minute of one core; tests/fitting",
    r"(docker|podman|systemctl|systemd-\S+|loginctl|journalctl|sudo|install|mkdir) .*": "tests/docs/test_unattended.py",
}


@dataclass(frozen=True, slots=True)
class Example:
    """``place``: where it stands; ``shown``: what is said to come of it on standard output, '' if that is not said."""

    place: str
    line: str
    shown: str = ""

    @property
    def why_not(self) -> str:
        """Why it is not run, '' if it is."""
        return next((why for pattern, why in NOT_RUN.items() if re.fullmatch(pattern, self.line)), "")


def examples() -> list[Example]:
    """Each line once, where it stands first; with what is shown of it, if that is shown anywhere."""
    found: dict[str, Example] = {}
    for one in (*_of_pages(), *_of_helps()):
        if one.line not in found or (one.shown and not found[one.line].shown):
            found[one.line] = one
    return list(found.values())


def _of_pages() -> list[Example]:
    found = []
    for name in PAGES:
        for kind, block in _FENCE.findall((ROOT / name).read_text(encoding="utf-8")):
            if kind in ("", "sh", "bash", "console"):
                found += _of_block(name, block.replace("\\\n", " "))
        found += _of_prose(name, _FENCE.sub("", (ROOT / name).read_text(encoding="utf-8")))
    return found


def _of_prose(name: str, text: str) -> list[Example]:
    """Commands that are given something to work on: the others are only spoken of."""
    lines = [line for line in _SPAN.findall(text) if not _STANDS_FOR.search(line)]
    return [Example(name, line) for line in lines if any(word[0] != "-" for word in line.split()[2:])]


def _of_block(name: str, block: str) -> list[Example]:
    if block.startswith("$ "):
        parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
        return [Example(name, _bare(line), shown) for line, _, shown in (part.partition("\n") for part in parts)]
    return [Example(name, _bare(line)) for line in block.splitlines() if _is_command(line)]


def _is_command(line: str) -> bool:
    return bool(
        re.match(
            r"(\S*[/\\])?(jimaku|pip|python3?|py|docker|podman|systemctl|scripts/\w+|cat) |scripts/\w+", line.strip()
        )
    )


def _of_helps() -> list[Example]:
    epilogs = {"jimaku": cli.epilog or ""}
    for name in COMMANDS:
        epilogs[f"jimaku {name}"] = importlib.import_module(f"toolkit.cli.{name}").command.epilog or ""
    return [
        Example(f"{name} --help", _bare(line))
        for name, epilog in epilogs.items()
        for line in re.findall(r"^  (\S.*)$", epilog.partition("Examples:")[2].partition("\n\n")[0], re.MULTILINE)
    ]


def _bare(line: str) -> str:
    """Without what is said about it."""
    return re.split(r"\s{3,}|\s+# ", line.strip())[0]


# The folder


TALK = [
    "潮の道を歩く",
    "",
    "聞き手",
    "きょうは、港の朝についてうかがいます。朝は何時に始まりますか。",
    "",
    "佐藤",
    "五時です。まだ暗いうちに船が帰ってきて、市場の鐘が鳴ります。魚は多い日で三百箱、少ない日は二十箱ほどです。",
]
QUESTIONS = (
    "冬の海は寒くありませんか。",
    "船には何人で乗るのですか。",
    "若い人は増えていますか。",
    "町の人は魚をよく食べますか。",
    "網はどなたが直すのですか。",
    "休みの日には何をなさいますか。",
)
ANSWERS = (
    "寒いですよ。手袋を二枚かさねても、指の先がしびれます。それでも、日が昇ると海がすっかり静かになって、来てよかったと思うんです。",
    "だいたい四人です。舵を取る者が一人、網を引く者が二人、あとの一人は魚を箱に並べます。息子が乗る日は五人になります。",
    "去年は三人来ました。みんな町の外から来た人で、初めは船に酔って寝ていましたが、いまでは私より早く港に着いています。",
    "食べます。とくに夏の鯵は、朝に買って昼には刺身にします。冬は鍋ですね。骨まで残さず使うのが、この町のやり方です。",
    "母です。八十を過ぎましたが、目はたしかで、私が半日かかるところを二時間で直してしまいます。教わっても、ああはなりません。",
    "山へ行きます。海ばかり見ていると、遠くの緑が見たくなるんです。頂上から見ると、港は手のひらほどの大きさしかありません。",
)


def talk(rounds: int = 2) -> str:
    """An interview of some minutes, in which every place is that examples name."""
    lines = list(TALK)
    for k in range(rounds):
        for question, answer in zip(QUESTIONS, ANSWERS, strict=True):
            lines += [
                "",
                "聞き手",
                f"{'では、' if k else ''}{question}",
                "",
                "佐藤",
                f"{'そうですね。' if k else ''}{answer}",
            ]
    return "\n".join([*lines, "", "聞き手", "最後に一つ、うかがいます。", "", "佐藤", "はい、どうぞ。"]) + "\n"


def jimaku(folder: Path, *words: str) -> None:
    """Run a command that must succeed."""
    subprocess.run([sys.executable, "-m", "toolkit", *words], cwd=folder, check=True, capture_output=True)


def world(folder: Path) -> Path:
    """Everything that examples read, made with the tool itself."""
    for name in ("media", "programs", "talks/2024", "extra", "my-subtitles", "transcripts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for path in (ROOT / "media").iterdir():
        if path.is_file():
            shutil.copy(path, folder / "media" / path.name)
    program = folder / "programs" / "jimaku"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m toolkit "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    short = talk(0)
    for name, text in {
        "talk.txt": talk(),
        "talks/a.txt": short,
        "talks/2024/talk.txt": short,
        "talks/draft-1.txt": short,
        "transcripts/a.txt": short,
        "lines.txt": "市場で会いましょう。\n五時に起きます。\n",
        "names.csv": "surface,reading,accent\n汐見,しおみ,\n",
        "names.toml": '[[word]]\nsurface = "市場"\nreading = "いちば"\n',
        "house.toml": 'extends = "sdh"\ncps = 8\n',
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "old.txt").write_bytes(short.encode("cp932"))
    _documents(folder / "extra" / "talk.docx", short)
    shutil.copy(ROOT / "toolkit" / "japanese" / "data" / "breaks.json", folder / "my.json")
    jimaku(folder, "subtitle", "talk.txt")
    jimaku(folder, "convert", "talk.srt", "talk.vtt", "talk.csv", "film.srt", "corrected.srt", "old.srt")
    jimaku(folder, "subtitle", "media/mijikai.txt", "-o", "mijikai.srt")
    (folder / "short").mkdir()
    (folder / "short" / "talk.txt").write_text(short, encoding="utf-8")
    for name in ("talk-narration", "edition"):
        jimaku(folder, "narrate", "short/talk.txt", "-o", name)
    for name in ("talk.mp3", "talk.mp4"):  # named and counted by a page, not decoded
        shutil.copy(folder / "edition" / "talk.wav", folder / name)
    return folder


def _documents(path: Path, text: str) -> None:
    from docx import Document

    document = Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    document.save(str(path))
