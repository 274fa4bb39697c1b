"""Where someone seems to speak: cuts a stream into stretches that are worth decoding.

A frame is lively when WebRTC's detector calls it speech and it is not nearly silent. Noise, music
and applause are lively too, so the sound must also be like a voice (`likeness.py`), which takes
longer to tell. A stretch starts when over half of the last `ATTACK_MS` are lively and a voice is
heard; it reaches back to where it became lively, and `PRE_ROLL_MS` more, so that the first word is
whole. It ends when nearly none of the last `RELEASE_MS` are lively with a voice; the longer it is,
the shorter a pause ends it, down to `LEAST_RELEASE_MS`: then finals come soon, and the last search
over the stretch, which grows with its length, has less to do.
Someone who never pauses is cut where it hurts least: past `SOFT_LIMIT_S` the level at which a cut
is allowed rises from the quietest of the stretch to, at `HARD_LIMIT_S`, the loudest.
"""

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from audio.block import INT16_SCALE
from audio.speech.likeness import VoiceLikeness

SAMPLE_RATE_HZ = 16_000
FRAME_MS = 30  # the longest frame of WebRTC's detector: fewest calls
FRAME_SAMPLES = SAMPLE_RATE_HZ * FRAME_MS // 1000

FLOOR_DB = -60.0  # of full scale; the noise of a quiet room's microphone is below it
ATTACK_MS = 300
ATTACK_VOICED_FRAMES = 6  # of 10: opens on 97 % of single spoken words, 8 on 95 % (measured)
RELEASE_MS = 840  # 600 cuts a slow reader's sentences into pieces of three words (measured)
LEAST_RELEASE_MS = 600  # a pause between sentences
PATIENT_S, IMPATIENT_S = 8, 12  # of a stretch: up to here the longest, from here the shortest
RELEASE_VOICED_SHARE = 1 / 7
PRE_ROLL_MS = 900  # soft first consonants, and what the decoder needs of the room (measured)
BEGIN_ODDS = 1.0  # it takes some trust to begin, and distrust to end
END_ODDS = -2.0
MEMORY_MS = 2100  # a voice is told from other sounds within one second of its first word
SOFT_LIMIT_S = 9  # the last search over a stretch takes a twentieth of its length
HARD_LIMIT_S = 14
CUT_SMOOTHING_FRAMES = 3

_ATTACK_FRAMES = ATTACK_MS // FRAME_MS
_RELEASE_FRAMES = RELEASE_MS // FRAME_MS
_LEAST_RELEASE_FRAMES = LEAST_RELEASE_MS // FRAME_MS
_PRE_ROLL_FRAMES = PRE_ROLL_MS // FRAME_MS
_HISTORY_FRAMES = MEMORY_MS // FRAME_MS
_SOFT_LIMIT_FRAMES = SOFT_LIMIT_S * 1000 // FRAME_MS
_HARD_LIMIT_FRAMES = HARD_LIMIT_S * 1000 // FRAME_MS
_FLOOR_RMS = 10.0 ** (FLOOR_DB / 20.0)

VoiceDetector = Callable[[NDArray[np.int16]], bool]
"""Says of successive frames, (FRAME_SAMPLES,) int16, whether they are speech; may keep state."""

Likeness = Callable[[NDArray[np.float32]], float]
"""Says after each frame, (FRAME_SAMPLES,) float32, the log odds that a voice is being heard."""


@dataclass(frozen=True, slots=True)
class VoiceStart:
    """A stretch begins at sample `start`, counted from the start of the stream."""

    start: int


@dataclass(frozen=True, slots=True)
class VoiceAudio:
    """The next (n,) float32 samples of the open stretch.

    `odds` are the log odds of a voice after them; None of those before the stretch was found.
    """

    pcm: NDArray[np.float32]
    odds: float | None = None


@dataclass(frozen=True, slots=True)
class VoiceEnd:
    """The open stretch ended just before sample `end`.

    `odds` are the log odds of a voice, one for each of the last frames up to there; each looks
    back over the time before it.
    """

    end: int
    odds: tuple[float, ...]


VoiceEvent = VoiceStart | VoiceAudio | VoiceEnd


def to_int16(pcm: NDArray[np.float32]) -> NDArray[np.int16]:
    """Return -1..1 as int16, clipped."""
    scaled: NDArray[np.float32] = np.rint(pcm * np.float32(INT16_SCALE))
    return scaled.clip(-INT16_SCALE, INT16_SCALE - 1).astype(np.int16)


def webrtc_detector() -> VoiceDetector:
    """Return WebRTC's detector at its strictest: looser, it bridges most pauses (measured)."""
    from pocketsphinx import Vad

    detector = Vad(mode=Vad.STRICT, sample_rate=SAMPLE_RATE_HZ, frame_length=FRAME_MS / 1000)
    return lambda frame: bool(detector.is_speech(frame.tobytes()))


