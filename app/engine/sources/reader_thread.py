"""A blocking generator on a thread of its own, read from the event loop over a bounded hand-off."""

import asyncio
import logging
import threading
from collections import deque
from collections.abc import Callable, Generator
from contextlib import closing
from types import TracebackType
from typing import Generic, Self, TypeVar

Item = TypeVar("Item")

CLOSE_LIMIT_S = 0.25
"""How long closing waits for the thread: a driver that hangs must not hang the program."""

_log = logging.getLogger(__name__)


class ReaderThread(Generic[Item]):
    """Asynchronous iterator over what a blocking generator yields.

    The generator yields None where it has nothing yet, so that the thread can see whether it
    should stop. It is closed on its own thread. What it raises is raised to the reader, after the
    items before it. The thread is a daemon: one stuck in a driver does not keep the program alive.
    """

    def __init__(
        self,
        make: Callable[[], Generator[Item | None, None, None]],
        *,
        name: str,
        capacity: int,
        newest_wins: bool = False,
    ) -> None:
        """Prepare to read `make()`.

        Args:
            make: builds the generator; called on the thread.
            name: of the thread.
            capacity: most items waiting between the thread and the loop.
            newest_wins: when full, drop the oldest and count it in `dropped` (live media);
                otherwise the thread waits (files).
        """
        self.dropped = 0
        self._make = make
        self._items: deque[Item] = deque()
        self._capacity = capacity
        self._newest_wins = newest_wins
        self._changed = threading.Condition()  # guards _items, dropped and _stopping
        self._stopping = False
        self._wake = asyncio.Event()
        self._left = asyncio.Event()  # the generator is closed, the thread about to end
        self._ended = False
        self._error: BaseException | None = None
        self._loop = asyncio.get_running_loop()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    async def __aenter__(self) -> Self:
        self._thread.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify()
        try:
            async with asyncio.timeout(CLOSE_LIMIT_S):
                await self._left.wait()
        except TimeoutError:
            _log.warning("%s does not stop; its driver hangs", self._thread.name)
        else:
            self._thread.join()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Item:
        while True:
            with self._changed:
                if self._items:
                    self._changed.notify()
                    return self._items.popleft()
            if self._ended:
                raise self._error or StopAsyncIteration
            self._wake.clear()
            await self._wake.wait()

    def fail(self, error: Exception) -> None:
        """End the iteration with `error`; for a watchdog on the loop."""
        self._end(error)

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            with closing(self._make()) as generator:
                for item in generator:
                    if item is not None:
                        self._put(item)
                    if self._stopping:
                        break
        except BaseException as raised:  # noqa: BLE001 - raised again to the reader on the loop
            error = raised
        self._tell(self._finish, error)

    def _put(self, item: Item) -> None:
        with self._changed:
            if self._newest_wins and len(self._items) == self._capacity:
                self._items.popleft()
                self.dropped += 1
            while len(self._items) == self._capacity and not self._stopping:
                self._changed.wait()
            self._items.append(item)
            was_empty = len(self._items) == 1
        if was_empty:
            self._tell(self._wake.set)

    def _tell(self, call: Callable[..., None], *args: BaseException | None) -> None:
        """Call on the loop; a loop that is gone has no reader left."""
        try:
            self._loop.call_soon_threadsafe(call, *args)
        except RuntimeError:
            self._stopping = True

    def _finish(self, error: BaseException | None) -> None:
        self._end(error)
        self._left.set()

    def _end(self, error: BaseException | None) -> None:
        if not self._ended:
            self._ended = True
            self._error = error
            self._wake.set()
