"""Networks that work waits for: how far each is on its way, until a person gives them up."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from models.store import SyncProgress
from models.store.download import Cancelled


@dataclass(frozen=True, slots=True)
class Arrival:
    """A network on its way; `total_bytes` is 0 while it is unknown."""

    name: str
    done_bytes: int
    total_bytes: int


class Fetching:
    """All that is on its way now; used from any thread."""

    def __init__(self, ring: Callable[[], None]) -> None:
        """Call `ring` when there is something new to be looked at."""
        self._ring = ring
        self._lock = threading.Lock()
        self._awaited: dict[threading.Event, Arrival | None] = {}  # by what gives them up
        self._closed = False

    @property
    def arrival(self) -> Arrival | None:
        """What is on its way, of several that of the newest wish; None where all is here."""
        with self._lock:
            known = [arrival for arrival in self._awaited.values() if arrival is not None]
        return known[-1] if known else None

    @contextmanager
    def awaited(self) -> Iterator[tuple[SyncProgress, Cancelled]]:
        """Yield what a fetch tells, and whom it asks whether it is still wanted."""
        given_up = threading.Event()
        with self._lock:
            self._awaited[given_up] = None

        def tell(name: str, done_bytes: int, total_bytes: int) -> None:
            with self._lock:
                self._awaited[given_up] = Arrival(name, done_bytes, total_bytes)
            self._ring()

        try:
            yield tell, lambda: self._closed or given_up.is_set()
        finally:
            with self._lock:
                del self._awaited[given_up]
            self._ring()

    def give_up(self) -> None:
        """Have all that is on its way stop soon; the next fetch goes on from there."""
        with self._lock:
            for given_up in self._awaited:
                given_up.set()

    def close(self) -> None:
        """Have this and every later fetch stop."""
        self._closed = True
