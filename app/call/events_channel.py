"""One guest's data channel: messages out as long as they are read, messages in as they are sane."""

import logging
from collections.abc import Callable

from aiortc import RTCDataChannel

from app.call.messages import BadMessageError, Message, read, written
from app.engine.clock import NS_PER_S, Clock

log = logging.getLogger(__name__)

MOST_UNSENT_BYTES = 64 * 1024  # a guest that does not read gets no more
MOST_PER_SECOND = 50  # messages taken; a person and a page need two


class EventsChannel:
    """Carries messages both ways over one RTCDataChannel.

    Attributes:
        refused: messages that made no sense, or came too fast.
        unsent: messages a guest was too slow for.
    """

    def __init__(
        self, channel: RTCDataChannel, clock: Clock, take: Callable[[Message], None]
    ) -> None:
        """Hand each message that comes to `take`."""
        self._channel = channel
        self._clock = clock
        self._take = take
        self._second_ns = 0
        self._taken = 0
        self.refused = 0
        self.unsent = 0
        channel.on("message", self._received)

    def send(self, message: Message) -> None:
        """Send one message, unless the guest is gone or far behind."""
        if self._channel.readyState != "open" or self._channel.bufferedAmount > MOST_UNSENT_BYTES:
            self.unsent += 1
            return
        self._channel.send(written(message))

    def _received(self, text: str | bytes) -> None:
        now_ns = self._clock.now_ns()
        if now_ns - self._second_ns >= NS_PER_S:
            self._second_ns, self._taken = now_ns, 0
        self._taken += 1
        if self._taken > MOST_PER_SECOND:
            self.refused += 1
            return
        try:
            message = read(text)
        except BadMessageError as error:
            self.refused += 1
            log.debug("a guest's message was refused: %s", error)
            return
        if message is not None:
            self._take(message)
