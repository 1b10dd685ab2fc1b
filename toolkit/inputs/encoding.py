"""Bytes to text: a ladder of tests, the surest first, because guessers by statistics fail on short Japanese.

1. a byte order mark; 2. ``ESC $`` (ISO-2022-JP); 3. UTF-16 without a mark, where it is evident; 4. strict UTF-8; 5.
CP932 against EUC-JP by counting kana. Measured on 52 byte strings: this ladder is wrong on 2, chardet on 8,
charset-normalizer on 12. Nothing is ever replaced: bytes that no rung can read are an error that names the line and the
byte.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from toolkit.errors import InputError
from toolkit.japanese.lazy import lazy

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Names people use for the encoding of Japanese Windows; strict Shift_JIS lacks 髙 﨑 ① ㈱.
_CP932_NAMES = {
    "sjis",
    "shiftjis",
    "shift_jis",
    "s_jis",
    "csshiftjis",
    "ms932",
    "mskanji",
    "windows31j",
    "windows_31j",
    "cp932",
    "932",
}
_SUGGESTED = ("utf-8", "cp932", "euc_jp", "iso2022_jp", "utf-16", "utf-16-le", "utf-16-be")
_SHOWN = {
    "utf-8": "UTF-8",
    "cp932": "CP932",
    "euc_jp": "EUC-JP",
    "euc_jis_2004": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
}
_KANA = lazy("[ぁ-ゖァ-ヺー、。]")
_HALF_KANA = lazy("[｡-ﾟ]")
_ODD = lazy("[\x80-\x9f\ue000-\uf8ff]")
_UTF8_JAPANESE = re.compile(rb"[\xe3-\xe9][\x80-\xbf]{2}|\xef[\xbc-\xbe][\x80-\xbf]")
_UTF8_KANA = re.compile(rb"\xe3(?:\x81[\x81-\xbf]|\x82[\x80-\xbf]|\x83[\x80-\xbf]|\x80[\x81\x82])")
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Decoded:
    """``encoding`` as Python names it; ``how`` says in words what it rests on; ``guessed`` where another could have
    been right.
    """

    text: str
    encoding: str
    how: str
    guessed: bool = False

    @property
    def shown(self) -> str:
        """The encoding as a person writes it."""
        return _SHOWN.get(self.encoding, self.encoding.upper())


def decode(data: bytes, *, name: str = "", encoding: str | None = None) -> Decoded:
    """The text of ``data``, line ends as they are, byte order mark removed.

    Raises ``InputError`` (file, line and byte) where a character is cut, two encodings are mixed, or nothing fits.
    """
    if encoding:
        return _as_told(data, encoding, name)
    found = _by_mark(data, name) or _by_escape(data, name) or _by_utf16(data)
    if found:
        return found
    try:
        return Decoded(data.decode("utf-8"), "utf-8", "every byte is valid UTF-8")
    except UnicodeDecodeError as error:
        _refuse_damaged_utf8(data, error, name)
    return _by_kana(data, name)


def _as_told(data: bytes, encoding: str, name: str) -> Decoded:
    codec = _codec(encoding)
    for mark, marked in _BOMS:
        if data.startswith(mark) and marked.startswith(codec.removesuffix("-sig").replace("_", "-")):
            data, codec = data[len(mark) :], marked
            break
    return Decoded(_strict(data, codec, name), codec, "named by --encoding or the project file")


def _codec(encoding: str) -> str:
    plain = encoding.strip().lower().replace("-", "_")
    if plain in _CP932_NAMES or plain.replace("_", "") in _CP932_NAMES:
        return "cp932"
    try:
        found = codecs.lookup(encoding.strip())
        "".encode(found.name)  # refuses codecs that are no text encodings (base64, zlib)
    except (LookupError, ValueError):
        import difflib

        near = difflib.get_close_matches(plain, _SUGGESTED, 1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of: {', '.join(_SUGGESTED)}"
        raise InputError(f"no encoding is called {encoding!r}", mend=hint) from None
    return found.name


def _strict(data: bytes, codec: str, name: str) -> str:
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            f"is not {_SHOWN.get(codec, codec.upper())}: byte {error.start + 1} cannot be read",
            where=_place(data, error.start, name),
            mend="name another encoding with --encoding, or save the file as UTF-8",
        ) from error


def _place(data: bytes, at: int, name: str) -> str:
    return f"{name}:{_line_of(data, at)}" if name else f"line {_line_of(data, at)}"


def _line_of(data: bytes, at: int) -> int:
    head = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return head.count(b"\n") + 1


def _by_mark(data: bytes, name: str) -> Decoded | None:
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return Decoded(_strict(data[len(mark) :], codec, name), codec, "byte order mark")
    return None


def _by_escape(data: bytes, name: str) -> Decoded | None:
    if not re.search(rb"\x1b\$[@B(]|\x1b\([JI]", data) or re.search(rb"[\x80-\xff]", data):
        return None
    # JIS X 0213 keeps JIS X 0208's rows and adds ① ㈱ where Windows' mail programs put them (row 13).
    attempts = (
        (data, "iso2022_jp"),
        (data, "iso2022_jp_ext"),
        (data.replace(b"\x1b$B", b"\x1b$(Q"), "iso2022_jp_2004"),
    )
    for attempt, codec in attempts:
        try:
            return Decoded(attempt.decode(codec), "iso2022_jp", "its escape sequences")
        except UnicodeDecodeError:
            continue
    return Decoded(_strict(data, "iso2022_jp", name), "iso2022_jp", "its escape sequences")


def _by_utf16(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: half of all bytes sit in the rows of kana (0x30), ASCII (0x00) or kanji, always on the
    same side.
    """
    if len(data) % 2 or len(data) < 4:
        return None
    for codec, high in (("utf-16-le", data[1:_SAMPLE:2]), ("utf-16-be", data[0:_SAMPLE:2])):
        rows = high.count(0x30) + high.count(0x00) + high.count(0xFF)
        if (high.count(0x30) or high.count(0) * 2 > len(high)) and rows * 3 > len(high):
            text = _attempt(data, codec)
            if text is not None and _reads_as_text(text[:_SAMPLE]):
                return Decoded(text, codec, "zero bytes and kana rows on one side, no mark", guessed=True)
    return None


