"""One connection to a guest: what it offers is answered, what it sends becomes sources."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
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
from app.engine.clock import Clock
from app.pipelines.drawing import SentPicture
from audio.block import AudioBlock

log = logging.getLogger(__name__)

Kind = Literal["whip", "whep", "call"]
KINDS: tuple[Kind, ...] = get_args(Kind)
HEARS = frozenset({"whip", "call"})  # kinds in which the guest's media comes in
SPEAKS = frozenset({"whep", "call"})  # kinds in which ours goes out
CLOSE_S = 10.0  # a goodbye takes milliseconds
OVER = frozenset({"failed", "closed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Ours:
    """What may be sent to guests; None where there is no such media."""

    sound: Broadcast[AudioBlock] | None
    pictures: Broadcast[SentPicture] | None


class Peer:
    """One guest's connection; made and used on one event loop.

    Attributes:
        kind: which of KINDS.
        sound: the guest's sound, once an offer with some was answered.
        camera: the guest's pictures, likewise.
        ended: set once the connection is over.
        connected: media has flowed.
    """

    def __init__(
        self,
        kind: Kind,
        clock: Clock,
        ours: Ours,
        take: Callable[[Message], None],
    ) -> None:
        """Prepare; `take` gets the messages of the guest."""
        self.kind = kind
        self.sound: GuestSound | None = None
        self.camera: GuestCamera | None = None
        self.ended = asyncio.Event()
        self.opened = asyncio.Event()  # the data channel can carry messages
        self.connected = False
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
        for transceiver in self.connection.getTransceivers():
            self._direct(transceiver)
        await self.connection.setLocalDescription(await self.connection.createAnswer())
        return with_inband_fec(self.connection.localDescription.sdp)

    def send(self, message: Message) -> None:
        """Send a message, if the guest has opened a channel for them."""
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
            log.error("a %s connection did not close; it is given up", self.kind)

    def _track(self, track: MediaStreamTrack) -> None:
        """Take the guest's media, as soon as aiortc announces it."""
        receiver = next(
            t.receiver for t in self.connection.getTransceivers() if t.receiver.track is track
        )
        if self.kind not in HEARS:
            return
        if track.kind == "audio" and self.sound is None:
            self.sound = GuestSound(receiver, self._clock, self._sync)
        elif track.kind == "video" and self.camera is None:
            self.camera = GuestCamera(receiver, self._clock, self._sync)

    def _direct(self, transceiver: RTCRtpTransceiver) -> None:
        """Say which way media flows, and give what is sent."""
        wanted = transceiver._offerDirection  # noqa: SLF001 - aiortc tells it nowhere else
        hears = self.kind in HEARS and wanted in ("recvonly", "sendrecv")
        track = self._ours_of(transceiver.kind) if wanted in ("sendonly", "sendrecv") else None
        if track is not None:
            transceiver.sender.replaceTrack(track)
        transceiver.direction = (
            ("sendrecv" if hears else "sendonly")
            if track is not None
            else ("recvonly" if hears else "inactive")
        )

    def _ours_of(self, kind: str) -> MediaStreamTrack | None:
        if self.kind not in SPEAKS:
            return None
        if kind == "audio":
            return None if self._ours.sound is None else SentSound(self._ours.sound)
        return None if self._ours.pictures is None else SentPictures(self._ours.pictures)

    def _data_channel(self, channel: RTCDataChannel) -> None:
        if channel.label == CHANNEL and self._channel is None:
            self._channel = EventsChannel(channel, self._clock, self._take)
            self.opened.set()

    def _state_changed(self) -> None:
        state = self.connection.connectionState
        log.info("a %s connection is %s", self.kind, state)
        self.connected = self.connected or state == "connected"
        if state in OVER:
            self.ended.set()
