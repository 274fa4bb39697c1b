"""A transcriber that hears the same words whatever sounds; made by name in a child process."""

import time
from collections.abc import Sequence

from audio.block import AudioBlock
from audio.speech.transcript import Final, Word

SAID = "the sourdough needs an oven and in norway they feed the sourdough before the oven is hot"


class Talk:
    """Says one utterance at its first block."""

    def __init__(self) -> None:
        self._said = False

    def push(self, block: AudioBlock) -> Sequence[Final]:
        if self._said:
            return ()
        self._said = True
        at_ns, step_ns = block.pts_ns, 10_000_000
        words = enumerate(SAID.split())
        return (
            Final(
                0,
                tuple(Word(w, at_ns + n * step_ns, at_ns + n * step_ns + 1, 1.0) for n, w in words),
            ),
        )

    def flush(self) -> Sequence[Final]:
        return ()

    def reset(self) -> None:
        self._said = False


class EndlessTalk(Talk):
    """Takes a minute for a block."""

    def push(self, block: AudioBlock) -> Sequence[Final]:
        time.sleep(60)
        return ()
