"""Tests of Top Shot."""
