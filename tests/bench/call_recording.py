"""How far sound and picture of a guest are apart in the recording of a call.

A guest sends flashes and bursts of tone that begin together once a second. It is plain aiortc,
whose reports tell the moment of sending: 20 ms after the capture of a packet's first sample, and an
encoder's time after that of a picture. What is measured includes that. On a machine too busy to
send every picture, a flash may be seen one picture late: the 95th percentile is what counts.
"""

import asyncio
import tempfile
from pathlib import Path

import av
import numpy as np
from aiohttp.test_utils import TestClient, TestServer

from app.call.house import house
from app.call.room import RoomPlan
from app.storage import wav
from tests.app.call.caller import calling
from tests.app.call.waiting import until
from tests.bench.report import Figure

TOKEN = "token of the recording bench"
PERIOD_S = 1.0
BURST_S = 0.3
QUICK_S, LONG_S = 7.0, 62.0
MUST_MS = 40.0
LOUD, BRIGHT = 0.1, 130


def bursts(times_s: np.ndarray) -> np.ndarray:
    """Return a tone of 1 kHz at the beginning of each second, after the first two."""
    on = (times_s % PERIOD_S < BURST_S) & (times_s >= 2)
    return 0.5 * on * np.sin(2 * np.pi * 1000 * times_s)


def flashes(time_s: float) -> int:
    """Return the brightness of pictures: high while there is a tone."""
    return 210 if time_s % PERIOD_S < BURST_S and time_s >= 2 else 40


async def recorded_call(folder: Path, seconds: float) -> None:
    """Hold a call so long and keep it."""
    plan = RoomPlan(
        sources=lambda: (None, None),
        hands=None,
        hearing=None,
        recordings=folder,
        library=folder / "library.db",
    )
    signalling = house(plan, TOKEN)
    async with (
        TestClient(TestServer(signalling.application())) as client,
        calling(client, "/whip", TOKEN, wave=bursts, brightness=flashes, receives=False),
    ):
        await asyncio.sleep(seconds)
    await until(lambda: len(signalling._sessions) == 0)


def onsets(values: np.ndarray, times_s: np.ndarray, threshold: float, quiet_s: float) -> np.ndarray:
    """Return the times at which values rise over a threshold after so much quiet."""
    above = times_s[values > threshold]
    return above[np.diff(above, prepend=-np.inf) > quiet_s]


def skews_ms(recording: Path) -> list[float]:
    """Return for each flash by how much it comes later than its tone."""
    sound = wav.read_info(recording / "audio.wav")
    with av.open(str(recording / "audio.wav")) as file:
        samples = np.concatenate(
            [frame.to_ndarray().reshape(-1, sound.channels) for frame in file.decode(audio=0)]
        )
    times_s = np.arange(len(samples)) / sound.sample_rate_hz
    heard_s = onsets(np.abs(samples[:, 0] / 32768), times_s, LOUD, BURST_S)
    with av.open(str(recording / "video.mkv")) as file:
        pictures = [
            (float(f.time or 0), f.to_ndarray(format="gray").mean()) for f in file.decode(video=0)
        ]
    seen_s = onsets(
        np.array([level for _, level in pictures]),
        np.array([at for at, _ in pictures]),
        BRIGHT,
        BURST_S,
    )
    pairs = ((seen, heard_s[np.abs(heard_s - seen).argmin()]) for seen in seen_s if len(heard_s))
    return [1000 * (seen - heard) for seen, heard in pairs if abs(seen - heard) < PERIOD_S / 2]


def recording_figures(*, quick: bool) -> list[Figure]:
    """Return how far sound and picture are apart in the kept call."""
    skews = measured(QUICK_S if quick else LONG_S)
    apart = float(np.percentile(np.abs(skews), 95)) if skews else PERIOD_S * 1000
    return [
        Figure(key="av_skew_ms", value=apart, unit="ms", n=len(skews), at_most=MUST_MS),
        Figure(key="av_skew_p50_ms", value=float(np.median(skews)), unit="ms", n=len(skews)),
    ]


def measured(seconds: float) -> list[float]:
    """Hold a call, keep it, and return the skew of each flash in ms."""
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(recorded_call(Path(folder), seconds))
        return skews_ms(next(Path(folder).glob("*/guest")))
