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
    """Tell the distance of the worst point of each frame, in per cent of the eyes' distance.

    Each picture on its own, and followed over the clip: there MediaPipe lays its region by the
    second look at the eyes, which we leave out.
    """
    try:
        python = peer_python(PEER, make=make)
    except PeerMissingError as error:
        print(f"left out: the mesh beside MediaPipe's: {error}", file=sys.stderr)
        return []
    with TemporaryDirectory(prefix="earshot-bench-") as folder:
        clip = Path(folder) / "clip.npy"
        np.save(clip, np.stack(list(pictures)))
        asked = {"clip": str(clip), "core": max(os.sched_getaffinity(0))}
        with Child([os.fspath(python), mediapipe_faces.__file__]) as child:
            alone = child.ask(asked | {"alone": True})
            followed = child.ask(asked | {"alone": False})
    return [
        _figure("parity_p95_pct", _apart(pictures, alone["faces"], networks, alone=True), 0.5),
        _figure(
            "parity_followed_p95_pct",
            _apart(pictures, followed["faces"], networks, alone=False),
            None,
        ),
        Figure(
            key="mesh_cpu_ms",
            value=float(np.mean(followed["cpu_ms"])),
            unit="ms",
            n=len(followed["cpu_ms"]),
            peer=f"{PEER}, mesh alone",
        ),
    ]


def _apart(
    pictures: Sequence[NDArray[np.uint8]],
    faces: Sequence[Sequence[object]],
    networks: FaceModels,
    *,
    alone: bool,
) -> list[float]:
    """Return the distance of the worst point of each frame in which both find a face."""
    tracker = FaceTracker(networks.detector, networks.landmarker, max_faces=1)
    apart = []
    for number, (picture, theirs) in enumerate(zip(pictures, faces, strict=True)):
        if alone:
            tracker.reset()
        ours = tracker.track(Frame(number * FRAME_NS, picture))
        if ours and theirs:
            apart.append(_worst_percent(ours[0].landmarks_px, np.array(theirs[0])))
    return apart


def _figure(key: str, apart: Sequence[float], at_most: float | None) -> Figure:
    p95 = float(np.percentile(apart, 95))
    return Figure(key=key, value=p95, unit="%", n=len(apart), at_most=at_most)


def _worst_percent(ours_px: NDArray[np.float32], theirs_px: NDArray[np.float64]) -> float:
    eyes_px = np.linalg.norm(theirs_px[LEFT_EYE, :2] - theirs_px[RIGHT_EYE, :2])
    eyes = np.concatenate([PARTS["left_eye"], PARTS["right_eye"]])
    compared = np.setdiff1d(np.arange(len(ours_px)), eyes)
    apart_px = np.linalg.norm(ours_px[compared, :2] - theirs_px[compared, :2], axis=1)
    return float(100 * apart_px.max() / eyes_px)
