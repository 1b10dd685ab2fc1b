"""Rich Text Format (.rtf) to a sheet: ``tokens`` are its words, ``groups`` what they set, ``letters`` and ``fonts`` its
characters, ``tables`` where its cells stand; ``walk`` goes through it all.
"""
