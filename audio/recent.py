"""The last seconds of sound, to go with pictures of the same time."""

from collections import deque

from audio.block import AudioBlock


class RecentSound:
    """Keeps the blocks of the last `span_ns`, and copies nothing."""

    def __init__(self, span_ns: int) -> None:
        """Set up empty."""
        self._span_ns = span_ns
        self._blocks: deque[AudioBlock] = deque()

    @property
    def end_ns(self) -> int | None:
        """Return until when sound has come; None while there is none."""
        return self._blocks[-1].end_ns if self._blocks else None

    def push(self, block: AudioBlock) -> None:
        """Keep the next block; one of another kind than the last starts anew."""
        if self._blocks and not alike(self._blocks[-1], block):
            self._blocks.clear()
        self._blocks.append(block)
        while self._blocks[0].end_ns < block.end_ns - self._span_ns:
            self._blocks.popleft()

    def window(self, start_ns: int, end_ns: int) -> tuple[AudioBlock, ...]:
        """Return the blocks of which something sounds from `start_ns` to `end_ns`."""
        return tuple(one for one in self._blocks if one.pts_ns < end_ns and one.end_ns > start_ns)

    def reset(self) -> None:
        """Let go of all sound."""
        self._blocks.clear()


def alike(first: AudioBlock, second: AudioBlock) -> bool:
    """Tell whether two blocks have the same rate and channels."""
    return (first.sample_rate_hz, first.samples.shape[1]) == (
        second.sample_rate_hz,
        second.samples.shape[1],
    )
