"""What a receiver counts."""

from collections import Counter, deque

from audio.plc.heard import ConcealedGap, Kind, ReceiverStatistics
from audio.plc.packet_buffer import Verdict

REMEMBERED_GAPS = 256
NS_PER_S = 1_000_000_000


class Tally:
    """Counts of one stream, and the gaps in it."""

    def __init__(self, sample_rate_hz: int) -> None:
        self._rate_hz = sample_rate_hz
        self._verdicts: Counter[Verdict] = Counter()
        self._kinds: Counter[Kind] = Counter()
        self._shortened = self._lengthened = self._events = 0
        self._gaps: deque[ConcealedGap] = deque(maxlen=REMEMBERED_GAPS)
        self._open: ConcealedGap | None = None

    @property
    def in_gap(self) -> bool:
        """Whether what was played last was made up or recovered."""
        return self._open is not None

    def received(self, verdict: Verdict) -> None:
        """Count a packet."""
        self._verdicts[verdict] += 1

    def late(self, packets: int) -> None:
        """Count packets that were kept but never played."""
        self._verdicts[Verdict.LATE] += packets
        self._verdicts[Verdict.KEPT] -= packets

    def damaged(self) -> None:
        """Count a packet that was kept but cannot be decoded."""
        self._verdicts[Verdict.DISCARDED] += 1
        self._verdicts[Verdict.KEPT] -= 1

    def stretched(self, samples: int) -> None:
        """Count samples put in, or left out if negative."""
        self._lengthened += max(0, samples)
        self._shortened += max(0, -samples)

    def played(self, kind: Kind, samples: int, due_ns: int = 0) -> None:
        """Count samples that are played from `due_ns` on."""
        self._kinds[kind] += samples
        if kind in ("concealed", "fec"):
            self._events += kind == "concealed" and self._open is None
            before = self._open or ConcealedGap(due_ns, 0, 0)
            duration_ns = before.duration_ns + samples * NS_PER_S // self._rate_hz
            recovered = before.recovered + (samples if kind == "fec" else 0)
            self._open = ConcealedGap(before.start_ns, duration_ns, recovered)
        elif self._open is not None:
            self._gaps.append(self._open)
            self._open = None

    def gaps(self) -> list[ConcealedGap]:
        """Return the gaps that ended since the last call."""
        ended = list(self._gaps)
        self._gaps.clear()
        return ended

    def counts(self) -> ReceiverStatistics:
        """Return everything counted."""
        return ReceiverStatistics(
            packets_received=self._verdicts.total(),
            packets_duplicate=self._verdicts[Verdict.DUPLICATE],
            packets_late=self._verdicts[Verdict.LATE],
            packets_discarded=self._verdicts[Verdict.DISCARDED] + self._verdicts[Verdict.CROWDED],
            restarts=self._verdicts[Verdict.RESTARTED],
            total_samples=self._kinds.total(),
            concealed_samples=self._kinds["concealed"],
            concealment_events=self._events,
            fec_samples=self._kinds["fec"],
            comfort_noise_samples=self._kinds["comfort_noise"],
            accelerated_samples=self._shortened,
            expanded_samples=self._lengthened,
        )
