"""A clock that moves only when told to."""

import asyncio
import heapq


class FakeClock:
    """Time stands still until `advance`; sleepers wake in order of their time."""

    def __init__(self, start_ns: int = 0) -> None:
        self._now_ns = start_ns
        self._sleepers: list[tuple[int, int, asyncio.Future[None]]] = []

    def now_ns(self) -> int:
        """Return the time last advanced to."""
        return self._now_ns

    @property
    def waited_for(self) -> bool:
        """Whether anyone sleeps."""
        return any(not woken.done() for _, _, woken in self._sleepers)

    async def sleep_until_ns(self, pts_ns: int) -> None:
        """Wait until someone advances the clock to `pts_ns`."""
        if pts_ns <= self._now_ns:
            return
        woken = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (pts_ns, id(woken), woken))
        await woken

    async def advance(self, by_ns: int) -> None:
        """Move time forward by `by_ns`, waking sleepers at their own times on the way."""
        target_ns = self._now_ns + by_ns
        await self._settle()
        while self._sleepers and self._sleepers[0][0] <= target_ns:
            self._now_ns, _, woken = heapq.heappop(self._sleepers)
            if not woken.done():
                woken.set_result(None)
            await self._settle()
        self._now_ns = target_ns
        await self._settle()

    @staticmethod
    async def _settle() -> None:
        """Let every task that can run, run."""
        for _ in range(20):
            await asyncio.sleep(0)
