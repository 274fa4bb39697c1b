"""The networks of hand tracking, fetched on first use."""

import sys
from typing import TYPE_CHECKING

from vision.hands.profile import PROFILES, ProfileName

if TYPE_CHECKING:
    from app.pipelines.hands import HandsSetup

MOTION_MODEL = "dynamic_gesture"


def hands_setup(
    profile: ProfileName, *, max_hands: int, mirrored: bool, culture: str
) -> "HandsSetup":
    """Return how hands are to be followed; ModelError when a network cannot be had."""
    from app.cli.progress import Progress
    from app.pipelines.hands import HandsSetup
    from models.store import open_store

    chosen, store = PROFILES[profile], open_store()
    names = (chosen.palm_model, chosen.landmark_model, MOTION_MODEL)
    with Progress(sys.stderr) as progress:
        store.sync(names, progress.tell)
    palm, landmark, motion = (store.path(name) for name in names)
    return HandsSetup(
        palm_model=palm,
        landmark_model=landmark,
        motion_model=motion,
        search_period_ns=chosen.search_period_ns,
        max_hands=max_hands,
        mirrored=mirrored,
        culture=culture,
    )
