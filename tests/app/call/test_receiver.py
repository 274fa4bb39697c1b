"""The receiver in real time: a tick every 10 ms of the clock, until it is closed."""

import asyncio

from app.call.receiver import CallReceiver
from audio.plc import Concealer
from audio.plc.heard import Heard
from audio.plc.receiver import AudioReceiver
from tests.app.call.waiting import PATIENCE_S
from tests.audio.plc.signals import voice
from tests.fakes.clock import FakeClock
from tests.fakes.codec import StretchDecoder, packets

MS = 1_000_000


class Listening:
    """A receiver on a fake clock, someone who listens, and what was heard so far."""

    def __init__(self) -> None:
        sound = voice(48_000, 48_000)[:, None]
        self.clock = FakeClock()
        audio = AudioReceiver(StretchDecoder(sound), Concealer(48_000, 1), channels=1)
        self.receiver = CallReceiver(audio, self.clock)
        self.heard: list[Heard] = []
        self.sent = packets(len(sound))

    async def listen(self) -> None:
        async for tick in self.receiver.frames():
            self.heard.append(tick)

    def arrive(self, number: int) -> None:
        packet = self.sent[number]
        self.receiver.insert(packet.sequence, packet.timestamp, packet.payload)


async def test_sound_comes_every_ten_ms_and_ends_when_closed() -> None:
    call = Listening()
    listening = asyncio.create_task(call.listen())
    for number in range(20):
        await call.clock.advance(20 * MS)
        call.arrive(number)
    assert len(call.heard) == 41
    assert [tick.kind for tick in call.heard[-30:]] == ["normal"] * 30
    assert call.receiver.statistics().packets_received == 20
    assert call.receiver.gaps() == []
    call.receiver.close()
    await call.clock.advance(10 * MS)
    await asyncio.wait_for(listening, PATIENCE_S)
    call.arrive(20)
    assert call.receiver.statistics().packets_received == 20


async def test_ticks_missed_for_long_are_not_made_up_for() -> None:
    call = Listening()
    frames = call.receiver.frames()
    await anext(frames)
    call.clock._now_ns += 150 * MS  # the loop stood still
    for _ in range(15):
        await anext(frames)
    call.clock._now_ns += 5000 * MS
    await anext(frames)
    waiting = asyncio.ensure_future(anext(frames))
    await asyncio.sleep(0)
    assert not waiting.done()
    waiting.cancel()


def test_the_real_one_opens() -> None:
    receiver = CallReceiver.open(channels=1, means="classical")
    assert receiver.statistics().total_samples == 0
    receiver.close()
    receiver.close()
