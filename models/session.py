"""The only door to ONNX Runtime: one thread per session, and the provider it truly got."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from models.errors import ModelError


class Session:
    """A loaded network.

    One session belongs to one thread at a time; it computes on that thread and spins on none.
    """

    def __init__(self, path: Path) -> None:
        """Load `path`; raise ModelError when it is absent or no ONNX graph."""
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = ort.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:
            raise ModelError(f"{path} is not a usable model: {error}") from error
        self.provider: str = self._session.get_providers()[0]

    def run(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        """Compute all outputs, by name."""
        names = [output.name for output in self._session.get_outputs()]
        return dict(zip(names, self._session.run(names, dict(inputs)), strict=True))
