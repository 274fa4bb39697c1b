"""`attach`: packets are seen, aiortc goes on as before, and nothing grows."""

import asyncio
import fractions
import inspect
import logging
import re
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.mediastreams import MediaStreamError
from aiortc.rtp import RtpPacket
from av import AudioFrame

from app.call import attach, received, tap
from app.call.received import ReceivedSound
from app.call.receiver import CallReceiver
from app.call.track import CallTrack
from app.engine.clock import NS_PER_S
from tests.app.call.caller import Caller
from tests.app.call.waiting import PATIENCE_S, until
from tests.fakes.clock import FakeClock

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "call.md"


class FakeTrack(MediaStreamTrack):
    """A track that is handed its frames."""

    kind = "audio"

    def __init__(self) -> None:
        super().__init__()
        self.frames: asyncio.Queue[AudioFrame | None] = asyncio.Queue()
        self._pts = 0

    def give(self, amplitude: int = 8000) -> None:
        samples = np.full((1, 960), amplitude, np.int16)
        frame = AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate, frame.pts = 48_000, self._pts
        frame.time_base = fractions.Fraction(1, 48_000)
        self._pts += 960
        self.frames.put_nowait(frame)

    async def recv(self) -> AudioFrame:
        frame = await self.frames.get()
        if frame is None:
            raise MediaStreamError
        return frame


class FakeReceiver:
    """A receiver of aiortc's shape."""

    transport = None

    def __init__(self) -> None:
        self.track = FakeTrack()
        self.handled: list[RtpPacket] = []

    async def _handle_rtp_packet(self, packet: RtpPacket, arrival_time_ms: int) -> None:
        self.handled.append(packet)

    async def _handle_rtcp_packet(self, packet: object) -> None:
        pass


class OtherReceiver(FakeReceiver):
    """A receiver as another version of aiortc might have it."""

    async def _handle_rtp_packet(self, packet: RtpPacket) -> None:  # type: ignore[override]
        pass


def listen(receiver: Any, clock: Any) -> ReceivedSound:
    def open_receiver() -> CallReceiver:
        return CallReceiver.open(1, "classical", clock)

    return ReceivedSound(receiver, clock, 1, open_receiver, lambda: None)


async def settled(rounds: int = 20) -> None:
    for _ in range(rounds):
        await asyncio.sleep(0)


async def read_to_its_end(track: MediaStreamTrack) -> None:
    while True:
        await track.recv()


async def connected(receiving: RTCPeerConnection, caller: Caller) -> None:
    await receiving.setRemoteDescription(RTCSessionDescription(await caller.offer(), "offer"))


def test_this_aiortc_has_what_the_tap_needs() -> None:
    from aiortc import RTCRtpReceiver

    for name, parameters in tap.PARAMETERS.items():
        method = getattr(RTCRtpReceiver, name)
        assert list(inspect.signature(method).parameters)[1:] == parameters


async def test_an_attached_receiver_of_a_real_call() -> None:
    caller = Caller(pictures=False, events=False, receives=False)
    receiving = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        await connected(receiving, caller)
        receiver = receiving.getReceivers()[0]
        track = attach(receiver, means="classical")
        await receiving.setLocalDescription(await receiving.createAnswer())
        await caller.accept(receiving.localDescription.sdp)
        frames = [await track.recv() for _ in range(60)]
        assert [frame.pts for frame in frames] == [480 * number for number in range(60)]
        assert {frame.samples for frame in frames} == {480}
        assert {frame.layout.name for frame in frames} == {"stereo"}
        assert track.statistics().packets_received > 10
        loudest = max(int(np.abs(frame.to_ndarray()).max()) for frame in frames)
        assert loudest > 3000
        # aiortc goes on as before: it counts packets, and its own track is read.
        inbound = [s for s in (await receiver.getStats()).values() if s.type == "inbound-rtp"]
        assert inbound[0].packetsReceived > 10
        assert receiver.track._queue.qsize() < 5  # type: ignore[attr-defined]
        await caller.close()
        with pytest.raises(MediaStreamError):
            await asyncio.wait_for(read_to_its_end(track), PATIENCE_S)
        assert track.readyState == "ended"
    finally:
        await caller.close()
        await receiving.close()


async def test_sound_that_is_not_opus_is_played_whole(caplog: pytest.LogCaptureFixture) -> None:
    caller = Caller(pictures=False, events=False, receives=False)
    codecs = RTCRtpSender.getCapabilities("audio").codecs
    (transceiver,) = caller.connection.getTransceivers()
    transceiver.setCodecPreferences([one for one in codecs if one.mimeType == "audio/PCMU"])
    receiving = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        await connected(receiving, caller)
        track = attach(receiving.getReceivers()[0], means="classical")
        await receiving.setLocalDescription(await receiving.createAnswer())
        await caller.accept(receiving.localDescription.sdp)
        await until(lambda: "aiortc's own track is played" in caplog.text)
        heard = [np.abs((await track.recv()).to_ndarray()).max() for _ in range(150)]
        assert np.mean(np.array(heard[60:]) > 1000) > 0.9
    finally:
        await caller.close()
        await receiving.close()


