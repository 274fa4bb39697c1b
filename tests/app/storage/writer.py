"""A program that records made-up media until it is killed; `python -m tests.app.storage.writer`.

It tells how much it has captured through shared memory, which survives it.
"""

import mmap
import struct
import sys
import time
from pathlib import Path

from app.engine.media import CameraFrame
from app.storage.audio_track import AudioTrack
from app.storage.event_store import COMMIT_PERIOD_MS, EventStore
from app.storage.video_track import VideoTrack
from tests.app.storage.material import ORIGIN_NS, block, create, final, hand, hands, picture

SPEED = 4  # times real time
BLOCK_MS = 20
BLOCK_FRAMES = 960
VIDEO_RATE_HZ = 30
COUNTS = struct.Struct("qqq")  # audio frames captured, pictures captured, utterances committed


def main(folder: Path, counts_path: Path) -> None:
    """Record 48 kHz stereo, 320x240 at 30 per second and events, at four times real time."""
    with counts_path.open("r+b") as file:
        shared = mmap.mmap(file.fileno(), COUNTS.size)
    recording = create(folder)
    audio = AudioTrack(recording.audio_path, ORIGIN_NS, "microphone")
    video = VideoTrack(recording.video_path, ORIGIN_NS)
    events = EventStore(recording.events_path, ORIGIN_NS)
    pictures = [picture(i, (320, 240)) for i in range(50)]
    started_s = time.monotonic()
    blocks = frames = committed = 0
    while True:
        at_ms = blocks * BLOCK_MS
        time.sleep(max(0.0, started_s + at_ms / 1000 / SPEED - time.monotonic()))
        sound = block(at_ms, blocks * BLOCK_FRAMES, BLOCK_FRAMES)
        blocks += 1
        COUNTS.pack_into(shared, 0, blocks * BLOCK_FRAMES, frames, committed)
        audio.push(sound)
        while frames * 1000 / VIDEO_RATE_HZ <= at_ms:
            pts_ns = ORIGIN_NS + frames * 1_000_000_000 // VIDEO_RATE_HZ
            frames += 1
            COUNTS.pack_into(shared, 0, blocks * BLOCK_FRAMES, frames, committed)
            video.push(CameraFrame(pts_ns, pictures[frames % 50]))
            events.put_hands(hands(pts_ns, hand(1), hand(2)))
        events.put_final(final(blocks, f"utterance number {blocks}", at_ms), "made up")
        if blocks % (COMMIT_PERIOD_MS // BLOCK_MS) == 0:
            events.commit()
            committed = blocks
            COUNTS.pack_into(shared, 0, blocks * BLOCK_FRAMES, frames, committed)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
