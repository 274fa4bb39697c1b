"""Sounds: which are heard, when they begin and end."""
