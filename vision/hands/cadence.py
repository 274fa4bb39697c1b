"""How often the whole frame is searched for palms, the dearest step of hand tracking.

A search costs about as much as reading a hand. While one hand is followed and another may come,
MediaPipe pays it in every frame; a second hand that is found a few frames later is as good.
"""

# With a hand in view: 6 Hz. A raised hand takes longer than these 160 ms to come to rest.
SEARCH_PERIOD_NS = 160_000_000
# With none: every second frame of a 30 Hz camera, so that a hand waits 67 ms at most; what feels
# instant is 100 ms (Card, Robertson, Mackinlay 1991).
IDLE_SEARCH_PERIOD_NS = 60_000_000


class SearchCadence:
    """Decides for each frame with room for another hand whether to search it."""

    def __init__(self, period_ns: int) -> None:
        """Set up so that the first frame is searched.

        Args:
            period_ns: least time between two searches while a hand is followed; 0 searches
                always. With none followed it is `IDLE_SEARCH_PERIOD_NS` at most.
        """
        self._period_ns = period_ns
        self._searched_ns: int | None = None

    def due(self, pts_ns: int, *, following: bool, lost: bool) -> bool:
        """Tell whether to search the frame at `pts_ns`, and count it as searched if so.

        Args:
            pts_ns: time of the frame.
            following: whether at least one hand is in view.
            lost: whether a hand was in view a moment ago and is being missed.
        """
        period_ns = self._period_ns if following else min(self._period_ns, IDLE_SEARCH_PERIOD_NS)
        since = self._searched_ns
        if not lost and since is not None and 0 <= pts_ns - since < period_ns:
            return False
        self._searched_ns = pts_ns
        return True

    def reset(self) -> None:
        """Search the next frame, whenever it is."""
        self._searched_ns = None
