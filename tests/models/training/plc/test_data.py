"""From folders of speech to examples: who may be trained on, what lies in the room."""

import logging
from pathlib import Path

import numpy as np
import pytest

from models.plc.excitation import LEVELS
from models.training.plc.augment import Noises, narrow
from models.training.plc.examples import GAP_SAMPLES, Examples
from models.training.plc.opus import round_trip
from models.training.plc.packs import EVALUATION_SPEAKERS, INT16_SCALE, read_index, utterances
from models.training.plc.room import Room, open_room
from tests.models.plc.made_up import vowel
from tests.models.training.plc.speech import SPEAKERS, write_pack


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Room:
    folder = write_pack(tmp_path_factory.mktemp("speech"))
    return open_room([folder], tmp_path_factory.mktemp("room"), 0)


def test_clips_come_out_where_the_index_says(tmp_path: Path) -> None:
    clips = read_index(write_pack(tmp_path))
    for number, (clip, samples) in enumerate(utterances(clips)):
        assert clip.speaker == SPEAKERS[number]
        assert len(samples) == 24_000
        spoken = vowel(24_000, 90 + 40 * number, number) * 20_000
        assert np.corrcoef(samples, spoken)[0, 1] > 0.95


@pytest.mark.parametrize("speaker", ["ls367", "367", "ls0533", "librispeech-3331", "libri_1688"])
def test_speakers_of_the_evaluation_are_refused(tmp_path: Path, speaker: str) -> None:
    write_pack(tmp_path, ("ls1", speaker))
    with pytest.raises(ValueError, match=speaker):
        read_index(tmp_path)


@pytest.mark.shared_data
@pytest.mark.parametrize("part", ["train", "train2"])
def test_the_training_speech_holds_no_evaluation_speaker(shared_data: Path, part: str) -> None:
    clips = read_index(shared_data / "speech" / part)
    assert clips
    spoken_by = {clip.speaker.removeprefix("ls") for clip in clips}
    assert not spoken_by & EVALUATION_SPEAKERS
    heard = {clip.speaker for clip in clips if not clip.held_out}
    unheard = {clip.speaker for clip in clips if clip.held_out}
    assert unheard
    assert not heard & unheard


def test_a_room_keeps_speakers_apart(room: Room) -> None:
    heard, unheard = room.part(held_out=False), room.part(held_out=True)
    assert len(heard.starts) == 3
    assert len(unheard.starts) == 1
    assert unheard.duration_s == pytest.approx(1.5)


def test_a_furnished_room_is_only_opened(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = write_pack(tmp_path)
    caplog.set_level(logging.INFO)
    first = open_room([folder], tmp_path / "room", 0)
    assert "read" in caplog.text
    caplog.clear()
    again = open_room([folder], tmp_path / "room", 0)
    assert not caplog.text
    np.testing.assert_array_equal(first.samples, again.samples)


def test_batches_are_repeatable_and_whole(room: Room) -> None:
    examples = Examples(room, 0, augmented=True)
    batch, again, other = (examples.batch(number, 4) for number in (0, 0, 1))
    np.testing.assert_array_equal(batch.steps, again.steps)
    np.testing.assert_array_equal(batch.target, again.target)
    assert not np.array_equal(batch.target, other.target)
    assert batch.mel.shape == (4, 100, 80)
    assert batch.levels.shape == (4, 2)
    assert batch.steps.shape == (576, 4, 10)
    assert batch.samples.shape == (GAP_SAMPLES // 4, 4, 4, 16)
    for told in (batch.mel, batch.levels, batch.steps, batch.samples):
        assert np.isfinite(told).all()
        assert told.dtype == np.float32
    assert batch.target.min() >= 0
    assert batch.target.max() < LEVELS


def test_the_time_since_the_loss_is_told(room: Room) -> None:
    time = Examples(room, 0, augmented=False).batch(0, 1).steps[:, 0, -1]
    assert (time[:128] == -1).all()
    np.testing.assert_allclose(time[128:], np.arange(448) * 4 / 1920, atol=1e-6)


def test_noise_lies_at_most_so_far_under_speech() -> None:
    noises, random, speech = Noises(0), np.random.default_rng(0), vowel(8000)
    for _ in range(20):
        noise = noises.mix(random, speech) - speech
        snr_db = 10 * np.log10(np.mean(speech**2) / np.mean(noise**2))
        assert 1 < snr_db < 40


def test_narrow_speech_has_no_top() -> None:
    random = np.random.default_rng(0)
    noise = random.standard_normal(16_000).astype(np.float32)
    power = np.abs(np.fft.rfft(narrow(random, noise))) ** 2
    assert power[6000:].sum() < 1e-6 * power[:4000].sum()


def test_an_opus_round_trip_keeps_the_time() -> None:
    voice = np.round(vowel(16_000) * INT16_SCALE / 2).astype(np.int16)
    heard = round_trip(voice, 16_000).astype(float)
    assert len(heard) == 16_000
    lags = range(-40, 41)
    alike = [np.corrcoef(voice[800:-800], heard[800 + lag : -800 + lag])[0, 1] for lag in lags]
    assert abs(lags[int(np.argmax(alike))]) <= 8
    assert max(alike) > 0.8
