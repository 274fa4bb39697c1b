"""What the program itself has to say when a session begins."""

from collections.abc import AsyncGenerator, Sequence

from app.engine.clock import Clock
from app.engine.events import Notice


class Said:
    """Yields `sentences` as notices, at once."""

    name = "earshot"

    def __init__(self, sentences: Sequence[str]) -> None:
        self._sentences = sentences

    async def items(
        self,
        clock: Clock,  # noqa: ARG002 - the protocol's
        origin_ns: int,
    ) -> AsyncGenerator[Notice, None]:
        """Yield one Notice for each sentence."""
        for text in self._sentences:
            yield Notice(origin_ns, self.name, text)
