"""Samples: place, mix, bring to a loudness, encode, measure. Knows no text.

Sound is mono. ``Studio`` takes clips in time order and gives a ``Recording``; ``export`` writes it;
``measure`` reads a file back. What is here grows with neither the length of a programme nor the number of its
speakers, beyond one block and one clip in memory.
"""