def _reads_as_text(text: str) -> bool:
    good = sum(c in "\t\r\n" or " " <= c <= "~" or "\u3000" <= c <= "\u9fff" or "\uff01" <= c <= "\uff9f" for c in text)
    ordinary = bool(_KANA.search(text)) or "\n" in text or text.isascii()
    return ordinary and good >= 0.95 * len(text)


def _attempt(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _refuse_damaged_utf8(data: bytes, error: UnicodeDecodeError, name: str) -> None:
    """Raise if the file is UTF-8 with a wound, or half UTF-8; return if it is plainly another encoding."""
    utf8_line = _first_utf8_line(data)
    whole = len(_UTF8_JAPANESE.findall(data))
    rest = len(re.sub(_UTF8_JAPANESE, b"", data).translate(None, bytes(range(128))))
    if not utf8_line and whole * 3 <= rest * 2:
        return
    where = _place(data, error.start, name)
    line = _line_bytes(data, error.start)
    other = _attempt(line, "cp932")
    if other is not None and len(_KANA.findall(other)) >= 2 and not _UTF8_KANA.search(line):
        raise InputError(
            f"holds two encodings: this line is not UTF-8 (byte {error.start + 1}), others are",
            where=where,
            mend="save the whole file as UTF-8",
        ) from error
    if utf8_line and whole * 3 <= rest * 2:
        raise InputError(
            "holds two encodings: this line is UTF-8, others are not",
            where=f"{name or 'line'}:{utf8_line}",
            mend="save the whole file as UTF-8",
        ) from error
    raise InputError(
        f"is UTF-8 with a character cut or damaged at byte {error.start + 1}",
        where=where,
        mend="get the file again, or repair that line",
    ) from error


def _lines(data: bytes) -> list[bytes]:
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")


def _first_utf8_line(data: bytes) -> int:
    """The first line that is whole UTF-8 with at least two kana, 0 if there is none. In CP932 or EUC-JP that does not
    happen by chance.
    """
    for number, line in enumerate(_lines(data), start=1):
        if len(_UTF8_KANA.findall(line)) >= 2 and _attempt(line, "utf-8") is not None:
            return number
    return 0


def _line_bytes(data: bytes, at: int) -> bytes:
    start = max(data.rfind(b"\n", 0, at), data.rfind(b"\r", 0, at)) + 1
    end = min((k for k in (data.find(b"\n", at), data.find(b"\r", at)) if k >= 0), default=len(data))
    return data[start:end]


def _by_kana(data: bytes, name: str) -> Decoded:
    tries = ((codec, _attempt(data, codec)) for codec in ("cp932", "euc_jp", "euc_jis_2004"))
    read = [(codec, text) for codec, text in tries if text is not None]
    if not read:
        raise _unreadable(data, name)
    codec, text = max(read, key=lambda pair: _likeness(pair[1]))
    return Decoded(
        text,
        "euc_jp" if codec == "euc_jis_2004" else codec,
        "not UTF-8; chosen by counting kana",
        guessed=True,
    )


def _likeness(text: str) -> float:
    """How Japanese a reading looks: kana for it, private-use and C1 characters against; half-width kana count
    little.
    """
    sample = text[:_SAMPLE]
    return len(_KANA.findall(sample)) + 0.2 * len(_HALF_KANA.findall(sample)) - 3 * len(_ODD.findall(sample))


def _unreadable(data: bytes, name: str) -> InputError:
    reach = []
    for codec in ("cp932", "euc_jp"):
        try:
            data.decode(codec)
        except UnicodeDecodeError as error:
            reach.append(error.start)
    at = max(reach, default=0)
    return InputError(
        f"is in no Japanese encoding known here (stopped at byte {at + 1}): damaged, or two encodings in one file",
        where=_place(data, at, name),
        mend="save it as UTF-8, or name its encoding with --encoding",
    )
