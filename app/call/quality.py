"""How well sound arrives, second by second, out of counts that only grow."""

from app.call.messages import Quality
from audio.plc.receiver import ReceiverStatistics


class QualityMeter:
    """Compares counts with those of the call before."""

    def __init__(self) -> None:
        self._before = ReceiverStatistics()

    def since(self, now: ReceiverStatistics) -> Quality:
        """Return what happened since the last call."""
        before, self._before = self._before, now
        played = now.total_samples - before.total_samples
        concealed = now.concealed_samples - before.concealed_samples
        recovered = now.fec_samples - before.fec_samples
        return Quality(
            loss_percent=percent(concealed + recovered, played),
            concealed_percent=percent(concealed, played),
            recovered_percent=percent(recovered, played),
            delay_ms=round(now.delay_ms, 1),
            jitter_ms=round(now.jitter_ms, 1),
        )


def percent(part: int, whole: int) -> float:
    """Return a share to a tenth of a percent; 0 of nothing."""
    return round(100 * part / whole, 1) if whole > 0 else 0.0
