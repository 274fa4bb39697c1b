"""Offers of a session, read strictly and written anew before any other code sees them.

aiortc takes nearly any text for an offer and stumbles over it later, inside tasks nobody awaits.
So an offer is parsed here first, line by line; what is not understood is left out, what must be
there and is not makes the offer bad, and aiortc is given a text made of known lines alone.

Grammar: RFC 8866 (SDP), RFC 8829 (JSEP), RFC 9725 section 4 (WHIP: bundled, multiplexed RTCP).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.call.sdp_lines import (
    CODECS,
    DATA_PROFILE,
    DIGEST_BYTES,
    DIRECTIONS,
    EXTENSION,
    FEEDBACK,
    FINGERPRINT,
    FORMAT,
    MEDIA_LINE,
    PARAMETERS,
    PASSWORD,
    RTP_PROFILE,
    SOURCE,
    SOURCE_GROUP,
    STREAM,
    TOKEN,
    UFRAG,
    BadOfferError,
    payload_types,
    reachable,
    usable,
)

MAX_OFFER_BYTES = 64 * 1024
MAX_SECTIONS = 3  # sound, picture, data: at most one of each
MAX_CANDIDATES = 32  # of one offer; a laptop with VPNs has a dozen
MAX_LINES = 1_000  # a browser's offer has about 200


@dataclass(slots=True)
class Section:
    """One `m=` section; lines are kept without their `a=`.

    Attributes:
        kind: "audio", "video" or "application".
        port: as offered; 0 where a section is bundled only.
        profile: of the transport.
        mid: its name within the bundle.
        direction: one of DIRECTIONS.
        setup: the DTLS role offered: "actpass", "active" or "passive".
        ufrag: ICE user fragment.
        password: ICE password.
        fingerprints: of the certificate, `algorithm value`.
        candidates: values of candidate lines.
        formats: payload types that are understood, with their `name/rate`, in order of preference.
        lines: further attributes that are understood.
        muxed: RTCP shares the port.
        data_port: SCTP port of a data section.
    """

    kind: str
    port: int
    profile: str
    mid: str = ""
    direction: str = "sendrecv"
    setup: str = ""
    ufrag: str = ""
    password: str = ""
    fingerprints: list[str] = field(default_factory=list)
    candidates: list[str] = field(default_factory=list)
    formats: dict[int, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    muxed: bool = False
    data_port: int | None = None

    def text(self) -> list[str]:
        """Return the section's lines."""
        data = self.kind == "application"
        formats = "webrtc-datachannel" if data else " ".join(map(str, self.formats))
        head = [f"m={self.kind} {self.port} {self.profile} {formats}", "c=IN IP4 0.0.0.0"]
        media = [] if data else [self.direction, "rtcp-mux"]
        attributes = [
            f"mid:{self.mid}",
            *media,
            f"ice-ufrag:{self.ufrag}",
            f"ice-pwd:{self.password}",
            *(f"fingerprint:{value}" for value in self.fingerprints),
            f"setup:{self.setup}",
            *self.lines,
            *(f"candidate:{value}" for value in self.candidates),
        ]
        return head + [f"a={attribute}" for attribute in attributes]


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer that holds together."""

    sections: tuple[Section, ...]

    def text(self) -> str:
        """Return it as SDP, made of known lines alone.

        Where the offerer leaves the DTLS roles open (`actpass`) it is said to be the active one,
        so that we are the server: as client aiortc offers ECDSA ciphers alone, and peers with an
        RSA certificate, GStreamer's among them, could not be reached.
        """
        mids = " ".join(section.mid for section in self.sections)
        lines = ["v=0", "o=- 0 0 IN IP4 0.0.0.0", "s=-", "t=0 0", f"a=group:BUNDLE {mids}"]
        lines.append("a=msid-semantic:WMS *")
        for section in self.sections:
            lines += section.text()
        return "\r\n".join(lines).replace("a=setup:actpass", "a=setup:active") + "\r\n"


def parse_offer(text: str) -> Offer:
    """Read an offer; raise BadOfferError, and nothing else, for what is none."""
    lines = text.splitlines()
    if not lines or lines[0].strip() != "v=0":
        raise BadOfferError("it does not begin with v=0")
    if len(lines) > MAX_LINES or len(text) > MAX_OFFER_BYTES:
        raise BadOfferError("it is too long")
    starts = [number for number, line in enumerate(lines) if line.startswith("m=")]
    if not 1 <= len(starts) <= MAX_SECTIONS:
        raise BadOfferError(f"it has {len(starts)} media sections, not 1 to {MAX_SECTIONS}")
    common = [line[2:].strip() for line in lines[: starts[0]] if line.startswith("a=")]
    ends = [*starts[1:], len(lines)]
    sections = tuple(
        _section(lines[start], common, lines[start + 1 : end])
        for start, end in zip(starts, ends, strict=True)
    )
    _check_together(sections, common)
    return Offer(sections)


def _section(head: str, common: Sequence[str], body: Sequence[str]) -> Section:
    """Read one section, with what the session says for all."""
    match = MEDIA_LINE.fullmatch(head.strip())
    if match is None:
        raise BadOfferError("a media line cannot be read")
    kind, port, profile, formats = match.groups()
    expected = DATA_PROFILE if kind == "application" else RTP_PROFILE
    if profile != expected or int(port) > 65535:
        raise BadOfferError(f"its {kind} section is not {expected}")
    section = Section(kind, int(port), profile)
    own = [line[2:].strip() for line in body if line.startswith("a=")]
    says = {name for name, _ in map(_split, own)}
    inherited = [line for line in common if _split(line)[0] not in says]
    for line in (*inherited, *own):
        _transport(section, *_split(line))
    if kind == "application":
        _read_data(section, own)
    else:
        _read_media(section, formats.split(), own)
    _check_section(section)
    return section


def _split(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value


def _transport(section: Section, name: str, value: str) -> None:
    """Take an attribute of the transport, if this is one."""
    if name == "ice-ufrag" and UFRAG.fullmatch(value):
        section.ufrag = value
    elif name == "ice-pwd" and PASSWORD.fullmatch(value):
        section.password = value
    elif name == "setup" and value in ("actpass", "active", "passive"):
        section.setup = value
    elif name == "mid" and TOKEN.fullmatch(value):
        section.mid = value
    elif name == "rtcp-mux":
        section.muxed = True
    elif name in DIRECTIONS and not value:
        section.direction = name
    elif name == "candidate" and reachable(value):
        section.candidates.append(value)
    elif name == "fingerprint":
        match = FINGERPRINT.fullmatch(value.lower())
        if match is not None and DIGEST_BYTES.get(match[1]) == len(match[2].split(":")):
            section.fingerprints.append(f"{match[1]} {match[2].upper()}")


def _read_data(section: Section, own: Sequence[str]) -> None:
    """Read what a data section says of SCTP."""
    for name, value in map(_split, own):
        if name == "sctp-port" and value.isascii() and value.isdigit() and 0 < int(value) < 65536:
            section.data_port = int(value)
            section.lines.append(f"sctp-port:{int(value)}")
        elif name == "max-message-size" and re.fullmatch(r"\d{1,9}", value, re.ASCII):
            section.lines.append(f"max-message-size:{int(value)}")


def _read_media(section: Section, offered: Sequence[str], own: Sequence[str]) -> None:
    """Read codecs, header extensions and sources; drop what is not understood."""
    attributes = [_split(line) for line in own]
    parameters = {
        int(match[1]): match[2]
        for name, value in attributes
        if name == "fmtp" and (match := PARAMETERS.fullmatch(value))
    }
    named = {
        int(match[1]): f"{match[2]}/{match[3]}" + (f"/{match[4]}" if match[4] else "")
        for name, value in attributes
        if name == "rtpmap" and (match := FORMAT.fullmatch(value))
    }
    for payload_type in payload_types(offered):
        name = named.get(payload_type, "")
        if name.lower() in CODECS[section.kind] and usable(
            name.lower(), parameters.get(payload_type, ""), section.formats
        ):
            section.formats[payload_type] = name
            section.lines.append(f"rtpmap:{payload_type} {name}")
            if payload_type in parameters:
                section.lines.append(f"fmtp:{payload_type} {parameters[payload_type]}")
    for name, value in attributes:
        _describe(section, name, value)


def _describe(section: Section, name: str, value: str) -> None:
    """Take a further attribute of media, if it is understood."""
    if name == "rtcp-fb":
        match = FEEDBACK.fullmatch(value)
        if match and (match[1] == "*" or int(match[1]) in section.formats):
            section.lines.append(f"rtcp-fb:{value}")
    elif name == "extmap":
        match = EXTENSION.fullmatch(value)
        if match and 1 <= int(match[1]) <= 14:  # RFC 8285: one-byte headers
            section.lines.append(f"extmap:{int(match[1])} {match[2]}")
    elif name == "ssrc":
        match = SOURCE.fullmatch(value)
        if match and int(match[1]) < 2**32:
            section.lines.append(f"ssrc:{value}")
    elif name == "ssrc-group":
        match = SOURCE_GROUP.fullmatch(value)
        if match and all(int(number) < 2**32 for number in match[2].split()):
            section.lines.append(f"ssrc-group:{value}")
    elif name == "msid" and STREAM.fullmatch(value):
        section.lines.append(f"msid:{value}")


def _check_section(section: Section) -> None:
    """Raise BadOfferError where a section lacks what a session needs."""
    missing = [
        what
        for what, there in (
            ("ICE user fragment", section.ufrag),
            ("ICE password", section.password),
            ("DTLS fingerprint", section.fingerprints),
            ("DTLS role", section.setup),
            ("mid", section.mid),
        )
        if not there
    ]
    if section.kind == "application":
        missing += [] if section.data_port else ["SCTP port"]
    else:
        missing += [] if section.formats else ["codec we know"]
        missing += [] if section.muxed else ["rtcp-mux"]
    if missing:
        raise BadOfferError(f"its {section.kind} section has no {missing[0]}")


def _check_together(sections: Sequence[Section], common: Sequence[str]) -> None:
    """Raise BadOfferError where sections do not make one session."""
    mids = [section.mid for section in sections]
    if len(set(mids)) != len(mids):
        raise BadOfferError("two sections share a mid")
    bundles = [value.split() for name, value in map(_split, common) if name == "group"]
    bundled = {mid for group in bundles if group and group[0] == "BUNDLE" for mid in group[1:]}
    if len(sections) > 1 and not set(mids) <= bundled:
        raise BadOfferError("its sections are not bundled")
    kinds = [section.kind for section in sections]
    if len(set(kinds)) != len(kinds):
        raise BadOfferError("it has two sections of one kind")
    if "audio" not in kinds:
        raise BadOfferError("it has no sound")
    if len({(section.ufrag, section.password) for section in sections}) > 1:
        raise BadOfferError("bundled sections have different ICE credentials")
    if len({section.setup for section in sections}) > 1:
        raise BadOfferError("bundled sections have different DTLS roles")
    if sum(len(section.candidates) for section in sections) > MAX_CANDIDATES:
        raise BadOfferError(f"it has more than {MAX_CANDIDATES} candidates")
