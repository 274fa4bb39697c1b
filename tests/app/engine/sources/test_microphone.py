"""The life of a microphone, with a sound system played by hand."""

import sys
import threading

import numpy as np
import pytest
from numpy.typing import NDArray

from app.engine.events import Gap, GapReason, Notice
from app.engine.sources import portaudio
from app.engine.sources.devices import Device, DeviceKind, list_devices
from app.engine.sources.microphone import Microphone
from app.engine.sources.portaudio import RING_S
from audio.block import AudioBlock
from tests.app.engine.sources.reading import Collector, joined, threads, until, until_ended
from tests.fakes.clock import FakeClock
from tests.fakes.sounddevice import FakeSoundDevice

MS = 1_000_000
S = 1_000 * MS
START_NS = 50 * S
BLOCK = 960


@pytest.fixture
def sound(monkeypatch: pytest.MonkeyPatch) -> FakeSoundDevice:
    fake = FakeSoundDevice()
    monkeypatch.setitem(sys.modules, "sounddevice", fake)
    monkeypatch.setattr(portaudio, "_open_inputs", set())  # those of other tests may still close
    return fake


def ramp(start: int = 1, length: int = BLOCK) -> NDArray[np.int16]:
    return np.arange(start, start + length, dtype=np.int16)[:, None]


def blocks_of(collector: Collector) -> list[AudioBlock]:
    return [item for item in collector.items if isinstance(item, AudioBlock)]


def heard(collector: Collector) -> int:
    return sum(len(block.samples) for block in blocks_of(collector))


def said(collector: Collector) -> list[str]:
    return [item.text for item in collector.items if isinstance(item, Notice)]


def gaps_of(collector: Collector) -> list[Gap]:
    return [item for item in collector.items if isinstance(item, Gap)]


async def start(sound: FakeSoundDevice, clock: FakeClock, **settings: int) -> Collector:
    collector = Collector(Microphone("usb", **settings).items(clock, 0))
    await until(lambda: bool(sound.streams) and sound.streams[-1].active)
    await clock.advance(0)
    return collector