@pytest.mark.parametrize("attached_first", [True, False])
async def test_a_connection_that_is_closed_before_it_stood_ends_the_track(
    *, attached_first: bool
) -> None:
    caller = Caller(pictures=False, events=False, receives=False)
    receiving = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    await connected(receiving, caller)
    receiver = receiving.getReceivers()[0]
    before = asyncio.all_tasks()
    track = attach(receiver, means="classical") if attached_first else None
    await receiving.setLocalDescription(await receiving.createAnswer())
    await caller.close()
    await receiving.close()
    track = track or attach(receiver, means="classical")
    with pytest.raises(MediaStreamError):
        await asyncio.wait_for(read_to_its_end(track), PATIENCE_S)
    await until(lambda: asyncio.all_tasks() <= before)  # nothing listens on


async def test_the_example_of_the_documentation_writes_what_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.call.track.network", lambda _: None)  # takes seconds to load
    (source,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    assert len(source.splitlines()) <= 40
    names: dict[str, Any] = {}
    exec(compile(source, "docs/call.md", "exec"), names)
    caller = Caller(pictures=False, events=False, receives=False)
    path = tmp_path / "heard.wav"
    try:
        connection, answer, writing = await names["answer"](await caller.offer(), str(path))
        await caller.accept(answer)
        await until(lambda: path.exists() and path.stat().st_size > 4 * 24_000)  # half a second
    finally:
        await caller.close()
    await connection.close()
    await asyncio.wait_for(writing, PATIENCE_S)
    with wave.open(str(path)) as file:
        heard = np.frombuffer(file.readframes(file.getnframes()), np.int16)
        assert file.getnframes() >= 24_000
    assert np.abs(heard).max() > 3000


async def test_pictures_cannot_be_attached_to() -> None:
    receiver = FakeReceiver()
    receiver.track.kind = "video"
    with pytest.raises(ValueError, match="sound"):
        attach(receiver)  # type: ignore[arg-type]


async def test_where_the_private_parts_changed_the_track_is_played(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock, receiver = FakeClock(), OtherReceiver()
    with caplog.at_level(logging.WARNING):
        sound = listen(receiver, clock)
    assert not sound.by_packets
    assert len(caplog.records) == 1
    await heard_by_fallback(sound, receiver, clock)


async def test_where_no_packet_is_seen_the_track_is_played_after_a_second(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(received, "install", lambda *_: None)
    clock, receiver = FakeClock(), FakeReceiver()
    sound = listen(receiver, clock)
    with caplog.at_level(logging.WARNING):
        receiver.track.give()
        await settled()
        await clock.advance(NS_PER_S // 2)
        receiver.track.give()
        await settled()
        before = sound.by_packets
        assert before
        await clock.advance(NS_PER_S // 2)
        receiver.track.give()
        await settled()
        assert not sound.by_packets
    assert len(caplog.records) == 1
    await heard_by_fallback(sound, receiver, clock)


async def heard_by_fallback(sound: ReceivedSound, receiver: FakeReceiver, clock: FakeClock) -> None:
    """Check that what the track gives is played, then close."""
    frames = sound.frames()
    loudest = 0.0
    for _ in range(60):
        receiver.track.give()
        await settled()
        for _ in range(2):
            following = asyncio.ensure_future(anext(frames))
            await settled()
            await clock.advance(10_000_000)
            loudest = max(loudest, float(np.abs((await following).samples).max()))
    assert loudest == pytest.approx(8000 / 32768, abs=1e-3)
    await frames.aclose()
    await sound.close()


@pytest.mark.parametrize("kind", [FakeReceiver, OtherReceiver])
async def test_a_reader_that_gives_up_may_ask_again_and_time_goes_on_as_before(
    kind: type[FakeReceiver],
) -> None:
    clock, receiver = FakeClock(), kind()
    sound = listen(receiver, clock)
    track = CallTrack(sound, 1)
    assert (await track.recv()).pts == 0
    for number in range(1, 4):
        for _ in range(2):  # it waits 3 ms, twice, and takes what is due after 10
            reading = asyncio.ensure_future(track.recv())
            await settled()
            await clock.advance(3_000_000)
            assert not reading.done()
            reading.cancel()
            await asyncio.gather(reading, return_exceptions=True)
        reading = asyncio.ensure_future(track.recv())
        await settled()
        await clock.advance(4_000_000)
        assert (await reading).pts == 480 * number
    assert track.readyState == "live"
    receiver.track.frames.put_nowait(None)
    await until(lambda: sound.closed)
    await sound.close()


async def test_packets_are_passed_on_and_none_is_kept_without_bound() -> None:
    clock, receiver = FakeClock(), FakeReceiver()
    sound = listen(receiver, clock)
    for number in range(500):
        packet = RtpPacket(payload_type=96, sequence_number=number, timestamp=960 * number)
        packet.payload = b"\xf8\xff\xfe"
        await receiver._handle_rtp_packet(packet, arrival_time_ms=number)
    assert len(receiver.handled) == 500
    assert len(sound._held) <= received.HELD_PACKETS
    await until(lambda: sound.statistics().packets_received > 0)
    for number in range(500, 3000):
        packet = RtpPacket(payload_type=96, sequence_number=number, timestamp=960 * number)
        packet.payload = b"\xf8\xff\xfe"
        await receiver._handle_rtp_packet(packet, arrival_time_ms=number)
    assert sound.statistics().packets_received > 2500
    assert sound.statistics().buffered_ms < 10_000
    receiver.track.frames.put_nowait(None)
    await until(lambda: sound.closed)
    await sound.close()
