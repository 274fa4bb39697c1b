"""Who is there: told to the person at this program, and to nobody over a connection."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody came or left.

    Attributes:
        guests: how many others are in the call now.
    """

    guests: int
