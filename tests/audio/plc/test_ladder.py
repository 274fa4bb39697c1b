"""The best rung that the budget pays for, and never up within a gap."""

import pytest

from audio.plc.ladder import Rung, choose, steps
from tests.audio.plc.signals import Hum

FRAME = 320  # 20 ms


@pytest.mark.parametrize(
    ("begun", "budget_ms", "chosen"),
    [
        (None, 100.0, Rung.NETWORK),
        (None, 10.0, Rung.EXTRAPOLATION),  # a network costs 11 ms to begin and 1.5 ms to speak
        (Rung.NETWORK, 1.6, Rung.NETWORK),  # and less to go on
        (Rung.NETWORK, 1.4, Rung.REPEAT),  # than anything better costs to begin
        (Rung.EXTRAPOLATION, 100.0, Rung.EXTRAPOLATION),
        (Rung.EXTRAPOLATION, 0.45, Rung.EXTRAPOLATION),
        (None, 1.0, Rung.REPEAT),
        (None, 0.0, Rung.REPEAT),  # something is always said
        (Rung.REPEAT, 100.0, Rung.REPEAT),
    ],
)
def test_choice(begun: Rung | None, budget_ms: float, chosen: Rung) -> None:
    assert choose(steps(Hum()), begun, FRAME, budget_ms).rung == chosen


def test_without_a_network_prediction_is_the_best() -> None:
    assert choose(steps(None), None, FRAME, 100.0).rung == Rung.EXTRAPOLATION
