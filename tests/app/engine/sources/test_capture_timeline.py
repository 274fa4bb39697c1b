"""Placing captured samples on the clock: late callbacks, lost samples and drift told apart."""

from app.engine.events import Gap, GapReason
from app.engine.sources.capture_timeline import DRIFT_LIMIT_NS, CaptureTimeline

MS = 1_000_000
RATE_HZ = 48_000
BLOCK = 960
BLOCK_NS = 20 * MS
START_NS = 5_000 * MS


class Device:
    """Delivers blocks to a timeline, on time unless told otherwise."""

    def __init__(self, ppm: int = 0) -> None:
        self._block_ns = BLOCK_NS * (1_000_000 + ppm) // 1_000_000
        self.now_ns = START_NS + self._block_ns
        self.delivered = BLOCK
        self.timeline = CaptureTimeline("mic", RATE_HZ, BLOCK, self.now_ns)
        self.timeline.place(BLOCK)
        self.gaps: list[Gap] = []

    def deliver(self, blocks: int = 1, late_ns: int = 0) -> None:
        for _ in range(blocks):
            self.now_ns += self._block_ns
            self.delivered += BLOCK
            gap = self.timeline.observe(self.delivered, self.now_ns + late_ns)
            if gap is not None:
                self.gaps.append(gap)
            self.timeline.place(BLOCK)


def test_the_first_sample_is_an_arrival_less_its_duration() -> None:
    timeline = CaptureTimeline("mic", RATE_HZ, 3 * BLOCK, START_NS)
    assert timeline.place(BLOCK) == START_NS - 3 * BLOCK_NS
    assert timeline.place(BLOCK) == START_NS - 2 * BLOCK_NS


def test_late_callbacks_do_not_move_the_samples() -> None:
    device = Device()
    for late_ms in (0, 15, 180, 160, 140, 120, 100, 80, 60, 40, 20, 0) * 20:
        device.deliver(late_ns=late_ms * MS)
    assert device.gaps == []
    assert device.timeline.next_ns == START_NS + device.delivered * 1_000_000_000 // RATE_HZ


def test_samples_the_ring_lost_are_a_gap_of_their_length() -> None:
    timeline = CaptureTimeline("mic", RATE_HZ, BLOCK, START_NS + BLOCK_NS)
    timeline.place(BLOCK)
    assert timeline.lose(2 * BLOCK) == Gap(
        START_NS + BLOCK_NS, START_NS + 3 * BLOCK_NS, "mic", GapReason.OVERFLOW
    )
    assert timeline.place(BLOCK) == START_NS + 3 * BLOCK_NS


def test_samples_the_device_skips_are_one_gap() -> None:
    device = Device()
    device.deliver(100)
    device.now_ns += 150 * MS
    device.deliver(100)
    [gap] = device.gaps
    assert gap.end_ns - gap.start_ns == 150 * MS
    assert gap.reason is GapReason.OVERFLOW
    assert device.timeline.next_ns == device.now_ns


def test_a_small_skip_is_left_alone() -> None:
    device = Device()
    device.deliver(100)
    device.now_ns += 25 * MS
    device.deliver(100)
    assert device.gaps == []


def test_a_drifting_card_stays_within_lip_sync_for_twenty_minutes() -> None:
    for ppm in (200, -200):
        device = Device(ppm)
        before_ns = device.timeline.next_ns
        for _ in range(20 * 60 * 5):
            device.deliver(10)
            step_ns = device.timeline.next_ns - before_ns
            before_ns = device.timeline.next_ns
            assert abs(step_ns - 10 * BLOCK_NS) <= 110_000  # 10 us a block, 50 ppm to spare
        assert device.gaps == []
        assert abs(device.timeline.next_ns - device.now_ns) < DRIFT_LIMIT_NS + 5 * MS
