"""Real faces, by the real networks."""

from pathlib import Path

import pytest

from models.face import FaceDetector
from models.face_landmark import FaceLandmarker
from models.iris import IrisLandmarker
from tests.bench.topshot_real import read_clip
from tests.models_store import ready_model
from vision.topshot.gam import shipped_gam
from vision.topshot.rating import rate_all
from vision.topshot.scorer import FaceModels, FrameScorer
from vision.topshot.select import select

BLINK = range(27, 32)  # frames with shut eyes, labelled by hand
OPEN = range(6, 20)


@pytest.mark.shared_data
@pytest.mark.models
def test_a_real_blink_at_the_shutter_is_mended(shared_data: Path) -> None:
    networks = FaceModels(
        FaceDetector(ready_model("face_detection_short_range")),
        FaceLandmarker(ready_model("face_landmark_with_attention")),
        IrisLandmarker(ready_model("iris_landmark")),
    )
    frames = read_clip(shared_data / "topshot" / "asl_clips" / "eat.mkv")[:40]
    scorer = FrameScorer(networks)
    scores = [scorer.push(frame) for frame in frames]
    assert all(len(one.faces) == 1 for one in scores)
    eyes = [one.terms["eye"] for one in rate_all(scores, shipped_gam(), None)]
    assert max(eyes[n] for n in BLINK) < min(eyes[n] for n in OPEN)
    found = select(scores, scores[29].pts_ns)
    assert found.shutter.pts_ns == scores[29].pts_ns
    assert found.alternatives[0].reason.startswith("eyes open")
    offered = {offer.frame.pts_ns for offer in found.alternatives}
    assert not offered & {scores[n].pts_ns for n in BLINK}
