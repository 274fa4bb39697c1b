"""The only door to ONNX Runtime: one thread per session, and the provider it truly got."""

import ctypes
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime as ort
from numpy.typing import NDArray

from models.errors import ModelError

Provider = Literal["auto", "cpu", "cuda"]

_CPU = "CPUExecutionProvider"
_CUDA = "CUDAExecutionProvider"
_DRIVER = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"

ort.disable_telemetry_events()  # on Windows; elsewhere `models` has done so before it was loaded

# Levels of ONNX Runtime's log; warning is its own default.
_WARNING, _FATAL = 2, 4


class Session:
    """A loaded network.

    One session belongs to one thread at a time; it computes on that thread and spins on none.

    Attributes:
        provider: ONNX Runtime's name of what it computes on, asked after loading.
    """

    def __init__(
        self, path: Path, provider: Provider = "auto", *, float_weights: bool = False
    ) -> None:
        """Load `path`.

        Args:
            path: an ONNX file.
            provider: "auto" takes CUDA when it works, else the CPU.
            float_weights: weights that the file holds in 8 bits are made floats when it is loaded;
                for networks that are to compute in floats, faster than doing so at every run.

        Raises:
            ModelError: the file is absent or no ONNX graph, or "cuda" was asked for in vain.
        """
        self._session = _create(path, provider, float_weights)
        self.provider: str = self._session.get_providers()[0]
        if provider == "cuda" and self.provider != _CUDA:
            raise ModelError(
                f"{path} cannot run on CUDA here: install an NVIDIA driver with the CUDA and cuDNN "
                "that ONNX Runtime asks for, or choose the provider cpu"
            )
        self._output_names = [output.name for output in self._session.get_outputs()]

    def run(self, inputs: Mapping[str, NDArray[np.float32]]) -> dict[str, NDArray[np.float32]]:
        """Compute all outputs, by name."""
        outputs = self._session.run(self._output_names, dict(inputs))
        return dict(zip(self._output_names, outputs, strict=True))


def _create(path: Path, provider: Provider, float_weights: bool) -> Any:
    if provider != "cpu" and _has_driver():
        # Where CUDA cannot be loaded after all, ONNX Runtime goes on with the CPU, or refuses; its
        # log lines about that would tell the person nothing that `provider` does not.
        ort.set_default_logger_severity(_FATAL)
        try:
            return _load(path, [_CUDA, _CPU], float_weights)
        except ModelError:
            pass  # the file or CUDA is at fault: the CPU will tell
        finally:
            ort.set_default_logger_severity(_WARNING)
    return _load(path, [_CPU], float_weights)


def _load(path: Path, providers: list[str], float_weights: bool) -> Any:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    options.add_session_config_entry("session.disable_quant_qdq", str(int(float_weights)))
    try:
        # Its own way of falling back prints a banner on standard output.
        return ort.InferenceSession(str(path), options, providers=providers, enable_fallback=0)
    except Exception as error:
        raise ModelError(f"{path} is not a usable model: {error}") from error


@cache
def _has_driver() -> bool:
    """Tell whether an NVIDIA driver is installed.

    `ort.get_available_providers` lists what was compiled in, also where it cannot run. ONNX
    Runtime's own CUDA library is no fit probe: it must not be loaded by anyone but ONNX Runtime.
    """
    try:
        ctypes.CDLL(_DRIVER)
    except OSError:
        return False
    return True
