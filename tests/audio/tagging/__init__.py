"""Tests of the sound tagger."""
