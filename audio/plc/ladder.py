"""Which way a gap is filled: the best that the caller's budget pays for.

There is no clock here. Each rung has a price, CPU time as measured; whoever has the clock says how
much may be spent. Within one gap the choice only goes down: a better rung would have to start from
what a worse one made up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from audio.plc.continuer import WORKING_RATE_HZ, Continuer
from audio.plc.extrapolation import LinearExtrapolation
from audio.plc.handover import Handover
from audio.plc.pitch import PitchRepeat


class Rung(StrEnum):
    """The ways to fill a gap, best first; SILENCE is what is left when all has faded."""

    NETWORK = "network"
    EXTRAPOLATION = "extrapolation"
    REPEAT = "repeat"
    SILENCE = "silence"


@dataclass(frozen=True, slots=True)
class Step:
    """A rung and what it costs in CPU time.

    Prices are 95th percentiles over 40 losses of 120 ms in speech, on one core of an AMD EPYC that
    other work shares.

    Attributes:
        rung: its name.
        continuer: what speaks there.
        begin_ms: cost of listening to the past, once per gap.
        speak_ms: cost of one millisecond of sound.
        breathes: whether the price of beginning pays for the noise beneath, too.
    """

    rung: Rung
    continuer: Continuer[Any]
    begin_ms: float
    speak_ms: float
    breathes: bool = True

    def cost_ms(self, n_samples: int, *, begun: bool) -> float:
        """Return the price of `n_samples` at 16 kHz."""
        return (0 if begun else self.begin_ms) + self.speak_ms * n_samples * 1000 / WORKING_RATE_HZ


CLASSICAL = (
    Step(
        Rung.EXTRAPOLATION,
        Handover(PitchRepeat(), LinearExtrapolation()),
        begin_ms=5.0,
        speak_ms=0.02,
    ),
    Step(Rung.REPEAT, PitchRepeat(), begin_ms=0.5, speak_ms=0.001, breathes=False),
)


def steps(network: Continuer[Any] | None) -> tuple[Step, ...]:
    """Return the ladder, with the network on top if there is one."""
    if network is None:
        return CLASSICAL
    opened = Handover(PitchRepeat(), network)
    return (Step(Rung.NETWORK, opened, begin_ms=11.0, speak_ms=0.075), *CLASSICAL)


def choose(ladder: Sequence[Step], begun: Rung | None, n_samples: int, budget_ms: float) -> Step:
    """Return the best step at or below the one begun that `budget_ms` pays for, or the last."""
    names = [step.rung for step in ladder]
    allowed = ladder[names.index(begun) if begun in names else 0 :]
    for step in allowed:
        if step.cost_ms(n_samples, begun=step.rung == begun) <= budget_ms:
            return step
    return allowed[-1]
