"""Sound placed on a recording's timeline, sample by sample."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.disk import cannot_write
from app.engine.clock import NS_PER_S
from app.engine.events import Gap, GapReason
from app.storage.conform import Conform, Samples
from app.storage.wav import WavWriter
from audio.block import AudioBlock

JITTER_MS = 40  # capture callbacks come this uneven without any sample being lost
MAX_DRIFT = 500e-6  # sound cards are within 200 ppm; what grows faster is missing sound
NS_PER_MS = NS_PER_S // 1000
ANCHOR_PERIOD_NS = 10 * NS_PER_S


@dataclass(frozen=True, slots=True)
class Anchor:
    """Sample `sample_index` of the file was captured at `pts_ns` on the session's clock."""

    pts_ns: int
    sample_index: int


class AudioTrack:
    """Writes blocks so that sample index = (pts - origin) * rate, and says where it could not.

    Consecutive blocks are joined by count: jitter below 40 ms and the slow drift between the
    sound card's clock and the session's neither insert nor drop a sample; anchors tell a reader of
    the drift. A gap, known or found, is filled with zeros up to the true time, which also takes
    out the drift gathered so far. Sound from before time zero is left out. The first block decides
    the file's format; later ones of another rate or channel count are converted to it.

    After a StorageError the track takes no more; what was written is kept and `close` works.
    """

    def __init__(self, path: Path, origin_ns: int, source: str) -> None:
        """Write to `path`, made at the first block; `source` names the gaps found here."""
        self._path = path
        self._origin_ns = origin_ns
        self._source = source
        self._wav: WavWriter | None = None
        self._failed = False
        self._position = 0  # next frame of the timeline; ahead of the file by what soxr holds
        self._drift_frames = 0.0
        self._announced_ns = origin_ns  # end of the latest gap that was pushed
        self._next_anchor_ns = origin_ns
        self._before_origin = False
        self._format: tuple[int, int] | None = None
        self._conform: Conform | None = None
        self._converted_frames = (0, 0)  # source frames in, timeline position at the first

    def push(self, item: AudioBlock | Gap) -> Sequence[Gap | Anchor]:
        """Write a block or fill a gap.

        Returns:
            What to store: each gap, those pushed and those found, and a clock anchor every 10 s.

        Raises:
            StorageError: the disk is full or gone; raised once.
        """
        if self._failed:
            return (item,) if isinstance(item, Gap) else ()
        try:
            return self._gap(item) if isinstance(item, Gap) else self._block(item)
        except OSError as error:
            self._failed = True
            raise cannot_write(self._path, error) from error

    def flush(self) -> Sequence[Gap | Anchor]:
        """Write what the resampler holds back; raises StorageError as `push` does."""
        if self._failed:
            return ()
        try:
            self._drain()
        except OSError as error:
            self._failed = True
            raise cannot_write(self._path, error) from error
        return ()

    def reset(self) -> None:
        """Do nothing: what comes after a gap has its place on the same timeline."""

    def close(self) -> None:
        """End the file; raises StorageError unless one was raised before."""
        try:
            self.flush()
        finally:
            self._close_file()

    def _close_file(self) -> None:
        if self._wav is None:
            return
        try:
            self._wav.close()
        except OSError as error:
            if not self._failed:
                raise cannot_write(self._path, error) from error

    def _gap(self, gap: Gap) -> Sequence[Gap | Anchor]:
        self._announced_ns = max(self._announced_ns, gap.end_ns)
        if self._wav is not None:
            missing = self._index(gap.end_ns, self._wav) - self._position
            if missing > 0:
                self._fill(missing, self._wav)
                self._next_anchor_ns = gap.end_ns
        return (gap,)

    def _block(self, block: AudioBlock) -> Sequence[Gap | Anchor]:
        channels = block.samples.shape[1]
        if self._wav is None:
            block = self._after_origin(block)
            if not len(block.samples):
                return ()
            self._wav = WavWriter(self._path, block.sample_rate_hz, channels)
        results: list[Gap | Anchor] = [*self._place(block, self._wav)]
        results += self._anchor(block.pts_ns)
        if self._format != (block.sample_rate_hz, channels):
            self._drain()
            self._format = (block.sample_rate_hz, channels)
            if self._format != (self._wav.sample_rate_hz, self._wav.channels):
                rates_hz = (block.sample_rate_hz, self._wav.sample_rate_hz)
                self._conform = Conform(rates_hz, self._wav.channels)
                self._converted_frames = (0, self._position)
        self._append(block.samples, self._wav)
        return results

    def _after_origin(self, block: AudioBlock) -> AudioBlock:
        """Return the part of the first blocks that belongs to the recording."""
        early_ns = self._origin_ns - block.pts_ns
        if early_ns >= JITTER_MS * NS_PER_MS:
            self._before_origin = True
        if not self._before_origin or early_ns <= 0:
            return block
        cut = min(round(early_ns * block.sample_rate_hz / NS_PER_S), len(block.samples))
        pts_ns = block.pts_ns + cut * NS_PER_S // block.sample_rate_hz
        return AudioBlock(pts_ns, block.samples[cut:], block.sample_rate_hz)

    def _place(self, block: AudioBlock, wav: WavWriter) -> Sequence[Gap]:
        """Bring the file's end to where the block belongs; return the gap found before it."""
        late = self._index(block.pts_ns, wav) - self._position
        jump = late - self._drift_frames
        if abs(jump) < JITTER_MS * wav.sample_rate_hz / 1000:
            block_frames = len(block.samples) * wav.sample_rate_hz / block.sample_rate_hz
            slew = MAX_DRIFT * block_frames
            self._drift_frames += min(max(jump, -slew), slew)
            return ()
        self._next_anchor_ns = block.pts_ns
        if jump < 0:
            self._drift_frames = late
            return ()
        reason = GapReason.OVERFLOW if self._position else GapReason.NO_DEVICE
        if late > 0:
            self._fill(late, wav)
        else:
            self._drift_frames = late
        start_ns = block.pts_ns - round(jump * NS_PER_S / wav.sample_rate_hz)
        start_ns = max(start_ns, self._announced_ns)
        if block.pts_ns - start_ns < JITTER_MS * NS_PER_MS:
            return ()
        return (Gap(start_ns, block.pts_ns, self._source, reason),)

    def _anchor(self, pts_ns: int) -> Sequence[Anchor]:
        if pts_ns < self._next_anchor_ns:
            return ()
        self._next_anchor_ns = pts_ns + ANCHOR_PERIOD_NS
        return (Anchor(pts_ns, self._position),)

    def _append(self, samples: Samples, wav: WavWriter) -> None:
        if self._conform is None:
            wav.append(samples)
            self._position += len(samples)
            return
        assert self._format is not None
        taken, start = self._converted_frames
        taken += len(samples)
        self._converted_frames = (taken, start)
        self._position = start + round(taken * wav.sample_rate_hz / self._format[0])
        wav.append(self._conform.push(samples))

    def _drain(self) -> None:
        """Write out the resampler's rest, exactly up to the timeline's position."""
        if self._conform is None or self._wav is None:
            return
        due_frames = self._position - self._wav.frames
        rest = self._conform.flush()[:due_frames]
        self._conform = None
        self._format = None
        self._wav.append(rest)
        self._wav.append_silence(due_frames - len(rest))

    def _fill(self, frames: int, wav: WavWriter) -> None:
        self._drain()
        wav.append_silence(frames)
        self._position += frames
        self._drift_frames = 0.0

    def _index(self, pts_ns: int, wav: WavWriter) -> int:
        """Return where on the timeline a moment lies, in frames; rounded to the nearest."""
        return ((pts_ns - self._origin_ns) * wav.sample_rate_hz + NS_PER_S // 2) // NS_PER_S