async def play(
    sound: FakeSoundDevice, clock: FakeClock, collector: Collector, *samples: NDArray[np.int16]
) -> None:
    """Deliver each array after its duration and wait until it has come out."""
    for part in samples:
        await clock.advance(len(part) * S // 48_000)
        due = heard(collector) + len(part)
        sound.deliver(part)
        await until(lambda n=due: heard(collector) >= n)  # type: ignore[misc]


async def test_every_sample_comes_once_timed_by_count(sound: FakeSoundDevice) -> None:
    clock = FakeClock(START_NS)
    before = threads()
    collector = await start(sound, clock)
    await play(sound, clock, collector, *(ramp(1 + index * BLOCK) for index in range(5)))
    assert np.array_equal(
        np.concatenate([block.samples for block in blocks_of(collector)]), ramp(length=5 * BLOCK)
    )
    assert [block.pts_ns for block in blocks_of(collector)] == [
        START_NS + index * 20 * MS for index in range(5)
    ]
    assert not blocks_of(collector)[0].samples.flags.writeable
    settings = sound.streams[0].settings
    assert (settings["device"], settings["blocksize"], settings["dtype"]) == (0, BLOCK, "int16")
    assert settings["latency"] >= 0.06
    await collector.stop()
    await until(lambda: not sound.streams[0].active)
    await until_ended(before)


async def test_an_absent_microphone_is_said_once_and_tried_again(sound: FakeSoundDevice) -> None:
    sound.unplug()
    clock = FakeClock(START_NS)
    collector = Collector(Microphone().items(clock, 0))
    await until(lambda: len(collector.items) == 1)
    for tries in (1, 2, 3):
        await until(lambda n=tries: sound.refreshes == n and clock.waited_for)  # type: ignore[misc]
        await clock.advance(2 * S)
    assert said(collector) == [
        "There is no microphone; plug one in or choose another (see `earshot devices`)."
    ]
    await until(lambda: sound.refreshes == 4 and clock.waited_for)
    sound.plug()
    await clock.advance(2 * S)
    await until(lambda: bool(sound.streams) and sound.streams[-1].active)
    await clock.advance(0)
    await play(sound, clock, collector, ramp())
    [block] = blocks_of(collector)
    assert block.pts_ns == START_NS + 8 * S
    assert joined(collector.items) == [
        Gap(START_NS, START_NS + 8 * S, "microphone", GapReason.NO_DEVICE)
    ]
    await collector.stop()


async def test_a_vanished_microphone_is_said_once_and_comes_back(sound: FakeSoundDevice) -> None:
    clock = FakeClock(START_NS)
    collector = await start(sound, clock)
    await play(sound, clock, collector, ramp())
    sound.deliver(ramp(length=BLOCK // 2))  # a last half block, then nothing
    sound.unplug()
    await clock.advance(1_900 * MS)
    assert said(collector) == []
    await clock.advance(400 * MS)
    await until(lambda: len(said(collector)) == 1)
    assert said(collector) == ["The microphone usb has gone; plug it in again to go on."]
    assert len(blocks_of(collector)[-1].samples) == BLOCK // 2
    refreshes = sound.refreshes
    await until(lambda: not portaudio._open_inputs)
    await clock.advance(2 * S)
    await until(lambda: sound.refreshes == refreshes + 1 and clock.waited_for)
    sound.plug()
    await clock.advance(2 * S)
    await until(lambda: len(sound.streams) == 2 and sound.streams[1].active)
    await clock.advance(0)
    await play(sound, clock, collector, ramp())
    back_ns = blocks_of(collector)[-1].pts_ns
    assert joined(collector.items) == [
        Gap(START_NS + 30 * MS, back_ns, "microphone usb", GapReason.DEVICE_LOST)
    ]
    assert len(said(collector)) == 1
    await collector.stop()


async def test_a_stream_that_stops_itself_is_a_vanished_device(sound: FakeSoundDevice) -> None:
    clock = FakeClock(START_NS)
    collector = await start(sound, clock)
    await play(sound, clock, collector, ramp())
    sound.streams[0].active = False
    await clock.advance(300 * MS)
    await until(lambda: len(said(collector)) == 1)
    await collector.stop()


async def test_digital_silence_is_said_once_and_marked(sound: FakeSoundDevice) -> None:
    clock = FakeClock(START_NS)
    collector = await start(sound, clock)
    silence = np.zeros((BLOCK, 1), np.int16)
    await play(sound, clock, collector, ramp(), *([silence] * 160), ramp())
    assert said(collector) == [
        "The microphone usb delivers digital silence: is it muted or unplugged?"
    ]
    assert gaps_of(collector) == [
        Gap(START_NS + 20 * MS, START_NS + 3_220 * MS, "microphone usb", GapReason.DIGITAL_SILENCE)
    ]
    assert len(blocks_of(collector)) == 162
    await collector.stop()


async def test_what_the_ring_cannot_hold_is_a_gap_of_its_length(sound: FakeSoundDevice) -> None:
    clock = FakeClock(START_NS)
    collector = await start(sound, clock)
    await play(sound, clock, collector, ramp())
    fits = RING_S * 50
    for _ in range(fits + 3):  # the loop is busy all the while
        clock._now_ns += 20 * MS
        sound.deliver(ramp())
    await collector.until(lambda c: len(blocks_of(c)) == 1 + fits)
    await play(sound, clock, collector, ramp())
    [gap] = gaps_of(collector)
    assert gap.end_ns - gap.start_ns == 3 * 20 * MS
    assert gap.reason is GapReason.OVERFLOW
    *_, before, after = blocks_of(collector)
    assert (before.end_ns, after.pts_ns) == (gap.start_ns, gap.end_ns)
    await collector.stop()


async def test_a_device_of_another_rate_gives_its_own(sound: FakeSoundDevice) -> None:
    clock = FakeClock(START_NS)
    collector = await start(sound, clock, sample_rate_hz=32_000, channels=8)
    sound.deliver(np.ones((BLOCK, 2), np.int16))
    await collector.until(lambda c: bool(c.items))
    [block] = blocks_of(collector)
    assert (block.sample_rate_hz, block.samples.shape) == (48_000, (BLOCK, 2))
    await collector.stop()


async def test_the_list_is_not_refreshed_under_an_open_stream(sound: FakeSoundDevice) -> None:
    clock = FakeClock(START_NS)
    first = await start(sound, clock)
    second = Collector(Microphone("usb").items(clock, 0))
    await until(lambda: len(sound.streams) == 2)
    assert sound.refreshes == 1
    await first.stop()
    await second.stop()


async def test_the_list_is_not_refreshed_under_a_stream_that_opens(
    sound: FakeSoundDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening, opens = threading.Event(), threading.Event()

    def slow(*_: object, **__: object) -> None:
        opening.set()
        opens.wait()

    monkeypatch.setattr(sound, "check_input_settings", slow)
    collector = Collector(Microphone("usb").items(FakeClock(START_NS), 0))
    await until(opening.is_set)
    portaudio.refresh()
    assert sound.refreshes == 1
    opens.set()
    await until(lambda: bool(sound.streams) and sound.streams[-1].active)
    await collector.stop()


async def test_a_microphone_cancelled_while_it_opens_is_closed(sound: FakeSoundDevice) -> None:
    before = threads()
    collector = Collector(Microphone("usb").items(FakeClock(START_NS), 0))
    await until(lambda: threads() != before or bool(sound.streams))
    await collector.stop()
    await until_ended(before)
    assert not any(stream.active for stream in sound.streams)


async def test_a_missing_library_names_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing:
        def find_spec(self, name: str, *_rest: object) -> None:
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    collector = Collector(Microphone().items(FakeClock(START_NS), 0))
    await collector.until(lambda c: bool(c.items))
    assert "libportaudio2" in said(collector)[0]
    await collector.stop()
    assert [device for device in list_devices() if device.kind is DeviceKind.MICROPHONE] == []


def test_microphones_are_listed(sound: FakeSoundDevice) -> None:
    microphones = [device for device in list_devices() if device.kind is DeviceKind.MICROPHONE]
    assert microphones == [Device(DeviceKind.MICROPHONE, "0", "USB Microphone", default=True)]
    sound.unplug()
    assert DeviceKind.MICROPHONE not in {device.kind for device in list_devices()}
