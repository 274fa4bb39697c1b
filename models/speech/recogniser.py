"""Recognisers of sherpa-onnx, behind types of our own; the only file that knows the package.

A model that lacks something ends the whole process in C++, without an exception: `trial` loads
each once in a process of its own before it is trusted.
"""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from models.errors import ModelError
from models.speech.catalogue import WORDS, SpeechModel

LONGEST_SILENCE_S, SILENCE_S = 5.0, 1.2  # that end an utterance, without and with words in it
LONGEST_UTTERANCE_S = 60.0  # at a shorter limit a word is cut in two


class Heard(Protocol):
    """What a recogniser made of a stream; times in s from the last reset, or from `start_time`.

    Attributes:
        text: everything.
        tokens: pieces of words; one that begins with a blank begins a word.
        timestamps: of each token, or none.
        words: of a graph's decoder, by number.
    """

    text: str
    tokens: Sequence[str]
    timestamps: Sequence[float]
    words: Sequence[int]


class OnlineHeard(Heard, Protocol):
    """The same while the sound still comes.

    Attributes:
        ys_probs: log probabilities of the tokens, or none.
        start_time: in s from the stream's begin, where the recogniser was last reset.
    """

    ys_probs: Sequence[float]
    start_time: float


class Stream(Protocol):
    """Sound on its way into a recogniser."""

    def accept_waveform(self, sample_rate: float, waveform: NDArray[np.float32]) -> None:
        """Take the next samples in -1..1."""

    def input_finished(self) -> None:
        """Learn that no more will come."""


class OnlineRecogniser(Protocol):
    """A recogniser that writes along with the sound."""

    def create_stream(self) -> Stream:
        """Begin."""
        ...

    def is_ready(self, stream: Stream) -> bool:
        """Tell whether there is enough sound for a step."""
        ...

    def decode_stream(self, stream: Stream) -> None:
        """Do one step."""
        ...

    def get_result_all(self, stream: Stream) -> OnlineHeard:
        """Return all since the last reset."""
        ...

    def is_endpoint(self, stream: Stream) -> bool:
        """Tell whether an utterance has ended."""
        ...

    def reset(self, stream: Stream) -> None:
        """Begin the next utterance."""
        ...


class OfflineRecogniser(Protocol):
    """A recogniser of whole utterances."""

    def create_stream(self) -> Any:
        """Begin; the stream's `result` is a Heard with `ys_log_probs` and `durations`."""
        ...

    def decode_stream(self, stream: Any) -> None:
        """Do all."""
        ...


def load_online(model: SpeechModel, folder: Path, threads: int) -> OnlineRecogniser:
    """Load a recogniser that streams; raise ModelError when the package is not installed."""
    options: dict[str, Any] = {
        "enable_endpoint_detection": True,
        "rule1_min_trailing_silence": LONGEST_SILENCE_S,
        "rule2_min_trailing_silence": SILENCE_S,
        "rule3_min_utterance_length": LONGEST_UTTERANCE_S,
    }
    return cast("OnlineRecogniser", _load("OnlineRecognizer", model, folder, threads, options))


def load_offline(model: SpeechModel, folder: Path, threads: int) -> OfflineRecogniser:
    """Load a recogniser of whole utterances; raise ModelError as `load_online`."""
    return cast("OfflineRecogniser", _load("OfflineRecognizer", model, folder, threads, {}))


def read_words(model: SpeechModel, folder: Path) -> Sequence[str]:
    """Return the words of the graph by number; none where there is no graph.

    Raises:
        ModelError: the file of the words is no list of them with their numbers.
    """
    if WORDS not in model.files:
        return ()
    name = model.files[WORDS]
    try:
        lines = (folder / name).read_text(encoding="utf-8").splitlines()
        numbered = {int(number): word for word, number in (line.split() for line in lines if line)}
        return [numbered.get(number, "") for number in range(max(numbered) + 1)]
    except (OSError, ValueError) as error:
        raise ModelError(
            f"{name} of the engine {model.name} is no list of words with their numbers: {error}"
        ) from error


def require_package() -> None:
    """Raise ModelError when sherpa-onnx is not installed."""
    if importlib.util.find_spec("sherpa_onnx") is None:
        raise ModelError(
            "installed speech engines run on sherpa-onnx, which is missing; "
            "run: pip install -e '.[speech]'"
        )


def _load(family: str, model: SpeechModel, folder: Path, threads: int, more: dict[str, Any]) -> Any:
    require_package()
    import sherpa_onnx

    make = getattr(getattr(sherpa_onnx, family), f"from_{model.kind.partition('.')[2]}")
    parts = {part: str(folder / path) for part, path in model.files.items() if part != WORDS}
    return make(**parts, **more, **model.options, num_threads=threads)
