"""The mesh beside MediaPipe's own on a real clip, point by point."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from tests.bench.peers import mediapipe_faces
from tests.bench.peers.child import Child
from tests.bench.peers.environment import PeerMissingError, peer_python
from tests.bench.report import Figure
from vision.frame import Frame
from vision.topshot.face_tracker import FaceTracker
from vision.topshot.mesh import LEFT_EYE, RIGHT_EYE
from vision.topshot.scorer import FaceModels

PEER = "mediapipe==0.10.21"
# Which points each part of the network gives; of the eyes we use the first look alone.
PARTS = np.load(Path(__file__).resolve().parents[1] / "data" / "tflite" / "attention.npz")
FRAME_NS = 33_333_333


def parity_figures(
    pictures: Sequence[NDArray[np.uint8]], networks: FaceModels, *, make: bool
) -> list[Figure]:
    """Tell the distance of the worst point of each frame, in per cent of the eyes' distance."""
    try:
        python = peer_python(PEER, make=make)
    except PeerMissingError as error:
        print(f"left out: the mesh beside MediaPipe's: {error}", file=sys.stderr)
        return []
    with TemporaryDirectory(prefix="earshot-bench-") as folder:
        clip = Path(folder) / "clip.npy"
        np.save(clip, np.stack(list(pictures)))
        with Child([os.fspath(python), mediapipe_faces.__file__]) as child:
            core = max(os.sched_getaffinity(0))
            told = child.ask({"clip": str(clip), "core": core})
    tracker = FaceTracker(networks.detector, networks.landmarker, max_faces=1)
    apart = []
    for number, (picture, theirs) in enumerate(zip(pictures, told["faces"], strict=True)):
        ours = tracker.track(Frame(number * FRAME_NS, picture))
        if ours and theirs:
            apart.append(_worst_percent(ours[0].landmarks_px, np.array(theirs[0])))
    p95 = float(np.percentile(apart, 95))
    return [
        Figure(key="parity_p95_pct", value=p95, unit="%", n=len(apart), at_most=0.5),
        Figure(
            key="mesh_cpu_ms",
            value=float(np.mean(told["cpu_ms"])),
            unit="ms",
            n=len(told["cpu_ms"]),
            peer=f"{PEER}, mesh alone",
        ),
    ]


def _worst_percent(ours_px: NDArray[np.float32], theirs_px: NDArray[np.float64]) -> float:
    eyes_px = np.linalg.norm(theirs_px[LEFT_EYE, :2] - theirs_px[RIGHT_EYE, :2])
    eyes = np.concatenate([PARTS["left_eye"], PARTS["right_eye"]])
    compared = np.setdiff1d(np.arange(len(ours_px)), eyes)
    apart_px = np.linalg.norm(ours_px[compared, :2] - theirs_px[compared, :2], axis=1)
    return float(100 * apart_px.max() / eyes_px)
