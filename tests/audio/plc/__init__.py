"""Tests of audio/plc."""
