"""How much work hand tracking spends on a frame: three choices, as data.

fast      the smaller palm detector, run three times a second while a hand is followed
balanced  the full palm detector, six times a second
accurate  both networks in float32, the same landmarks as MediaPipe's

The smaller landmark network takes part in none: the full one in 8 bits costs a tenth more, and its
points lie a sixth as far from those in float32 (`assets/models/manifest.toml`, quality).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

ProfileName = Literal["fast", "balanced", "accurate"]

NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """One choice.

    Attributes:
        palm_model: name of the palm detector in the list of models.
        landmark_model: name of the network that reads one hand.
        search_period_ns: least time between two searches of the whole frame while a hand is
            followed; see `HandTracker`.
    """

    palm_model: str
    landmark_model: str
    search_period_ns: int


PROFILES: Mapping[ProfileName, Profile] = MappingProxyType(
    {
        "fast": Profile(
            palm_model="palm_detection_lite",
            landmark_model="hand_landmark_full_int8",
            search_period_ns=320 * NS_PER_MS,
        ),
        "balanced": Profile(
            palm_model="palm_detection_full",
            landmark_model="hand_landmark_full_int8",
            search_period_ns=160 * NS_PER_MS,
        ),
        "accurate": Profile(
            palm_model="palm_detection_full",
            landmark_model="hand_landmark_full",
            search_period_ns=160 * NS_PER_MS,
        ),
    }
)
