"""What a person corrected in the subtitles of a batch is kept when their transcript changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.batch.inputs import gather
from toolkit.batch.order import Order, Outcome, Row
from toolkit.batch.work import perform
from toolkit.cli import cli
from toolkit.wishes.settings import Settings

TALK = """岬 ゆう：灯台はもう回っていませんね。窓はきれいなままです。
波多野：はい。祖父が毎晩、布で拭いていましたから。
岬 ゆう：油は年に2缶だけと聞きました。
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JIMAKU_CACHE", str(tmp_path / "cache"))
    Path("a.txt").write_text(TALK, "utf-8")
    return tmp_path


def run(before: Row | None = None, *, keep: bool = True, **also: object) -> Outcome:
    (task,) = gather(["a.txt"], "out").tasks
    settings = Settings({"keep_changes": keep, **also})
    order = Order("out", settings, subtitle=True, narrate=False, home=str(Path.cwd()), also=(".vtt",))
    return perform(task, order, before, lambda *_: None)


def change(name: str, old: str, new: str) -> None:
    text = Path(name).read_text("utf-8")
    assert old in text
    Path(name).write_text(text.replace(old, new), "utf-8")


def holds(name: str, *words: str) -> bool:
    return all(word in Path(name).read_text("utf-8") for word in words)


@pytest.fixture
def corrected() -> Row:
    """The row of a run, after which a person corrected a word, and the transcript changed elsewhere."""
    row = run().row
    change("out/a.srt", "祖父が", "祖父は")
    change("a.txt", "2缶だけ", "3缶だけ")
    return row


def test_it_is_kept_in_every_format_and_told(corrected: Row) -> None:
    row = run(corrected).row
    assert (row.failure, len(row.warnings)) == ("", 2)
    assert row.warnings[0] == f"{Path('out', 'a.srt')}: 1 cues kept as they were changed, 4 made anew"
    assert "corrected: 「祖父は毎晩 布で拭いていましたから」, the transcript says 「祖父が毎晩" in row.warnings[1]
    assert holds("out/a.srt", "祖父は", "3缶だけ")
    assert holds("out/a.vtt", "祖父は", "3缶だけ")
    assert run(row).unchanged


def test_it_is_refused_unasked_and_goes_by_force(corrected: Row) -> None:
    assert "a.srt: holds what was changed by hand" in (refused := run(corrected, keep=False).row.failure)
    assert "--keep keeps it" in refused
    assert holds("out/a.srt", "祖父は", "2缶だけ")
    assert run(corrected, keep=False, force=True).row.failure == ""
    assert holds("out/a.srt", "祖父が", "3缶だけ")


def test_what_was_changed_on_both_sides_is_told(corrected: Row) -> None:
    change("a.txt", "祖父が", "祖母が")
    assert (
        "conflict, changed on both sides: 「祖父は毎晩 布で拭いていましたから」, the transcript says"
        in run(corrected).row.warnings[1]
    )


def test_what_was_kept_before_stays_when_another_format_is_corrected(corrected: Row) -> None:
    row = run(corrected).row
    change("out/a.vtt", "窓は", "窓が")
    change("a.txt", "3缶だけ", "4缶だけ")
    assert run(row).row.failure == ""
    assert holds("out/a.srt", "祖父は", "窓が", "4缶だけ")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [("窓は", "窓も", "a.vtt: only one can be kept"), ("WEBVTT\n", "WEBVTT\n\nNOTE 要確認\n", "beside its cues")],
)
def test_what_cannot_be_kept_is_left_as_it_is(old: str, new: str, says: str, corrected: Row) -> None:
    if "NOTE" in new:
        change("out/a.srt", "祖父は", "祖父が")
    change("out/a.vtt", old, new)
    before = {path: path.read_bytes() for path in Path("out").iterdir()}
    assert says in run(corrected).row.failure
    assert {path: path.read_bytes() for path in Path("out").iterdir()} == before


def test_there_is_nothing_to_keep_in_an_edition() -> None:
    done = CliRunner().invoke(cli, ["batch", "a.txt", "-o", "out", "--narrate", "--keep"])
    assert (done.exit_code, "--keep keeps what was changed in subtitles of --subtitle" in done.stderr) == (2, True)
