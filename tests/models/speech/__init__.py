"""Recognisers that are fetched: tests mirror models/speech."""
