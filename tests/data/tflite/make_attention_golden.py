"""Let MediaPipe find the 478 points of its attention mesh in a seeded picture, and store them.

    python tests/data/tflite/make_attention_golden.py face_landmark_with_attention.tflite

needs mediapipe 0.10.21 in an environment of its own. Which points each part gives is read from
MediaPipe's own graph, `tensors_to_face_landmarks_with_attention`.
"""

import argparse
import re
from pathlib import Path

import mediapipe  # type: ignore[import-not-found]  # not ours
import numpy as np
from mediapipe.python import (  # type: ignore[import-not-found]
    CalculatorGraph,
    packet_creator,
    packet_getter,
)

SEED = 20240817
PARTS = ("mesh", "lips", "left_eye", "right_eye", "left_iris", "right_iris")
GRAPH = """
input_stream: "image"
output_stream: "landmarks"
node {
  calculator: "ImageToTensorCalculator"
  input_stream: "IMAGE:image"
  output_stream: "TENSORS:picture"
  options { [mediapipe.ImageToTensorCalculatorOptions.ext] {
    output_tensor_width: 192
    output_tensor_height: 192
    output_tensor_float_range { min: 0.0 max: 1.0 }
  } }
}
node {
  calculator: "TfLiteCustomOpResolverCalculator"
  output_side_packet: "OP_RESOLVER:operators"
}
node {
  calculator: "InferenceCalculator"
  input_stream: "TENSORS:picture"
  input_side_packet: "OP_RESOLVER:operators"
  output_stream: "TENSORS:outputs"
  options { [mediapipe.InferenceCalculatorOptions.ext] {
    model_path: "MODEL"
    delegate { xnnpack { num_threads: 1 } }
  } }
}
node {
  calculator: "SplitTensorVectorCalculator"
  input_stream: "outputs"
  output_stream: "points"
  options { [mediapipe.SplitVectorCalculatorOptions.ext] { ranges { begin: 0 end: 6 } } }
}
node {
  calculator: "TensorsToFaceLandmarksWithAttention"
  input_stream: "TENSORS:points"
  output_stream: "LANDMARKS:landmarks"
}
"""


def main() -> None:
    """Write attention.npz beside this file: seed, landmarks, and the points of each part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model", type=Path)
    model: Path = parser.parse_args().model
    graph = CalculatorGraph(graph_config=GRAPH.replace("MODEL", str(model.resolve())))
    found = []
    graph.observe_output_stream(
        "landmarks", lambda _, packet: found.append(packet_getter.get_proto(packet))
    )
    text = graph.text_config
    graph.start_run()
    picture = np.random.default_rng(SEED).integers(0, 256, (192, 192, 3), np.uint8)
    image = packet_creator.create_image_frame(data=picture, image_format=mediapipe.ImageFormat.SRGB)
    graph.add_packet_to_input_stream("image", image.at(0))
    graph.close_all_packet_sources()
    graph.wait_until_done()
    landmarks = [[point.x, point.y, point.z] for point in found[0].landmark]
    parts = dict(zip(PARTS, map(_indices, re.split(r"\s refinement \{", text)[1:]), strict=True))
    np.savez_compressed(
        Path(__file__).with_name("attention.npz"),
        seed=SEED,
        landmarks=np.array(landmarks, np.float32),
        lips=parts["lips"],
        left_eye=parts["left_eye"],
        right_eye=parts["right_eye"],
        left_iris=parts["left_iris"],
        right_iris=parts["right_iris"],
    )


def _indices(text: str) -> np.ndarray:
    return np.array([int(one) for one in re.findall(r"indexes_mapping: (\d+)", text)])


if __name__ == "__main__":
    main()
