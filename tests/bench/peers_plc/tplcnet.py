"""tPLCnet-s by N. L. Westhausen and B. T. Meyer (2022): looks 10 ms ahead, knows what is lost.

Its TFLite file is run by ai-edge-litert in an environment of its own, made on first use.
"""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from tests.bench.peers.child import Child
from tests.bench.peers.environment import PeerMissingError, peer_python
from tests.bench.peers_plc import tplcnet_child
from tests.bench.peers_plc.packets import Lost, Sound

REQUIREMENT = "ai-edge-litert==2.3.0"
MODEL = "tplcnet/tPLCnet_s.tflite"


class TPLCNet:
    """The network in its process; leaving the program ends it."""

    def __init__(self, data: Path, *, make: bool) -> None:
        """Start it.

        Args:
            data: the folder with the evaluation material.
            make: whether to make its environment when it is absent, which takes a minute.

        Raises:
            PeerMissingError: the file or the environment is absent.
        """
        model = data / MODEL
        if not model.is_file():
            raise PeerMissingError(f"{model} is absent")
        python = peer_python(REQUIREMENT, make=make)
        self._child = Child([os.fspath(python), tplcnet_child.__file__, os.fspath(model)])

    def __call__(self, sound: Sound, lost: Lost) -> Sound:
        """Conceal one utterance."""
        with TemporaryDirectory(prefix="earshot-bench-") as folder:
            told, answer = Path(folder) / "told.npz", Path(folder) / "answer.npy"
            np.savez(told, sound=sound, lost=lost)
            self._child.ask({"told": os.fspath(told), "answer": os.fspath(answer)})
            concealed: Sound = np.load(answer)
        return concealed

    def close(self) -> None:
        """End the process."""
        self._child.__exit__(None, None, None)
