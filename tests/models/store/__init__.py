"""Tests of `models.store`."""
