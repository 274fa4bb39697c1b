"""Archives are transcribed once, whole, and on from where a run was cut off."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from app.cli import main
from app.cli.transcribe import Watch
from app.errors import UsageError
from app.hearing import draft_hearing
from app.storage.document import from_json
from app.storage.event_store import EventStore
from app.storage.recording import Recording
from app.storage.takes import take_names
from app.transcription_jobs import Job, find_jobs, length_s
from audio.speech import transcriber
from audio.speech.transcript import Final
from tests.app.cli.conftest import listed, sound
from tests.app.storage.material import ORIGIN_NS, create
from tests.app.storage.test_library import record
from tests.fakes.talk import SAID, Talk


def told(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what was printed, in order of the alphabet."""
    return sorted(capsys.readouterr().out.splitlines())


def test_an_archive_is_transcribed_once(capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    one, two = archive / "one.wav", archive / "deep" / "two.WAV"
    assert main(["transcribe", str(archive), "--format", "srt,json", "--jobs", "2"]) == 0
    assert told(capsys) == ["2 of 2 done", f"done  {two}", f"done  {one}"]
    document = from_json((archive / "one.wav.json").read_bytes(), "it")
    assert [said.text for said in document.transcript.utterances] == [SAID]
    assert document.transcript.utterances[0].words[1].start_ns == 10_000_000
    assert document.duration_ns == 250_000_000
    assert document.title == "one"
    assert (archive / "deep" / "two.WAV.srt").exists()
    before = (archive / "one.wav.json").stat()
    assert main(["transcribe", str(archive), str(one)]) == 0
    assert told(capsys) == ["2 of 2 done", f"done before  {two}", f"done before  {one}"]
    assert (archive / "one.wav.json").stat() == before


def test_what_changed_is_heard_again(capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    one, done = archive / "one.wav", archive / "one.wav.json"
    assert main(["transcribe", str(one)]) == 0
    first = json.loads(done.read_bytes())
    for spoil in (
        lambda: sound(one, 9),  # other sound
        lambda: done.write_text(json.dumps({**first, "settings": "others"})),
    ):
        spoil()
        capsys.readouterr()
        assert main(["transcribe", str(one)]) == 0
        assert f"done  {one}" in told(capsys)
    assert json.loads(done.read_bytes())["recording"]["id"] != first["recording"]["id"]


def test_another_engines_words_stay(capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    one, first = archive / "one.wav", archive / "one.wav.json"
    assert main(["transcribe", str(one)]) == 0
    theirs = json.dumps({**json.loads(first.read_bytes()), "engine": "another"})
    first.write_text(theirs)
    for said in ("done", "done before"):
        capsys.readouterr()
        assert main(["transcribe", str(one), "--format", "srt"]) == 0
        assert f"{said}  {one}" in told(capsys)
    assert first.read_text() == theirs
    assert json.loads((archive / "one.wav.pocketsphinx.json").read_bytes())["engine"] == (
        "pocketsphinx"
    )
    assert (archive / "one.wav.pocketsphinx.srt").exists()


@pytest.mark.parametrize("notes", ['{"mine": "precious notes"}', "{"])
def test_a_file_that_is_no_transcript_is_left_as_it_is(
    capsys: pytest.CaptureFixture[str], archive: Path, notes: str
) -> None:
    (archive / "one.wav.json").write_text(notes)
    assert main(["transcribe", str(archive)]) == 2
    out = capsys.readouterr().out
    assert f"{archive / 'one.wav.json'} is no transcript that can be read" in out
    assert "1 of 2 done, 1 failed" in out
    assert (archive / "one.wav.json").read_text() == notes


def test_results_go_to_another_folder_in_the_same_tree(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert main(["transcribe", str(archive), "--out", str(out)]) == 0
    names = sorted(str(path.relative_to(out)) for path in out.rglob("*.json"))
    assert names == ["deep/two.WAV.json", "one.wav.json"]
    assert not list(archive.rglob("*.json"))


def test_one_bad_file_stops_no_other(capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    (archive / "bad.mp3").write_bytes(b"")
    assert main(["transcribe", str(archive)]) == 2
    out = capsys.readouterr().out
    assert f"failed  {archive / 'bad.mp3'}" in out
    assert "2 of 3 done, 1 failed" in out
    assert not (archive / "bad.mp3.json").exists()


def test_one_damaged_recording_stops_no_other(
    capsys: pytest.CaptureFixture[str], archive: Path
) -> None:
    (record(archive / "talk", "good morning") / "recording.json").write_text("{")
    assert main(["transcribe", str(archive)]) == 2
    out = capsys.readouterr().out
    assert f"failed  {archive / 'talk'}: {archive / 'talk' / 'recording.json'} is damaged" in out
    assert "2 of 3 done, 1 failed" in out


class LastListener(Talk):
    """A transcriber whose sound is moved away while it listens."""

    def flush(self) -> Sequence[Final]:
        Path(os.environ["HEARD"]).unlink(missing_ok=True)
        return super().flush()


def test_a_sound_that_is_moved_away_while_it_is_heard_stops_no_other(
    capsys: pytest.CaptureFixture[str], archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcriber, "draft_transcriber", LastListener)
    first = archive / "deep" / "two.WAV"
    monkeypatch.setenv("HEARD", str(first))
    assert main(["transcribe", str(archive), "--jobs", "1"]) == 0
    assert "2 of 2 done" in capsys.readouterr().out
    assert not first.exists()
    assert first.with_name("two.WAV.json").exists()


@pytest.mark.skipif(os.name != "posix", reason="names are text on this system")
def test_a_name_that_is_no_text_stops_nothing(
    capsys: pytest.CaptureFixture[str], archive: Path
) -> None:
    named = archive / os.fsdecode(b"caf\xe9\n.wav")
    sound(named, 4)
    assert main(["transcribe", str(archive), "--format", "srt"]) == 0
    assert "3 of 3 done" in capsys.readouterr().out
    kept = from_json(named.with_name(f"{named.name}.json").read_bytes(), "it")
    assert kept.title == "caf?"


class Broken(Talk):
    """A transcriber that fails."""

    def push(self, block: object) -> tuple[()]:
        raise ValueError("out of words")


def test_an_engine_that_fails_is_told_and_leaves_nothing(
    capsys: pytest.CaptureFixture[str], archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transcriber, "draft_transcriber", Broken)
    assert main(["transcribe", str(archive / "one.wav")]) == 2
    assert "out of words" in capsys.readouterr().out
    assert [path.name for path in archive.glob("one*")] == ["one.wav"]


ENDLESS = """
import signal
import sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # these tests may run under nohup
from app.cli import main
from audio.speech import transcriber
from audio.speech.transcript import Final
from tests.fakes.talk import EndlessTalk
transcriber.draft_transcriber = EndlessTalk
print("begun", flush=True)
sys.exit(main(["transcribe", sys.argv[1]]))
"""


@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_ctrl_c_ends_at_once_and_leaves_nothing(archive: Path, name: str) -> None:
    command = [sys.executable, "-c", ENDLESS, str(archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        time.sleep(1.0)  # into the first block, as well as may be
        process.send_signal(signal.Signals[name])
        try:
            _, errors = process.communicate(timeout=50)  # less than a block takes
        finally:
            process.kill()
    assert process.returncode == 130, errors
    assert errors == b""
    assert not list(archive.rglob("*.json*"))


def test_a_recording_keeps_both_hearings(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    folder = record(tmp_path / "talk", "wreck a nice beach")
    shutil.copy(archive / "one.wav", folder / "audio.wav")
    main(["library", "--add", str(folder)])
    assert main(["transcribe", str(folder)]) == 0
    assert take_names(Recording.open(folder)) == ["live", "pocketsphinx"]
    assert f"done  {folder}" in told(capsys)
    assert main(["transcribe", str(folder)]) == 0
    assert f"done before  {folder}" in told(capsys)
    # the live words, no draft, stay what is searched
    assert listed(capsys, "search", "beach")


def test_formats_of_recordings_are_written(archive: Path, tmp_path: Path) -> None:
    folders = [record(tmp_path / place / "talk", "wreck a nice beach") for place in "ab"]
    for folder in folders:
        shutil.copy(archive / "one.wav", folder / "audio.wav")
    command = ["transcribe", *map(str, folders), "--format", "srt,json"]
    assert main(command) == 0
    for folder in folders:
        assert "sourdough" in (folder / "exports" / "talk.srt").read_text()
    out = tmp_path / "out"
    assert main([*command, "--out", str(out)]) == 0  # heard before, and written all the same
    names = {path.name for path in out.iterdir()}
    assert names == {"talk.srt", "talk.json", "talk (2).srt", "talk (2).json"}
    assert from_json((out / "talk.json").read_bytes(), "it").recording_id in {
        Recording.open(folder).meta.id for folder in folders
    }


def test_a_recording_is_heard_when_it_has_ended(
    capsys: pytest.CaptureFixture[str], archive: Path, tmp_path: Path
) -> None:
    recording = create(tmp_path / "live")
    EventStore(recording.events_path, ORIGIN_NS).close()
    shutil.copy(archive / "one.wav", recording.audio_path)
    assert main(["transcribe", str(recording.folder)]) == 2
    assert f"{recording.folder} is still being recorded" in capsys.readouterr().out
    assert take_names(recording) == ["live"]
    recording.finish(250_000_000)
    assert main(["transcribe", str(recording.folder)]) == 0
    assert take_names(recording) == ["live", "pocketsphinx"]


def test_a_folder_without_sounds_is_named(
    capsys: pytest.CaptureFixture[str], archive: Path
) -> None:
    empty = archive / "empty"
    empty.mkdir()
    assert main(["transcribe", str(empty)]) == 2
    assert f"nothing to transcribe in {empty}" in capsys.readouterr().err


def test_transcripts_can_be_imported(capsys: pytest.CaptureFixture[str], archive: Path) -> None:
    assert main(["transcribe", str(archive)]) == 0
    assert main(["import", str(archive / "one.wav.json")]) == 0
    assert listed(capsys, "search", "sourdough")


def test_two_files_never_share_a_place(archive: Path, tmp_path: Path) -> None:
    again = sound(tmp_path / "other" / "one.wav", 5)
    with pytest.raises(UsageError, match="would both be written to"):
        list(find_jobs([archive, again], tmp_path / "out"))
    assert len(list(find_jobs([archive, again, archive], None))) == 3


def test_what_is_absent_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["transcribe", str(tmp_path / "absent")]) == 2
    assert "absent does not exist" in capsys.readouterr().err


def test_how_long_it_takes_is_told(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    jobs = list(find_jobs([archive], None))
    assert [length_s(job) for job in jobs] == [0.25, 0.25]
    assert length_s(Job(named=archive, sound=archive / "notes.txt", out=None)) == 0.0
    now_s = [100.0]
    monkeypatch.setattr("time.monotonic", lambda: now_s[0])
    with open("/dev/null", "w", encoding="utf-8") as nowhere:  # noqa: PTH123
        watch = Watch(jobs, [], None, nowhere)
        assert watch.status() == "0 of 2 files, 0%"
        now_s[0] += 3.0
        watch.heard(jobs[0], 0.125)
        assert watch.status() == "0 of 2 files, 25%, 0:09 left"


def test_the_engine_is_called_a_draft() -> None:
    assert draft_hearing().draft
