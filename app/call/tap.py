"""The one place that touches what aiortc does not promise: packets, before aiortc buffers them.

aiortc's transport hands each packet to `receiver._handle_rtp_packet(packet, arrival_time_ms=...)`,
and each report to `receiver._handle_rtcp_packet(packet)`, found by name at every packet. Both are
private, and the first has been there since 2018; this program is held to aiortc 1.14 to 1.16. A tap
sets attributes of that one receiver: it looks at what passes and lets it pass, so that receiver
reports, statistics, key frame requests and the end of the track work as before.

Whether it still works is checked twice: `fits` looks at the signatures, and whoever taps compares
`Tap.packets` with what came out of the track in the end (`app.call.track`).
"""

import contextlib
import inspect
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiortc import RTCPeerConnection, RTCRtpReceiver
from aiortc.rtp import RtcpSrPacket, RtpPacket

from app.engine.clock import Clock

DATA = "_handle_rtp_data"
PACKETS = "_handle_rtp_packet"
REPORTS = "_handle_rtcp_packet"
ANSWERS = "_send_rtcp"
MESSAGES = "_handle_data"
# A stream, its retransmissions, and a few beginnings anew: aiortc remembers each source for ever.
MAX_SOURCES = 8
PARAMETERS = {PACKETS: ["packet", "arrival_time_ms"], REPORTS: ["packet"]}


@dataclass(frozen=True, slots=True)
class Arrival:
    """One RTP packet as it came.

    Attributes:
        ssrc: its source.
        payload_type: which codec, as negotiated.
        sequence: 0..65535.
        timestamp: 0..2**32 - 1, in the clock of the codec.
        marker: begins a talk spurt, or ends a picture.
        payload: without header and padding.
        arrived_ns: on the session's clock; aiortc's own time stamp is wall time, which may jump.
    """

    ssrc: int
    payload_type: int
    sequence: int
    timestamp: int
    marker: bool
    payload: bytes
    arrived_ns: int


@dataclass(frozen=True, slots=True)
class SenderReport:
    """What a sender says of its clocks (RFC 3550, 6.4.1).

    Attributes:
        ssrc: the source.
        ntp: its wall clock, in 2**-32 s since 1900.
        timestamp: the RTP timestamp of the same moment.
        arrived_ns: on the session's clock.
    """

    ssrc: int
    ntp: int
    timestamp: int
    arrived_ns: int


@dataclass(slots=True)
class Tap:
    """What is told of one receiver's packets.

    Attributes:
        packet: is told of each RTP packet; must not raise.
        report: is told of each sender report; must not raise.
        packets: how many packets have passed.
    """

    packet: Callable[[Arrival], None]
    report: Callable[[SenderReport], None] = lambda _: None
    packets: int = field(default=0, init=False)


def fits(receiver: RTCRtpReceiver) -> bool:
    """Tell whether this aiortc still has the two methods in the shape a tap needs."""
    return all(
        inspect.iscoroutinefunction(method := getattr(receiver, name, None))
        and list(inspect.signature(method).parameters) == parameters
        for name, parameters in PARAMETERS.items()
    )


def shield_connection(connection: RTCPeerConnection) -> None:
    """Keep packets of a connection from ending it, media and messages; again after each change.

    What aiortc 1.16 raises is dropped instead: struct.error from its parser of packets (a header
    extension that is too short), from its reports (a jitter beyond 32 bits, of wild time stamps;
    closing the connection would then wait for the task that reports for ever) and from its data
    channels, which raise more: for chunks that are cut short, gaps that are too wide, an INIT among
    others, and text that is not UTF-8.
    """
    for transceiver in connection.getTransceivers():
        shield(transceiver.receiver.transport, DATA, (struct.error,))
        shield(transceiver.receiver, ANSWERS, (struct.error,))
    if connection.sctp is not None:
        shield(connection.sctp.transport, DATA, (struct.error,))
        shield(connection.sctp, MESSAGES, (struct.error, ValueError, LookupError, AssertionError))


def shield(owner: object, name: str, dropped: tuple[type[Exception], ...]) -> None:
    """Let an object's method drop what makes it raise one of these errors."""
    method: Callable[..., Awaitable[None]] | None = getattr(owner, name, None)
    if method is None or getattr(method, "shields", False):
        return

    async def shielded(*arguments: object, **named: object) -> None:
        with contextlib.suppress(*dropped):
            await method(*arguments, **named)

    shielded.shields = True  # type: ignore[attr-defined]  # so that it is done once
    setattr(owner, name, shielded)


def when_closed(receiver: RTCRtpReceiver, then: Callable[[], None]) -> None:
    """Call `then` once the receiver's connection is closed, at once where it is already.

    aiortc ends the tracks of a connection that stood, and leaves others waiting for ever.
    """
    ice = getattr(receiver.transport, "transport", None)
    if ice is None:
        return

    def changed() -> None:
        if ice.state == "closed":
            then()

    ice.on("statechange", changed)
    changed()


def install(receiver: RTCRtpReceiver, tap: Tap, clock: Clock) -> None:
    """Let `tap` see all that `receiver` is handed from now on; only where `fits`."""
    shield(receiver.transport, DATA, (struct.error,))
    shield(receiver, ANSWERS, (struct.error,))
    handle_packet: Callable[..., Awaitable[None]] = getattr(receiver, PACKETS)
    handle_report: Callable[..., Awaitable[None]] = getattr(receiver, REPORTS)

    sources: set[int] = set()

    async def packet_passes(packet: RtpPacket, arrival_time_ms: int) -> None:
        if packet.ssrc not in sources:
            if len(sources) == MAX_SOURCES:
                return
            sources.add(packet.ssrc)
        tap.packets += 1
        tap.packet(
            Arrival(
                packet.ssrc,
                packet.payload_type,
                packet.sequence_number,
                packet.timestamp,
                bool(packet.marker),
                packet.payload,
                clock.now_ns(),
            )
        )
        await handle_packet(packet, arrival_time_ms=arrival_time_ms)

    async def report_passes(packet: object) -> None:
        if isinstance(packet, RtcpSrPacket):
            info = packet.sender_info
            tap.report(
                SenderReport(packet.ssrc, info.ntp_timestamp, info.rtp_timestamp, clock.now_ns())
            )
        await handle_report(packet)

    setattr(receiver, PACKETS, packet_passes)
    setattr(receiver, REPORTS, report_passes)
