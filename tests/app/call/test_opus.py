"""libopus through ctypes: what it decodes, recovers and makes up, and what it refuses."""

import contextlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.call.opus import OpusDecoder, version
from audio.plc.continuer import FloatArray
from audio.plc.decoder import DecodeError
from tests.audio.plc.signals import voice
from tests.bench.network.sender import payloads

RATE_HZ = 48_000
LARGEST_DELAY = 480  # of coder and decoder together, in samples


def talk(seconds: float = 1.0, channels: int = 1) -> FloatArray:
    return np.stack([voice(round(RATE_HZ * seconds), RATE_HZ)] * channels, axis=1)


def coded(seconds: float = 1.0, packet_ms: int = 20, *, fec: bool = False) -> list[bytes]:
    return payloads(talk(seconds), packet_ms, fec=fec, bit_rate=24_000)


def likeness(one: FloatArray, other: FloatArray) -> float:
    return float(np.corrcoef(one[:, 0], other[:, 0])[0, 1])


def test_the_library_tells_its_version() -> None:
    assert version().startswith("libopus")


@pytest.mark.parametrize("packet_ms", [10, 20, 40, 60])
def test_sound_comes_back(packet_ms: int) -> None:
    decoder = OpusDecoder(1)
    sent = coded(packet_ms=packet_ms)
    assert {decoder.duration_samples(packet) for packet in sent} == {48 * packet_ms}
    heard = np.concatenate([decoder.decode(packet) for packet in sent])
    assert heard.shape == (len(sent) * 48 * packet_ms, 1)
    sent_sound = talk()[9600:40_000]
    fits = [
        likeness(heard[delay:][9600:40_000], sent_sound) for delay in range(0, LARGEST_DELAY, 4)
    ]
    assert max(fits) > 0.7


def test_mono_packets_become_stereo_where_that_is_asked_for() -> None:
    heard = OpusDecoder(2).decode(coded()[0])
    assert heard.shape == (960, 2)
    np.testing.assert_array_equal(heard[:, 0], heard[:, 1])


def test_redundancy_is_seen_and_brings_the_packet_before_back() -> None:
    decoder = OpusDecoder(1)
    sent = coded(2, fec=True)
    assert not any(decoder.has_fec(packet) for packet in coded())
    lost = next(number for number in range(20, 99) if decoder.has_fec(sent[number + 1]))
    whole, holed = OpusDecoder(1), OpusDecoder(1)
    truth = [whole.decode(packet) for packet in sent]
    for packet in sent[:lost]:
        holed.decode(packet)
    assert likeness(holed.decode(sent[lost + 1], fec=True), truth[lost]) > 0.8


def test_made_up_sound_resembles_what_was_said() -> None:
    decoder = OpusDecoder(1)
    for packet in coded():
        before = decoder.decode(packet)
    assert np.std(decoder.conceal(960)) == pytest.approx(np.std(before), rel=0.3)
    assert decoder.conceal(120).shape == (120, 1)


def test_after_a_reset_a_stream_decodes_as_at_first() -> None:
    decoder, sent = OpusDecoder(1), coded(0.2)
    first = [decoder.decode(packet).tobytes() for packet in sent]
    decoder.reset()
    assert [decoder.decode(packet).tobytes() for packet in sent] == first


def test_a_model_of_speech_is_told_from_a_transform() -> None:
    decoder = OpusDecoder(1)
    assert decoder.models_speech(coded()[20])
    music = payloads(talk(), 20, fec=False, bit_rate=128_000)
    assert not decoder.models_speech(music[20])
    assert not decoder.models_speech(b"")


def test_two_bytes_announce_a_pause() -> None:
    decoder = OpusDecoder(1)
    assert decoder.is_dtx(coded()[0][:1])
    assert not decoder.is_dtx(coded()[20])


@pytest.mark.parametrize("payload", [b"", b"\x03", b"\xff\xff\xff"])
def test_damaged_payloads_are_refused(payload: bytes) -> None:
    decoder = OpusDecoder(1)
    with pytest.raises(DecodeError):
        decoder.decode(payload)
    with pytest.raises(DecodeError):
        decoder.duration_samples(payload)


@given(payload=st.binary(max_size=100))
def test_no_payload_breaks_the_decoder(payload: bytes) -> None:
    decoder = OpusDecoder(2)
    decoder.has_fec(payload)
    with contextlib.suppress(DecodeError):
        assert len(decoder.decode(payload)) == decoder.duration_samples(payload)
