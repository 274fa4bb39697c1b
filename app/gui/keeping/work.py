"""How a question is put to a worker thread."""

from collections.abc import Callable
from typing import Any, Protocol


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
