"""Transcripts in JSON to a sheet, by kind and not by vendor.

``load`` reads the text; ``shapes`` and ``tree`` make lists of records of it; ``choice`` finds the list with the words;
``people`` tells who says each, ``clock`` when (``amounts`` how a time is written, ``unit`` what a number counts);
``words`` and ``order`` make pieces of them; ``rest`` and ``copies`` see to what stands beside. ``transcript`` is the
door.
"""
