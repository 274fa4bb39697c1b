"""Tests of vision/hdr."""
