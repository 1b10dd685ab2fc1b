"""Sampled sound, measured and changed: peaks, loudness weighting, another rate, another tempo. Arrays are float32 mono,
shape (n,), in −1…1; no text, no files.
"""
