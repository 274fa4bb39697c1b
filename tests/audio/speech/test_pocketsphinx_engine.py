"""The built-in engine says nothing to noise, and most of clean speech right and in time."""

import csv
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray

from audio.block import NS_PER_S, AudioBlock
from audio.speech.pocketsphinx_engine import (
    BLOCK_FRAMES,
    FRAME_NS,
    LATE_NS,
    PocketsphinxEngine,
)
from audio.speech.transcriber import LiveTranscriber
from audio.speech.transcript import Final, Partial, TranscriptEvent, Word
from audio.speech.word_graph import is_filler
from tests.bench.word_error import WordError, word_error
from tests.conftest import SHARED

RATE_HZ = 16_000
ORIGIN_NS = 5 * NS_PER_S
LEAD_S = 0.5
CLEAN = ["austen-0880.flac", "174-50561-0000.flac"]
ASR_EVAL = SHARED / "speech" / "asr_eval"


@pytest.fixture(scope="module")
def loaded() -> PocketsphinxEngine:
    return PocketsphinxEngine()


@pytest.fixture
def engine(loaded: PocketsphinxEngine) -> PocketsphinxEngine:
    loaded.reset()
    return loaded


def transcribe(
    engine: PocketsphinxEngine, samples: NDArray[np.int16], block_samples: int
) -> list[TranscriptEvent]:
    transcriber = LiveTranscriber(engine)
    events: list[TranscriptEvent] = []
    for start in range(0, len(samples), block_samples):
        piece = samples[start : start + block_samples, None]
        events += transcriber.push(
            AudioBlock(ORIGIN_NS + start * NS_PER_S // RATE_HZ, piece, RATE_HZ)
        )
    return [*events, *transcriber.flush()]


def padded(path: Path) -> NDArray[np.int16]:
    """A recording between LEAD_S and 1.5 s of digital silence."""
    speech, rate_hz = soundfile.read(path, dtype="int16")
    assert rate_hz == RATE_HZ
    lead, tail = np.zeros(int(LEAD_S * RATE_HZ), np.int16), np.zeros(RATE_HZ * 3 // 2, np.int16)
    return np.concatenate((lead, speech, tail))


def rows(path: Path) -> list[dict[str, str]]:
    with path.open() as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def finals(events: Sequence[TranscriptEvent]) -> list[Final]:
    return [event for event in events if isinstance(event, Final)]


def words_of(events: Sequence[TranscriptEvent]) -> list[Word]:
    return [word for final in finals(events) for word in final.words]


@pytest.mark.parametrize("token", ["<sil>", "<s>", "[NOISE]", "++NOISE++"])
def test_marks_of_noise_are_not_words(token: str) -> None:
    assert is_filler(token)


def test_marks_of_pronunciation_do_not_hide_a_word() -> None:
    assert not is_filler("the(2)")


@pytest.mark.parametrize("samples", [0, 1, 480, 2 * RATE_HZ])
def test_silence_has_no_words(engine: PocketsphinxEngine, samples: int) -> None:
    """Even past the gate, where the decoder itself hears the silence."""
    engine.begin(ORIGIN_NS)
    events = list(engine.feed(np.zeros(samples, np.float32))) if samples else []
    assert finals([*events, *engine.end()]) == []


def test_white_noise_never_ends_in_a_standing_draft(engine: PocketsphinxEngine) -> None:
    noise = np.random.default_rng(0).uniform(-0.2, 0.2, RATE_HZ).astype(np.float32)
    engine.begin(ORIGIN_NS)
    events = [e for part in np.split(noise, 50) for e in engine.feed(part)]
    events += engine.end()
    assert not events or isinstance(events[-1], Final) or events[-1].text == ""
    assert len(events) <= NS_PER_S // FRAME_NS // BLOCK_FRAMES + 1


def test_digital_silence_through_the_gate_never_reaches_the_engine(
    engine: PocketsphinxEngine,
) -> None:
    assert transcribe(engine, np.zeros(5 * RATE_HZ, np.int16), 320) == []


def test_reset_closes_an_open_utterance(engine: PocketsphinxEngine) -> None:
    engine.begin(0)
    engine.feed(np.zeros(480, np.float32))
    engine.reset()
    engine.begin(0)
    assert engine.end() == []


@pytest.mark.parametrize(("apart_ns", "at_once"), [(0, True), (50_000_000, False)])
def test_speech_that_goes_on_is_searched_at_once(
    engine: PocketsphinxEngine, monkeypatch: pytest.MonkeyPatch, apart_ns: int, at_once: bool
) -> None:
    """What was cut for its length: room and speaker are known, and no second is waited for."""
    hum = np.random.default_rng(1).uniform(-0.2, 0.2, 2 * RATE_HZ).astype(np.float32)
    engine.begin(ORIGIN_NS)
    engine.feed(hum)
    engine.end()
    drafts: list[str] = []

    def draft() -> str:
        drafts.append("")
        return ""

    monkeypatch.setattr(engine, "_hypothesis", draft)
    engine.begin(ORIGIN_NS + 2 * NS_PER_S + apart_ns)
    engine.feed(hum[: RATE_HZ // 4])
    assert bool(drafts) is at_once
    engine.end()


def test_the_split_of_the_sound_changes_nothing(engine: PocketsphinxEngine) -> None:
    hum = np.random.default_rng(1).uniform(-0.2, 0.2, 3 * RATE_HZ).astype(np.float32)
    said = []
    for size in (160, 480, 7_777):
        engine.reset()
        events: list[TranscriptEvent] = []
        for begin in (0, RATE_HZ * 3 // 2):  # the second goes on where the first ends
            engine.begin(begin * NS_PER_S // RATE_HZ)
            for start in range(begin, begin + RATE_HZ * 3 // 2, size):
                events += engine.feed(hum[start : min(start + size, begin + RATE_HZ * 3 // 2)])
            events += engine.end()
        said.append(events)
    assert said[0] == said[1] == said[2]


def test_an_engine_that_is_late_still_hears(engine: PocketsphinxEngine) -> None:
    hum = np.random.default_rng(1).uniform(-0.2, 0.2, RATE_HZ).astype(np.float32)
    engine.late(LATE_NS)
    engine.begin(0)
    engine.feed(hum)
    engine.late(0)
    engine.feed(hum)
    for event in engine.end():
        assert event.start_ns >= 0


@pytest.fixture(scope="module")
def heard(loaded: PocketsphinxEngine) -> dict[str, list[TranscriptEvent]]:
    """What the engine says to each clean utterance, in blocks of 20 ms."""
    if not ASR_EVAL.is_dir():
        pytest.skip(f"no evaluation material: {ASR_EVAL} is absent")
    events = {}
    for file in CLEAN:
        loaded.reset()
        events[file] = transcribe(loaded, padded(ASR_EVAL / file), 320)
    return events


@pytest.mark.shared_data
def test_clean_speech_is_mostly_right(
    shared_data: Path, heard: dict[str, list[TranscriptEvent]]
) -> None:
    said = {row["file"]: row["text"] for row in rows(ASR_EVAL / "transcripts.tsv")}
    total = WordError(0, 0)
    for file, events in heard.items():
        total += word_error(said[file], " ".join(final.text for final in finals(events)))
    assert total.rate <= 0.5


@pytest.mark.shared_data
def test_words_lie_in_the_utterance_in_order(
    shared_data: Path, heard: dict[str, list[TranscriptEvent]]
) -> None:
    for file, events in heard.items():
        words = words_of(events)
        assert words[0].start_ns >= ORIGIN_NS + LEAD_S * NS_PER_S
        assert words[-1].end_ns <= ORIGIN_NS + (len(padded(ASR_EVAL / file)) / RATE_HZ) * NS_PER_S
        assert all(one.end_ns <= other.start_ns for one, other in pairwise(words))
        assert all(0 <= word.confidence <= 1 for word in words)


@pytest.mark.shared_data
def test_words_are_where_forced_alignment_puts_them(
    shared_data: Path, heard: dict[str, list[TranscriptEvent]]
) -> None:
    errors_s: list[float] = []
    for row in rows(ASR_EVAL / "words_forced_alignment.tsv"):
        middle_s = (float(row["start"]) + float(row["end"])) / 2 + LEAD_S
        errors_s += [
            abs((word.start_ns + word.end_ns) / 2 - ORIGIN_NS - middle_s * NS_PER_S) / NS_PER_S
            for word in words_of(heard.get(row["file"], []))
            if word.text == row["word"]
        ]
    assert len(errors_s) >= 8
    assert np.median(errors_s) < 0.05


@pytest.mark.shared_data
def test_any_split_and_a_reset_give_the_same_events(
    shared_data: Path, engine: PocketsphinxEngine, heard: dict[str, list[TranscriptEvent]]
) -> None:
    file = CLEAN[0]
    assert any(isinstance(event, Partial) for event in heard[file])
    assert transcribe(engine, padded(ASR_EVAL / file), 1111) == heard[file]


@pytest.mark.shared_data
def test_hurrying_hears_most_of_clean_speech_too(
    shared_data: Path, engine: PocketsphinxEngine
) -> None:
    file = CLEAN[0]
    said = {row["file"]: row["text"] for row in rows(ASR_EVAL / "transcripts.tsv")}[file]
    engine.late(LATE_NS)
    events = transcribe(engine, padded(ASR_EVAL / file), 320)
    assert word_error(said, " ".join(final.text for final in finals(events))).rate <= 0.6
