"""Find the range of each value inside the hand network, for its 8-bit conversion.

    python -m assets.models.make_hand_ranges CLIP

CLIP is the rendered demo clip, `assets/samples/demo.mkv`: no real hand and no picture that any
figure is measured on takes part. The ranges go to `hand_landmark_full.ranges.json` beside this.
"""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper

from models.hand import HandCrop, HandLandmarker, preprocess
from models.palm import PalmDetector
from models.passes.int8 import quantisable_values
from models.session import Session
from models.store import Store, open_store
from vision.frame import Frame
from vision.hands.tracker import HandTracker

TARGET = Path(__file__).with_name("hand_landmark_full.ranges.json")
NETWORK = "hand_landmark_full"
INPUT = "input_1"
MAX_HANDS = 2
EVERY = 3  # neighbouring frames show nearly the same
SURE = 0.5  # presence from which a crop shows a hand
DIGITS = 4
FRAME_NS = 1_000_000_000 // 30


class Collecting:
    """Reads hands, and keeps the crops that show one."""

    def __init__(self, landmarker: HandLandmarker) -> None:
        self._landmarker = landmarker
        self.crops: list[NDArray[np.uint8]] = []

    def read(self, crop: NDArray[np.uint8]) -> HandCrop:
        """Read a crop."""
        reading = self._landmarker.read(crop)
        if reading.presence >= SURE:
            self.crops.append(crop)
        return reading


def frames(clip: Path) -> Iterator[Frame]:
    """Yield the pictures of a clip."""
    with av.open(clip) as container:
        for number, picture in enumerate(container.decode(video=0)):
            yield Frame(
                number * FRAME_NS, picture.to_ndarray(format="rgb24").astype(np.uint8, copy=False)
            )


def crops_of(clip: Path, store: Store) -> list[NDArray[np.uint8]]:
    """Return what the hand network sees of a clip."""
    collecting = Collecting(HandLandmarker(store.path(NETWORK)))
    palms = PalmDetector(store.path("palm_detection_full"))
    tracker = HandTracker(palms, collecting, max_hands=MAX_HANDS)
    for frame in frames(clip):
        tracker.push(frame)
    return collecting.crops[::EVERY]


def worthwhile_values(graph: onnx.GraphProto) -> list[str]:
    """Return the values from the first operand of the first sum to the last sum.

    What comes before it, at the full resolution, is what 8 bits are too coarse for: it would triple
    the error of the landmarks, turn one hand in 500, and see hands in faces. What comes behind it
    would double the error of the metres. Both together take 0.2 ms more in float32.
    """
    names = quantisable_values(graph)
    sums = [node for node in graph.node if node.op_type == "Add"]
    first = min(names.index(operand) for operand in sums[0].input)
    return names[first : names.index(sums[-1].output[0]) + 1]


def watched(model: onnx.ModelProto, names: list[str], folder: Path) -> Session:
    """Return the network with the named values among its outputs."""
    for name in names:
        output = helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None)
        model.graph.output.append(output)
    path = folder / "watched.onnx"
    path.write_bytes(model.SerializeToString())
    return Session(path, "cpu")


def extremes_of(values: dict[str, NDArray[np.float32]], names: list[str]) -> NDArray[np.float64]:
    """Return (names, 2) the least and greatest of each value."""
    return np.array([(values[name].min(), values[name].max()) for name in names], np.float64)


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("clip", type=Path)
    store = open_store()
    clip = parser.parse_args().clip
    crops = crops_of(clip, store)
    if not crops:
        raise SystemExit(f"no hand is found in {clip}: use the rendered demo clip")
    model = onnx.load(store.path(NETWORK))
    names = worthwhile_values(model.graph)
    with TemporaryDirectory() as folder:
        session = watched(model, names, Path(folder))
        extremes = [extremes_of(session.run({INPUT: preprocess(crop)}), names) for crop in crops]
    # The mean of each crop's extremes: one odd crop does not coarsen the steps of all.
    means = np.mean(extremes, axis=0).round(DIGITS)  # (values, 2)
    ranges = dict(zip(names, means.tolist(), strict=True))
    rows = ",\n".join(f"  {json.dumps(name)}: {extent}" for name, extent in ranges.items())
    network = store.manifest.model(NETWORK).sha256
    origin = f"{len(crops)} crops of the rendered hands of the demo clip"
    TARGET.write_text(
        f'{{\n "network": "{network}",\n "origin": "{origin}",\n "ranges": {{\n{rows}\n }}\n}}\n',
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
