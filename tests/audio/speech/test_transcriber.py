"""The transcriber keeps session times through any format, split, drift and gap."""

import pickle
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.mono_stream import DRIFT_NS, GAP_NS
from audio.speech.transcriber import (
    LiveTranscriber,
    believed,
    draft_transcriber,
)
from audio.speech.transcript import Final, Partial, TranscriptEvent, Word
from audio.speech.vad import PRE_ROLL_MS, VoiceGate
from tests.fakes.speech import FakeEngine, any_voice, loud_detector

MS = 1_000_000
ORIGIN_NS = 7_000_000_123
TOLERANCE_NS = 45 * MS  # one and a half frames of the gate


def transcriber(engine: FakeEngine | None = None) -> LiveTranscriber:
    return LiveTranscriber(
        engine or FakeEngine(), VoiceGate(lambda: loud_detector, lambda: any_voice)
    )


def sound(rate_hz: int, *parts: tuple[float, float], channels: int = 1) -> NDArray[np.int16]:
    """Low-pitched humming in stretches of (seconds, amplitude), (n, channels)."""
    amplitude = np.concatenate([np.full(round(s * rate_hz), a) for s, a in parts])
    hum = amplitude * np.sin(2 * np.pi * 220 * np.arange(len(amplitude)) / rate_hz)
    return np.repeat((hum * 32767).astype(np.int16)[:, None], channels, axis=1)