class VoiceGate:
    """Passes on the stretches of a 16 kHz mono stream in which someone seems to speak."""

    def __init__(
        self,
        make_detector: Callable[[], VoiceDetector] = webrtc_detector,
        make_likeness: Callable[[], Likeness] = VoiceLikeness,
    ) -> None:
        self._make_detector = make_detector
        self._make_likeness = make_likeness
        self.reset()

    def reset(self) -> None:
        """Forget the past; the next sample is sample 0."""
        self._detector = self._make_detector()
        self._likeness = self._make_likeness()
        self._rest = np.zeros(0, np.float32)
        self._heard = 0
        self._open = False
        self._start = 0
        self._voiced: deque[bool] = deque(maxlen=_RELEASE_FRAMES)
        self._lively: deque[bool] = deque(maxlen=_HISTORY_FRAMES)
        self._history: deque[NDArray[np.float32]] = deque(maxlen=_HISTORY_FRAMES)
        self._levels: list[float] = []
        self._odds: list[float] = []

    def push(self, pcm: NDArray[np.float32]) -> Sequence[VoiceEvent]:
        """Take the next (n,) samples in -1..1 and return what became known."""
        samples = np.concatenate((self._rest, pcm))
        whole = len(samples) // FRAME_SAMPLES * FRAME_SAMPLES
        self._rest = samples[whole:]
        events: list[VoiceEvent] = []
        for frame in samples[:whole].reshape(-1, FRAME_SAMPLES):
            events += self._push_frame(frame)
        return events

    def flush(self) -> Sequence[VoiceEvent]:
        """End an open stretch with the samples short of a frame; then start anew."""
        events: list[VoiceEvent] = []
        if self._open:
            if len(self._rest):
                events.append(VoiceAudio(self._rest))
            events.append(VoiceEnd(self._heard + len(self._rest), tuple(self._odds)))
        self.reset()
        return events

    def _push_frame(self, frame: NDArray[np.float32]) -> list[VoiceEvent]:
        level = float(np.sqrt(np.mean(np.square(frame))))
        is_lively = self._detector(to_int16(frame)) and level >= _FLOOR_RMS
        odds = self._likeness(frame)
        self._lively.append(is_lively)
        self._voiced.append(is_lively and odds > (END_ODDS if self._open else BEGIN_ODDS))
        self._heard += FRAME_SAMPLES
        if self._open:
            self._odds.append(odds)
            return self._while_open(frame, level)
        return self._while_closed(frame, odds)

    def _while_closed(self, frame: NDArray[np.float32], odds: float) -> list[VoiceEvent]:
        self._history.append(frame)
        lively = list(self._lively)[-len(self._history) :]
        if odds <= BEGIN_ODDS or sum(lively[-_ATTACK_FRAMES:]) < ATTACK_VOICED_FRAMES:
            return []
        for _ in range(max(0, lively.index(True) - _PRE_ROLL_FRAMES)):
            self._history.popleft()
        self._voiced.extend(lively[-_RELEASE_FRAMES:])  # a voice in hindsight
        self._start = self._heard - len(self._history) * FRAME_SAMPLES
        events: list[VoiceEvent] = [VoiceStart(self._start)]
        events += [VoiceAudio(past) for past in self._history]
        self._history.clear()
        self._open = True
        self._odds = [odds]
        return events

    def _while_open(self, frame: NDArray[np.float32], level: float) -> list[VoiceEvent]:
        self._levels.append(level)
        events: list[VoiceEvent] = [VoiceAudio(frame, self._odds[-1])]
        if self._has_paused():
            events.append(VoiceEnd(self._heard, tuple(self._odds)))
            self._levels.clear()
            self._open = False
        elif self._must_cut():
            events += [VoiceEnd(self._heard, tuple(self._odds)), VoiceStart(self._heard)]
            self._levels.clear()
            self._odds = self._odds[-1:]
            self._start = self._heard
        return events

    def _has_paused(self) -> bool:
        """Whether the voice has been gone for as long as the length of the stretch asks."""
        length_s = (self._heard - self._start) / SAMPLE_RATE_HZ
        impatience = (length_s - PATIENT_S) / (IMPATIENT_S - PATIENT_S)
        less = min(max(impatience, 0.0), 1.0) * (_RELEASE_FRAMES - _LEAST_RELEASE_FRAMES)
        frames = _RELEASE_FRAMES - int(less)
        return sum(list(self._voiced)[-frames:]) <= frames * RELEASE_VOICED_SHARE

    def _must_cut(self) -> bool:
        """Whether the stretch is long and this place quiet enough for its length."""
        beyond = (self._heard - self._start) // FRAME_SAMPLES - _SOFT_LIMIT_FRAMES
        if beyond < 0:
            return False
        bar = min(1.0, beyond / (_HARD_LIMIT_FRAMES - _SOFT_LIMIT_FRAMES))
        now = float(np.mean(self._levels[-CUT_SMOOTHING_FRAMES:]))
        return now <= float(np.quantile(self._levels, bar))
