"""How work is put to other threads, how its answers come back, and which failures are told."""

from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from typing import Any, Protocol

from app.errors import EarshotError
from models.errors import ModelError

Spawn = Callable[[Coroutine[Any, Any, None]], Future[None]]  # begins on the engine's loop
Answer = Callable[[Callable[[], object]], None]  # has a call made on the window's thread
TOLD = (EarshotError, ModelError, OSError)  # what goes wrong in the world is said to the person


class Work(Protocol):
    """Does a job in a worker thread and tells its result on the window's thread."""

    def __call__(
        self,
        job: Callable[[], Any],
        then: Callable[[Any], object],
        failed: Callable[[str], object] | None = None,
    ) -> None:
        """Call `then` with what `job` returns, or `failed` with its error."""
        ...
