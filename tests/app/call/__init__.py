"""Tests of app.call."""
