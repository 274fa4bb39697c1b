"""Tests of files and devices as streams."""
