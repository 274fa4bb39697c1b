"""How much memory a received track takes that nobody reads: ours, and aiortc's as it is.

    python -m tests.bench.call_memory unread|stalled|aiortc [MINUTES]

A real connection is handed the packets of so many minutes as fast as they are decoded. Each case
runs in a process of its own and prints by how many MB it grew after the first half minute.
"""

import asyncio
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription, clock
from aiortc.rtp import RtpPacket

from app.call import attach
from tests.app.call.caller import PACKET_SAMPLES, SAMPLE_RATE_HZ, Caller, tone
from tests.bench.report import Figure

CASES = ("unread", "stalled", "aiortc")
MINUTES, QUICK_MINUTES = 10.0, 1.0
WARM_S = 30
PACKETS_PER_S = 50
AHEAD = 50  # packets that may wait for aiortc's decoder thread
MEGABYTE = 1_000_000
MUST_MB = 1.0


def memory_figures(*, quick: bool) -> list[Figure]:
    """Return the growth in each case."""
    minutes = QUICK_MINUTES if quick else MINUTES
    grown = {case: run(case, minutes) for case in CASES}
    packets = round(minutes * 60 * PACKETS_PER_S)
    ours = max(grown["unread"], grown["stalled"])
    return [
        Figure(key="unread_growth_mb", value=ours, unit="MB", n=packets, at_most=MUST_MB),
        Figure(key="unread_growth_mb", value=grown["aiortc"], unit="MB", n=packets, peer="aiortc"),
    ]


def run(case: str, minutes: float) -> float:
    """Run one case in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.call_memory", case, str(minutes)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return float(done.stdout)


async def growth_mb(case: str, minutes: float) -> float:
    """Hand a connection its packets; return by how much the process grew."""
    caller = Caller(pictures=False, events=False, receives=False)
    connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    await connection.setRemoteDescription(RTCSessionDescription(await caller.offer(), "offer"))
    receiver = connection.getReceivers()[0]
    track = attach(receiver, means="classical") if case != "aiortc" else None
    await connection.setLocalDescription(await connection.createAnswer())
    await caller.accept(connection.localDescription.sdp)
    caller.connection.getSenders()[0].replaceTrack(None)  # from here on, packets of our own
    if case == "stalled" and track is not None:
        for _ in range(100):
            await track.recv()
    payloads, before = opus_payloads(), 0.0
    for number in range(round(minutes * 60 * PACKETS_PER_S)):
        await arrive(receiver, number, payloads[number % len(payloads)])
        if number == WARM_S * PACKETS_PER_S:
            before = resident_mb()
    await asyncio.sleep(0.5)
    after = resident_mb()
    await caller.close()
    await connection.close()
    return after - before


async def arrive(receiver: Any, number: int, payload: bytes) -> None:
    """Hand the receiver one packet, as its transport does, no faster than it is decoded."""
    packet = RtpPacket(
        payload_type=96,
        sequence_number=(10_000 + number) % 65_536,
        timestamp=(number * PACKET_SAMPLES + 5_000_000) % 2**32,
    )
    packet.ssrc, packet.payload = 4711, payload
    await receiver._handle_rtp_packet(packet, arrival_time_ms=clock.current_ms())
    await asyncio.sleep(0)
    decoding = receiver._RTCRtpReceiver__decoder_queue
    while decoding.qsize() > AHEAD:  # noqa: ASYNC110 - another thread empties it
        await asyncio.sleep(0.002)


def opus_payloads(seconds: float = 10.0) -> list[bytes]:
    """Return packets of a tone."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.layout, encoder.format = SAMPLE_RATE_HZ, "mono", "s16"
    samples = (tone(np.arange(round(seconds * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ) * 32767).astype(
        np.int16
    )
    payloads = []
    for start in range(0, len(samples), PACKET_SAMPLES):
        frame = av.AudioFrame.from_ndarray(
            samples[start : start + PACKET_SAMPLES].reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate, frame.pts = SAMPLE_RATE_HZ, start
        payloads += [bytes(packet) for packet in encoder.encode(frame)]
    return payloads


def resident_mb() -> float:
    """Return how much memory this process holds."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / MEGABYTE


if __name__ == "__main__":
    print(asyncio.run(growth_mb(sys.argv[1], float(sys.argv[2]))))
