"""Bursts of people the shipped model never saw: far better than chance, and as promised."""

from pathlib import Path

import numpy as np
import pytest

from models.face import FaceDetector
from models.face_landmark import FaceLandmarker
from models.iris import IrisLandmarker
from tests.bench.topshot_bursts import OURS, judge, unseen_people
from tests.models_store import ready_model
from vision.topshot.gam import shipped_gam
from vision.topshot.scorer import FaceModels

SEED = 101
PEOPLE_EVERY = 12


@pytest.mark.shared_data
@pytest.mark.models
def test_the_best_frames_of_unseen_people_are_found(shared_data: Path) -> None:
    networks = FaceModels(
        FaceDetector(ready_model("face_detection_short_range")),
        FaceLandmarker(ready_model("face_landmark_with_attention")),
        IrisLandmarker(ready_model("iris_landmark")),
    )
    people = unseen_people(shared_data / "topshot" / "london480")
    assert not {person.id for person in people} & set(shipped_gam().trained_on)
    judged = judge(people[::PEOPLE_EVERY], networks, [SEED])
    pairs = [one.rankings[OURS].pair_accuracy for one in judged]
    assert np.mean(pairs) >= 0.92
    for one in judged:
        best_peer = max(r.pair_accuracy for name, r in one.rankings.items() if name != OURS)
        assert one.rankings[OURS].pair_accuracy > best_peer
