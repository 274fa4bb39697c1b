"""Lip sync in made-up time: pictures are due when the sound captured with them is played."""

import pytest

from app.call.lip_sync import LipSync, Track
from app.call.tap import Arrival, SenderReport

MS = 1_000_000
NTP_S = 1 << 32
SOUND_ORIGIN, PICTURE_ORIGIN = (1 << 32) - 24_000, (1 << 32) - 90_000  # both wrap within a second
SENDER_EPOCH_S = 3_900_000_000
SOUND_WAY_MS, PICTURE_WAY_MS, PLAY_MS = 30, 75, 100


class Network:
    """Sound and pictures captured together arrive apart; sound is played 100 ms after it came."""

    def __init__(self) -> None:
        self.sync = LipSync()

    def sound(self, captured_ms: int) -> None:
        timestamp = (SOUND_ORIGIN + captured_ms * 48) % (1 << 32)
        at_ns = (captured_ms + SOUND_WAY_MS) * MS
        self.sync.sound_packet(Arrival(1, 96, 0, timestamp, False, b"x", at_ns))
        self.sync.played(timestamp, at_ns + PLAY_MS * MS)

    def picture(self, captured_ms: int) -> None:
        timestamp = (PICTURE_ORIGIN + captured_ms * 90) % (1 << 32)
        at_ns = (captured_ms + PICTURE_WAY_MS) * MS
        self.sync.picture_packet(Arrival(2, 97, 0, timestamp, True, b"x", at_ns))

    def reports(self, captured_ms: int, late_ms: int = 0) -> None:
        ntp = (SENDER_EPOCH_S + (captured_ms + late_ms) / 1000) * NTP_S
        sound = (SOUND_ORIGIN + captured_ms * 48) % (1 << 32)
        picture = (PICTURE_ORIGIN + captured_ms * 90) % (1 << 32)
        self.sync.sound.report(SenderReport(1, int(ntp), sound, 0))
        self.sync.picture.report(SenderReport(2, int(ntp), picture, 0))

    def error_ms(self, captured_ms: int, first_ms: int = 0) -> float:
        """Return by how much the picture of a moment would be shown later than its sound."""
        pts = (captured_ms - first_ms) * 90
        due_ns = self.sync.due_ns(pts, (captured_ms + PICTURE_WAY_MS) * MS)
        return due_ns / MS - (captured_ms + SOUND_WAY_MS + PLAY_MS)


def running(until_ms: int = 3000, first_picture_ms: int = 0) -> Network:
    network = Network()
    for now_ms in range(0, until_ms, 20):
        network.sound(now_ms)
        if now_ms >= first_picture_ms and now_ms % 40 == 0:
            network.picture(now_ms)
    return network


def test_with_reports_a_picture_is_due_with_its_sound() -> None:
    network = running()
    network.reports(2000)
    assert network.error_ms(2960) == pytest.approx(0, abs=1)


def test_before_reports_the_quickest_packets_are_taken_for_equally_quick() -> None:
    network = running()
    expected_ms = PICTURE_WAY_MS - SOUND_WAY_MS
    assert network.error_ms(2960) == pytest.approx(expected_ms, abs=1)


def test_reports_of_a_busy_sender_are_late_and_the_least_late_counts() -> None:
    network = running()
    network.reports(1000)
    sound, picture = network.sync.sound, network.sync.picture
    late_ntp = int((SENDER_EPOCH_S + 2.4) * NTP_S)
    sound.report(SenderReport(1, late_ntp, (SOUND_ORIGIN + 2000 * 48) % (1 << 32), 0))
    assert network.error_ms(2960) == pytest.approx(0, abs=1)
    assert picture.sender_ns(0) is not None


def test_a_sender_that_reports_its_sending_is_held_by_its_quickest_packets() -> None:
    """Such reports are as late as the packets they follow; here each by 300 ms, pictures alone."""
    network = Network()
    for now_ms in range(0, 3000, 20):
        network.sound(now_ms)
        if now_ms % 40 == 0:
            network.picture(now_ms)
        if now_ms % 1000 == 0:
            network.reports(now_ms)
            network.sync.picture.report(
                SenderReport(
                    2,
                    int((SENDER_EPOCH_S + (now_ms + 300) / 1000) * NTP_S),
                    (PICTURE_ORIGIN + now_ms * 90) % (1 << 32),
                    0,
                )
            )
    expected_ms = PICTURE_WAY_MS - SOUND_WAY_MS
    assert network.error_ms(2960) == pytest.approx(expected_ms, abs=1)
    assert network.sync.picture.sender_ns(0) is None


def test_a_report_of_capture_that_meets_a_packet_by_chance_does_no_harm() -> None:
    network = running()
    network.reports(1000)
    network.reports(2000)
    network.reports(2960)
    assert network.error_ms(2960) == pytest.approx(0, abs=1)


def test_packets_quick_long_ago_are_forgotten() -> None:
    track = Track(48_000)
    track.packet(0, 0)
    for second in range(1, 100):
        track.packet(second * 48_000, second * 1000 * MS + 5 * MS)
    assert track.quickest_ns(0) == 5 * MS


def test_a_sender_that_sets_its_clock_is_believed() -> None:
    network = running()
    network.reports(1000)
    network.reports(2000, late_ms=5000)
    assert network.error_ms(2960) == pytest.approx(0, abs=1)


def test_a_first_picture_that_was_lost_is_found_out() -> None:
    lost = running(first_picture_ms=2040)
    lost.reports(2060)
    # aiortc counts from the first picture it could complete.
    assert lost.error_ms(2960, first_ms=2040) == pytest.approx(0, abs=1)


def test_sound_that_is_played_later_takes_the_pictures_along() -> None:
    network = running()
    network.reports(2000)
    for now_ms in range(3000, 5000, 20):
        network.picture(now_ms)
        timestamp = (SOUND_ORIGIN + now_ms * 48) % (1 << 32)
        network.sync.played(timestamp, (now_ms + SOUND_WAY_MS + PLAY_MS + 60) * MS)
    assert network.error_ms(4980) == pytest.approx(60, abs=2)


def test_without_sound_pictures_are_due_at_once() -> None:
    sync = LipSync()
    sync.picture_packet(Arrival(2, 97, 0, 5, True, b"x", 7 * MS))
    assert sync.due_ns(0, 9 * MS) == 9 * MS


def test_reports_that_ask_for_minutes_are_not_followed() -> None:
    network = running()
    network.reports(2000)
    ntp = int((SENDER_EPOCH_S + 2.9) * NTP_S)
    network.sync.picture.report(
        SenderReport(2, ntp, (PICTURE_ORIGIN - 90_000 * 500) % (1 << 32), 0)
    )
    now_ns = 3035 * MS
    assert network.sync.due_ns(2960 * 90, now_ns) == now_ns
