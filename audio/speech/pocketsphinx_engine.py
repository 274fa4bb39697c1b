"""The built-in engine: pocketsphinx with the English model inside its wheel.

A draft engine: about every second word is wrong, but it works at once on any machine. It keeps the
interpreter's lock while it computes, so a live program runs it in a process of its own.

Left to itself the decoder estimates the mean of the cepstra while it listens, starts that estimate
far off and hears the first words of every recording badly: 61 % of words wrong where it makes 51 %
of whole utterances (measured). So it gets cepstra with the mean already taken out. Where the first
moments of an utterance show that the mean was off, the utterance is decoded anew from its start.
"""

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from audio.block import NS_PER_S
from audio.speech.channel_mean import ChannelMean, Mean, distance
from audio.speech.confidence import confidences
from audio.speech.transcript import Final, Partial, TranscriptEvent, Word
from audio.speech.vocal_tract import VocalTract
from audio.speech.word_graph import (
    edge_shares,
    is_filler,
    language_scores,
    parse_graph,
    without_mark,
    word_shares,
)
from models.cepstra import COEFFICIENTS
from models.clean_cepstra import CONTEXT_FRAMES, CleanNet, clean_net
from models.lattice import lattice_text
from models.vocal_tract import (
    PLAIN,
    WARPS,
    WarpedCepstra,
    WarpedCepstraStream,
    speech_gaussians,
)

FRAME_NS = 10_000_000  # pocketsphinx' frame rate of 100 Hz
NO_FRAMES: WarpedCepstra = np.zeros((0, len(WARPS), 2 * COEFFICIENTS), np.float32)
BLOCK_FRAMES = 3  # after which a changed draft is shown: as long as a frame of the gate

FIRST_LOOK_FRAMES = 81  # what the gate has heard when it opens: enough to tell mean and speaker
SECOND_LOOK_FRAMES = 201  # an utterance is started anew here if they were off
LAST_LOOK_FRAMES = 150  # shorter utterances are decoded once more at their end if it was
NOISY_RANGE = 32.0  # of the log energy: clean clips span 36 to 81, at 10 dB of noise 12 to 28
LOUD, SOFT = 0.95, 0.1  # quantiles between which the range lies
OFF, FAR_OFF = 0.1, 0.25  # in standard deviations of speech: worth little, and much, work
FOLLOW_FRAMES = 99  # how often the mean is brought up to date for what follows

LEAST_CONFIDENCE = 0.15  # below, leaving out makes fewer errors than it brings (measured)

SECOND_LANGUAGE_WEIGHT, GRAPH_LANGUAGE_WEIGHT = 7.5, 8.5  # with the network's cepstra (measured)

SAME_FRAMES = 15  # that a word begins apart in two searches

BUSY_STATES, HURRIED_STATES = 5_000, 1_500  # HMMs per frame: 30,000 gains nothing (measured)
LATE_NS = 2_000_000_000  # behind by more than this the engine hurries
HURRIED = "hurried"


class Segment(Protocol):
    """One entry of the decoder's segmentation: frames from utterance start, both inclusive."""

    word: str
    start_frame: int
    end_frame: int
    prob: float  # already linear, 0..1


