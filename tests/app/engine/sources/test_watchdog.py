"""Absent, dead and muted devices, decided without devices."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.engine.events import Gap, GapReason, Notice
from app.engine.sources.watchdog import Heartbeat, Outage, SilenceWatchdog
from audio.block import AudioBlock

MS = 1_000_000
S = 1_000 * MS
RATE_HZ = 1_000


def blocks(levels: list[int], lengths: list[int]) -> list[AudioBlock]:
    """Cut (n,) levels, one sample per ms, into blocks."""
    samples = np.repeat(np.array(levels, np.int16)[:, None], 2, axis=1)
    starts = np.cumsum([0, *lengths])
    return [
        AudioBlock(int(start) * MS, samples[start : start + length], RATE_HZ)
        for start, length in zip(starts, lengths, strict=False)
    ]


def watch(levels: list[int], lengths: list[int]) -> list[Notice | Gap]:
    watchdog = SilenceWatchdog("mic")
    said = [found for block in blocks(levels, lengths) for found in watchdog.push(block)]
    return [*said, *watchdog.flush(len(levels) * MS)]


def test_an_outage_is_said_once_and_measured() -> None:
    outage = Outage("mic")
    assert outage.end(1 * S) == ()
    assert outage.note(2 * S, 4 * S, GapReason.DEVICE_LOST, "It has gone.") == (
        Notice(4 * S, "mic", "It has gone."),
        Gap(2 * S, 4 * S, "mic", GapReason.DEVICE_LOST),
    )
    assert outage.note(4 * S, 6 * S, GapReason.NO_DEVICE, "It is not there.") == (
        Gap(4 * S, 6 * S, "mic", GapReason.DEVICE_LOST),
    )
    assert outage.end(9 * S) == (Gap(6 * S, 9 * S, "mic", GapReason.DEVICE_LOST),)
    assert outage.end(10 * S) == ()
    again = outage.note(11 * S, 11 * S, GapReason.DEVICE_LOST, "It has gone.")
    assert again == (Notice(11 * S, "mic", "It has gone."),)


def test_a_device_may_start_slowly_but_not_pause() -> None:
    heart = Heartbeat(0)
    assert not heart.is_dead(9 * S)
    heart.beat(9 * S)
    assert not heart.is_dead(11 * S - 1)
    assert heart.is_dead(11 * S)
    assert Heartbeat(0).is_dead(10 * S)


def test_three_seconds_of_zeros_are_said_once_and_measured_to_the_sample() -> None:
    levels = [5] * 30 + [0] * 7_000 + [5] * 50
    notice, gap = watch(levels, [20] * 354)
    assert isinstance(notice, Notice)
    assert "digital silence" in notice.text
    assert 3_030 * MS <= notice.pts_ns < 3_050 * MS
    assert gap == Gap(30 * MS, 7_030 * MS, "mic", GapReason.DIGITAL_SILENCE)


def test_each_silence_is_a_happening_of_its_own() -> None:
    found = watch(([0] * 3_500 + [1]) * 2, [20] * 351)
    assert [type(item) for item in found] == [Notice, Gap, Notice, Gap]


def test_a_silence_that_lasts_to_the_end_is_marked_there() -> None:
    assert watch([0] * 4_000, [20] * 200)[1:] == [
        Gap(0, 4_000 * MS, "mic", GapReason.DIGITAL_SILENCE)
    ]


def test_quiet_is_not_silence() -> None:
    assert watch([0] * 2_900 + [-1] + [0] * 2_900, [20] * 291) == []


def test_one_sounding_channel_is_enough() -> None:
    watchdog = SilenceWatchdog("mic")
    samples = np.zeros((4_000, 2), np.int16)
    samples[::1_000, 1] = 1
    assert watchdog.push(AudioBlock(0, samples, RATE_HZ)) == []


@given(st.lists(st.integers(60, 900), min_size=1, max_size=15))
def test_gaps_do_not_depend_on_the_blocks(cuts: list[int]) -> None:
    levels = [5] * 7 + [0] * 3_200 + [5] * 3 + [0] * 2_000 + [5] + [0] * 3_000
    lengths: list[int] = []
    while sum(lengths) < len(levels):  # the last blocks may be short or empty
        lengths.extend(cuts)
    assert [item for item in watch(levels, lengths) if isinstance(item, Gap)] == [
        Gap(7 * MS, 3_207 * MS, "mic", GapReason.DIGITAL_SILENCE),
        Gap(5_211 * MS, 8_211 * MS, "mic", GapReason.DIGITAL_SILENCE),
    ]
