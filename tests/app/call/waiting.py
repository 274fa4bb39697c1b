"""Waiting for what other programs do in their own time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

POLL_S = 0.03
PATIENCE_S = 60.0  # of a busy machine

T = TypeVar("T")


async def until(condition: Callable[[], T], timeout_s: float = PATIENCE_S) -> T:
    """Wait until something is so; return what it is, fail where it never is."""

    async def asked() -> T:
        return condition()

    return await until_answer(asked, timeout_s)


async def until_answer(question: Callable[[], Awaitable[T]], timeout_s: float = PATIENCE_S) -> T:
    """Ask until the answer is a yes; return it, fail where it never comes."""
    async with asyncio.timeout(timeout_s):
        while True:
            answer = await question()
            if answer:
                return answer
            await asyncio.sleep(POLL_S)
