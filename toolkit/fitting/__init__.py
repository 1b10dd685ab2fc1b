"""A house's own breaks: weights learned from subtitles people made (``jimaku fit``). Needs the extra ``fit``."""
