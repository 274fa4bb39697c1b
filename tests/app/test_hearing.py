"""Engines by name: the draft, those that are installed, and why one cannot be had."""

import functools
import json
import pickle
import wave
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.cli import main
from app.config import Config
from app.errors import UsageError
from app.hearing import draft_hearing, hearing_of, installed_transcriber, ready_hearing
from app.storage.recording import Recording
from app.storage.takes import preferred_take, take_names
from audio.block import AudioBlock
from audio.speech import transcriber
from audio.speech.transcript import Final
from audio.speech.vad import VoiceGate
from models.errors import ModelError
from models.speech import open_shelf
from models.speech.catalogue import DESCRIPTION
from models.speech.description import write_description
from tests.app.storage.test_library import record
from tests.fakes import tone_models
from tests.fakes.speech import any_voice, loud_detector
from tests.fakes.tone_archive import published
from tests.fakes.tones import RATE_HZ, speak

pytest.importorskip("sherpa_onnx")

ENGINE = "my-tones"


@pytest.fixture
def own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A folder with a recogniser of one's own; an empty cache and home."""
    monkeypatch.setenv("EARSHOT_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("EARSHOT_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / ENGINE
    model, _ = published(folder)
    write_description(replace(model, name=ENGINE, sha256=""), folder / DESCRIPTION)
    return folder


def wav(path: Path, text: str) -> Path:
    pcm = (speak(text, after_s=2.0) * 32767).astype(np.int16)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(pcm.tobytes())
    return path


def test_a_folder_is_added_and_heard_with(
    own: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "add", str(own)]) == 0
    assert capsys.readouterr().out == f"installed: {ENGINE}\n"
    hearing = hearing_of(ENGINE, live=True)
    assert not hearing.draft
    assert hearing.settings
    assert isinstance(pickle.loads(pickle.dumps(hearing.build)), functools.partial)
    # Tones are no voice, so the gate has to believe.
    gate = functools.partial(VoiceGate, lambda: loud_detector, lambda: any_voice)
    monkeypatch.setattr(transcriber, "VoiceGate", gate)
    live = installed_transcriber(ENGINE, threads=1)
    pcm = (speak("hello world", after_s=2.0) * 32767).astype(np.int16)
    events = [*live.push(AudioBlock(0, pcm[:, None], RATE_HZ)), *live.flush()]
    assert [event.text for event in events if isinstance(event, Final)] == ["hello world"]


def test_a_recording_keeps_both_hearings(own: Path, tmp_path: Path) -> None:
    folder = record(tmp_path / "talk", "we met in oslo")
    wav(Recording.open(folder).audio_path, "nothing")
    assert main(["models", "add", str(own)]) == 0
    assert main(["transcribe", str(folder), "--engine", ENGINE]) == 0
    recording = Recording.open(folder)
    assert take_names(recording) == ["live", ENGINE]
    preferred = preferred_take(recording).transcript
    assert (preferred.engine, preferred.draft) == (ENGINE, False)
    assert preferred.settings == hearing_of(ENGINE, live=False).settings


def test_other_weights_of_the_same_name_hear_again(
    own: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = wav(tmp_path / "a.wav", "hi")
    command = ["transcribe", str(sound), "--engine", ENGINE]
    assert main(["models", "add", str(own)]) == 0
    assert main(command) == 0
    assert json.loads((tmp_path / "a.wav.json").read_text())["engine"] == ENGINE
    capsys.readouterr()
    assert main(command) == 0
    assert f"done before  {sound}" in capsys.readouterr().out
    (own / "tokens.txt").write_text((own / "tokens.txt").read_text() + "\n")
    assert main(["models", "add", str(own)]) == 0
    assert main(command) == 0
    assert f"done  {sound}" in capsys.readouterr().out


def test_what_hears_whole_utterances_does_not_write_along(own: Path) -> None:
    tone_models.write_offline_ctc(own)
    text = (own / DESCRIPTION).read_text()
    (own / DESCRIPTION).write_text(text.replace("online.zipformer2_ctc", "offline.zipformer_ctc"))
    assert main(["models", "add", str(own)]) == 0
    with pytest.raises(UsageError, match=f"earshot transcribe RECORDING --engine {ENGINE}"):
        hearing_of(ENGINE, live=True)
    assert hearing_of(ENGINE, live=False).engine == ENGINE


def test_an_engine_that_is_not_there_is_named(own: Path) -> None:
    with pytest.raises(ModelError, match="there is no engine 'magic'; there are: nemotron-en"):
        hearing_of("magic", live=False)
    with pytest.raises(
        ModelError, match="zipformer-en is not installed; run 'earshot models install zipformer-en'"
    ):
        hearing_of("zipformer-en", live=False)


def test_a_recording_goes_on_with_the_draft(own: Path, tmp_path: Path) -> None:
    notices: list[str] = []
    hearing = ready_hearing(Config(recordings=tmp_path, engine="zipformer-en"), notices)
    assert hearing.engine == draft_hearing().engine
    assert hearing.draft
    [notice] = notices
    assert notice.startswith("the words are a draft: the engine zipformer-en is not installed")
    assert ready_hearing(Config(recordings=tmp_path), notices).draft
    assert len(notices) == 1


def test_the_command_line_lists_recommends_and_verifies(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["models", "add", str(own)]) == 0
    capsys.readouterr()
    assert main(["models", "verify", ENGINE]) == 0
    assert capsys.readouterr().out == f"{ENGINE} is sound\n"
    assert main(["models", "recommend", "--language", "de", "--later"]) == 0
    out = capsys.readouterr().out
    assert "get the first with: earshot models install" in out
    assert main(["models", "recommend", "--language", "tlh"]) == 2
    assert "no engine on the list understands 'tlh'" in capsys.readouterr().out
    assert main(["models", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows[ENGINE]["state"] == "ready"
    assert rows["parakeet-v2"]["state"] == "absent"
    assert main(["models", "remove", ENGINE]) == 0
    assert open_shelf().status()[-1].model.name != ENGINE
