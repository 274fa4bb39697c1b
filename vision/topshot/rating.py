"""What the model makes of frames, each seen against the buffer that it is in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from vision.topshot.action import apexes_w_s
from vision.topshot.gam import Gam, evaluate, probability, shares
from vision.topshot.relative import (
    FaceBaseline,
    SceneBaseline,
    face_baseline,
    face_inputs,
    scene_baseline,
    scene_inputs,
)
from vision.topshot.score import FaceReading, FrameScore

NS_PER_S = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Baseline:
    """What the faces and scenes of a buffer look like, by which each frame is judged.

    Attributes:
        faces: by id.
        scene: of frames without a face; None when all have one.
    """

    faces: Mapping[int, FaceBaseline]
    scene: SceneBaseline | None


def baseline(frames: Sequence[FrameScore], gam: Gam) -> Baseline:
    """Return the baseline of a buffer."""
    readings: dict[int, list[FaceReading]] = {}
    for frame in frames:
        for face in frame.faces:
            readings.setdefault(face.id, []).append(face)
    faces = {face_id: face_baseline(own, gam) for face_id, own in readings.items()}
    return Baseline(faces, scene_baseline(frames))


def rate_all(
    frames: Sequence[FrameScore], gam: Gam, shutter_ns: int | None
) -> tuple[FrameScore, ...]:
    """Score all frames of a buffer with all of it in view.

    Args:
        frames: in order of time.
        gam: the model.
        shutter_ns: when the shutter was pressed; None where there was no shutter.
    """
    own = baseline(frames, gam)
    motion = [frame.measures.get("motion_w_s", 0.0) for frame in frames]
    apexes = apexes_w_s([frame.pts_ns for frame in frames], motion)
    return tuple(
        rate(frame, own, gam, float(apex), shutter_ns)
        for frame, apex in zip(frames, apexes, strict=True)
    )


def rate(
    frame: FrameScore, own: Baseline, gam: Gam, apex_w_s: float, shutter_ns: int | None
) -> FrameScore:
    """Score one frame against a buffer."""
    terms = _faces_terms(frame.faces, own, gam) if frame.faces else _scene_terms(frame, own, gam)
    since_ns = 0 if shutter_ns is None else abs(frame.pts_ns - shutter_ns)
    terms |= evaluate(
        gam.frame,
        {
            "motion": frame.measures.get("motion_w_s", 0.0),
            "camera": frame.measures.get("global_w_s", 0.0),
            "settled": frame.measures.get("unsettled_ev", 0.0),
            "action": apex_w_s,
            "shutter": since_ns / NS_PER_S,
        },
    )
    terms["constant"] = gam.offset
    return replace(frame, score=probability(sum(terms.values())), terms=MappingProxyType(terms))


def _faces_terms(faces: Sequence[FaceReading], own: Baseline, gam: Gam) -> dict[str, float]:
    """Return what the faces add, by input: layers 1 and 2."""
    parts = [evaluate(gam.face, face_inputs(face, own.faces[face.id], gam)) for face in faces]
    worths = np.array([sum(part.values()) for part in parts])
    weights = np.array([gam.face_weight(face.measures) for face in faces])
    share = shares(weights, worths, gam.worst).tolist()
    return {
        name: sum(one * part[name] for one, part in zip(share, parts, strict=True))
        for name in gam.face
    }


def _scene_terms(frame: FrameScore, own: Baseline, gam: Gam) -> dict[str, float]:
    """Return what a frame without a face is worth, less where other frames have one."""
    assert own.scene is not None, "a frame without a face belongs to its own buffer"
    terms = evaluate(gam.scene, scene_inputs(frame.measures, own.scene))
    return terms | {"lost_face": gam.lost_face} if own.faces else terms
