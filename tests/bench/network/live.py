"""A real call between two aiortc peers over a bad network: the laboratory's smoke test.

    python -m tests.bench.network.live --loss 0.08 --seconds 20

Both peers live in this process, their packets go through the proxy. It prints what the network
lost, what aiortc's own track would have had, and what the attached one made up.
"""

import argparse
import asyncio
import re
import time

import numpy as np
from aiortc import MediaStreamTrack, RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from app.call import attach
from tests.app.call.caller import SentTone
from tests.bench.network.line import Line
from tests.bench.network.udp_proxy import UdpProxy

CANDIDATE = re.compile(r"(a=candidate:\S+ 1 udp \d+) \S+ \d+ typ host", re.IGNORECASE)


async def call(line: Line, seconds: float) -> dict[str, float]:
    """Return figures of a call over `line`: percentages, milliseconds."""
    proxy = await UdpProxy.open(line)
    sender, receiver = (RTCPeerConnection(RTCConfiguration(iceServers=[])) for _ in range(2))
    try:
        sender.addTrack(SentTone(time.monotonic_ns()))
        await sender.setLocalDescription(await sender.createOffer())
        offer = sender.localDescription.sdp
        near, far = proxy.ports
        await receiver.setRemoteDescription(RTCSessionDescription(_through(offer, far), "offer"))
        (transceiver,) = receiver.getTransceivers()
        track = attach(transceiver.receiver)
        await receiver.setLocalDescription(await receiver.createAnswer())
        answer = _through(receiver.localDescription.sdp, near)
        await sender.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        frames = await _heard(track, seconds)
        counts = track.statistics()
        lost = np.mean([fate.held_ns is None for fate in proxy.truth])
        return {
            "seconds": frames / 100,
            "lost_percent": 100 * float(lost),
            "concealed_percent": 100 * counts.concealed_samples / max(1, counts.total_samples),
            "recovered_percent": 100 * counts.fec_samples / max(1, counts.total_samples),
            "delay_ms": counts.delay_ms,
            "target_delay_ms": counts.target_delay_ms,
            "jitter_ms": counts.jitter_ms,
        }
    finally:
        await asyncio.gather(sender.close(), receiver.close())
        proxy.close()


def _through(sdp: str, port: int) -> str:
    """Return a description whose peer is behind a port of the proxy."""
    lines = sdp.splitlines()
    first = next(one for one in lines if CANDIDATE.match(one))
    moved = CANDIDATE.sub(rf"\1 {first.split()[4]} {port} typ host", first)
    kept = [moved if one == first else one for one in lines]
    return "\r\n".join(
        [*(one for one in kept if one == moved or not one.startswith("a=candidate")), ""]
    )


async def _heard(track: MediaStreamTrack, seconds: float) -> int:
    """Play a track for so long; return how many frames there were."""
    frames = 0
    try:
        async with asyncio.timeout(seconds):
            while True:
                await track.recv()
                frames += 1
    except (TimeoutError, MediaStreamError):
        return frames


def main() -> None:
    """Call, and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--loss", type=float, default=0.0)
    parser.add_argument("--burst", type=float, default=1.0)
    parser.add_argument("--jitter", type=float, default=0.0)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    line = Line(loss=chosen.loss, burst=chosen.burst, jitter_ms=chosen.jitter, seed=chosen.seed)
    for name, value in asyncio.run(call(line, chosen.seconds)).items():
        print(f"{name:18} {value:8.2f}")


if __name__ == "__main__":
    main()
