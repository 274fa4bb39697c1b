"""Tests of vision/hands."""
