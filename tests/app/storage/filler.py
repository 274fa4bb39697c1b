"""A program that records until no file can grow; `python -m tests.app.storage.filler`.

It prints, as JSON, what each writer was given before it failed, what it said, and what the files
hold afterwards.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import av
import numpy as np

from app.errors import StorageError
from app.storage.audio_track import AudioTrack
from app.storage.event_store import EventStore
from app.storage.events import open_events
from app.storage.recording import Recording
from app.storage.video_track import VideoTrack
from app.storage.wav import read_info
from tests.app.storage.material import ORIGIN_NS, block, camera_frame, create, hand, hands

BLOCK_MS = 20
FRAME_MS = 40
EXTRA_ROUNDS = 25  # half a second more, after everything has failed
MOST_ROUNDS = 10_000


class Tally:
    """Counts what a writer took, and keeps what it raised."""

    def __init__(self) -> None:
        self.taken = 0
        self.errors: list[str] = []

    def give(self, write: Callable[[], object]) -> None:
        """Let the writer write once more."""
        try:
            write()
        except StorageError as error:
            self.errors.append(str(error))
        if not self.errors:
            self.taken += 1


def noise(index: int) -> av.VideoFrame:
    """Return a picture that does not compress."""
    pixels = np.random.default_rng(index).integers(0, 255, (48, 64, 3), np.uint8)
    return av.VideoFrame.from_ndarray(pixels, format="rgb24").reformat(format="yuv420p")


def fill(recording: Recording) -> dict[str, Tally]:
    """Record until all writers have failed and a while longer, then close them."""
    audio = AudioTrack(recording.audio_path, ORIGIN_NS, "microphone")
    video = VideoTrack(recording.video_path, ORIGIN_NS)
    events = EventStore(recording.events_path, ORIGIN_NS)
    tallies = {"audio": Tally(), "video": Tally(), "events": Tally()}

    def put_frame(pts_ns: int) -> None:
        events.put_hands(hands(pts_ns, hand(1), hand(2)))
        events.commit()

    extra = 0
    for i in range(MOST_ROUNDS):
        sound = block(i * BLOCK_MS, 960 * i, 960)
        image = camera_frame(i * FRAME_MS, noise(i))
        tallies["audio"].give(partial(audio.push, sound))
        tallies["video"].give(partial(video.push, image))
        tallies["events"].give(partial(put_frame, image.pts_ns))
        extra += all(tally.errors for tally in tallies.values())
        if extra > EXTRA_ROUNDS:
            break
    for writer in (audio, video, events):
        writer.close()
    recording.finish(0)
    return tallies


def kept(recording: Recording) -> dict[str, int]:
    """Count what can be read back."""
    with av.open(str(recording.video_path)) as container:
        pictures = len(list(container.decode(video=0)))
    with open_events(recording.events_path) as events:
        frames = events.hands().frames
    return {
        "audio": read_info(recording.audio_path).frames // 960,
        "video": pictures,
        "events": frames,
    }


def main(folder: Path, limit_bytes: int) -> None:
    """Fill the disk below `folder`, or, with a limit above 0, files up to that size."""
    if limit_bytes:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))
    recording = create(folder)
    tallies = fill(recording)
    counts = kept(recording)
    report = {
        name: {"taken": tally.taken, "errors": tally.errors, "kept": counts[name]}
        for name, tally in tallies.items()
    }
    print(json.dumps(report | {"state": Recording.open(folder).meta.state}))  # noqa: T201


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
