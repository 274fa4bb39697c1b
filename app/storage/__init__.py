"""Recordings on disk: crash-safe writers, repair, and the library that searches them."""
