"""The engines that can hear: the built-in draft, and those a person installed."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.config import BUILT_IN_ENGINE, Config
from app.engine.processor import Processor
from app.errors import EarshotError, UsageError
from audio.speech import transcriber
from audio.speech.transcriber import LiveTranscriber
from models.errors import ModelError
from models.speech import Shelf, open_shelf
from models.speech.recogniser import require_package

SETTINGS_DIGITS = 12  # of the weights' fingerprint, to tell them from others of that name
LIVE_THREADS, JOB_THREADS = 2, 1  # jobs run in several processes


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """The engine that hears; `build` makes its transcriber in a process of its own.

    Attributes:
        engine: its name.
        draft: whether a better engine should hear the same sound again.
        settings: what else its words depend on.
        build: picklable by name.
    """

    engine: str
    draft: bool
    settings: str
    build: Callable[[], Processor[Any, object]]


def draft_hearing() -> Hearing:
    """Return the engine that works everywhere."""
    return Hearing(
        engine=BUILT_IN_ENGINE, draft=True, settings="", build=transcriber.draft_transcriber
    )


def hearing_of(engine: str, *, live: bool, shelf: Shelf | None = None) -> Hearing:
    """Return the engine of that name.

    Args:
        engine: BUILT_IN_ENGINE, or what `earshot models` lists.
        live: it is to write along with a recording.
        shelf: where engines are installed.

    Raises:
        ModelError: there is no such engine, or it is not installed.
        UsageError: it cannot write along.
    """
    if engine == BUILT_IN_ENGINE:
        return draft_hearing()
    shelf = shelf or open_shelf()
    require_package()
    shelf.path(engine)  # raises where it is not installed
    if live and not shelf.model(engine).streams:
        raise UsageError(
            f"the engine {engine} hears whole utterances only: record with another, then run "
            f"'earshot transcribe RECORDING --engine {engine}'"
        )
    return Hearing(
        engine=engine,
        draft=False,
        settings=shelf.fingerprint(engine)[:SETTINGS_DIGITS],
        build=functools.partial(
            installed_transcriber, engine, LIVE_THREADS if live else JOB_THREADS
        ),
    )


def ready_hearing(config: Config, notices: list[str]) -> Hearing:
    """Return the engine that is set; where it is not ready, the draft and a notice of why."""
    try:
        return hearing_of(config.engine, live=True)
    except (ModelError, EarshotError) as error:
        notices.append(f"the words are a draft: {error}")
        return draft_hearing()


def installed_transcriber(engine: str, threads: int) -> LiveTranscriber:
    """Load an installed engine: seconds, and up to a gigabyte; raises ModelError."""
    from audio.speech.sherpa_engine import SherpaStream, SherpaUtterances
    from models.speech.catalogue import read_description
    from models.speech.recogniser import load_offline, load_online, read_words

    folder = open_shelf().path(engine)
    model = read_description(folder)
    if model.streams:
        online = load_online(model, folder, threads)
        words = read_words(model, folder)
        return LiveTranscriber(SherpaStream(engine, online, model.chunk_ms, words))
    return LiveTranscriber(SherpaUtterances(engine, load_offline(model, folder, threads)))
