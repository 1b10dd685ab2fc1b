"""How a sentence is read aloud: normalisation, dictionary, homographs, Latin words, the user's lexicon."""

from toolkit.japanese.readings.reader import Reader

__all__ = ["Reader"]
