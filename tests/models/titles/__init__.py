"""Titles: word lists, candidates, ranking."""
