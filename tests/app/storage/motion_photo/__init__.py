"""Tests of app/storage/motion_photo."""
