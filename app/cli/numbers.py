"""Numbers on the command line: argparse reports in one sentence what is none, or is too large."""

from argparse import ArgumentTypeError

NS_PER_S = 1_000_000_000
SECONDS_PER = 60  # of the next longer unit
LONGEST_S = 1e9  # 31 years; in ns it fits the 64 bits that databases and arrays have
MOST = 1_000_000_000
LAST_PORT = 65_535  # RFC 9293: 16 bits


def seconds(text: str) -> float:
    """Read a time of 0 s or more."""
    value = _number(text)
    if value is None:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds from 0 to {LONGEST_S:.0f}")
    return value


def duration(text: str) -> float:
    """Read a length of more than 0 s."""
    value = _number(text)
    if not value:
        raise ArgumentTypeError(f"{text!r} is not a number of seconds above 0, to {LONGEST_S:.0f}")
    return value


def moment(text: str) -> int:
    """Read a time as s, m:ss or h:mm:ss into ns."""
    total_s = 0.0
    for part in text.split(":"):
        value = _number(part)
        total_s = LONGEST_S + 1 if value is None else total_s * SECONDS_PER + value
    if total_s > LONGEST_S:
        raise ArgumentTypeError(f"{text!r} is no time; times are written as 90, 10:00 or 1:02:03")
    return round(total_s * NS_PER_S)


def count(text: str) -> int:
    """Read a whole number of 1 or more."""
    return _whole(text, 1, MOST)


def natural(text: str) -> int:
    """Read a whole number of 0 or more."""
    return _whole(text, 0, MOST)


def port(text: str) -> int:
    """Read the number of a port."""
    return _whole(text, 1, LAST_PORT)


def _number(text: str) -> float | None:
    """Return 0 to LONGEST_S; None for anything else, infinity and NaN among it."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= LONGEST_S else None


def _whole(text: str, least: int, most: int) -> int:
    try:
        value = int(text)
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
    return value
