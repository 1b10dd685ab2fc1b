"""Rules of written Japanese on plain ``str``: nothing here knows that subtitles exist."""
