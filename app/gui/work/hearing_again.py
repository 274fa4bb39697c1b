"""A recording heard by another engine: which engines there are, and how far one is."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

from app.config import BUILT_IN_ENGINE
from app.errors import EarshotError
from app.hearing import hearing_of
from app.storage.library import Library
from app.transcription import Outcome, transcribe
from app.transcription_jobs import find_jobs, length_s
from models.speech import open_shelf, recommended, this_machine
from models.speech.advice import this_language
from models.store.cache import State

STEP = 0.005  # of the whole: smaller steps are not told


def engines() -> Sequence[str]:
    """Return the engines that can hear a recording here, the best for it first."""
    shelf = open_shelf()
    ready = [status.model for status in shelf.status() if status.state is State.READY]
    best = recommended(ready, this_machine(), this_language(), live=False)
    names = [model.name for model in (*best, *ready)]
    return [*dict.fromkeys(names), BUILT_IN_ENGINE]


async def hear_again(
    folder: Path, engine: str, library: Path, progress: Callable[[float], object]
) -> None:
    """Hear a recording with an engine; the words are kept as a further take.

    Cancelled, it ends at once and leaves nothing. Raises EarshotError, ModelError.
    """
    jobs = await asyncio.to_thread(lambda: list(find_jobs([folder], None)))
    whole_s = max(1.0, await asyncio.to_thread(length_s, jobs[0]))
    told = 0.0

    def heard(_: object, seconds: float) -> None:
        nonlocal told
        share = min(1.0, seconds / whole_s)
        if share - told >= STEP:
            told = share
            progress(share)

    outcomes: list[Outcome] = []
    await transcribe(jobs, hearing_of(engine, live=False), 1, heard, outcomes.append)
    if outcomes[0].problem:
        raise EarshotError(outcomes[0].problem)

    def index() -> None:
        with Library(library) as open_library:
            open_library.add(folder)

    await asyncio.to_thread(index)
