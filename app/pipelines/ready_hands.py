"""The networks of hand tracking, fetched on first use."""

from app.actions import changed_table
from app.config import Config
from app.pipelines.hands import HandsSetup, action_table
from models.store import SyncProgress, open_store
from models.store.download import Cancelled
from models.store.store import never
from vision.hands.profile import PROFILES

MOTION_MODEL = "dynamic_gesture"


def ready_hands(config: Config, progress: SyncProgress, cancelled: Cancelled = never) -> HandsSetup:
    """Return how hands are to be followed; ModelError when a network cannot be had.

    Blocks while a network is fetched, tells `progress` and asks `cancelled` meanwhile.
    """
    chosen, store = PROFILES[config.hand_profile], open_store()
    names = (chosen.palm_model, chosen.landmark_model, MOTION_MODEL)
    store.sync(names, progress, cancelled)
    palm, landmark, motion = (store.path(name) for name in names)
    return HandsSetup(
        palm_model=palm,
        landmark_model=landmark,
        motion_model=motion,
        search_period_ns=chosen.search_period_ns,
        max_hands=config.max_hands,
        mirrored=config.mirrored,
        culture=config.culture,
        table=changed_table(action_table(), config.gestures),
    )
