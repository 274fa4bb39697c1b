"""The answer's last touch: ask the peer for Opus with forward error correction."""

import re

FORMAT = re.compile(r"a=rtpmap:(\d+) opus/48000/2", re.IGNORECASE)
ASKED = {"minptime": "10", "useinbandfec": "1"}


def with_inband_fec(sdp: str) -> str:
    """Return an answer of aiortc's, which never asks for it, with `useinbandfec=1` for Opus.

    RFC 7587: the sender then puts a coarse copy of each packet into the next one when it hears of
    losses, and a single lost packet can be decoded out of its successor.
    """
    lines = sdp.splitlines()
    opus = {match[1] for line in lines if (match := FORMAT.fullmatch(line))}
    asked: list[str] = []
    for line in lines:
        number, _, parameters = line.removeprefix("a=fmtp:").partition(" ")
        if line.startswith("a=fmtp:") and number in opus:
            values = dict(part.partition("=")[::2] for part in parameters.split(";") if part)
            asked.append(f"a=fmtp:{number} {_written({**values, **ASKED})}")
            opus.discard(number)
        else:
            asked.append(line)
    for number in opus:
        place = next(i for i, line in enumerate(asked) if line.startswith(f"a=rtpmap:{number} "))
        asked.insert(place + 1, f"a=fmtp:{number} {_written(ASKED)}")
    return "\r\n".join(asked) + "\r\n"


def _written(values: dict[str, str]) -> str:
    return ";".join(f"{key}={value}" if value else key for key, value in values.items())
