"""Constants that a pass has left without a use."""

import onnx


def drop_unused_constants(graph: onnx.GraphProto) -> None:
    """Delete the initialisers that no node reads any more."""
    used = {name for node in graph.node for name in node.input}
    kept = [tensor for tensor in graph.initializer if tensor.name in used]
    del graph.initializer[:]
    graph.initializer.extend(kept)
