"""The trial run of a freshly installed network."""

from pathlib import Path

import numpy as np

from models.errors import ModelError
from models.session import Session
from models.store.manifest import Model

SEED = 1


def try_out(path: Path, model: Model) -> None:
    """Run the network once on a seeded random input.

    Raises:
        ModelError: it does not load, or its outputs are not finite or not of the declared shapes.
    """
    random = np.random.default_rng(SEED)
    inputs = {spec.name: random.random(spec.shape, np.float32) for spec in model.inputs}
    session = Session(path, "cpu")
    try:
        outputs = session.run(inputs)
    except Exception as error:  # ONNX Runtime's errors share no other base
        raise ModelError(f"{model.name} does not take its declared inputs: {error}") from error
    for spec in model.outputs:
        values = outputs.get(spec.name)
        if values is None or values.shape != spec.shape:
            found = None if values is None else values.shape
            raise ModelError(
                f"{model.name} gives {spec.name} of shape {found}, declared is {spec.shape}"
            )
        if not np.isfinite(values).all():
            raise ModelError(f"{model.name} gives numbers in {spec.name} that are not finite")
