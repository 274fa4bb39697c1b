"""What a bad network does to packets, by seeded dice.

Loss follows Gilbert's two states: between bursts nothing is lost, within one everything. Jitter is
the size of a normal deviate, drawn for each packet alone, so that packets overtake one another.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

NS_PER_MS = 1_000_000


class Network(Protocol):
    """Anything that has a fate for each packet."""

    @property
    def delay_ms(self) -> float:
        """What every packet takes."""

    def fates(self) -> Iterator[int | None]:
        """Yield for each packet how many ns it takes; None for one that is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A network.

    Attributes:
        loss: share of packets lost, 0..1.
        burst: packets lost in a row, on average; 1 for losses that know nothing of each other.
        jitter_ms: standard deviation of the normal deviate whose size holds a packet up.
        delay_ms: what every packet takes.
        reorder: share of packets held up by another `reorder_ms`.
        reorder_ms: see there.
        spared: packets at the start that only take the delay.
        seed: of the dice.
    """

    loss: float = 0.0
    burst: float = 1.0
    jitter_ms: float = 0.0
    delay_ms: float = 0.0
    reorder: float = 0.0
    reorder_ms: float = 0.0
    spared: int = 50
    seed: int = 0

    def fates(self) -> Iterator[int | None]:
        """Yield for each packet how many ns it takes; None for one that is lost."""
        dice = random.Random(self.seed)
        number, losing = 0, False
        while True:
            losing = self._losing(dice, losing)
            late_ms = self.delay_ms + abs(dice.gauss(0, self.jitter_ms))
            late_ms += self.reorder_ms if dice.random() < self.reorder else 0
            if number < self.spared:
                yield round(self.delay_ms * NS_PER_MS)
            else:
                yield None if losing else round(late_ms * NS_PER_MS)
            number += 1

    def _losing(self, dice: random.Random, losing: bool) -> bool:
        if self.burst <= 1:
            return dice.random() < self.loss
        leave = 1 / self.burst
        enter = self.loss * leave / (1 - self.loss)
        return dice.random() >= leave if losing else dice.random() < enter


@dataclass(frozen=True, slots=True)
class Phases:
    """One line after another.

    Attributes:
        parts: packets and the line they take; the last one goes on for ever.
        delay_ms: what every packet takes.
    """

    parts: Sequence[tuple[int, Line]]
    delay_ms: float = 0.0

    def fates(self) -> Iterator[int | None]:
        """Yield the fates of each line in turn."""
        for count, line in self.parts[:-1]:
            yield from islice(line.fates(), count)
        yield from self.parts[-1][1].fates()


@dataclass(frozen=True, slots=True)
class Stall:
    """A network that brings nothing for a while, and then everything at once.

    Attributes:
        begin: number of the first packet that is held.
        packets: held, of 20 ms each.
        delay_ms: what every packet takes.
    """

    begin: int
    packets: int
    delay_ms: float = 0.0

    def fates(self) -> Iterator[int | None]:
        """Yield waits that end all at the same time."""
        number = 0
        while True:
            held = self.begin + self.packets - number
            yield 20 * NS_PER_MS * held if number >= self.begin and held > 0 else 0
            number += 1
