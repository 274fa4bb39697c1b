"""Tests of audio/speech."""
