"""Rewrites of an ONNX graph that keep what it computes.

prelu     makes PReLU out of operators that ONNX Runtime runs fast
float16   stores weights in half the bytes, bit for bit the same when loaded
"""
