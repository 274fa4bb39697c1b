"""Words, partials, ends of utterances and times through real recognisers that read tones."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.speech.engine import SpeechEngine
from audio.speech.sherpa_engine import (
    LAST_TOKEN_NS,
    SherpaStream,
    SherpaUtterances,
    Token,
    spread,
    words_of,
)
from audio.speech.transcriber import LiveTranscriber
from audio.speech.transcript import Final, Partial, TranscriptEvent, Word
from audio.speech.vad import VoiceGate
from models.speech.catalogue import SpeechModel
from models.speech.recogniser import load_offline, load_online, read_words
from tests.fakes import tone_models
from tests.fakes.speech import any_voice, loud_detector
from tests.fakes.tones import RATE_HZ, speak, word_starts_s

pytest.importorskip("sherpa_onnx")

SAID = "hello big world"
BEGIN_NS = 7_000_000_000
FRAME_NS = 40_000_000  # of the recognisers' output
CHUNK_MS = 320


def model(kind: str, *parts: str) -> SpeechModel:
    files = {part: f"{part}.onnx" for part in parts} | {"tokens": "tokens.txt"}
    if "ctc_graph" in parts:
        files |= {"ctc_graph": "HLG.fst", "words": "words.txt"}
    return SpeechModel(
        name="tones",
        title="Tones",
        kind=kind,
        files=files,
        options={},
        languages=("en",),
        licence="",
    )


def ctc(folder: Path) -> SpeechEngine:
    tone_models.write_online_ctc(folder)
    made = load_online(model("online.zipformer2_ctc", "model"), folder, threads=1)
    return SherpaStream("tones", made, CHUNK_MS)


def graph(folder: Path) -> SpeechEngine:
    tone_models.write_online_ctc(folder)
    tone_models.write_graph(folder, ["hello", "held", "big", "bigger", "world", "word"])
    known = model("online.zipformer2_ctc", "model", "ctc_graph")
    made = load_online(known, folder, threads=1)
    return SherpaStream("tones", made, CHUNK_MS, read_words(known, folder))


def transducer(folder: Path) -> SpeechEngine:
    tone_models.write_online_transducer(folder)
    parts = ("encoder", "decoder", "joiner")
    made = load_online(model("online.transducer", *parts), folder, threads=1)
    return SherpaStream("tones", made, CHUNK_MS)


def utterances(folder: Path) -> SpeechEngine:
    tone_models.write_offline_ctc(folder)
    made = load_offline(model("offline.zipformer_ctc", "model"), folder, threads=1)
    return SherpaUtterances("tones", made)


STREAMING = [ctc, graph, transducer]


def hear(
    engine: SpeechEngine, pcm: NDArray[np.float32], cuts: Sequence[int] = ()
) -> list[TranscriptEvent]:
    engine.begin(BEGIN_NS)
    events: list[TranscriptEvent] = []
    for piece in np.split(pcm, sorted(cuts)):
        events += engine.feed(piece)
    return [*events, *engine.end()]


def finals(events: Sequence[TranscriptEvent]) -> list[Final]:
    return [event for event in events if isinstance(event, Final)]


@pytest.mark.parametrize("make", [*STREAMING, utterances])
def test_words_have_the_times_of_their_sounds(
    make: Callable[[Path], SpeechEngine], tmp_path: Path
) -> None:
    said = SAID.replace("hello", "held") if make is transducer else SAID  # it says no letter twice
    [final] = finals(hear(make(tmp_path), speak(said)))
    assert final.text == said
    for word, start_s in zip(final.words, word_starts_s(said), strict=True):
        assert abs(word.start_ns - BEGIN_NS - start_s * NS_PER_S) <= FRAME_NS
        assert word.start_ns < word.end_ns
        assert 0.5 < word.confidence <= 1.0
    assert (final.words[0].confidence < 1.0) == (make is transducer)  # the others tell none


@pytest.mark.parametrize("make", STREAMING)
def test_partials_grow_with_the_sound(make: Callable[[Path], SpeechEngine], tmp_path: Path) -> None:
    engine, pcm = make(tmp_path), speak("held big world", after_s=0.0)
    engine.begin(BEGIN_NS)
    shown: list[tuple[int, str]] = []
    for start in range(0, len(pcm), 320):
        shown += [(start, event.text) for event in engine.feed(pcm[start : start + 320])]
    texts = [text for _, text in shown]
    assert any(text.startswith("held b") for text in texts)
    first = next(at for at, text in shown if text.startswith("held big"))
    ends_s = word_starts_s("held big world")[2]
    assert first / RATE_HZ - ends_s <= CHUNK_MS / 1000 + 0.06
    [final] = finals(engine.end())
    assert final.text == "held big world"


@pytest.mark.parametrize("make", STREAMING)
def test_silence_ends_an_utterance_and_times_go_on(
    make: Callable[[Path], SpeechEngine], tmp_path: Path
) -> None:
    pcm = np.concatenate((speak("big", after_s=2.0), speak("world")))
    engine = make(tmp_path)
    engine.begin(BEGIN_NS)
    early = [event for piece in np.split(pcm, 20) for event in engine.feed(piece)]
    events = [*early, *engine.end()]
    one, other = finals(events)
    assert one in early
    assert (one.text, other.text) == ("big", "world")
    assert (one.utterance, other.utterance) == (0, 1)
    said_s = len(speak("big", after_s=2.0)) / RATE_HZ + 0.5
    assert abs(other.start_ns - BEGIN_NS - said_s * NS_PER_S) <= 2 * FRAME_NS
    drafts = [event for event in events if isinstance(event, Partial) and event.utterance == 1]
    assert all(one.end_ns < draft.start_ns <= other.start_ns for draft in drafts)
    assert drafts


@pytest.mark.parametrize("make", [*STREAMING, utterances])
def test_silence_says_nothing(make: Callable[[Path], SpeechEngine], tmp_path: Path) -> None:
    assert hear(make(tmp_path), speak("", after_s=12.0)) == []


@settings(max_examples=5, deadline=None)
@given(cuts=st.lists(st.integers(0, 60_000), max_size=8))
def test_any_split_gives_the_same_events(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    engine = ctc(tmp_path_factory.mktemp("tones"))
    pcm = np.concatenate((speak("big", after_s=2.0), speak("world")))
    whole = hear(engine, pcm)
    engine.reset()
    assert hear(engine, pcm, cuts) == whole


def test_a_stretch_that_is_dropped_leaves_nothing(tmp_path: Path) -> None:
    engine = ctc(tmp_path)
    engine.begin(BEGIN_NS)
    engine.feed(speak("big"))
    engine.reset()
    [final] = finals(hear(engine, speak("world")))
    assert (final.utterance, final.text) == (0, "world")


class Fickle:
    """A recogniser that hears a word at its first step and none at its second."""

    def __init__(self) -> None:
        self.text, self.start_time, self.steps = "", 0.0, 0
        self.tokens: Sequence[str] = ()
        self.timestamps: Sequence[float] = ()
        self.words: Sequence[int] = ()
        self.ys_probs: Sequence[float] = ()

    def create_stream(self) -> "Fickle":
        return self

    def accept_waveform(self, sample_rate: float, waveform: NDArray[np.float32]) -> None:
        """Take any."""

    def input_finished(self) -> None:
        """Need no end."""

    def is_ready(self, stream: object) -> bool:
        return self.steps < 2

    def decode_stream(self, stream: object) -> None:
        self.steps += 1
        self.tokens, self.timestamps = ((" oh",), (0.0,)) if self.steps == 1 else ((), ())

    def is_endpoint(self, stream: object) -> bool:
        return False

    def reset(self, stream: object) -> None:
        """Need none."""

    def get_result_all(self, stream: object) -> "Fickle":
        return self


def test_an_utterance_without_words_takes_its_draft_back() -> None:
    events = hear(SherpaStream("fickle", Fickle(), CHUNK_MS), np.zeros(16, np.float32))
    assert events == [Partial(0, BEGIN_NS, "oh"), Partial(0, BEGIN_NS, "")]


def test_a_live_transcriber_drives_it(tmp_path: Path) -> None:
    gate = VoiceGate(lambda: loud_detector, lambda: any_voice)
    transcriber = LiveTranscriber(ctc(tmp_path), gate)
    pcm = (speak(SAID, before_s=1.0, after_s=2.0) * 32767).astype(np.int16)[:, None]
    events: list[TranscriptEvent] = []
    for start in range(0, len(pcm), 320):
        block = AudioBlock(
            BEGIN_NS + start * NS_PER_S // RATE_HZ, pcm[start : start + 320], RATE_HZ
        )
        events += transcriber.push(block)
    [final] = finals([*events, *transcriber.flush()])
    assert final.text == SAID
    starts_s = word_starts_s(SAID, before_s=1.0)
    for word, start_s in zip(final.words, starts_s, strict=True):
        assert abs(word.start_ns - BEGIN_NS - start_s * NS_PER_S) <= 2 * FRAME_NS


@pytest.mark.parametrize(("odds", "count"), [(5.0, 2), (-1.9, 0)])
def test_no_voice_no_words_at_an_end_inside_a_stretch(
    tmp_path: Path, odds: float, count: int
) -> None:
    """The gate stays open over a pause that ends an utterance for the recogniser."""
    heard = iter([5.0] * 40 + [odds] * 1000)
    gate = VoiceGate(lambda: lambda _: True, lambda: lambda _: next(heard))
    transcriber = LiveTranscriber(ctc(tmp_path), gate)
    pcm = np.concatenate((speak("big blue", before_s=1.5, after_s=2.0), speak("big blue world")))
    block = AudioBlock(BEGIN_NS, (pcm * 32767).astype(np.int16)[:, None], RATE_HZ)
    events = [*transcriber.push(block), *transcriber.flush()]
    assert len(finals(events)) == count


def test_tokens_make_words_of_any_script() -> None:
    def made(*texts: str) -> list[str]:
        tokens = [Token(text, place * FRAME_NS, 1.0) for place, text in enumerate(texts)]
        return [word.text for word in words_of(tokens)]

    assert made(" He", "llo", ",", " Bob", ".") == ["Hello,", "Bob."]
    assert made("▁Ja", "▁so") == ["Ja", "so"]
    assert made("你", "好", "ok", " go") == ["你", "好", "ok", "go"]
    assert made("你", "好", "。", "再", "见", "!", "?", " ok") == ["你", "好。", "再", "见!?", "ok"]
    comma = "\N{FULLWIDTH COMMA}"
    assert made("好", comma, "ok") == [f"好{comma}", "ok"]
    assert made(" ", "a", " ") == ["a"]
    assert made() == []


def test_a_word_ends_where_the_next_begins() -> None:
    tokens = [Token(" a", 0, 0.5), Token(" b", FRAME_NS, 0.25), Token("c", 2 * FRAME_NS, 0.75)]
    one, other = words_of(tokens)
    assert one == Word("a", 0, FRAME_NS, 0.5)
    assert other == Word("bc", FRAME_NS, 2 * FRAME_NS + LAST_TOKEN_NS, 0.5)


def test_words_without_times_are_spread_by_their_lengths() -> None:
    words = spread("a bcd", 100, 700)
    assert [(w.text, w.start_ns, w.end_ns) for w in words] == [("a", 100, 300), ("bcd", 300, 700)]
    assert spread(" ", 0, 10) == []
