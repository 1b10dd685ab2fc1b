"""Japanese interview transcripts into timed subtitles and a narrated audio edition in step with them."""

__version__ = "0.1.0"
