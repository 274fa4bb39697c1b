"""How fast any zoom of a ten-hour recording is ready to be painted, and what building it costs.

The recording is ten hours at 48 kHz with a new dominant sound every two seconds; its sound file is
a hole of the right length, as only its size and the levels above it matter, but for the closest
zooms, which read a second or less of it.
"""

import tempfile
import time
from pathlib import Path

import numpy as np

from app.engine.clock import NS_PER_S
from app.storage.event_store import EventStore
from app.storage.pyramid import FOLDER, Pyramid, grow, read_pyramid
from app.storage.recording import Recording
from app.storage.wav import HEADER_BYTES, WavInfo, WavWriter
from audio.tagging.ontology import CLASSES
from audio.tagging.sounds import Bar
from audio.waveform import BUCKET_FRAMES, FACTOR, LEVELS, SHAPE, bucket_frames
from tests.app.storage.material import create
from tests.bench.report import Figure, Report, bootstrap

HOURS, RATE_HZ = 10, 48_000
SECONDS = HOURS * 3600
COLUMNS = 1920
ZOOMS = 400
RUN_S = 2
BUILT_S = 120
NS_PER_MS = 1_000_000


def measure(data: Path | None, quick: bool) -> Report:
    """Make the recording, zoom all over it, and build the levels of two minutes."""
    rng = np.random.default_rng(4)
    with tempfile.TemporaryDirectory() as place:
        recording = long_recording(Path(place) / "long", rng)
        began = time.perf_counter()
        pyramid = read_pyramid(recording)
        open_ms = (time.perf_counter() - began) * 1000
        assert pyramid is not None
        times_ms = [zoom_ms(pyramid, rng) for _ in range(ZOOMS)]
        cpu_ms = building_ms(Path(place) / "short", rng)
    zooms_ms, cpus_ms = zip(*times_ms, strict=True)
    low, high = bootstrap(zooms_ms, lambda values: float(np.percentile(values, 95)))
    p95 = float(np.percentile(zooms_ms, 95))
    return Report(
        "waveform",
        [
            Figure(
                key="zoom_p95_ms", value=p95, unit="ms", n=ZOOMS, low=low, high=high, at_most=10.0
            ),
            Figure(key="zoom_worst_ms", value=max(zooms_ms), unit="ms", n=ZOOMS),
            Figure(
                key="zoom_cpu_p95_ms", value=float(np.percentile(cpus_ms, 95)), unit="ms", n=ZOOMS
            ),
            Figure(key="open_ms", value=open_ms, unit="ms", n=1),
            Figure(key="build_cpu_ms_per_s", value=cpu_ms, unit="ms", n=BUILT_S, at_most=5.0),
            Figure(key="kept_mb_per_h", value=kept_mb() / HOURS, unit="MB", n=1),
        ],
    )


def long_recording(folder: Path, rng: np.random.Generator) -> Recording:
    """Return ten hours that are already built."""
    recording = create(folder)
    store = EventStore(recording.events_path, 0)
    named = [one.key for one in CLASSES]
    for start_s in range(0, SECONDS, RUN_S):
        sound = named[int(rng.integers(len(named)))]
        bars = range(start_s * NS_PER_S, (start_s + RUN_S) * NS_PER_S, 50 * NS_PER_MS)
        for pts_ns in bars:
            store.put_bar(Bar(pts_ns, sound, 1.0, final=True))
    store.close()
    info = WavInfo(RATE_HZ, 1, SECONDS * RATE_HZ)
    recording.audio_path.write_bytes(info.header())
    with recording.audio_path.open("r+b") as file:
        file.truncate(HEADER_BYTES + info.frames * info.frame_bytes)
    levels = recording.folder / FOLDER
    levels.mkdir()
    count = info.frames // BUCKET_FRAMES
    for level in range(LEVELS):
        shapes = rng.integers(-20_000, 20_000, (count, 3)).astype("<i2").view(SHAPE)
        (levels / str(level)).write_bytes(shapes.tobytes())
        count //= FACTOR
    return recording


def zoom_ms(pyramid: Pyramid, rng: np.random.Generator) -> tuple[float, float]:
    """Return ms, and ms of CPU, of a view of random length, 20 ms to ten hours, anywhere."""
    length_ns = int(np.exp(rng.uniform(np.log(20 * NS_PER_MS), np.log(SECONDS * NS_PER_S))))
    start_ns = int(rng.uniform(0, SECONDS * NS_PER_S - length_ns))
    began, began_cpu = time.perf_counter(), time.thread_time()
    pyramid.columns(start_ns, start_ns + length_ns, COLUMNS)
    return (time.perf_counter() - began) * 1000, (time.thread_time() - began_cpu) * 1000


def building_ms(folder: Path, rng: np.random.Generator) -> float:
    """Return ms of CPU that the levels of one second of stereo cost, built once a second."""
    recording = create(folder)
    writer = WavWriter(recording.audio_path, RATE_HZ, 2)
    cpu_s = 0.0
    for _ in range(BUILT_S):
        writer.append(rng.integers(-9000, 9000, (RATE_HZ, 2)).astype(np.int16))
        began = time.process_time()
        grow(recording)
        cpu_s += time.process_time() - began
    writer.close()
    return cpu_s / BUILT_S * 1000


def kept_mb() -> float:
    """Return what the levels of ten hours take on the disk."""
    frames = SECONDS * RATE_HZ
    buckets = sum(frames // bucket_frames(level) for level in range(LEVELS))
    return buckets * SHAPE.itemsize / 1e6
