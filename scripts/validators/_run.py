"""Editions of four samples in every form there is, and all validators over them.

    scripts/validate [OUT]

The silent engine narrates: what is validated is form, and the forms do not hear.
"""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import _found as found


@dataclass(frozen=True, slots=True)
class Sample:
    """A transcript, what it is narrated with, and what its editions are made with."""

    name: str
    file: str
    narrate: str = ""
    edition: str = ""


_STRUCTURE = "tests/quality/structure"
SAMPLES = (
    # an article around an interview, five speakers, readings and directions
    Sample("article", "media/kouen.txt", "--scope all", "--ruby doubtful --twin"),
    # four speakers, their names announced
    Sample("speakers", f"{_STRUCTURE}/a12-sakagura-roles.txt", "--announce change", "--ruby none --sound m4a"),
    # directions that are spoken
    Sample("directions", f"{_STRUCTURE}/a26-vietnam-kakko.txt", "--directions speak", "--by word --ruby first"),
    # readings over every word, in columns, by subtitle
    Sample("ruby", "media/kaigi-cp932.txt", "", "--by cue --ruby all --vertical --twin"),
)


def forms() -> str:
    """Those of which the module is there."""
    from toolkit.edition.forms import FORMS

    modules = {name: f"toolkit.edition.{form.module or name}" for name, form in FORMS.items()}
    return ",".join(name for name, module in modules.items() if importlib.util.find_spec(module))


def make(sample: Sample, out: Path) -> None:
    """The narration of a sample in a folder of its name, its editions beside it."""
    folder = out / sample.name
    program = (sys.executable, "-m", "toolkit")
    text = str(found.ROOT / sample.file)
    narrate = (*program, "narrate", text, "-o", str(folder), "--engine", "silent", *sample.narrate.split())
    edition = (*program, "edition", str(folder), "--as", forms(), *sample.edition.split())
    for command in (narrate, edition):
        subprocess.run(command, cwd=found.ROOT, check=True, stdout=subprocess.DEVNULL)


def main() -> int:
    """1 if a validator found anything."""
    out = Path(sys.argv[1])
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    for sample in SAMPLES:
        print(f"making editions of {sample.file}", flush=True)
        make(sample, out)
    programs = sorted(Path(__file__).parent.glob("[!_]*.py"))
    codes = [subprocess.run([sys.executable, str(program), str(out)], check=False).returncode for program in programs]
    return int(any(code not in (found.CLEAN, found.SKIPPED) for code in codes))


if __name__ == "__main__":
    sys.exit(main())
