"""Bytes to text: what each kind of file must give, and what must be refused with one clear line."""

from __future__ import annotations

import contextlib
import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.inputs.clean import clean
from toolkit.inputs.encoding import decode
from toolkit.transcript import read_script

TEXTS = {
    "long": "潮田：海の力で島を照らす、と聞きました。それはどういう意味でしょうか。\n宮瀬：はい、そのままの意味です。\n"
    * 3,
    "short": "はい。\nそうです。\n",
    "kanji and kana": "東京湾の潮位は一日に二度変わります。\n",
    "mixed English": "This is the OceanGrid project, 略してOGです。\n",
    "half-width kana": "ｼｵﾀﾞ：ﾃｽﾄです。はい、聞こえます。\n",
}
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp932", "euc_jp", "iso2022_jp"]


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_encoding_is_read(text: str, encoding: str) -> None:
    data = text.encode("iso2022_jp_ext" if encoding == "iso2022_jp" else encoding)
    if encoding == "euc_jp" and "ｼｵ" in text:
        pytest.skip("half-width kana in EUC-JP are the ladder's known weakness; --encoding mends it")
    assert decode(data).text == text


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_where_it_is_evident(codec: str) -> None:
    found = decode(TEXTS["long"].encode(codec))
    assert (found.text, found.encoding, found.guessed) == (TEXTS["long"], codec, True)


def test_windows_characters() -> None:
    text = "髙﨑：①㈱の話です。ｱｲｳ"
    found = decode(text.encode("cp932"))
    assert (found.text, found.shown, found.guessed) == (text, "CP932", True)


def test_iso2022_with_windows_circled_digits() -> None:
    data = "①です。".encode("iso2022_jp_2004").replace(b"\x1b$(Q", b"\x1b$B")
    assert decode(data).text == "①です。"


def test_an_encoding_can_be_named() -> None:
    assert decode("ﾃｽﾄ".encode("euc_jp"), encoding="EUC-JP").text == "ﾃｽﾄ"
    assert decode("髙﨑".encode("cp932"), encoding="Shift_JIS").text == "髙﨑"
    assert decode("はい".encode("utf-8-sig"), encoding="utf-8").text == "はい"


REFUSED = [
    ("cut inside a character", "一行目です。\n二行目".encode()[:-1], None, "t.txt:2", "byte"),
    (
        "damaged inside",
        "一行目です。\n".encode() + b"\xe3\x81" + "そうですね、はい。".encode(),
        None,
        "t.txt:2",
        "byte",
    ),
    (
        "UTF-8, then CP932",
        "一行目です。\n".encode() + "二行目ですよね。\n".encode("cp932"),
        None,
        "t.txt:2",
        "two encodings",
    ),
    (
        "CP932, then UTF-8",
        "一行目ですよ。これは長い行です。\n".encode("cp932") * 9 + "そうです。\n".encode(),
        None,
        "t.txt:",
        "two encodings",
    ),
    ("named wrongly", "はい。\nいいえ。".encode("cp932"), "utf-8", "t.txt:1", "--encoding"),
    ("no such encoding", b"a", "uft8", "", "utf-8"),
    ("no text encoding", b"a", "base64", "", "utf-8"),
    ("no encoding at all", b"\x80\xff\xfe\x81\x00\x80\xff" * 9, None, "t.txt:1", "encoding"),
]


