"""Tests of the TFLite importer."""
