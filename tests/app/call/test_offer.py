"""Offers: real ones pass, all others are refused by name."""

import random
from pathlib import Path

import pytest
from aiortc.sdp import SessionDescription

from app.call.answer import with_inband_fec
from app.call.offer import MAX_CANDIDATES, parse_offer
from app.call.sdp_lines import BadOfferError
from tests.app.call.mutations import OFFERS, mutated_offer, offers


def chromium() -> str:
    return (OFFERS / "chromium.sdp").read_bytes().decode()


@pytest.mark.parametrize("path", sorted(OFFERS.glob("*.sdp")), ids=lambda path: path.stem)
def test_a_real_clients_offer_passes_and_says_the_same(path: Path) -> None:
    text = path.read_bytes().decode()
    before = SessionDescription.parse(text)
    after = SessionDescription.parse(parse_offer(text).text())
    assert [media.kind for media in after.media] == [media.kind for media in before.media]
    for was, now in zip(before.media, after.media, strict=True):
        assert now.rtp.muxId == was.rtp.muxId
        assert now.direction == was.direction
        assert now.ice == was.ice
        assert now.dtls is not None
        assert was.dtls is not None
        assert now.dtls.fingerprints == was.dtls.fingerprints
        udp = [one for one in was.ice_candidates if one.protocol.lower() == "udp"]
        assert now.ice_candidates == udp


def test_the_dtls_server_is_us_where_the_offer_leaves_it_open() -> None:
    assert chromium().count("a=setup:actpass") == 3
    text = parse_offer(chromium()).text()
    assert text.count("a=setup:active") == 3
    assert "actpass" not in text


def test_only_codecs_we_know_are_left() -> None:
    audio, video, _ = parse_offer(chromium()).sections
    assert list(audio.formats.values()) == ["opus/48000/2"]
    assert {name.partition("/")[0] for name in video.formats.values()} == {"VP8", "H264", "rtx"}


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("v=0", "garbage", "begin with v=0"),
        ("a=ice-ufrag:", "a=x:", "no ICE user fragment"),
        ("a=ice-pwd:", "a=x:", "no ICE password"),
        ("a=fingerprint:", "a=x:", "no DTLS fingerprint"),
        ("a=fingerprint:sha-256 ", "a=fingerprint:sha-256 00:", "no DTLS fingerprint"),
        ("a=setup:actpass", "a=setup:holdconn", "no DTLS role"),
        ("a=mid:1", "a=mid:0", "share a mid"),
        ("a=group:BUNDLE 0 1 2", "a=group:BUNDLE 0 1", "not bundled"),
        ("a=rtpmap:111 opus", "a=rtpmap:111 nopus", "no codec we know"),
        ("a=rtcp-mux", "a=x", "no rtcp-mux"),
        ("a=sctp-port:5000", "a=sctp-port:0", "no SCTP port"),
        ("SAVPF 111", "SAVPF 72 111", "out of range"),
        ("SAVPF 111", "SAVPF x 111", "no number"),
        ("UDP/TLS/RTP/SAVPF", "RTP/AVP", "is not UDP/TLS/RTP/SAVPF"),
        ("m=audio ", "m=audio", "cannot be read"),
    ],
)
def test_what_lacks_something_is_refused_by_name(old: str, new: str, why: str) -> None:
    assert old in chromium()
    with pytest.raises(BadOfferError, match=why):
        parse_offer(chromium().replace(old, new))


def test_two_sections_of_one_kind_are_refused() -> None:
    audio = chromium()[chromium().index("m=audio") : chromium().index("m=video")]
    twice = chromium().replace("BUNDLE 0 1 2", "BUNDLE 0 1 2 3")
    with pytest.raises(BadOfferError, match="1 to 3"):
        parse_offer(twice + audio.replace("a=mid:0", "a=mid:3"))
    head, _, _ = twice.partition("m=video")
    with pytest.raises(BadOfferError, match="two sections of one kind"):
        parse_offer(head + audio.replace("a=mid:0", "a=mid:3"))


def test_an_offer_without_sound_is_refused() -> None:
    head, audio, rest = chromium().partition("m=audio")
    without = head.replace("BUNDLE 0 1 2", "BUNDLE 1 2") + rest[rest.index("m=video") :]
    assert audio
    with pytest.raises(BadOfferError, match="no sound"):
        parse_offer(without)


@pytest.mark.parametrize("text", ["", "garbage", "v=0\r\n", "v=0\r\n" * 2000, "v=0\r\nm=\r\n"])
def test_what_is_no_offer_is_refused(text: str) -> None:
    with pytest.raises(BadOfferError):
        parse_offer(text)


@pytest.mark.parametrize(
    "value",
    [
        "1 1 tcp 1 192.0.2.1 9 typ host tcptype active",
        "1 2 udp 1 192.0.2.1 9 typ host",
        "1 1 udp 1 192.0.2.1 0 typ host",
        "1 1 udp 99999999999 192.0.2.1 9 typ host",
        "1 1 udp 1 224.0.0.1 9 typ host",
        "1 1 udp 1 0.0.0.0 9 typ host",
        "1 1 udp 1 example.com 9 typ host",
        "1 1 udp 1 192.0.2.1 9 typ elsewhere",
        "",
    ],
)
def test_candidates_that_media_cannot_be_sent_to_are_left_out(value: str) -> None:
    with_it = chromium().replace("a=mid:0", f"a=mid:0\r\na=candidate:{value}")
    there = parse_offer(chromium()).sections[0].candidates
    assert parse_offer(with_it).sections[0].candidates == there


def test_an_mdns_candidate_stays() -> None:
    value = "1 1 udp 1 0f9a6b1e-1234-4abc-8def-0123456789ab.local 9 typ host"
    with_it = chromium().replace("a=mid:0", f"a=mid:0\r\na=candidate:{value}")
    assert value in parse_offer(with_it).sections[0].candidates


def test_a_flood_of_candidates_is_refused() -> None:
    line = "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n"
    with pytest.raises(BadOfferError, match="candidates"):
        parse_offer(chromium().replace("a=mid:0", line * MAX_CANDIDATES + "a=mid:0"))


def test_mutated_offers_raise_one_thing_and_what_passes_is_parsed_by_aiortc() -> None:
    rng, sources = random.Random(5), offers()
    passed = 0
    for _ in range(700):
        try:
            text = parse_offer(mutated_offer(rng, sources)).text()
        except BadOfferError:
            continue
        SessionDescription.parse(text)
        passed += 1
    assert 70 < passed < 630  # the test means something only where both happen


def test_the_answer_asks_for_forward_error_correction() -> None:
    answer = "v=0\r\na=rtpmap:111 opus/48000/2\r\na=rtpmap:96 VP8/90000\r\na=fmtp:96 x=1\r\n"
    assert with_inband_fec(answer).splitlines()[2] == "a=fmtp:111 minptime=10;useinbandfec=1"
    assert "a=fmtp:96 x=1" in with_inband_fec(answer)


def test_what_the_answer_says_of_opus_already_is_kept() -> None:
    answer = "a=rtpmap:96 opus/48000/2\r\na=fmtp:96 stereo=1;useinbandfec=0\r\n"
    assert "a=fmtp:96 stereo=1;useinbandfec=1;minptime=10" in with_inband_fec(answer)