class PocketsphinxEngine:
    """`SpeechEngine` over a pocketsphinx decoder with its default search."""

    name = "pocketsphinx"
    draft = True
    sample_rate_hz = 16_000

    def __init__(self, net: CleanNet | None = None) -> None:
        """Load the model: about 0.4 s and 90 MB."""
        from pocketsphinx import Decoder

        self._decoder = Decoder(
            loglevel="FATAL",
            samprate=float(self.sample_rate_hz),
            maxhmmpf=BUSY_STATES,
            fwdflatlw=SECOND_LANGUAGE_WEIGHT,
            bestpathlw=GRAPH_LANGUAGE_WEIGHT,
        )
        settings = self._decoder.config
        self._search = self._decoder.current_search()
        settings["maxhmmpf"] = HURRIED_STATES  # read when a search is made; the model is shared
        self._decoder.add_lm(HURRIED, self._decoder.get_lm(self._search))
        settings["cmn"] = "none"  # feat.params overrides it when a decoder is made
        self._decoder.reinit_feat(settings)
        self._net = net or clean_net()
        self._stream = WarpedCepstraStream()
        self._means = [ChannelMean() for _ in WARPS]
        self._tract = VocalTract(speech_gaussians())
        self._late_ns = 0
        self._utterance = 0
        self._begin_ns: int | None = None
        self._end_ns: int | None = None  # of the last utterance
        self._goes_on = False
        self._fed_samples = 0
        self._waiting = self._heard = NO_FRAMES
        self._warp = PLAIN
        self._used: Mean | None = None  # the mean of the open search, if one is open
        self._noisy = False
        self._given_frames = 0
        self._draft_text = ""

    def late(self, late_ns: int) -> None:
        """Learn how far the work is behind the sound; it counts from the next start of a search."""
        self._late_ns = late_ns

    def begin(self, pts_ns: int) -> None:
        """Start an utterance at `pts_ns`; where the last one was cut, nothing is waited for."""
        self._goes_on = self._end_ns is not None and abs(pts_ns - self._end_ns) < FRAME_NS
        self._begin_ns, self._fed_samples = pts_ns, 0
        self._waiting = self._heard = NO_FRAMES
        self._draft_text = ""
        self._stream.restart()

    def feed(self, pcm: NDArray[np.float32]) -> Sequence[TranscriptEvent]:
        """Decode the next (n,) samples; a changed draft comes at most every `BLOCK_FRAMES`."""
        self._fed_samples += len(pcm)
        self._waiting = np.concatenate((self._waiting, self._stream.push(pcm)))
        events: list[TranscriptEvent] = []
        while len(self._waiting) >= BLOCK_FRAMES:
            block, self._waiting = np.split(self._waiting, [BLOCK_FRAMES])
            self._decode(block)
            if self._used is not None:
                events += self._changed_draft(self._hypothesis())
        return events

    def end(self) -> Sequence[TranscriptEvent]:
        """Search once more over the whole utterance and return its final."""
        self._decode(self._waiting)
        if self._used is None:
            self._search_from_start()
        elif len(self._heard) <= LAST_LOOK_FRAMES:
            self._look_again(OFF)
        self._give(last=True)
        first = list(self._decoder.seg() or ())
        self._close()
        self._remember()
        words = tuple(self._words(list(self._decoder.seg() or ()), first))
        events: Sequence[TranscriptEvent] = (
            [Final(self._utterance, words)] if words else self._changed_draft("")
        )
        self._end_ns = self._started_ns() + self._fed_samples * NS_PER_S // self.sample_rate_hz
        self._begin_ns = None
        self._utterance += 1
        return events

    def reset(self) -> None:
        """Drop an open utterance, the speaker, the room and the count of utterances."""
        self._close()
        self._stream.reset()
        for mean in self._means:
            mean.reset()
        self._tract.reset()
        self._warp = PLAIN
        self._noisy = False
        self._begin_ns = self._end_ns = None
        self._late_ns = 0
        self._utterance = 0

    def _decode(self, block: WarpedCepstra) -> None:
        self._heard = np.concatenate((self._heard, block))
        if len(self._heard) < FIRST_LOOK_FRAMES and not self._goes_on:
            return
        if self._used is None:
            self._search_from_start()
        elif len(self._heard) == SECOND_LOOK_FRAMES and self._late_ns < LATE_NS:
            self._look_again(FAR_OFF)
        elif len(self._heard) % FOLLOW_FRAMES == 0:
            self._used = self._mean()
        self._give()

    def _look_again(self, off: float) -> None:
        """Start the search anew if it was wrong about the mean or the speaker."""
        off_already = distance(self._mean(), self._channel()) >= off
        if off_already or self._likely_warp() != self._warp:
            self._close()
            self._search_from_start()
        else:
            self._used = self._mean()

    def _search_from_start(self) -> None:
        self._decoder.activate_search(HURRIED if self._late_ns >= LATE_NS else self._search)
        self._noisy = self._is_noisy()
        self._warp = self._likely_warp()
        self._used = self._mean()
        self._given_frames = 0
        self._decoder.start_utt()

    def _give(self, *, last: bool = False) -> None:
        """Let the decoder have all frames whose neighbours are known; the last have none."""
        known = len(self._heard) - (0 if last else CONTEXT_FRAMES)
        if known <= self._given_frames:
            return
        first = max(0, self._given_frames - CONTEXT_FRAMES)
        centred = (self._heard[first:, self._warp] - self._channel()).astype(np.float32)
        before = CONTEXT_FRAMES - (self._given_frames - first)
        after = CONTEXT_FRAMES if last else 0
        centred = np.pad(centred, ((before, after), (0, 0)), mode="edge")
        self._decoder.process_cep(self._net.clean(centred).tobytes())
        self._given_frames = known

    def _is_noisy(self) -> bool:
        """Whether pauses are loud; before there can have been one, whether they were last time."""
        if len(self._heard) < FIRST_LOOK_FRAMES:
            return self._noisy
        loud, soft = np.quantile(self._heard[:, PLAIN, COEFFICIENTS], (LOUD, SOFT))
        return bool(loud - soft < NOISY_RANGE)

    def _likely_warp(self) -> int:
        """Return the speaker's warp; noise and the first moment tell nothing of it."""
        if self._is_noisy() or 0 < len(self._heard) < FIRST_LOOK_FRAMES:
            return self._warp
        return self._tract.warp(self._heard, self._every_mean())

    def _mean(self) -> Mean:
        return self._means[self._warp].mean(self._heard[:, self._warp])

    def _every_mean(self) -> list[Mean]:
        return [mean.mean(self._heard[:, number]) for number, mean in enumerate(self._means)]

    def _remember(self) -> None:
        if not self._is_noisy():
            self._tract.remember(self._heard, self._every_mean())
        for number, mean in enumerate(self._means):
            mean.remember(self._heard[:, number])

    def _channel(self) -> Mean:
        assert self._used is not None, "no search is open"
        return self._used

    def _close(self) -> None:
        if self._used is not None:
            self._decoder.end_utt()
            self._used = None

    def _changed_draft(self, text: str) -> Sequence[TranscriptEvent]:
        if text == self._draft_text:
            return []
        self._draft_text = text
        return [Partial(self._utterance, self._started_ns(), text)]

    def _hypothesis(self) -> str:
        hypothesis = self._decoder.hyp()
        tokens = hypothesis.hypstr.split() if hypothesis else []
        return " ".join(without_mark(token) for token in tokens if not is_filler(token))

    def _words(self, segments: Iterable[Segment], first: Sequence[Segment]) -> Iterable[Word]:
        """Yield the words of the second search, given those of the first."""
        begin_ns = self._started_ns()
        spoken = [segment for segment in segments if not is_filler(segment.word)]
        sure = confidences(
            [segment.prob for segment in spoken],
            [any(is_same(segment, other) for other in first) for segment in spoken],
            self._shares(spoken),
        )
        for segment, confidence in zip(spoken, sure, strict=True):
            if confidence >= LEAST_CONFIDENCE:
                yield Word(
                    without_mark(segment.word),
                    begin_ns + segment.start_frame * FRAME_NS,
                    begin_ns + (segment.end_frame + 1) * FRAME_NS,
                    float(confidence),
                )

    def _shares(self, spoken: Sequence[Segment]) -> NDArray[np.float64]:
        """Return how much of all that the decoder took into account speaks for each word."""
        lattice = self._decoder.get_lattice() if spoken else None
        if lattice is None:
            return np.array([segment.prob for segment in spoken])
        graph = parse_graph(lattice_text(lattice))
        language = language_scores(graph, self._decoder.get_lm(self._search).prob)
        said = [
            (without_mark(segment.word), segment.start_frame, segment.end_frame)
            for segment in spoken
        ]
        return word_shares(graph, edge_shares(graph, language), said)

    def _started_ns(self) -> int:
        assert self._begin_ns is not None, "feed and end belong between begin and end"
        return self._begin_ns


def is_same(one: Segment, other: Segment) -> bool:
    """Whether two searches heard the same word at about the same time."""
    near = abs(one.start_frame - other.start_frame) <= SAME_FRAMES
    return near and without_mark(one.word) == without_mark(other.word)
