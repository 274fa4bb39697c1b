"""Frames in, events out: pure, synchronous signal code for pictures."""
