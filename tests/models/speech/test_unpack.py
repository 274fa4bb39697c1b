"""An archive writes what was asked for, and nowhere else."""

import io
import tarfile
from pathlib import Path

import pytest

from models.errors import FetchCancelledError, ModelError
from models.speech.unpack import unpack


def archive(path: Path, *members: tuple[str, bytes]) -> Path:
    with tarfile.open(path, "w:bz2") as tar:
        for name, content in members:
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def test_only_what_is_wanted_is_written(tmp_path: Path) -> None:
    path = archive(
        tmp_path / "a.tar.bz2",
        ("top/deep/a.txt", b"a"),
        ("top/b.txt", b"b"),
        ("../evil.txt", b"x"),
        ("/evil.txt", b"x"),
    )
    told: list[int] = []
    out = tmp_path / "out"
    out.mkdir()
    unpack(path, ["deep/a.txt"], out, told.append, lambda: False)
    assert [p.name for p in out.rglob("*") if p.is_file()] == ["a.txt"]
    assert max(told) <= path.stat().st_size
    with pytest.raises(ModelError, match=r"holds no evil\.exe"):
        unpack(path, ["evil.exe"], out, told.append, lambda: False)
    assert not (tmp_path / "evil.txt").exists()


def test_a_link_is_no_file(tmp_path: Path) -> None:
    path = tmp_path / "a.tar"
    with tarfile.open(path, "w") as tar:
        link = tarfile.TarInfo("top/tokens.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(ModelError, match=r"holds no tokens\.txt"):
        unpack(path, ["tokens.txt"], tmp_path, lambda _: None, lambda: False)


def test_damage_is_one_sentence(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar.bz2", ("top/a", bytes(100_000)))
    path.write_bytes(path.read_bytes()[:60])
    with pytest.raises(ModelError, match="cannot be unpacked"):
        unpack(path, ["a"], tmp_path, lambda _: None, lambda: False)


def test_unpacking_can_be_stopped(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.tar.bz2", ("top/a", bytes(100_000)))
    with pytest.raises(FetchCancelledError):
        unpack(path, ["a"], tmp_path, lambda _: None, lambda: True)
