"""Tests of the training of the sound tagger."""
