"""From a published network file to the ONNX file that runs here."""

from pathlib import Path

# Raised whenever the importer or a pass changes its output; older conversions are then redone.
CONVERTER_VERSION = 1


def convert_tflite(source: Path, target: Path) -> None:
    """Write the TFLite network `source` as ONNX to `target`; raise ModelError when it cannot be."""
    # The readers of both formats load only when a network is truly converted.
    from models.passes.float16 import store_float16
    from models.passes.prelu import rewrite_prelu
    from models.tflite.importer import import_tflite

    model = import_tflite(source)
    rewrite_prelu(model)
    store_float16(model)
    target.write_bytes(model.SerializeToString(deterministic=True))
