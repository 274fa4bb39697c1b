"""The whole road of a recogniser: fetched, broken, resumed, corrupted, verified, tried, removed."""

import dataclasses
import importlib.util
import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from models.errors import FetchCancelledError, ModelError
from models.speech import Shelf
from models.speech.catalogue import DESCRIPTION, SpeechModel, read_description
from models.speech.description import write_description
from models.store.cache import State
from tests.fakes import tone_models
from tests.fakes.file_server import FileServer, serving
from tests.fakes.tone_archive import NAME, TOP, published


@dataclasses.dataclass
class Road:
    """A server that publishes the tones, and a shelf that may fetch them."""

    server: FileServer
    shelf: Shelf
    folder: Path
    model: SpeechModel


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    model, content = published(tmp_path / "made" / TOP)
    with serving(content) as server:
        listed = replace(model, url=server.url)
        yield Road(server, Shelf({NAME: listed}, tmp_path / "speech"), tmp_path, listed)


def test_a_recogniser_is_installed_once(road: Road) -> None:
    told: list[tuple[str, int, int]] = []
    assert road.shelf.state(NAME) is State.ABSENT
    assert road.shelf.install(NAME, lambda *progress: told.append(progress))
    assert road.shelf.state(NAME) is State.READY
    road.shelf.verify(NAME)
    size = len(road.server.content)
    assert (NAME, size, size) in told
    assert told[-1][0] == f"{NAME}, unpacking"
    assert not road.shelf.install(NAME)
    assert len(road.server.ranges) == 1
    left = sorted(path.name for path in (road.folder / "speech").rglob("*"))
    assert left == ["installed.json", "model.onnx", DESCRIPTION, "tokens.txt", NAME]


