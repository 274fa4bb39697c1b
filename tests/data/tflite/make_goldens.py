"""Run published TFLite networks in LiteRT on a seeded input and store samples of what they say.

    python tests/data/tflite/make_goldens.py FOLDER_OF_TFLITE_FILES

needs numpy and ai-edge-litert (2.3.0 was used) and finds the files anywhere below the folder.
"""

import argparse
from pathlib import Path

import numpy as np
from ai_edge_litert.interpreter import Interpreter  # type: ignore[import-not-found]  # not ours

NAMES = (
    "face_detection_full_range_sparse",
    "face_detection_short_range",
    "hand_landmark_full",
    "hand_landmark_lite",
    "iris_landmark",
    "palm_detection_full",
    "palm_detection_lite",
)
SEED = 20240817
SAMPLED_ANCHORS = 8  # every eighth anchor of a detector is kept


def main() -> None:
    """Write goldens.npz beside this file: NAME/OUTPUT -> float32 array."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    goldens = {}
    for name in NAMES:
        interpreter = Interpreter(str(next(folder.rglob(f"{name}.tflite"))), num_threads=1)
        interpreter.allocate_tensors()
        (entry,) = interpreter.get_input_details()
        picture = np.random.default_rng(SEED).random(entry["shape"], np.float32)
        interpreter.set_tensor(entry["index"], picture)
        interpreter.invoke()
        for output in interpreter.get_output_details():
            values = interpreter.get_tensor(output["index"])
            step = SAMPLED_ANCHORS if values.ndim == 3 else 1  # (1, anchors, values)
            goldens[f"{name}/{output['name']}"] = values[:, ::step]
    np.savez_compressed(Path(__file__).with_name("goldens.npz"), **goldens)


if __name__ == "__main__":
    main()
