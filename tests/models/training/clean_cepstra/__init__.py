"""Tests of `models.training.plc`."""
