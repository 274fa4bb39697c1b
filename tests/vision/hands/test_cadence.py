"""When the whole frame is searched."""

from vision.hands.cadence import IDLE_SEARCH_PERIOD_NS, SEARCH_PERIOD_NS, SearchCadence

FRAME_NS = 33_333_333


def searches(period_ns: int, *, following: bool, frames: int = 100) -> list[int]:
    """Return the numbers of the frames that are searched."""
    cadence = SearchCadence(period_ns)
    return [
        number
        for number in range(frames)
        if cadence.due(number * FRAME_NS, following=following, lost=False)
    ]


def test_with_a_hand_in_view_six_times_a_second() -> None:
    assert searches(SEARCH_PERIOD_NS, following=True) == list(range(0, 100, 5))


def test_without_a_hand_none_waits_longer_than_100_ms() -> None:
    numbers = searches(SEARCH_PERIOD_NS, following=False)
    assert numbers == list(range(0, 100, 2))
    assert IDLE_SEARCH_PERIOD_NS + FRAME_NS < 100_000_000


def test_period_zero_searches_always() -> None:
    assert searches(0, following=True) == searches(0, following=False) == list(range(100))


def test_lost_hand_is_searched_at_once() -> None:
    cadence = SearchCadence(SEARCH_PERIOD_NS)
    assert cadence.due(0, following=True, lost=False)
    assert not cadence.due(FRAME_NS, following=True, lost=False)
    assert cadence.due(2 * FRAME_NS, following=True, lost=True)
    assert not cadence.due(3 * FRAME_NS, following=True, lost=False)


def test_time_that_jumps_back_stops_no_search() -> None:
    cadence = SearchCadence(SEARCH_PERIOD_NS)
    assert cadence.due(10**12, following=True, lost=False)
    assert cadence.due(0, following=True, lost=False)


def test_reset_searches_the_next_frame() -> None:
    cadence = SearchCadence(SEARCH_PERIOD_NS)
    assert cadence.due(0, following=True, lost=False)
    cadence.reset()
    assert cadence.due(1, following=True, lost=False)
