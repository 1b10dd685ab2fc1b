"""What is named besides the transcript is an ordinary file of a bounded size, and nobody else's."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from toolkit.errors import EngineError, InputError, JimakuError
from toolkit.inputs.lexicon import read_lexicon
from toolkit.japanese import breaks
from toolkit.speech.engines.htsvoice import read_htsvoice
from toolkit.styles import read_style
from toolkit.system.given import read_given, refuse_foreign, refuse_no_file
from toolkit.wishes.project import find_project, load_project

READERS: dict[str, Callable[[Path], object]] = {
    "lexicon": read_lexicon,
    "breaks": breaks.load,
    "project": load_project,
    "style": read_style,
    "voice": read_htsvoice,
}


def test_what_is_there_is_read(tmp_path: Path) -> None:
    (tmp_path / "語.csv").write_bytes(b"abc")
    assert read_given(tmp_path / "語.csv", 3, "a lexicon") == b"abc"
    with pytest.raises(InputError, match="larger than 0 MiB"):
        read_given(tmp_path / "語.csv", 2, "a lexicon")
    with pytest.raises(InputError, match="name a lexicon"):
        read_given(tmp_path / "none.csv", 2, "a lexicon")


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (lambda path: path.mkdir(), "is a folder"),
        (lambda path: path.symlink_to("nowhere"), "is not there"),
        (lambda path: path.symlink_to(os.devnull), "is not an ordinary file"),
        (lambda _: None, "is not there"),
        (lambda path: path.touch(), ""),
    ],
    ids=("folder", "link to nothing", "device", "nothing", "file"),
)
@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
def test_what_is_no_file_is_said(made: Callable[[Path], None], what: str, tmp_path: Path) -> None:
    made(tmp_path / "声.wav")
    if not what:
        refuse_no_file(tmp_path / "声.wav", "name a recording")
        return
    with pytest.raises(InputError) as refused:
        refuse_no_file(tmp_path / "声.wav", "name a recording")
    assert str(refused.value) == f"{tmp_path / '声.wav'}: {what} — name a recording"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes among files here")
@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_and_a_device_are_no_files(reader: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), tmp_path):
        with pytest.raises((InputError, EngineError), match="not an ordinary file"):
            READERS[reader](path)


@pytest.mark.parametrize("reader", READERS)
def test_nothing_endless_is_read(reader: str, tmp_path: Path) -> None:
    with (tmp_path / "big").open("wb") as file:
        file.truncate(1 << 29)  # sparse
    with pytest.raises(JimakuError, match="larger than"):
        READERS[reader](tmp_path / "big")


@pytest.mark.skipif(sys.platform == "win32", reason="files have no such owners on Windows")
@pytest.mark.parametrize(("owner", "beside", "trusted"), [(7, 7, True), (7, 8, False), (0, 8, True), (9, 8, True)])
def test_settings_of_a_stranger_are_not_followed(
    owner: int, beside: int, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: 9)
    settings, transcript = Path("/x/jimaku.toml"), Path("/x/y/talk.txt")
    owners = {settings: owner, transcript: beside}
    monkeypatch.setattr(Path, "stat", lambda path, **_: SimpleNamespace(st_uid=owners[path]))
    if trusted:
        refuse_foreign(settings, transcript)
    else:
        with pytest.raises(InputError, match="another user"):
            refuse_foreign(settings, transcript)


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can give files away")
def test_the_search_for_a_project_file_asks(tmp_path: Path) -> None:
    (tmp_path / "jimaku.toml").write_text("")
    os.chown(tmp_path / "jimaku.toml", 12345, 12345)
    (tmp_path / "talk.txt").write_text("佐藤：はい。")
    with pytest.raises(InputError, match="another user"):
        find_project(tmp_path / "talk.txt")
    os.chown(tmp_path / "talk.txt", 12345, 12345)
    assert find_project(tmp_path / "talk.txt") is not None