@pytest.mark.parametrize(("data", "encoding", "where", "says"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_bytes_that_cannot_be_read(data: bytes, encoding: str | None, where: str, says: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, name="t.txt", encoding=encoding)
    assert caught.value.where.startswith(where)
    assert says in str(caught.value)
    assert caught.value.mend


FILES = [
    ("empty", b"", "empty"),
    ("blank", "\ufeff\u3000\r\n\n  \n".encode(), "no words"),
    ("signs only", "……。\n---\n".encode(), "no words"),
    ("PNG", b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
    ("JPEG", b"\xff\xd8\xff\xe0\x00\x10JFIF", "picture"),
    ("PDF", b"%PDF-1.7\n", "PDF"),
    ("ZIP", b"PK\x03\x04\x14\x00", "ZIP"),
    ("docx", b"PK\x03\x04\x14\x00 word/document.xml", "Word"),
    ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Office"),
    ("sound", b"RIFF\x00\x00\x00\x00WAVEfmt ", "sound"),
    ("program", bytes(range(32)) * 40, "not a text"),
]


@pytest.mark.parametrize(("data", "says"), [r[1:] for r in FILES], ids=[r[0] for r in FILES])
def test_files_that_are_no_transcripts(tmp_path: Path, data: bytes, says: str) -> None:
    file = tmp_path / "talk.txt"
    file.write_bytes(data)
    with pytest.raises(InputError, match=says) as caught:
        read_script(file)
    assert str(file) in str(caught.value)
    assert caught.value.mend
    assert "\n" not in str(caught.value)


def test_folders_and_missing_files(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        read_script(tmp_path)
    with pytest.raises(InputError, match="does not exist"):
        read_script(tmp_path / "none.txt")


def test_a_file_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.inputs.source.LIMIT", 100)
    (tmp_path / "big.txt").write_text("あ" * 100, encoding="utf-8")
    with pytest.raises(InputError, match="larger"):
        read_script(tmp_path / "big.txt")


@pytest.mark.parametrize("name", ["it's.txt", "-v.txt", "%d.txt", "concat:x.txt", "line\nbreak.txt", "が.txt"])
def test_odd_file_names(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("はい、そうです。", encoding="utf-8")
    assert read_script(tmp_path / name).turns[0].text == "はい、そうです。"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("潮の話です。".encode("cp932"))))
    script = read_script("-")
    assert script.turns[0].text == "潮の話です。"
    assert any("CP932" in warning for warning in script.warnings)


CLEANED = [
    ("CRLF and CR", "一\r\n二\r三\n四", "一\n二\n三\n四", 0),
    ("NEL, LS, PS, VT, FF are blanks", "一\x85二\u2028三\u2029四\v五\f六", "一 二 三 四 五 六", 0),
    ("decomposed kana", "か\u3099は\u309a", "がぱ", 0),
    ("NUL, ESC, BEL, C1", "一\x00\x1b[31m\x07\x9b二", "一[31m二", 1),
    ("right-to-left override", "佐藤\u202e太郎\u2066", "佐藤太郎", 1),
    ("zero width and BOM inside", "佐\u200b藤\ufeff\u00ad", "佐藤", 1),
    ("tags", "佐藤\U000e0041", "佐藤", 1),
    (
        "joined emoji and flags stay",
        "👩\u200d🚀🏴\U000e0067\U000e0062\U000e007f🇯🇵",
        "👩\u200d🚀🏴\U000e0067\U000e0062\U000e007f🇯🇵",
        0,
    ),
    ("joiners in a row join nothing", "👩\u200d\u200d🚀こん\u200d\u200d\u200dにちは", "👩🚀こんにちは", 1),
    ("variation selectors stay", "葛\U000e0100城", "葛\U000e0100城", 0),
    ("half-width kana stay", "ﾊﾟﾝ", "ﾊﾟﾝ", 0),
    ("lone surrogate", "一\ud800二", "一\ufffd二", 2),
]


@pytest.mark.parametrize(("text", "lines", "warnings"), [r[1:] for r in CLEANED], ids=[r[0] for r in CLEANED])
def test_clean(text: str, lines: str, warnings: int) -> None:
    page = clean(text)
    assert "\n".join(page.lines) == lines
    assert len(page.warnings) == warnings


_SLIPPERY = (
    "あ\n\r \u3000\t\x85\xa0\u2028\u200d\u200b\ufe0f\ufeff👩🚀🏽❤♂🏴\U000e0067\U000e007f\U000e0100"
    "\u202e\x00か\u3099\ud800"
)


@given(st.text(st.sampled_from(_SLIPPERY), max_size=24))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    once = "\n".join(clean(text).lines)
    assert "\n".join(clean(once).lines) == once


@given(
    st.text(
        st.characters(codec="cp932", exclude_categories=("Cc", "Co"), exclude_characters="¢£¬‖−〜"),
        min_size=1,
    ).map(lambda t: t + "ですから、はい。")
)
def test_cp932_is_never_lost(text: str) -> None:
    data = text.encode("cp932")
    assert decode(data, encoding="cp932").text == data.decode("cp932")


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_an_input_error(data: bytes) -> None:
    with contextlib.suppress(InputError):
        assert isinstance(decode(data, name="x").text, str)
