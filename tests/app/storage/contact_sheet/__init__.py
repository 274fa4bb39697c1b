"""Tests of app/storage/contact_sheet."""
