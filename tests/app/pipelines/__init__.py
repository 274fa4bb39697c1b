"""Pipelines: graphs of real parts, and the processors of each use."""
