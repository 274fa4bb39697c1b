"""The gate starts early, ends late, cuts long speech at a quiet place and ignores silence."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.speech.vad import (
    FRAME_SAMPLES,
    HARD_LIMIT_S,
    IMPATIENT_S,
    LEAST_RELEASE_MS,
    PATIENT_S,
    PRE_ROLL_MS,
    RELEASE_MS,
    SAMPLE_RATE_HZ,
    SOFT_LIMIT_S,
    Likeness,
    VoiceAudio,
    VoiceEnd,
    VoiceEvent,
    VoiceGate,
    VoiceStart,
    to_int16,
)
from tests.fakes.speech import any_voice, loud_detector

FRAME_S = FRAME_SAMPLES / SAMPLE_RATE_HZ


def loud_gate() -> VoiceGate:
    return VoiceGate(lambda: loud_detector, lambda: any_voice)


def sound(*parts: tuple[float, float]) -> NDArray[np.float32]:
    """Noise in stretches of (seconds, amplitude)."""
    rng = np.random.default_rng(7)
    stretches = [rng.uniform(-a, a, round(s * SAMPLE_RATE_HZ)) for s, a in parts]
    return np.concatenate(stretches).astype(np.float32)


def stretches(events: Sequence[VoiceEvent]) -> list[tuple[float, float]]:
    """Starts and ends in seconds; checks that the audio between them is whole."""
    found: list[tuple[float, float]] = []
    start, heard = 0, 0
    for event in events:
        if isinstance(event, VoiceStart):
            start, heard = event.start, 0
        elif isinstance(event, VoiceAudio):
            heard += len(event.pcm)
        else:
            assert heard == event.end - start
            found.append((start / SAMPLE_RATE_HZ, event.end / SAMPLE_RATE_HZ))
    return found


def gated(gate: VoiceGate, pcm: NDArray[np.float32]) -> list[VoiceEvent]:
    return [*gate.push(pcm), *gate.flush()]


def test_a_stretch_reaches_back_and_hangs_over() -> None:
    [(start, end)] = stretches(gated(loud_gate(), sound((2, 0), (1.5, 0.5), (2, 0))))
    assert abs(start - (2 - PRE_ROLL_MS / 1000)) <= FRAME_S
    assert 3.5 + 0.5 * RELEASE_MS / 1000 <= end <= 3.5 + RELEASE_MS / 1000 + FRAME_S


def test_the_audio_passed_on_is_the_audio_heard() -> None:
    pcm = sound((1, 0), (1, 0.5), (2, 0))
    events = gated(loud_gate(), pcm)
    [(start, end)] = stretches(events)
    passed = np.concatenate([event.pcm for event in events if isinstance(event, VoiceAudio)])
    heard = pcm[round(start * SAMPLE_RATE_HZ) : round(end * SAMPLE_RATE_HZ)]
    assert np.array_equal(passed, heard)


def test_a_short_pause_does_not_end_a_stretch() -> None:
    assert len(stretches(gated(loud_gate(), sound((1, 0.5), (0.4, 0), (1, 0.5), (1, 0))))) == 1


def test_the_longer_a_stretch_the_shorter_a_pause_ends_it() -> None:
    speech_s = IMPATIENT_S + 0.5
    long = stretches(gated(loud_gate(), sound((speech_s, 0.5), (0.6, 0), (1, 0.5), (1, 0))))
    assert len(long) == 2
    assert long[0][1] <= speech_s + LEAST_RELEASE_MS / 1000 + FRAME_S
    short = sound((PATIENT_S - 2, 0.5), (0.6, 0), (1, 0.5), (1, 0))
    assert len(stretches(gated(loud_gate(), short))) == 1


def test_the_first_word_is_whole_though_the_voice_is_told_late() -> None:
    pcm = sound((2, 0), (2, 0.5), (1, 0))
    told_from = (2 + 0.9) / FRAME_S

    def make_late_likeness() -> Likeness:
        frames = iter(range(1000))
        return lambda _frame: 5.0 if next(frames) >= told_from else -5.0

    [(start, _)] = stretches(gated(VoiceGate(lambda: loud_detector, make_late_likeness), pcm))
    assert abs(start - (2 - PRE_ROLL_MS / 1000)) <= FRAME_S


def test_what_is_lively_but_no_voice_starts_nothing_and_ends_a_stretch() -> None:
    pcm = sound((6, 0.5))
    silent = VoiceGate(lambda: loud_detector, lambda: lambda _frame: -5.0)
    assert gated(silent, pcm) == []

    def make_two_seconds() -> Likeness:
        frames = iter(range(1000))
        return lambda _frame: 5.0 if next(frames) * FRAME_S < 2 else -5.0

    [(_, end)] = stretches(gated(VoiceGate(lambda: loud_detector, make_two_seconds), pcm))
    assert end <= 2 + RELEASE_MS / 1000 + FRAME_S


def test_a_click_starts_nothing() -> None:
    assert gated(loud_gate(), sound((1, 0), (0.1, 0.9), (1, 0))) == []


def test_two_stretches_never_overlap() -> None:
    pcm = sound((1, 0.5), (0.85, 0), (1, 0.5), (1, 0))
    (_, first_end), (second_start, _) = stretches(gated(loud_gate(), pcm))
    assert second_start >= first_end


def test_long_speech_is_cut_at_its_quiet_place() -> None:
    dip_s = SOFT_LIMIT_S + 0.6
    pcm = sound((dip_s, 0.5), (0.12, 0.1), (3, 0.5))
    first, second = stretches(gated(loud_gate(), pcm))
    assert dip_s <= first[1] <= dip_s + 0.15
    assert second[0] == first[1]


def test_no_stretch_is_longer_than_the_limit() -> None:
    rising = np.linspace(0.2, 0.9, 60 * SAMPLE_RATE_HZ, dtype=np.float32)
    found = stretches(gated(loud_gate(), sound((60, 1)) * rising))
    assert found[-1][1] == 60
    assert max(end - start for start, end in found) <= HARD_LIMIT_S + FRAME_S
    assert all(one[1] == other[0] for one, other in pairwise(found))


def test_flush_ends_an_open_stretch_with_every_sample() -> None:
    pcm = sound((1.01, 0.5))
    [(_, end)] = stretches(gated(loud_gate(), pcm))
    assert end == len(pcm) / SAMPLE_RATE_HZ


@pytest.mark.parametrize("level_db", [-120, -80, -62])
def test_what_is_nearly_silent_is_never_speech(level_db: float) -> None:
    noise = np.random.default_rng(3).standard_normal(10 * SAMPLE_RATE_HZ)
    gate = VoiceGate(lambda: lambda _frame: True)
    assert gated(gate, (noise * 10 ** (level_db / 20)).astype(np.float32)) == []


def test_webrtc_hears_no_speech_in_digital_silence_and_faint_noise() -> None:
    assert gated(VoiceGate(), sound((5, 0), (5, 0.01))) == []


@settings(max_examples=25, deadline=None)
@given(
    parts=st.lists(
        st.tuples(st.floats(0.05, 1.5), st.sampled_from([0.0, 0.02, 0.3])), min_size=1, max_size=6
    ),
    cuts=st.lists(st.integers(0, 150_000), max_size=10),
)
def test_any_split_gives_the_same_events(parts: list[tuple[float, float]], cuts: list[int]) -> None:
    pcm = sound(*parts)
    gate = VoiceGate()
    whole = gated(gate, pcm)
    split: list[VoiceEvent] = []
    for piece in np.split(pcm, sorted(cut % (len(pcm) + 1) for cut in cuts)):
        split += gate.push(piece)
    split += gate.flush()
    assert len(split) == len(whole)
    for one, other in zip(whole, split, strict=True):
        if isinstance(one, VoiceAudio):
            assert isinstance(other, VoiceAudio)
            assert np.array_equal(one.pcm, other.pcm)
        else:
            assert isinstance(one, VoiceStart | VoiceEnd)
            assert one == other


def test_int16_is_rounded_and_clipped() -> None:
    pcm = np.array([-2.0, -1.0, 0.0, 1.6 / 32768, 1.0], np.float32)
    assert to_int16(pcm).tolist() == [-32768, -32768, 0, 2, 32767]
