"""What a person changed in subtitles that were written for them: found, shown, and kept when they are made anew.

What stood before (the *base*) is what was last written to that place (``toolkit.system.written``). Where that is not
known, the base is what would be written now from the same transcript, and every difference counts as a person's.
"""
