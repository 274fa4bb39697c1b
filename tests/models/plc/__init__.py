"""Tests of `models.plc`."""
