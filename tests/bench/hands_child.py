"""Earshot's hand tracking as a process that is measured, on one core.

Each line of standard input asks for a clip, as `tests.bench.peers.mediapipe_hands` tells, and
names a `profile`. With `paced`, frames come at 30 Hz, and each result tells by `late_ms` how long
after its frame it was there. With `plain`, every frame with room for a hand is searched, and
nothing is bridged. `read_px` are the landmarks of each hand before they were smoothed.
"""

import json
import os
import sys
import time
from typing import Any

import cv2
import numpy as np

from models.hand import HandLandmarker
from models.palm import PalmDetector
from models.store import open_store
from tests.bench.hands_material import FRAME_NS
from vision.frame import Frame
from vision.hands.profile import PROFILES
from vision.hands.smoothing import SteadyHands
from vision.hands.tracker import HandTracker

PLAIN = {"search_period_ns": 0, "bridge_ns": 0, "recall_ns": 0}
# With these a tracker searches and drops hands as MediaPipe does.
MEDIAPIPE_LOOP = {**PLAIN, "palm_threshold": 0.5}


def tracker(profile: str, **settings: Any) -> HandTracker:
    """Return a tracker on this installation's models."""
    chosen, store = PROFILES[profile], open_store()  # type: ignore[index]  # a checked name
    settings.setdefault("search_period_ns", chosen.search_period_ns)
    return HandTracker(
        PalmDetector(store.path(chosen.palm_model)),
        HandLandmarker(store.path(chosen.landmark_model)),
        **settings,
    )


def answer(request: dict[str, Any]) -> dict[str, object]:
    """Run over a clip with a fresh tracker, as the product does: tracked, then steadied."""
    os.sched_setaffinity(0, {request["core"]})
    cv2.setNumThreads(1)
    pictures = np.load(request["clip"])[: request["frames"]]
    settings = PLAIN if request["plain"] else {}
    most, static = request["max_hands"], request["static"]
    tracked = tracker(request["profile"], max_hands=most, static=static, **settings)
    steady = SteadyHands()
    cpu_ms, late_ms, palm_ran, read_px, hands = [], [], [], [], []
    start_ns = time.monotonic_ns()
    for number, picture in enumerate(pictures):
        due_ns = start_ns + number * FRAME_NS
        if request["paced"] and due_ns > time.monotonic_ns():
            time.sleep((due_ns - time.monotonic_ns()) / 1e9)
        began = time.process_time_ns()
        (read,) = tracked.push(Frame(number * FRAME_NS, picture))
        (result,) = steady.push(read)
        cpu_ms.append((time.process_time_ns() - began) / 1e6)
        late_ms.append((time.monotonic_ns() - due_ns) / 1e6)
        palm_ran.append(result.palm_ran)
        read_px.append([hand.landmarks_px.tolist() for hand in read.hands])
        hands.append(
            [
                {
                    "landmarks_px": hand.landmarks_px.tolist(),
                    "world_m": hand.world_m.tolist(),
                    "right": hand.handedness == "right",
                }
                for hand in result.hands
            ]
        )
    return {
        "cpu_ms": cpu_ms,
        "late_ms": late_ms,
        "palm_ran": palm_ran,
        "read_px": read_px,
        "hands": hands,
    }


def main() -> None:
    """Answer until standard input ends."""
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
