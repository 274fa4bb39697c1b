"""The delay that is wanted follows the network's jitter, and nothing else."""

import numpy as np
import pytest

from audio.plc.delay import INTERVALS, LARGEST_TARGET_NS, Delay

MS = 1_000_000
RATE_HZ = 48_000


def after(delays_ms: list[float], delay: Delay | None = None, ppm: float = 0.0) -> Delay:
    """Return what has seen packets of 20 ms that took so long."""
    delay = delay or Delay(RATE_HZ)
    for number, late_ms in enumerate(delays_ms):
        sent_ms = number * 20 * (1 + ppm / 1e6)
        delay.arrived(number * 960, round((sent_ms + late_ms) * MS))
    return delay


def test_a_steady_network_needs_a_packet_and_its_follower() -> None:
    assert after([7.0] * 200).target_ns == 40 * MS


def test_longer_packets_need_more_room() -> None:
    delay = Delay(RATE_HZ)
    delay.packet_ns = 60 * MS
    assert after([0.0] * 10, delay).target_ns == 80 * MS


@pytest.mark.parametrize("deviation_ms", [20, 40])
def test_jitter_is_outwaited(deviation_ms: int) -> None:
    late_ms = np.abs(np.random.default_rng(1).normal(0, deviation_ms, 2000))
    target_ms = after(late_ms.tolist()).target_ns / MS
    assert np.mean(late_ms > target_ms) < 0.005
    assert target_ms < 4 * deviation_ms


def test_one_outage_is_no_rule_but_three_are() -> None:
    outage = [*np.arange(200, 0, -20).tolist()]
    calm = [0.0] * 150
    assert after([*calm, *calm, *outage, *calm]).target_ns == 40 * MS
    again = [*calm, *outage] * 4
    assert after([*calm, *again, *calm]).target_ns > 200 * MS


def test_an_outage_is_forgotten() -> None:
    calm = [0.0] * (INTERVALS * 25 + 25)
    assert after([100.0, 0.0, *calm]).target_ns == 40 * MS


@pytest.mark.parametrize("ppm", [-200.0, 200.0])
def test_clocks_that_differ_do_not_look_like_jitter(ppm: float) -> None:
    delay = after([0.0] * 30_000, ppm=ppm)
    played_ns = round(30_000 * 20 * (1 + ppm / 1e6)) * MS + 40 * MS
    assert delay.target_ns == 40 * MS
    assert delay.of(30_000 * 960, played_ns) == pytest.approx(40 * MS, abs=4 * MS)


def test_the_target_is_bounded() -> None:
    late_ms = [0.0, 1900.0] * 50
    assert after(late_ms).target_ns == LARGEST_TARGET_NS


def test_a_clock_set_anew_begins_anew() -> None:
    delay = after([0.0] * 100)
    assert not delay.arrived(100 * 960, 60_000 * MS)
    assert delay.of(100 * 960, 60_000 * MS) == 0
    assert delay.target_ns == 40 * MS


def test_jitter_is_that_of_rfc_3550() -> None:
    assert after([0.0, 16.0]).jitter_ns == 1 * MS
    assert after([5.0] * 100).jitter_ns == 0


@pytest.mark.parametrize("step_ms", [-300.0, 300.0])
def test_a_way_that_became_shorter_or_longer_is_no_jitter_for_ever(step_ms: float) -> None:
    way = [400.0] * 500 + [400.0 + step_ms] * (INTERVALS * 25 + 50)
    assert after(way).target_ns == 40 * MS
    if step_ms < 0:
        assert after(way[:510]).target_ns == 40 * MS