def test_a_place_that_is_named_from_where_one_stands_will_do(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(road.folder)
    shelf = Shelf(road.shelf.catalogue, Path("speech"))
    assert shelf.install(NAME)
    shelf.verify(NAME)


def test_two_programs_may_install_the_same(road: Road) -> None:
    other = Shelf(road.shelf.catalogue, road.folder / "speech")

    def installs_meanwhile(name: str, done_bytes: int, total_bytes: int) -> None:
        if name.endswith("unpacking") and other.state(NAME) is State.ABSENT:
            other.install(NAME)

    assert road.shelf.install(NAME, installs_meanwhile)
    road.shelf.verify(NAME)
    left = sorted(path.name for path in (road.folder / "speech").iterdir())
    assert left == [NAME]


def test_what_another_program_puts_in_place_in_the_last_moment_will_do(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Shelf(road.shelf.catalogue, road.folder / "speech")
    removing = shutil.rmtree

    def removed(path: Path, ignore_errors: bool = False) -> None:
        removing(path, ignore_errors)
        monkeypatch.setattr(shutil, "rmtree", removing)
        other.install(NAME)

    monkeypatch.setattr(shutil, "rmtree", removed)
    assert road.shelf.install(NAME)
    road.shelf.verify(NAME)


def test_what_cannot_be_removed_is_told(road: Road) -> None:
    road.shelf.install(NAME)
    place = road.folder / "speech" / NAME
    place.rename(road.folder / "elsewhere")
    place.symlink_to(road.folder / "elsewhere")  # which no tree is removed through
    with pytest.raises(ModelError, match="cannot be used: Cannot call rmtree on a symbolic link"):
        road.shelf.remove(NAME)


def test_unpacking_asks_for_room_before_it_takes_it(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = road.folder / "brought.tar.bz2"
    archive.write_bytes(road.server.content)
    large = replace(road.model, installed_bytes=10**9)
    usage = shutil.disk_usage(road.folder)._replace(free=10**9)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(ModelError, match="has 1000 MB free and 1067 MB are needed"):
        Shelf({NAME: large}, road.folder / "speech").add(archive)
    full = usage._replace(free=64 * 2**20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: full)
    listed = replace(road.model, url=f"https://example.org/{TOP}.tar.bz2")
    with pytest.raises(ModelError, match="has 67 MB free"):
        Shelf({NAME: listed}, road.folder / "speech").add(road.folder / "made" / TOP)


def test_a_place_that_cannot_be_used_is_told(road: Road) -> None:
    (road.folder / "speech").write_text("holiday pictures")
    with pytest.raises(ModelError, match=r"speech cannot be used.*EARSHOT_CACHE"):
        road.shelf.install(NAME)


def test_a_download_that_breaks_goes_on(road: Road) -> None:
    half = len(road.server.content) // 2
    road.server.breaks_after = half
    with pytest.raises(ModelError, match=f"broke .*'earshot models install {NAME}' again"):
        road.shelf.install(NAME)
    assert road.shelf.state(NAME) is State.ABSENT
    road.server.breaks_after = None
    road.shelf.install(NAME)
    assert road.server.ranges == [None, f"bytes={half}-"]
    road.shelf.verify(NAME)


def test_a_corrupt_download_leaves_nothing(road: Road) -> None:
    good = road.server.content
    road.server.content = good[:-1] + bytes([good[-1] ^ 1])
    with pytest.raises(ModelError, match="SHA-256"):
        road.shelf.install(NAME)
    assert road.shelf.state(NAME) is State.ABSENT
    road.server.content = good
    road.shelf.install(NAME)
    assert road.server.ranges == [None, None]  # nothing of the bad one was kept


def test_a_download_is_cancelled_and_kept(road: Road) -> None:
    with pytest.raises(FetchCancelledError):
        road.shelf.install(NAME, cancelled=lambda: True)
    assert list((road.folder / "speech").glob("file.bin.part"))
    road.shelf.remove(NAME)
    assert not list((road.folder / "speech").iterdir())


@pytest.mark.parametrize("damaged", [b"", b"\0" * 1000])
def test_an_archive_that_was_damaged_where_it_waited_is_fetched_again(
    road: Road, damaged: bytes
) -> None:
    def unpacks(name: str, done_bytes: int, total_bytes: int) -> None:
        if name.endswith("unpacking"):
            raise FetchCancelledError("stopped")

    with pytest.raises(FetchCancelledError):
        road.shelf.install(NAME, unpacks)
    (waiting,) = (road.folder / "speech").glob("file.bin")
    waiting.write_bytes(damaged)  # as after a power cut
    assert road.shelf.install(NAME)
    road.shelf.verify(NAME)
    assert road.server.ranges == [None, None]


def test_a_recogniser_that_would_end_the_program_is_not_installed(tmp_path: Path) -> None:
    """What lacks a key of its metadata makes sherpa-onnx leave the process."""
    model, content = published(tmp_path / TOP, tone_models.write_offline_ctc)
    with serving(content) as server:
        shelf = Shelf({NAME: replace(model, url=server.url)}, tmp_path / "speech")
        with pytest.raises(ModelError, match="the recogniser cannot be run"):
            shelf.install(NAME)
        assert shelf.state(NAME) is State.ABSENT


def test_an_archive_without_a_part_is_named(road: Road) -> None:
    files = {"tokens": "tokens.txt", "model": "model.int8.onnx"}
    shelf = Shelf({NAME: replace(road.model, files=files)}, road.folder / "other")
    with pytest.raises(ModelError, match=r"holds no model\.int8\.onnx"):
        shelf.install(NAME)


def test_a_damaged_file_is_found(road: Road) -> None:
    road.shelf.install(NAME)
    file = road.shelf.path(NAME) / "tokens.txt"
    file.write_bytes(b"X" + file.read_bytes()[1:])
    assert road.shelf.state(NAME) is State.READY  # its size is right
    with pytest.raises(ModelError, match=r"the file tokens\.txt of the engine tones is damaged"):
        road.shelf.verify(NAME)
    file.write_bytes(b"")
    assert road.shelf.state(NAME) is State.CORRUPT
    with pytest.raises(ModelError, match="is damaged; run 'earshot models install tones'"):
        road.shelf.path(NAME)
    assert road.shelf.install(NAME)
    road.shelf.verify(NAME)


def test_an_archive_at_hand_is_added(road: Road) -> None:
    archive = road.folder / "brought.tar.bz2"
    archive.write_bytes(road.server.content)
    assert road.shelf.add(archive) == NAME
    road.shelf.verify(NAME)
    assert archive.exists()
    assert road.server.ranges == []
    archive.write_bytes(b"something else")
    with pytest.raises(ModelError, match="none of the archives"):
        road.shelf.add(archive)


def test_a_folder_of_the_catalogue_is_added_by_its_name(road: Road) -> None:
    listed = replace(road.model, url=f"https://example.org/{TOP}.tar.bz2")
    shelf = Shelf({NAME: listed}, road.folder / "speech")
    assert shelf.add(road.folder / "made" / TOP) == NAME
    shelf.verify(NAME)
    renamed = (road.folder / "made" / TOP).rename(road.folder / "made" / "x")
    with pytest.raises(ModelError, match=r"holds no model\.toml and has none of the names"):
        shelf.add(renamed)


def test_a_folder_of_ones_own_is_added(road: Road, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(tmp_path / "made" / TOP, folder)
    write_description(replace(road.model, name="my-tones", url="", sha256=""), folder / DESCRIPTION)
    assert road.shelf.add(folder) == "my-tones"
    assert [status.model.name for status in road.shelf.status()] == [NAME, "my-tones"]
    assert road.shelf.fingerprint("my-tones")
    write_description(road.model, folder / DESCRIPTION)
    with pytest.raises(ModelError, match="taken"):
        road.shelf.add(folder)
    road.shelf.remove("my-tones")
    with pytest.raises(ModelError, match=r"there is no engine 'my-tones'; there are: tones"):
        road.shelf.path("my-tones")


def test_the_folder_one_stands_in_is_added_under_its_name(
    road: Road, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(tmp_path / "made" / TOP, folder)
    write_description(replace(road.model, url="", sha256=""), folder / DESCRIPTION)
    lines = (folder / DESCRIPTION).read_text(encoding="utf-8").splitlines()
    nameless = [line for line in lines if not line.startswith("name")]
    (folder / DESCRIPTION).write_text("\n".join(nameless), encoding="utf-8")
    monkeypatch.chdir(folder)
    assert road.shelf.add(Path()) == "mine"


@pytest.mark.parametrize(
    "words", [b"", b"hello h e l l o\n", b"hello one\n", "h\xe9llo 1\n".encode("latin-1")]
)
def test_a_graph_without_a_list_of_its_words_is_not_installed(
    road: Road, tmp_path: Path, words: bytes
) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    tone_models.write_online_ctc(folder)
    tone_models.write_graph(folder, ["hello", "held"])
    files = {"tokens": "tokens.txt", "model": "model.onnx"}
    files |= {"ctc_graph": "HLG.fst", "words": "words.txt"}
    kind = "online.zipformer2_ctc"
    model = replace(road.model, name="mine", kind=kind, files=files, url="", sha256="")
    write_description(model, folder / DESCRIPTION)
    shelf = Shelf({}, tmp_path / "speech")
    assert shelf.add(folder) == "mine"
    shelf.remove("mine")
    (folder / "words.txt").write_bytes(words)
    with pytest.raises(
        ModelError, match=r"words\.txt of the engine mine is no list of words with their numbers"
    ):
        shelf.add(folder)
    assert shelf.status() == []


def test_one_that_cannot_be_read_is_listed_and_removed(road: Road, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(tmp_path / "made" / TOP, folder)
    write_description(replace(road.model, name="my-tones", url="", sha256=""), folder / DESCRIPTION)
    road.shelf.add(folder)
    (road.folder / "speech" / "my-tones" / DESCRIPTION).write_text("kind = ")
    good, damaged = road.shelf.status()
    assert (good.model.name, good.state) == (NAME, State.ABSENT)
    assert (damaged.model.name, damaged.state) == ("my-tones", State.CORRUPT)
    assert "cannot be read" in damaged.model.title
    road.shelf.remove("my-tones")
    assert len(road.shelf.status()) == 1


def test_what_is_written_down_is_read_back(road: Road, tmp_path: Path) -> None:
    odd = replace(road.model, options={"language": 'a"b\\', "use_itn": True, "beam": 4})
    write_description(odd, tmp_path / DESCRIPTION)
    assert read_description(tmp_path) == odd


def test_a_damaged_note_means_absent(road: Road) -> None:
    road.shelf.install(NAME)
    note = road.shelf.path(NAME) / "installed.json"
    note.write_text(json.dumps({"sizes": {}}))
    assert road.shelf.state(NAME) is State.ABSENT


def test_without_the_package_nothing_is_fetched(
    road: Road, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"pip install -e '\.\[speech\]'"):
        road.shelf.install(NAME)
    assert road.server.ranges == []
