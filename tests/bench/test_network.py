"""The laboratory's networks do what they say, and tell the truth about it."""

import asyncio
from collections.abc import Callable
from itertools import islice

import numpy as np
import pytest

from app.call.rtp import RtpPacket, packed
from audio.plc.packet import Packet
from tests.audio.plc.signals import voice
from tests.bench.call_network import Lab, repeated
from tests.bench.network.line import Line, Phases, Stall
from tests.bench.network.sender import send
from tests.bench.network.udp_proxy import Fate, UdpProxy

MS = 1_000_000


def fates(line: Line, count: int = 20_000) -> list[int | None]:
    return list(islice(line.fates(), count))


@pytest.mark.parametrize("burst", [1.0, 2.5])
@pytest.mark.parametrize("loss", [0.03, 0.2])
def test_as_much_is_lost_as_was_asked_in_bursts_as_long(loss: float, burst: float) -> None:
    lost = np.array([fate is None for fate in fates(Line(loss=loss, burst=burst, seed=1))])
    assert lost.mean() == pytest.approx(loss, rel=0.15)
    assert not lost[:50].any()
    bursts = (lost[1:] & ~lost[:-1]).sum()
    alone = 1 / (1 - loss)  # losses that know nothing of each other also meet
    assert lost.sum() / bursts == pytest.approx(max(alone, burst), rel=0.1)


def test_jitter_and_delay_are_as_asked() -> None:
    held = np.array(fates(Line(jitter_ms=20, delay_ms=30, spared=0, seed=2)), float) / MS
    assert held.min() >= 30
    assert np.sqrt(np.mean((held - 30) ** 2)) == pytest.approx(20, rel=0.05)
    late = np.array(fates(Line(reorder=0.1, reorder_ms=50, spared=0)), float)
    assert (late > 0).mean() == pytest.approx(0.1, rel=0.1)


def test_the_same_seed_is_the_same_network() -> None:
    line = Line(loss=0.1, burst=3, jitter_ms=10, seed=4)
    assert fates(line, 500) == fates(line, 500)
    assert fates(line, 500) != fates(Line(loss=0.1, burst=3, jitter_ms=10, seed=5), 500)


def test_phases_follow_each_other_and_a_stall_ends_at_once() -> None:
    phases = Phases([(3, Line(delay_ms=1)), (2, Line(delay_ms=2)), (0, Line(delay_ms=3))])
    assert list(islice(phases.fates(), 7)) == [MS] * 3 + [2 * MS] * 2 + [3 * MS] * 2
    assert list(islice(Stall(2, 3).fates(), 6)) == [0, 0, 60 * MS, 40 * MS, 20 * MS, 0]


def test_aiortc_loses_more_than_the_network_and_we_do_not() -> None:
    lab = Lab(repeated(send(voice(48_000, 48_000)[:, None]), 400))
    line = Line(loss=0.08, seed=3)
    ours, plain = lab.ours(line)[0], lab.plain(line)
    assert 100 * ours.missing <= lab.lost(line) + 1
    assert 100 * plain.missing > 2 * lab.lost(line)
    assert np.nanmedian(plain.delays_ms[-100:]) >= np.nanmedian(ours.delays_ms[-100:]) + 100
    assert ours.longest_ms == 0
    assert plain.longest_ms >= 100


class _Peer(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.heard: list[bytes] = []

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.heard.append(data)


async def test_the_proxy_loses_media_alone_and_tells_which() -> None:
    loop = asyncio.get_running_loop()
    proxy = await UdpProxy.open(Line(loss=0.3, spared=0, seed=6))
    (near, _), (far, far_peer) = [
        await loop.create_datagram_endpoint(_Peer, remote_addr=("127.0.0.1", port))
        for port in proxy.ports
    ]
    try:
        far.sendto(b"\x00hello")  # now it is known where the far peer is
        await _until(lambda: proxy._far.peer is not None)
        sent = [
            packed(RtpPacket(111, 1, Packet(number, number * 960, b"x"))) for number in range(60)
        ]
        for packet in [*sent, b"\x16handshake"]:
            near.sendto(packet)
        kept = [sent[fate.sequence] for fate in (await _truth(proxy, 60)) if fate.held_ns == 0]
        await _until(lambda: len(far_peer.heard) == len(kept) + 1)
    finally:
        for one in (near, far, proxy):
            one.close()
        await asyncio.sleep(0)  # sockets close in the next turn of the loop
    assert far_peer.heard == [*kept, b"\x16handshake"]
    assert 5 < 60 - len(kept) < 35
    assert {fate.port for fate in proxy.truth} == {proxy.truth[0].port}


async def _truth(proxy: UdpProxy, count: int) -> list[Fate]:
    await _until(lambda: len(proxy.truth) == count)
    return proxy.truth


async def _until(ready: Callable[[], bool]) -> None:
    for _ in range(6_000):
        if ready():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never came about")
