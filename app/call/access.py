"""Who may call: one bearer token, and no more attempts than a person makes."""

import hmac
import secrets
from collections import OrderedDict, deque
from dataclasses import dataclass, field

from app.engine.clock import NS_PER_S, Clock

TOKEN_BYTES = 24  # 192 bits: not to be guessed
MINUTE_NS = 60 * NS_PER_S
MAX_ADDRESSES = 1_024  # remembered at once; the longest quiet one is forgotten first
SCHEME = "Bearer "


def new_token() -> str:
    """Return a token nobody can guess."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def admits(token: str, authorization: str) -> bool:
    """Tell whether an Authorization header carries the token, in time that tells nothing of it."""
    given = authorization.encode("utf-8", "surrogateescape")
    return hmac.compare_digest(given, f"{SCHEME}{token}".encode())


@dataclass(slots=True)
class Allowance:
    """At most `per_minute` happenings a minute from one address.

    Attributes:
        per_minute: how many.
        clock: tells the time.
    """

    per_minute: int
    clock: Clock
    _happened_ns: OrderedDict[str, deque[int]] = field(default_factory=OrderedDict)

    def used_up(self, address: str) -> bool:
        """Tell whether the address has had its share of the last minute."""
        happened = self._happened_ns.get(address)
        if happened is None:
            return False
        now_ns = self.clock.now_ns()
        while happened and now_ns - happened[0] > MINUTE_NS:
            happened.popleft()
        return len(happened) >= self.per_minute

    def count(self, address: str) -> None:
        """Take one happening down."""
        happened = self._happened_ns.setdefault(address, deque(maxlen=self.per_minute))
        happened.append(self.clock.now_ns())
        self._happened_ns.move_to_end(address)
        if len(self._happened_ns) > MAX_ADDRESSES:
            self._happened_ns.popitem(last=False)
