"""The formats of sound, and how each is made.

To add one: a row in ``_ALL``, and a writer (``encode.open_writer``) if neither ffmpeg nor soundfile makes it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from toolkit.errors import InputError


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a format is made. ``arguments`` are ffmpeg's (empty: no ffmpeg); ``tracks``: those for a track, if they are
    others than the mix's; ``slack_s`` is how far a decoded length may be off. ``headroom_db``: how far below a target's
    peak the limiter must stay for the decoded file to keep it. ``bits`` of a sample, where the format holds them.
    """

    name: str
    suffix: str
    arguments: tuple[str, ...] = ()
    slack_s: float = 0.0
    headroom_db: float = 0.5
    tracks: tuple[str, ...] = ()
    bits: int = 16

    @property
    def keeps_samples(self) -> bool:
        """Whether a file holds the very samples, in sixteen bits."""
        return not self.arguments and self.bits == 16

    @property
    def of_tracks(self) -> Encoding:
        """The same for a track."""
        return replace(self, arguments=self.tracks) if self.tracks else self


_MP3, _OPUS = ("-c:a", "libmp3lame", "-f", "mp3"), ("-c:a", "libopus", "-f", "opus")
_M4B = ("-c:a", "aac", "-movflags", "+faststart", "-f", "ipod")
_MP3_VBR = ("-q:a", "2", *_MP3)  # as near to the sound as 128 kbit/s; silence costs 32
_ALL = (
    Encoding("wav", ".wav"),
    Encoding("flac", ".flac"),
    # Apple recommends 96-128 kbit/s for mono. Overshoots measured at −16 LUFS: MP3 1.6 dB, Opus 1.2, AAC 0.6
    Encoding("mp3", ".mp3", slack_s=0.03, headroom_db=1.8),
    Encoding("opus", ".opus", headroom_db=1.2),  # 64k overshoots by 1.6 dB
    Encoding("m4b", ".m4b", slack_s=0.03, headroom_db=0.8),
)
BITRATES = ("vbr", "64", "96", "128", "160", "192", "256", "320")  # kbit/s
_USUAL = {"mp3": "128", "opus": "96", "m4b": "96"}
_COARSE_DB = 1.2  # below the usual bit rate: by so much more MP3 and AAC at 64 kbit/s overshoot


def _arguments(name: str, bitrate: str) -> tuple[str, ...]:
    """What ffmpeg is told. Opus and AAC vary their bit rate anyhow."""
    if name == "mp3":
        return _MP3_VBR if bitrate == "vbr" else (*_unscaled(bitrate), "-b:a", f"{bitrate}k", *_MP3)
    rate = _USUAL[name] if bitrate == "vbr" else bitrate
    return ("-b:a", f"{rate}k", *(_OPUS if name == "opus" else _M4B))


def _unscaled(bitrate: str) -> tuple[str, ...]:
    """LAME turns every sound down by a factor that its bit rate decides: undo it. Measured: 0.95 to 160 kbit/s, 0.97 at
    192, none from 256 on, and none at a varying bit rate.
    """
    scale = {"192": 0.97, "256": 1.0, "320": 1.0}.get(bitrate, 0.95)
    return ("-af", f"volume={1 / scale:.5f}:precision=float") if scale < 1 else ()


def _lossy(plain: Encoding, bitrate: str) -> Encoding:
    rate = bitrate or _USUAL[plain.name]
    coarse = rate != "vbr" and int(rate) < int(_USUAL[plain.name])
    return replace(
        plain,
        arguments=_arguments(plain.name, rate),
        tracks=_MP3_VBR if plain.name == "mp3" else (),
        headroom_db=plain.headroom_db + (_COARSE_DB if coarse else 0),
    )


ENCODINGS = {plain.name: _lossy(plain, "") if plain.name in _USUAL else plain for plain in _ALL}
# ACX: CBR ≥ 192 kbit/s at 44.1 kHz
_ACX_MP3 = replace(ENCODINGS["mp3"], arguments=("-ar", "44100", *_arguments("mp3", "192")), tracks=(), headroom_db=0.8)


def encoding_named(name: str, target: str = "", bitrate: str = "", bits: int = 16) -> Encoding:
    """The encoding of a format, as the loudness target named asks for it. ``bitrate``: one of ``BITRATES``, '' for the
    usual. InputError if there is none, or what is asked for the format cannot do.
    """
    if name not in ENCODINGS:
        raise InputError(f"unknown audio format {name!r}", mend=f"choose one of {', '.join(ENCODINGS)}")
    if bits != 16 and name in _USUAL:
        raise InputError(f"{name} has no samples of {bits} bits", mend="--bits 24 is for wav and flac")
    if bitrate and name not in _USUAL:
        raise InputError(f"{name} has no bit rate to choose", mend="--bitrate is for mp3, opus and m4b")
    if (name, target) == ("mp3", "acx"):
        if bitrate not in ("", "192"):
            raise InputError("acx asks for MP3 at 192 kbit/s", mend="leave --bitrate out")
        return _ACX_MP3
    return replace(_lossy(ENCODINGS[name], bitrate) if bitrate else ENCODINGS[name], bits=bits)
