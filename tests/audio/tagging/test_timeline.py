"""The timeline: right times, the same for every split, revised once and then final."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.block import AudioBlock
from audio.tagging.event_builder import ONGOING_BARS
from audio.tagging.sounds import Bar, SoundEvent
from audio.tagging.timeline import LAG_BARS, SoundTimeline
from audio.tagging.windows import BAR_NS
from tests.fakes.sounds import HIGH, HIGH_HZ, LOW, LOW_HZ, PitchTagger, scene

Told = list[Bar | SoundEvent]
MS = 1_000_000
SCENE = scene((0, 1.0), (LOW_HZ, 1.5), (0, 1.2), (HIGH_HZ, 0.8), (LOW_HZ, 1.0))


def block(samples: NDArray[np.int16], first: int = 0, rate_hz: int = 16_000) -> AudioBlock:
    return AudioBlock(first * 1_000_000_000 // rate_hz, samples, rate_hz)


def told(samples: NDArray[np.int16], cuts: list[int], batch: int = 1) -> Told:
    timeline = SoundTimeline(PitchTagger(), batch)
    out: Told = []
    for first, last in itertools.pairwise([0, *cuts, len(samples)]):
        out += timeline.push(block(samples[first:last], first))
    return out + list(timeline.flush())


def events(out: Told) -> list[SoundEvent]:
    return [item for item in out if isinstance(item, SoundEvent)]


def final_bars(out: Told) -> list[Bar]:
    return [item for item in out if isinstance(item, Bar) and item.final]


def test_events_begin_and_end_where_the_sound_does() -> None:
    found = [(e.sound, e.start_ns, e.end_ns) for e in events(told(SCENE, []))]
    expected = [(LOW, 1000, 2500), (HIGH, 3700, 4500), (LOW, 4500, 5500)]
    assert [sound for sound, *_ in found] == [sound for sound, *_ in expected]
    for (_, *found_ns), (_, *expected_ms) in zip(found, expected, strict=True):
        assert found_ns == pytest.approx([ms * MS for ms in expected_ms], abs=25 * MS)


def test_quiet_bars_are_silent_and_need_no_network() -> None:
    tagger = PitchTagger()
    timeline = SoundTimeline(tagger)
    out = [*timeline.push(block(scene((0, 10.0)))), *timeline.flush()]
    assert {item.sound for item in out} == {"silence"}
    assert tagger.asked < 20


@settings(max_examples=8)
@given(
    cuts=st.lists(st.integers(0, len(SCENE)), max_size=12).map(sorted),
    batch=st.sampled_from([1, 3, 16]),
)
def test_any_split_and_any_batch_tell_the_same(cuts: list[int], batch: int) -> None:
    assert told(SCENE, cuts, batch) == told(SCENE, [])


def test_every_bar_is_told_once_provisionally_and_once_for_good() -> None:
    out = told(SCENE, [])
    count = len(SCENE) // 800
    times_ns = [index * BAR_NS for index in range(count)]
    assert [bar.pts_ns for bar in final_bars(out)] == times_ns
    assert [b.pts_ns for b in out if isinstance(b, Bar) and not b.final] == times_ns


def test_bars_come_soon_and_are_revised_later() -> None:
    timeline = SoundTimeline(PitchTagger())
    samples = scene((LOW_HZ, 6.0))
    out = list(timeline.push(block(samples)))
    provisional = [bar for bar in out if isinstance(bar, Bar) and not bar.final]
    assert len(provisional) * BAR_NS >= 5_300 * MS
    assert len(final_bars(out)) == len(provisional) - LAG_BARS


def test_a_sound_that_lasts_is_told_of_before_it_ends() -> None:
    seconds = ONGOING_BARS * 0.05 * 2 + 4
    numbers = [(e.number, e.ended) for e in events(told(scene((LOW_HZ, seconds)), [], 16))]
    assert numbers == [(0, False), (0, False), (0, True)]


def test_a_jump_of_time_ends_what_sounds() -> None:
    timeline = SoundTimeline(PitchTagger())
    samples = scene((LOW_HZ, 2.0))
    out = list(timeline.push(block(samples)))
    out += timeline.push(block(samples, 16_000 * 10))
    out += timeline.flush()
    starts = [(e.number, round(e.start_ns / MS, -1), round(e.end_ns / MS, -1)) for e in events(out)]
    assert starts == [(0, 0, 2000), (1, 10_000, 12_000)]


def test_other_rates_keep_their_times() -> None:
    samples = scene((0, 1.0), (LOW_HZ, 1.5), (0, 1.5), rate_hz=48_000)
    timeline = SoundTimeline(PitchTagger())
    out = [*timeline.push(block(samples, 0, 48_000)), *timeline.flush()]
    (event,) = events(out)
    assert event.start_ns == pytest.approx(1000 * MS, abs=25 * MS)


def test_reset_forgets() -> None:
    timeline = SoundTimeline(PitchTagger())
    timeline.push(block(SCENE))
    timeline.reset()
    again = [*timeline.push(block(SCENE)), *timeline.flush()]
    assert [e.sound for e in events(again)] == [LOW, HIGH, LOW]
    assert final_bars(again) == final_bars(told(SCENE, []))
