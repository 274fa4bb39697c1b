"""What every device and file offers the engine."""

from collections.abc import AsyncGenerator
from typing import Protocol, TypeVar

from app.engine.clock import Clock
from app.engine.events import Gap, Notice

Media_co = TypeVar("Media_co", covariant=True)


class Source(Protocol[Media_co]):
    """A stream of media; closing the generator gives the device or file back."""

    name: str

    def items(self, clock: Clock, origin_ns: int) -> AsyncGenerator[Media_co | Gap | Notice, None]:
        """Yield media with `pts_ns` on `clock`; a file's time zero is `origin_ns`.

        A device that fails says so once as a Notice, marks what is missing as a Gap and is tried
        again; a file that cannot be read raises MediaFileError before its first item.
        """
        ...
