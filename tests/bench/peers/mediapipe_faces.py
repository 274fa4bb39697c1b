"""MediaPipe FaceMesh as a process that is measured; runs on the Python of its own environment.

It looks twice at lips and eyes (`refine_landmarks`). Each line of standard input asks, as JSON:
{"clip": FILE, "core": N, "alone": BOOL}. FILE holds (n, height, width, 3) RGB pictures as saved by
NumPy; alone, each is searched without a look at the one before. Each line of standard output tells
of every frame: `cpu_ms`, its CPU time over all threads, and `faces`, each 478 x 3: x, y, z in
pixels.
"""

import json
import os
import sys
import time
from typing import Any

import numpy as np


def answer(mediapipe: Any, request: dict[str, Any]) -> dict[str, object]:
    """Run over a clip with a fresh tracker, one face at most."""
    os.sched_setaffinity(0, {request["core"]})
    pictures = np.load(request["clip"])
    height, width = pictures.shape[1:3]
    cpu_ms, faces = [], []
    options = {"static_image_mode": request["alone"], "refine_landmarks": True, "max_num_faces": 1}
    with mediapipe.solutions.face_mesh.FaceMesh(**options) as mesh:
        for picture in pictures:
            began = time.process_time_ns()
            found = mesh.process(picture)
            cpu_ms.append((time.process_time_ns() - began) / 1e6)
            faces.append(
                [
                    [[p.x * width, p.y * height, p.z * width] for p in face.landmark]
                    for face in found.multi_face_landmarks or ()
                ]
            )
    return {"cpu_ms": cpu_ms, "faces": faces}


def main() -> None:
    """Answer until standard input ends."""
    import mediapipe  # type: ignore[import-not-found]  # installed in its own environment alone

    for line in sys.stdin:
        print(json.dumps(answer(mediapipe, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
