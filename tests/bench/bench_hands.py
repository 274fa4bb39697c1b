"""Hand tracking: what it costs beside MediaPipe 0.10.21, and how well it reads.

cpu_ratio_track1, 2   CPU time of a frame of one hand, ours (balanced) over MediaPipe's, in the same
                      run on the same core; at most one and at most two hands followed
parity_p95_pct        landmarks of the accurate profile on MediaPipe's thresholds, against
                      MediaPipe's, in per cent of the hand's size
found_pct             digit photographs in which a hand is found
false_per_100         hands found per 100 pictures without any
jitter_ratio          second difference of a resting hand's landmarks, ours over MediaPipe's
lag_frames            by how much smoothing puts a moving hand back
smoothing_p99_pct     how far it moves landmarks from what was read, at the 99th percentile
id_switches           of two hands, and handedness_flips: one that changes its side
bone_cv_pct           how much the bones of world landmarks breathe, the median bone
palm_per_100_frames   searches of the whole frame, one of at most two hands in view
within_33ms_pct       frames of a live camera with a correct result before the next
gesture_*, dynamic_*  see tests.bench.gesture_digits and tests.bench.dynamic_gestures
fast_*, balanced_*    cost of a profile, hands found, and landmarks against the accurate profile's
"""

import os
import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import dynamic_gestures, gesture_digits
from tests.bench.hands_material import HandsMaterial, save
from tests.bench.hands_reading import clip_figures, identity_figures, still_figures
from tests.bench.hands_speed import (
    false_figures,
    profile_figures,
    prompt_figure,
    speed_figures,
)
from tests.bench.peers import mediapipe_hands
from tests.bench.peers.child import Child
from tests.bench.peers.environment import PeerMissingError, peer_python
from tests.bench.report import Figure, Report

PEER = "mediapipe==0.10.21"
OURS = [sys.executable, "-m", "tests.bench.hands_child"]

FRAMES, QUICK_FRAMES = 150, 60
ROUNDS, QUICK_ROUNDS = 5, 2
PACED_FRAMES, QUICK_PACED_FRAMES = 300, 90
CLIP_FRAMES = 378
PAIR_FRAMES, QUICK_PAIR_FRAMES = 378, 120
EVERY, QUICK_EVERY = 1, 6  # of all pictures


def measure(data: Path | None, quick: bool) -> Report:
    """Measure hand tracking on this machine.

    Raises:
        UsageError: the evaluation material is absent.
        ModelError: a model is absent and cannot be fetched.
    """
    material = HandsMaterial(data)
    every = QUICK_EVERY if quick else EVERY
    return Report(
        "hands",
        [
            *_measured_in_children(material, quick),
            *still_figures(material, PEER, every),
            *clip_figures(material, PEER, CLIP_FRAMES),
            *identity_figures(material, QUICK_PAIR_FRAMES if quick else PAIR_FRAMES),
            *gesture_digits.figures(material.folder),
            *dynamic_gestures.figures(
                material.folder, dynamic_gestures.QUICK_SETS if quick else dynamic_gestures.SETS
            ),
        ],
    )


def _measured_in_children(material: HandsMaterial, quick: bool) -> list[Figure]:
    """Measure what wants a process of its own."""
    frames, rounds = (QUICK_FRAMES, QUICK_ROUNDS) if quick else (FRAMES, ROUNDS)
    paced = QUICK_PACED_FRAMES if quick else PACED_FRAMES
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="earshot-bench-")))
        clip = save(material.camera_clip(max(frames, paced)), folder / "clip.npy")
        ours = stack.enter_context(Child(OURS))
        peer = _peer(stack, make=not quick)
        figures = speed_figures(ours, peer, PEER, clip, frames, rounds)
        figures += profile_figures(ours, clip, frames, rounds)
        figures.append(prompt_figure(ours, clip, paced))
        handless = material.handless(QUICK_EVERY if quick else EVERY)
        if handless is not None:
            pictures = save(handless, folder / "handless.npy")
            figures += false_figures(ours, peer, PEER, pictures, len(handless))
        else:
            _left_out("false_per_100", "no pictures without hands lie beside the material")
    return figures


def _peer(stack: ExitStack, *, make: bool) -> Child | None:
    """Start MediaPipe, or say why its figures are left out."""
    try:
        python = peer_python(PEER, make=make)
    except PeerMissingError as error:
        _left_out("figures beside MediaPipe", str(error))
        return None
    return stack.enter_context(Child([os.fspath(python), mediapipe_hands.__file__]))


def _left_out(figures: str, reason: str) -> None:
    print(f"left out: {figures}: {reason}", file=sys.stderr)
