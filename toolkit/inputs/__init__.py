"""Bytes to ``Sheet``, by kind of document: text in any encoding, Markdown, Word, web pages, JSON, subtitles."""
