"""Lines of SDP (RFC 8866) that are understood, and what makes one unusable."""

import ipaddress
import re
from collections.abc import Sequence

FORBIDDEN_PAYLOAD_TYPES = frozenset(range(72, 77))  # RFC 5761: would be taken for RTCP
MAX_PAYLOAD_TYPE = 127
DIRECTIONS = ("sendrecv", "sendonly", "recvonly", "inactive")
RTP_PROFILE = "UDP/TLS/RTP/SAVPF"
DATA_PROFILE = "UDP/DTLS/SCTP"
DIGEST_BYTES = {"sha-256": 32, "sha-384": 48, "sha-512": 64}  # those aiortc can check
CODECS = {
    "audio": frozenset({"opus/48000/2"}),
    "video": frozenset({"vp8/90000", "h264/90000", "rtx/90000"}),
}
H264_PROFILES = re.compile(
    r"(42|4d|58|64|f4)[0-9a-f]{2}(0a|0b|0c|0d|14|15|16|1e|1f|20|28|29|2a|32|33|34)"
)
NUMERIC_PARAMETERS = frozenset(
    {"apt", "max-fr", "max-fs", "maxplaybackrate", "minptime", "stereo", "useinbandfec"}
)

MEDIA_LINE = re.compile(r"m=(audio|video|application) (\d{1,5}) ([A-Z/]+) ([\x21-\x7e ]{1,400})")
TOKEN = re.compile(r"[\w.+/-]{1,64}", re.ASCII)
UFRAG = re.compile(r"[A-Za-z0-9+/]{4,256}")
PASSWORD = re.compile(r"[A-Za-z0-9+/]{22,256}")
FINGERPRINT = re.compile(r"([a-z0-9-]{1,16}) ((?:[0-9A-Fa-f]{2}:)+[0-9A-Fa-f]{2})")
CANDIDATE = re.compile(
    r"([\w+/]{1,32}) ([12]) (udp|UDP|tcp|TCP) (\d{1,10}) ([\w.:-]{1,64}) (\d{1,5})"
    r" typ (host|srflx|prflx|relay)(?: .{0,300})?",
    re.ASCII,
)
LOCAL_NAME = re.compile(r"[A-Za-z0-9-]{1,63}\.local")
EXTENSION = re.compile(r"(\d{1,3})(?:/(?:sendrecv|sendonly|recvonly|inactive))? (\S{1,200})")
FORMAT = re.compile(r"(\d{1,3}) ([\w.-]{1,32})/(\d{1,6})(?:/(\d))?", re.ASCII)
PARAMETERS = re.compile(r"(\d{1,3}) ([\x21-\x7e ]{1,300})")
FEEDBACK = re.compile(r"(\d{1,3}|\*) ([a-z-]{1,16}(?: [a-z-]{1,16})?)")
SOURCE = re.compile(r"(\d{1,10}) (cname|msid):([\x21-\x7e ]{1,200})")
SOURCE_GROUP = re.compile(r"(FID|SIM|FEC-FR)((?: \d{1,10}){1,8})")
STREAM = re.compile(r"([\x21-\x7e]{1,64})( [\x21-\x7e]{1,64})?")


class BadOfferError(ValueError):
    """An offer that is no session of ours; the message says in one clause what is wrong."""


def reachable(value: str) -> bool:
    """Tell whether a candidate is one that media can be sent to: UDP, by address or mDNS name."""
    match = CANDIDATE.fullmatch(value)
    if match is None or match[2] != "1" or match[3].lower() != "udp":
        return False
    if not 0 < int(match[6]) < 65536 or int(match[4]) >= 2**32:
        return False
    if LOCAL_NAME.fullmatch(match[5]):
        return True
    try:
        address = ipaddress.ip_address(match[5])
    except ValueError:
        return False
    return not (address.is_multicast or address.is_unspecified)


def payload_types(offered: Sequence[str]) -> list[int]:
    """Return the payload types of a media line, each once; raise BadOfferError for none such."""
    if not all(re.fullmatch(r"\d{1,3}", text, re.ASCII) for text in offered):
        raise BadOfferError("a payload type is no number")
    numbers = list(dict.fromkeys(map(int, offered)))
    if any(n > MAX_PAYLOAD_TYPE or n in FORBIDDEN_PAYLOAD_TYPES for n in numbers):
        raise BadOfferError("a payload type is out of range")
    return numbers


def usable(name: str, parameters: str, known: dict[int, str]) -> bool:
    """Tell whether a codec's parameters are ones that can be worked with."""
    values = dict(part.strip().partition("=")[::2] for part in parameters.split(";"))
    for key, value in values.items():
        if key in NUMERIC_PARAMETERS and not re.fullmatch(r"\d{1,9}", value, re.ASCII):
            return False
    if name.startswith("h264/"):
        return H264_PROFILES.fullmatch(values.get("profile-level-id", "").lower()) is not None
    if name.startswith("rtx/"):
        return values.get("apt", "").isdigit() and int(values["apt"]) in known
    return True
