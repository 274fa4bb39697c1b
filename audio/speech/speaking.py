"""Whether someone speaks just now: the gate of the transcriber, without the words."""

from collections.abc import Sequence
from dataclasses import dataclass

from audio.block import AudioBlock
from audio.resample import StreamResampler
from audio.speech.vad import SAMPLE_RATE_HZ, VoiceEnd, VoiceGate, VoiceStart


@dataclass(frozen=True, slots=True)
class Speaking:
    """Someone began or ceased to speak; known a moment after it happened, and told then."""

    pts_ns: int
    speaking: bool


class SpeechMonitor:
    """AudioBlock in, Speaking out at each change; one block is one answer, as in a live stream."""

    def __init__(self, gate: VoiceGate | None = None) -> None:
        """Listen with `gate`."""
        self._gate = gate or VoiceGate()
        self._resampler: StreamResampler | None = None
        self._speaking = False
        self._end_ns = 0  # of the last block

    def push(self, block: AudioBlock) -> Sequence[Speaking]:
        """Take the next block."""
        if self._resampler is None or self._resampler.from_hz != block.sample_rate_hz:
            self._resampler = StreamResampler(block.sample_rate_hz, SAMPLE_RATE_HZ)
        speaking = self._speaking
        for event in self._gate.push(self._resampler.push(block.mono())):
            if isinstance(event, VoiceStart | VoiceEnd):
                speaking = isinstance(event, VoiceStart)
        self._end_ns = block.end_ns
        return self._turn(speaking, block.end_ns)

    def flush(self) -> Sequence[Speaking]:
        """Tell that nobody speaks where the sound ends, if someone did; then start anew."""
        ceased = self._turn(False, self._end_ns)
        self.reset()
        return ceased

    def reset(self) -> None:
        """Forget the past."""
        self._gate.reset()
        self._resampler = None
        self._speaking = False

    def _turn(self, speaking: bool, pts_ns: int) -> Sequence[Speaking]:
        if speaking == self._speaking:
            return ()
        self._speaking = speaking
        return [Speaking(pts_ns, speaking)]
