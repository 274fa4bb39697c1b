"""Devices and files as asynchronous streams of time-stamped media."""
