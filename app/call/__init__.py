"""Calls: received sound that survives bad networks.

receiver  one caller's sound in real time
opus      libopus, by ctypes
"""
