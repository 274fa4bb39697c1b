"""Samples in, events out: pure, synchronous signal code for sound."""
