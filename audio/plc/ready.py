"""Sound that was made and waits for its tick."""

from collections import Counter, deque
from dataclasses import dataclass, replace

import numpy as np

from audio.plc.continuer import FloatArray
from audio.plc.heard import Heard, Kind


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of sound of one kind.

    Attributes:
        samples: (n, channels) float32.
        kind: how it came to be.
        timestamp: of the sender's sample that its first one stands for; None before the first.
        pace: how many of the sender's samples one of these stands for.
    """

    samples: FloatArray
    kind: Kind
    timestamp: int | None
    pace: float = 1.0


class Ready:
    """Pieces in the order of playing; never more than a few blocks."""

    def __init__(self) -> None:
        self._pieces: deque[Piece] = deque()
        self.n_samples = 0

    def push(self, piece: Piece) -> None:
        """Add a piece behind the others."""
        self._pieces.append(piece)
        self.n_samples += len(piece.samples)

    def take(self, n_samples: int) -> Heard:
        """Return the first `n_samples`, which must be there, as what most of them are."""
        taken: list[Piece] = []
        missing = n_samples
        while missing:
            piece = self._pieces.popleft()
            if len(piece.samples) > missing:
                self._pieces.appendleft(_rest(piece, missing))
                piece = replace(piece, samples=piece.samples[:missing])
            taken.append(piece)
            missing -= len(piece.samples)
        self.n_samples -= n_samples
        shares: Counter[Kind] = Counter()
        for piece in taken:
            shares[piece.kind] += len(piece.samples)
        samples = np.concatenate([piece.samples for piece in taken])
        return Heard(samples, shares.most_common(1)[0][0], taken[0].timestamp)


def _rest(piece: Piece, begin: int) -> Piece:
    timestamp = None if piece.timestamp is None else piece.timestamp + round(begin * piece.pace)
    return replace(piece, samples=piece.samples[begin:], timestamp=timestamp)
