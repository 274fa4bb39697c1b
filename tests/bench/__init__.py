"""Benchmarks with a budget; `earshot bench NAME` runs one."""
