"""Bytes to ``Sheet``, by kind of document: text in any Japanese encoding, Word, web pages, JSON, subtitles."""