def blocks(
    samples: NDArray[np.int16], rate_hz: int, cuts: Sequence[int], origin_ns: int = ORIGIN_NS
) -> list[AudioBlock]:
    edges = [0, *sorted(cut % (len(samples) + 1) for cut in cuts), len(samples)]
    return [
        AudioBlock(origin_ns + start * NS_PER_S // rate_hz, samples[start:end], rate_hz)
        for start, end in pairwise(edges)
    ]


def every_20_ms(samples: NDArray[np.int16], rate_hz: int) -> list[int]:
    return list(range(0, len(samples), rate_hz // 50))


def transcribe(processor: LiveTranscriber, stream: Sequence[AudioBlock]) -> list[TranscriptEvent]:
    events = [event for block in stream for event in processor.push(block)]
    return [*events, *processor.flush()]


def finals(events: Sequence[TranscriptEvent]) -> list[Final]:
    return [event for event in events if isinstance(event, Final)]


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100, 48_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_times_are_those_of_the_session(rate_hz: int, channels: int) -> None:
    samples = sound(rate_hz, (3, 0), (1.5, 0.5), (2, 0), channels=channels)
    stream = blocks(samples, rate_hz, every_20_ms(samples, rate_hz))
    [final] = finals(transcribe(transcriber(), stream))
    # The stretch reaches back PRE_ROLL_MS before the first loud frame.
    expected_ns = ORIGIN_NS + 3 * NS_PER_S - PRE_ROLL_MS * MS
    assert abs(final.start_ns - expected_ns) <= TOLERANCE_NS


@settings(max_examples=25, deadline=None)
@given(
    rate_hz=st.sampled_from([16_000, 44_100, 48_000]),
    parts=st.lists(
        st.tuples(st.floats(0.05, 1.5), st.sampled_from([0.0, 0.02, 0.3])), min_size=1, max_size=6
    ),
    cuts=st.lists(st.integers(0, 400_000), max_size=12),
)
def test_any_split_gives_the_same_events(
    rate_hz: int, parts: list[tuple[float, float]], cuts: list[int]
) -> None:
    samples = sound(rate_hz, *parts)
    whole = transcribe(transcriber(), blocks(samples, rate_hz, []))
    assert transcribe(transcriber(), blocks(samples, rate_hz, cuts)) == whole


def test_flush_says_a_pending_utterance() -> None:
    rate_hz = 16_000
    processor = transcriber()
    events = [
        e for b in blocks(sound(rate_hz, (1.0, 0.5)), rate_hz, [8000]) for e in processor.push(b)
    ]
    assert finals(events) == []
    [final] = finals(processor.flush())
    assert final.end_ns == ORIGIN_NS + NS_PER_S
    assert processor.flush() == []


@pytest.mark.parametrize("jump_ns", [2 * GAP_NS, 60 * NS_PER_S, -2 * GAP_NS])
def test_a_jump_in_time_ends_the_utterance(jump_ns: int) -> None:
    rate_hz = 16_000
    hum = sound(rate_hz, (1.0, 0.5))
    first = blocks(hum, rate_hz, every_20_ms(hum, rate_hz))
    after_ns = ORIGIN_NS + NS_PER_S + jump_ns
    second = blocks(hum, rate_hz, every_20_ms(hum, rate_hz), after_ns)
    one, other = finals(transcribe(transcriber(), [*first, *second]))
    assert (one.start_ns, one.end_ns) == (ORIGIN_NS, ORIGIN_NS + NS_PER_S)
    assert (other.start_ns, other.end_ns) == (after_ns, after_ns + NS_PER_S)


def test_a_new_sample_rate_ends_the_utterance() -> None:
    slow, fast = sound(16_000, (1.0, 0.5)), sound(48_000, (1.0, 0.5))
    stream = [
        *blocks(slow, 16_000, []),
        *blocks(fast, 48_000, [], ORIGIN_NS + NS_PER_S),
    ]
    one, other = finals(transcribe(transcriber(), stream))
    assert one.end_ns == other.start_ns == ORIGIN_NS + NS_PER_S


def test_a_drifting_clock_is_followed_without_a_break() -> None:
    """A microphone 1000 ppm slow: after 100 s it is 100 ms late, and so are the words."""
    rate_hz, step = 16_000, 320
    samples = sound(rate_hz, (100, 0), (1.5, 0.5), (1, 0))
    stream = [
        AudioBlock(
            start * NS_PER_S // rate_hz * 1001 // 1000, samples[start : start + step], rate_hz
        )
        for start in range(0, len(samples), step)
    ]
    [final] = finals(transcribe(transcriber(), stream))
    expected_ns = 100 * NS_PER_S * 1001 // 1000 - PRE_ROLL_MS * MS
    assert abs(final.start_ns - expected_ns) <= TOLERANCE_NS


def test_jitter_of_block_times_breaks_nothing() -> None:
    rate_hz = 16_000
    samples = sound(rate_hz, (1, 0), (2, 0.5), (1, 0))
    steady = blocks(samples, rate_hz, every_20_ms(samples, rate_hz))
    jitter_ns = np.random.default_rng(0).integers(-DRIFT_NS, DRIFT_NS, len(steady))
    jittery = [
        AudioBlock(block.pts_ns + int(late), block.samples, rate_hz)
        for block, late in zip(steady, jitter_ns, strict=True)
    ]
    assert len(finals(transcribe(transcriber(), jittery))) == 1


@pytest.mark.parametrize(
    ("odds", "confidence", "stays"),
    [
        (5.0, 0.2, True),
        (2.5, 0.2, False),
        (2.5, 0.4, True),
        (1.0, 0.5, False),
        (1.0, 0.7, True),
        (-2.0, 0.9, False),
    ],
)
def test_words_stay_where_they_or_their_sound_speak_for_a_voice(
    odds: float, confidence: float, stays: bool
) -> None:
    words = [Word("show", n * 200 * MS, (n + 1) * 200 * MS, confidence) for n in range(4)]
    said = Final(3, tuple(words))
    assert believed(said, [odds] * 50, 1500 * MS) == (said if stays else Partial(3, 0, ""))


def test_noise_in_the_pauses_does_not_speak_against_the_words() -> None:
    said = Final(0, (Word("show", 600 * MS, 900 * MS, 0.6),) * 3)
    odds = [-1.5] * 20 + [3.0] * 30 + [-1.5] * 50
    assert believed(said, odds, 3000 * MS) == said


def test_a_single_sure_word_does_not_speak_for_a_voice() -> None:
    said = Final(0, (Word("show", 0, 200 * MS, 1.0),))
    assert believed(said, [1.0] * 50, 1500 * MS) == Partial(0, 0, "")


def test_a_word_made_of_what_follows_the_voice_is_dropped() -> None:
    spoken, rung = Word("noon", 500 * MS, 900 * MS, 0.9), Word("show", 2200 * MS, 2800 * MS, 0.9)
    odds = [6.0] * 80 + [-4.0] * 20
    assert believed(Final(0, (spoken, rung)), odds, 3000 * MS) == Final(0, (spoken,))


def test_reset_forgets_the_pending_utterance() -> None:
    rate_hz = 48_000
    samples = sound(rate_hz, (0.5, 0), (1.0, 0.5), (1.5, 0))
    processor = transcriber()
    fresh = transcribe(processor, blocks(samples, rate_hz, []))
    processor.reset()
    processor.push(blocks(sound(16_000, (1.0, 0.5)), 16_000, [])[0])
    processor.reset()
    again = transcribe(processor, blocks(samples, rate_hz, []))
    assert [replace(event, utterance=0) for event in again] == fresh


def test_utterances_are_counted_on_through_a_reset() -> None:
    """A stage resets at each gap; a recording keeps one utterance of each number."""
    rate_hz = 16_000
    samples = sound(rate_hz, (0.5, 0), (1.0, 0.5), (1.5, 0), (1.0, 0.5), (1.5, 0))
    processor = transcriber()
    before = transcribe(processor, blocks(samples, rate_hz, []))
    processor.reset()
    after = transcribe(processor, blocks(samples, rate_hz, [], ORIGIN_NS + 60 * NS_PER_S))
    assert [final.utterance for final in finals([*before, *after])] == [0, 1, 2, 3]
    assert {event.utterance for event in after} == {2, 3}


def test_what_was_dropped_before_its_end_leaves_its_number_to_the_next() -> None:
    rate_hz = 16_000
    processor = transcriber()
    [dropped, *_] = processor.push(blocks(sound(rate_hz, (2.0, 0.5)), rate_hz, [])[0])
    assert isinstance(dropped, Partial)
    processor.reset()
    [said] = finals(transcribe(processor, blocks(sound(rate_hz, (1.0, 0.5)), rate_hz, [])))
    assert said.utterance == dropped.utterance


def test_an_engine_that_can_hurry_is_told_how_late_it_is() -> None:
    class Hasty(FakeEngine):
        told: list[int]

        def late(self, late_ns: int) -> None:
            self.told = [late_ns]

    engine = Hasty()
    transcriber(engine).late(7)
    assert engine.told == [7]
    transcriber(FakeEngine()).late(7)  # one that cannot is left alone


def test_an_engine_of_another_rate_is_refused() -> None:
    engine = FakeEngine()
    engine.sample_rate_hz = 8_000
    with pytest.raises(ValueError, match="fake wants 8000 Hz"):
        LiveTranscriber(engine)


def test_blocks_and_the_factory_pickle() -> None:
    block = blocks(sound(16_000, (0.02, 0.5)), 16_000, [])[0]
    copy = pickle.loads(pickle.dumps(block))
    assert np.array_equal(copy.samples, block.samples)
    assert pickle.loads(pickle.dumps(draft_transcriber)) is draft_transcriber
