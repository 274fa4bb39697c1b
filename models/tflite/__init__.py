"""TensorFlow Lite files become ONNX graphs, once, when a model is installed.

flatbuffer   reads the file into plain values
sparse       spreads a block-sparse constant into a dense one
builder      collects ONNX nodes and keeps every picture-like value in NCHW
operators    one function per TFLite operator
attention    the same for MediaPipe's own operators
importer     walks the operators in order and closes the graph
"""
