"""From a published network file to the ONNX file that runs here."""

import json
from collections.abc import Sequence
from pathlib import Path

from models.errors import ModelError
from models.store.digest import sha256_of

# Raised whenever the importer, a pass or a table of ranges changes what is written; older
# conversions are then redone.
CONVERTER_VERSION = 1


def convert_tflite(source: Path, target: Path, outputs: Sequence[str] = ()) -> None:
    """Write the TFLite network `source` as ONNX to `target`; raise ModelError when it cannot be.

    Args:
        source: the published network.
        target: where to write.
        outputs: what is to be computed; all that the network gives where none is named.
    """
    # The readers of both formats load only when a network is truly converted.
    from models.passes.float16 import store_float16
    from models.passes.prelu import rewrite_prelu
    from models.tflite.importer import import_tflite

    model = import_tflite(source, outputs)
    rewrite_prelu(model)
    store_float16(model)
    target.write_bytes(model.SerializeToString(deterministic=True))


def convert_tflite_int8(source: Path, ranges: Path, target: Path) -> None:
    """Write the TFLite network `source` as ONNX with 8-bit convolutions.

    Args:
        source: the published network.
        ranges: JSON with the SHA-256 of the network under "network" and, under "ranges", least and
            greatest of each value that is to be 8-bit, by name.
        target: where to write.

    Raises:
        ModelError: the network cannot be converted, or the table is absent or not made for it.
    """
    from models.passes.float16 import store_float16
    from models.passes.int8 import quantise
    from models.tflite.importer import import_tflite

    try:
        table = json.loads(ranges.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"the table of ranges {ranges} cannot be read: {error}") from error
    if table["network"] != sha256_of(source):
        raise ModelError(f"the table of ranges {ranges} was made for another network")
    model = import_tflite(source)
    quantise(model, {name: (low, high) for name, (low, high) in table["ranges"].items()})
    store_float16(model)
    target.write_bytes(model.SerializeToString(deterministic=True))
