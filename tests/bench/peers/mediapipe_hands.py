"""MediaPipe Hands as a process that is measured; runs on the Python of its own environment.

Each line of standard input asks for a clip, as JSON:

    {"clip": FILE, "frames": N, "max_hands": N, "static": BOOL, "core": N}

FILE holds (n, height, width, 3) RGB pictures as saved by NumPy. Each line of standard output tells
of every frame: `cpu_ms`, its CPU time over all threads, and `hands`, each with `landmarks_px`
(21 x 3: x, y, z), `world_m` (21 x 3) and `right`, the person's own hand in an unmirrored picture.
"""

import json
import os
import sys
import time
from typing import Any

import numpy as np


def hand(landmarks: Any, world: Any, handedness: Any, width: int, height: int) -> dict[str, object]:
    """Return one hand of an answer; MediaPipe's labels assume a mirrored picture."""
    return {
        "landmarks_px": [[p.x * width, p.y * height, p.z * width] for p in landmarks.landmark],
        "world_m": [[p.x, p.y, p.z] for p in world.landmark],
        "right": handedness.classification[0].label == "Left",
    }


def answer(mediapipe: Any, request: dict[str, Any]) -> dict[str, object]:
    """Run over a clip with a fresh tracker."""
    os.sched_setaffinity(0, {request["core"]})
    pictures = np.load(request["clip"])[: request["frames"]]
    height, width = pictures.shape[1:3]
    cpu_ms, hands = [], []
    with mediapipe.solutions.hands.Hands(
        static_image_mode=request["static"], max_num_hands=request["max_hands"]
    ) as tracker:
        for picture in pictures:
            began = time.process_time_ns()
            found = tracker.process(picture)
            cpu_ms.append((time.process_time_ns() - began) / 1e6)
            hands.append(
                [
                    hand(*parts, width, height)
                    for parts in zip(
                        found.multi_hand_landmarks or (),
                        found.multi_hand_world_landmarks or (),
                        found.multi_handedness or (),
                        strict=True,
                    )
                ]
            )
    return {"cpu_ms": cpu_ms, "hands": hands}


def main() -> None:
    """Answer until standard input ends."""
    import mediapipe  # type: ignore[import-not-found]  # installed in its own environment alone

    for line in sys.stdin:
        print(json.dumps(answer(mediapipe, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
