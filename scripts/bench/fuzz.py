"""Coverage-guided fuzzing of everything that reads a stranger's file: an answer or one of our errors, in good time,
never anything else.

pip install atheris
python scripts/bench/fuzz.py [--seconds 600] [FOLDER]     # found inputs and crashes are kept in FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
with atheris.instrument_imports(include=["toolkit"]):
    from toolkit.errors import ConservationError, InputError
    from toolkit.formats import format_of
    from toolkit.inputs import subtitles
    from toolkit.inputs.docx import document as _docx
    from toolkit.inputs.html import page as html
    from toolkit.inputs.lexicon import read_lexicon
    from toolkit.inputs.records import transcript as records
    from toolkit.transcript import read_script, reader
    from toolkit.wishes.project import load_project
from documents import RELATIONS, docx, p, package, r, ruby, xml

INSTRUMENTED = (
    _docx,
    html,
    records,
    reader,
    subtitles,
)  # they load when they are needed, which would be too late

TALK = "佐藤：その頃の港はとても静かでした。\n鈴木：それはいつ頃ですか。[00:01:02]\n佐藤：昔です。（笑）\n"
SRT = "1\n00:00:01,000 --> 00:00:02,000\n海の声。\n\n2\n00:00:03.000 --> 00:00:04.000\n{\\an8}次。\n"
PLAIN = (
    "a.txt",
    "a.html",
    "a.json",
    "a.srt",
    "a.vtt",
    "a.md",
    "a.docx",
)  # the first byte of an input says which of these, or of the rest
SUBTITLES = ("a.ass", "a.ttml", "a.sbv", "a.lrc")
SEEDS: tuple[tuple[int, bytes], ...] = (
    (0, TALK.encode()), (0, TALK.encode("cp932")), (0, TALK.encode("euc_jp")), (0, TALK.encode("iso2022_jp")), (0, TALK.encode("utf-16")),  # noqa: E501
    (1, "<!DOCTYPE html><meta charset=utf-8><title>x</title><h1>海</h1><p><ruby>海<rt>うみ</rt></ruby>の声&amp;<br><script>x</script>".encode()),  # noqa: E501
    (2, '{"segments":[{"speaker":"佐藤","startTime":0,"endTime":1.5,"body":"海の声。"}]}'.encode()),
    (2, '[{"start":0,"end":1,"text":"海の声。"},{"start":1,"end":2,"text":"\\ud83c次。"}]'.encode()),
    (3, SRT.encode()), (4, f"WEBVTT\n\nNOTE x\n\n{SRT.replace(',', '.')}<v 佐藤>声</v>".encode()), (5, f"# 海\n\n**佐藤** {TALK}- 一\n- 二\n".encode()),  # noqa: E501
    (6, docx(p("海の", ruby("声", "こえ"), "。"))),
    (7, p("海の", ruby("声", "こえ"), f"<w:ins>{r('が')}</w:ins>", f"<w:del>{r('X')}</w:del>").encode()),
    (8, '[[cast]]\nname = "佐藤"\naliases = ["佐"]\nline_width = 13.5\nscope = "all"\n'.encode()),
    (9, "surface,reading\n海,ウミ\n".encode()), (10, '[[word]]\nsurface = "海"\nreading = "ウミ"\n'.encode()), (11, SRT.encode()),  # noqa: E501
    (12, "[Script Info]\n[Events]\nDialogue: 0,0:00:01.00,0:00:02.00,D,佐藤,0,0,0,,{\\i1}海{\\p1}m 0 0{\\p0}\\N声\n".encode()),  # noqa: E501
    (13, '<tt xmlns:tts="x"><body><p begin="1s" dur="30f"><span tts:ruby="container"><span tts:ruby="base">海</span><span tts:ruby="text">うみ</span></span><br/>声</p></body></tt>'.encode()),  # noqa: E501
    (14, "0:00:01.000,0:00:02.000\n海[br]声\n".encode()), (15, "[ti:x]\n[offset:+9]\n[00:01.00][00:03.00]海<00:01.50>声\n".encode()),  # noqa: E501
)  # fmt: skip


def one(data: bytes) -> None:
    """What is read must be a script, a project, a lexicon or an InputError. Lost characters are a finding too."""
    kind, content = (data[0] % 16, data[1:]) if data else (0, b"")
    with tempfile.TemporaryDirectory() as folder:
        try:
            _read(Path(folder), kind, content)
        except ConservationError:
            raise
        except InputError as error:
            if "\n" in str(error) or len(str(error)) > 1500:
                raise AssertionError(f"not one line: {error}") from error


def _read(folder: Path, kind: int, content: bytes) -> None:
    if kind < 7:
        read_script(_written(folder / PLAIN[kind], content))
    elif kind == 7:
        body = xml("document", f"<w:body>{content.decode('utf-8', 'replace')}</w:body>")
        read_script(_written(folder / "a.docx", package({"_rels/.rels": RELATIONS, "word/document.xml": body})))
    elif kind == 8:
        load_project(_written(folder / "jimaku.toml", content))
    elif kind == 11:
        format_of("a.srt").read(content.decode("utf-8", "replace"))
    elif kind > 11:
        read_script(_written(folder / SUBTITLES[kind - 12], content))
    else:
        read_lexicon(_written(folder / ("a.csv" if kind == 9 else "a.toml"), content))


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def main() -> None:
    folder = Path(
        next((name for name in sys.argv[1:] if not name.startswith("-") and not name.isdigit()), tempfile.mkdtemp())
    )
    seconds = sys.argv[sys.argv.index("--seconds") + 1] if "--seconds" in sys.argv else "600"
    corpus = folder / "corpus"
    corpus.mkdir(parents=True, exist_ok=True)
    for number, (kind, content) in enumerate(SEEDS):
        (corpus / f"seed{number}").write_bytes(bytes([kind]) + content)
    options = [
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-max_len=3000",
        f"-artifact_prefix={folder}/",
        f"-max_total_time={seconds}",
    ]
    atheris.Setup([sys.argv[0], str(corpus), *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
