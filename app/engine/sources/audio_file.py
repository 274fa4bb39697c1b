"""Sound from a file, or from the sound track of a video, on media time."""

from collections.abc import AsyncGenerator, Generator
from pathlib import Path

from av.audio.frame import AudioFrame

from app.engine.clock import Clock
from app.engine.events import Gap, Notice
from app.engine.sources.blocks import LOWEST_RATE_HZ, BlockCutter
from app.engine.sources.int16 import to_int16
from app.engine.sources.media_file import Decoding, open_media_file, plain_name
from app.engine.sources.reader_thread import ReaderThread
from app.errors import MediaFileError
from audio.block import AudioBlock

BLOCKS_AHEAD = 64
"""Decoded blocks waiting, 1.28 s: fast jobs switch threads seldom."""


class AudioFile:
    """The sound of a file in 20 ms blocks at the file's own rate, every sample once.

    Times count samples from the start of the stream. Damaged packets are counted in one Notice at
    the end; a hole in the file's times is marked as a Gap.
    """

    def __init__(self, path: Path, *, paced: bool) -> None:
        """Name the file.

        Args:
            path: any file with an audio stream.
            paced: yield each block when its last sample has sounded, as a microphone would;
                otherwise as fast as taken.
        """
        self.name = plain_name(path)
        self._path = path
        self._paced = paced

    async def items(
        self, clock: Clock, origin_ns: int
    ) -> AsyncGenerator[AudioBlock | Gap | Notice, None]:
        """Yield the sound; media time zero is `origin_ns`.

        Raises:
            MediaFileError: the file is absent, no sound file, holds no intact sound, or fewer than
                `LOWEST_RATE_HZ` samples in a second.
        """
        async with ReaderThread[AudioBlock | Gap | Notice](
            lambda: self._read(origin_ns), name=f"decode {self.name}", capacity=BLOCKS_AHEAD
        ) as items:
            async for item in items:
                if self._paced:
                    due_ns = item.pts_ns if isinstance(item, Notice) else item.end_ns
                    await clock.sleep_until_ns(due_ns)
                yield item

    def _read(self, origin_ns: int) -> Generator[AudioBlock | Gap | Notice | None, None, None]:
        blocks: BlockCutter | None = None
        with open_media_file(self._path, "audio") as decoding:
            for frame in decoding.frames():
                if not isinstance(frame, AudioFrame):
                    yield None
                    continue
                samples = to_int16(frame)
                if frame.sample_rate < LOWEST_RATE_HZ:
                    raise MediaFileError(
                        f"{self.name} has {frame.sample_rate} samples in a second; Earshot takes "
                        f"{LOWEST_RATE_HZ} and more."
                    )
                if blocks is None:
                    start_ns = origin_ns + (decoding.time_ns(frame) or 0)
                    blocks = BlockCutter(self.name, frame.sample_rate, samples.shape[1], start_ns)
                if not blocks.accepts(frame.sample_rate, samples.shape[1]):
                    decoding.damaged += 1
                    continue
                yield from blocks.skip_to(origin_ns, decoding.time_ns(frame))
                yield from blocks.push(samples)
            if blocks is None:
                raise MediaFileError(f"{self.name} holds no sound that can be decoded.")
            yield from blocks.flush()
            yield from self._damage(decoding, blocks.next_ns)

    def _damage(self, decoding: Decoding, pts_ns: int) -> Generator[Notice, None, None]:
        if decoding.damaged:
            text = f"{self.name}: {decoding.damaged} damaged pieces of sound were skipped."
            yield Notice(pts_ns, self.name, text)
