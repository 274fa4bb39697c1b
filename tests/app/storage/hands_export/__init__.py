"""Tests of app/storage/hands_export."""
