"""What SQLite and the calendar can hold, of times and numbers that are read from files."""

import math
from datetime import MAXYEAR, MINYEAR, datetime
from typing import Any

MAX_NS = 1 << 62  # the sum of two such times fits into SQLite's 64 bits


def time_ns(value: Any) -> int:
    """Return a time or length in ns; raises TypeError, ValueError or OverflowError for others."""
    number = int(value)
    if abs(number) > MAX_NS:
        raise ValueError(f"{number} ns is too far away")
    return number


def moment(text: str) -> str:
    """Return a wall time as ISO 8601, of a year in which every time zone has it.

    Raises:
        TypeError, ValueError: it is none.
    """
    at = datetime.fromisoformat(text)
    if not MINYEAR < at.year < MAXYEAR:
        raise ValueError(f"there is no year {at.year} in every time zone")
    return at.isoformat()


def finite(value: Any) -> float:
    """Return a number; raises TypeError, ValueError or OverflowError for others."""
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{number} is no number")
    return number
