"""One connection to a guest: what it offers is answered, what it sends becomes sources."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Literal, get_args

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCDataChannel,
    RTCPeerConnection,
    RTCRtpTransceiver,
    RTCSessionDescription,
)

from app.call.answer import with_inband_fec
from app.call.events_channel import EventsChannel
from app.call.incoming import GuestCamera, GuestSound
from app.call.lip_sync import LipSync
from app.call.messages import CHANNEL, Message
from app.call.offer import Offer
from app.call.outgoing import Broadcast, SentPictures, SentSound
from app.call.tap import shield_connection
from app.engine.clock import Clock
from app.pipelines.drawing import SentPicture
from audio.block import AudioBlock

log = logging.getLogger(__name__)

Kind = Literal["whip", "whep", "call"]
KINDS: tuple[Kind, ...] = get_args(Kind)
# For each kind: whether media goes to whom was called, and whether it comes from there.
WAYS: dict[Kind, tuple[bool, bool]] = {
    "whip": (True, False),
    "whep": (False, True),
    "call": (True, True),
}
CLOSE_S = 10.0  # a goodbye takes milliseconds
OVER = frozenset({"failed", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What may be sent to guests; None where there is no such media."""

    sound: Broadcast[AudioBlock] | None
    pictures: Broadcast[SentPicture] | None


class Peer:
    """One connection to somebody else; made and used on one event loop.

    Attributes:
        name: what it is called in the log.
        sound: the other's sound, once that was agreed on.
        camera: the other's pictures, likewise.
        ended: set once the connection is over.
        opened: set once messages can be sent.
        connected: set once media can flow.
    """

    def __init__(
        self,
        name: str,
        clock: Clock,
        ours: Ours,
        take: Callable[["Peer", Message], None],
        *,
        hears: bool,
        speaks: bool,
    ) -> None:
        """Prepare.

        Args:
            name: what it is called in the log.
            clock: the session's.
            ours: what may be sent.
            take: gets this peer and each message of the other.
            hears: take the other's media.
            speaks: send ours.
        """
        self.name = name
        self._hears = hears
        self._speaks = speaks
        self.sound: GuestSound | None = None
        self.camera: GuestCamera | None = None
        self.ended = asyncio.Event()
        self.opened = asyncio.Event()  # the data channel can carry messages
        self.connected = asyncio.Event()
        self._clock = clock
        self._ours = ours
        self._take = take
        self._sync = LipSync()
        self._channel: EventsChannel | None = None
        # No server of others is asked for our address: a call stays between the two machines.
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.connection.on("track", self._track)
        self.connection.on("datachannel", self._data_channel)
        self.connection.on("connectionstatechange", self._state_changed)

    async def answer(self, offer: Offer) -> str:
        """Return the answer to an offer, as SDP.

        Raises:
            ValueError, RuntimeError: aiortc cannot take the offer; the peer is to be closed.
        """
        await self.connection.setRemoteDescription(RTCSessionDescription(offer.text(), "offer"))
        shield_connection(self.connection)
        offered = {section.kind: section.direction for section in offer.sections}
        for transceiver in self.connection.getTransceivers():
            self._direct(transceiver, offered[transceiver.kind])
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return with_inband_fec(self.connection.localDescription.sdp)

    async def offer(self) -> str:
        """Return an offer, as SDP, with all our candidates."""
        for kind in ("audio", "video"):
            track = self._ours_of(kind)
            direction = direction_of(hears=self._hears, speaks=track is not None)
            if direction != "inactive":
                self.connection.addTransceiver(track or kind, direction)
        self._data_channel(self.connection.createDataChannel(CHANNEL))
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return with_inband_fec(self.connection.localDescription.sdp)

    async def accept(self, answer: str) -> None:
        """Take the answer to our offer; raises whatever aiortc does if it cannot: then close."""
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        shield_connection(self.connection)

    def send(self, message: Message) -> None:
        """Send a message, if there is a channel for them."""
        if self._channel is not None:
            self._channel.send(message)

    async def received_bytes(self) -> int:
        """Return how much has come over the connection: media, reports and messages."""
        report = await self.connection.getStats()
        return sum(stats.bytesReceived for stats in report.values() if stats.type == "transport")

    async def close(self) -> None:
        """End the connection and everything that hangs on it."""
        self.ended.set()
        for media in (self.sound, self.camera):
            if media is not None:
                await media.close()
        for sender in self.connection.getSenders():
            if sender.track is not None:
                sender.track.stop()
        try:
            async with asyncio.timeout(CLOSE_S):
                await self.connection.close()
        except TimeoutError:
            log.error("a %s connection did not close; it is given up", self.name)

    def _track(self, track: MediaStreamTrack) -> None:
        """Take the guest's media, as soon as aiortc announces it."""
        receiver = next(
            t.receiver for t in self.connection.getTransceivers() if t.receiver.track is track
        )
        if not self._hears:
            return
        if track.kind == "audio" and self.sound is None:
            self.sound = GuestSound(receiver, self._clock, self._sync)
        elif track.kind == "video" and self.camera is None:
            self.camera = GuestCamera(receiver, self._clock, self._sync)

    def _direct(self, transceiver: RTCRtpTransceiver, offered: str) -> None:
        """Say which way media flows, given the way the other offers, and give what is sent."""
        hears = self._hears and offered in ("sendonly", "sendrecv")
        track = self._ours_of(transceiver.kind) if offered in ("recvonly", "sendrecv") else None
        if track is not None:
            transceiver.sender.replaceTrack(track)
        transceiver.direction = direction_of(hears=hears, speaks=track is not None)

    def _ours_of(self, kind: str) -> MediaStreamTrack | None:
        if not self._speaks:
            return None
        if kind == "audio":
            return None if self._ours.sound is None else SentSound(self._ours.sound)
        return None if self._ours.pictures is None else SentPictures(self._ours.pictures)

    def _data_channel(self, channel: RTCDataChannel) -> None:
        if channel.label == CHANNEL and self._channel is None:
            self._channel = EventsChannel(channel, self._clock, partial(self._take, self))
            if channel.readyState == "open":
                self.opened.set()
            else:  # it is ours, and what is sent before the other side has it is lost
                channel.on("open", self.opened.set)

    def _state_changed(self) -> None:
        state = self.connection.connectionState
        log.info("a %s connection is %s", self.name, state)
        if state == "connected":
            self.connected.set()
        if state in OVER:
            self.ended.set()


def direction_of(*, hears: bool, speaks: bool) -> str:
    """Return the SDP word for which way media flows, seen from here."""
    if speaks:
        return "sendrecv" if hears else "sendonly"
    return "recvonly" if hears else "inactive"
