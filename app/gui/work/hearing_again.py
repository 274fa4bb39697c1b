"""A recording heard by another engine: which engines there are, and how far one is."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.errors import EarshotError
from app.pipelines.job import SPEECH_ENGINE
from app.storage.library import Library
from app.transcription import Hearing, Outcome, find_jobs, length_s, transcribe
from audio.speech.transcriber import draft_transcriber

STEP = 0.005  # of the whole: smaller steps are not told


def engines() -> Sequence[str]:
    """Return the engines that can hear a recording here, the best first."""
    return [SPEECH_ENGINE]


def hearing_of(engine: str) -> Hearing:
    """Return how an engine hears."""
    assert engine == SPEECH_ENGINE, "engines() names no other"
    return Hearing(engine=engine, draft=True, settings="", build=draft_transcriber)


async def hear_again(
    folder: Path, engine: str, library: Path, progress: Callable[[float], object]
) -> None:
    """Hear a recording with an engine; the words are kept as a further take.

    Cancelled, it ends at once and leaves nothing. Raises EarshotError.
    """
    jobs = list(find_jobs([folder], None))
    whole_s = max(1.0, length_s(jobs[0]))
    told = 0.0

    def heard(_: object, seconds: float) -> None:
        nonlocal told
        share = min(1.0, seconds / whole_s)
        if share - told >= STEP:
            told = share
            progress(share)

    outcomes: list[Outcome] = []
    await transcribe(jobs, hearing_of(engine), 1, heard, outcomes.append)
    if outcomes[0].problem:
        raise EarshotError(outcomes[0].problem)
    with Library(library) as open_library:
        open_library.add(folder)
