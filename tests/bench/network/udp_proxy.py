"""A bad network between two real sockets: for calls of real programs, browsers too.

    python -m tests.bench.network.udp_proxy --near 42020 --far 42021 --loss 0.08 --burst 2.5

One peer is told that the other is at the near port, the other that the first is at the far port,
by rewriting the candidates in offer and answer; whoever sends to a port first is its peer. Only
media suffers: SRTP whose clear header says RTP. STUN, DTLS and RTCP pass, so calls come about.
"""

import argparse
import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import cast

from app.call.rtp import parsed
from tests.bench.network.line import NS_PER_MS, Line, Network

NS_PER_S = 1_000_000_000
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Fate:
    """What was done to one RTP packet.

    Attributes:
        port: at which it came in.
        sequence: its sequence number.
        timestamp: its timestamp.
        held_ns: how long it was held; None if it was lost.
    """

    port: int
    sequence: int
    timestamp: int
    held_ns: int | None


class _Side(asyncio.DatagramProtocol):
    """One port: what comes in goes out at the other."""

    def __init__(self, network: Network, told: Callable[[Fate], None]) -> None:
        self._fates: Iterator[int | None] = network.fates()
        self._told = told
        self.other: _Side | None = None
        self.peer: Address | None = None
        self._transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.DatagramTransport", transport)

    @property
    def port(self) -> int:
        assert self._transport is not None
        port: int = self._transport.get_extra_info("sockname")[1]
        return port

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self.peer = addr
        packet = parsed(data)
        held_ns: int | None = 0
        if packet is not None:
            held_ns = next(self._fates)
            inner = packet.packet
            self._told(Fate(self.port, inner.sequence, inner.timestamp, held_ns))
        if held_ns is not None and self.other is not None:
            if held_ns:
                loop = asyncio.get_running_loop()
                loop.call_later(held_ns / NS_PER_S, self.other.send, data)
            else:
                self.other.send(data)

    def send(self, data: bytes) -> None:
        if self.peer is not None and self._transport is not None:
            self._transport.sendto(data, self.peer)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


class UdpProxy:
    """Two ports with a bad network between them, the same for each direction.

    Attributes:
        truth: the fate of every RTP packet so far, in order of arrival.
    """

    def __init__(self, near: _Side, far: _Side, truth: list[Fate]) -> None:
        self._near, self._far = near, far
        self.truth = truth

    @classmethod
    async def open(cls, network: Network, near_port: int = 0, far_port: int = 0) -> "UdpProxy":
        """Listen on two ports of this machine; 0 takes any free one."""
        truth: list[Fate] = []
        near, far = _Side(network, truth.append), _Side(network, truth.append)
        near.other, far.other = far, near
        loop = asyncio.get_running_loop()
        for side, port in ((near, near_port), (far, far_port)):
            await loop.create_datagram_endpoint(lambda side=side: side, ("0.0.0.0", port))  # type: ignore[misc]  # every lambda has its side
        return cls(near, far, truth)

    @property
    def ports(self) -> tuple[int, int]:
        """The near port and the far one."""
        return self._near.port, self._far.port

    def close(self) -> None:
        """Stop listening; what is held is not sent any more."""
        self._near.close()
        self._far.close()


async def _serve(options: argparse.Namespace) -> None:
    line = Line(
        loss=options.loss,
        burst=options.burst,
        jitter_ms=options.jitter,
        delay_ms=options.delay,
        seed=options.seed,
    )
    proxy = await UdpProxy.open(line, options.near, options.far)
    told = 0
    while True:
        await asyncio.sleep(0.5)
        for fate in proxy.truth[told:]:
            held_ms = None if fate.held_ns is None else fate.held_ns / NS_PER_MS
            print(json.dumps([fate.port, fate.sequence, fate.timestamp, held_ms]), flush=True)
        told = len(proxy.truth)


def main() -> None:
    """Run until interrupted, printing the fate of each packet as a line of JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, kind, default in (
        ("near", int, 42_020),
        ("far", int, 42_021),
        ("loss", float, 0.0),
        ("burst", float, 1.0),
        ("jitter", float, 0.0),
        ("delay", float, 0.0),
        ("seed", int, 0),
    ):
        parser.add_argument(f"--{name}", type=kind, default=default)
    try:
        asyncio.run(_serve(parser.parse_args()))
    except KeyboardInterrupt:
        sys.exit(0)


if __name__ == "__main__":
    main()
