"""A file that is replaced is the old one or a new one, whoever writes and reads meanwhile."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from app.disk import replace_file

SIZES = {b"a": 1_000, b"b": 200_000, b"c": 50_000}
TIMES = 40


def test_several_writers_at_once_fail_none_and_tear_nothing(tmp_path: Path) -> None:
    path = tmp_path / "recording.json"
    wholes = [letter * size for letter, size in SIZES.items()]
    replace_file(path, wholes[0])

    def write(whole: bytes) -> None:
        for _ in range(TIMES):
            replace_file(path, whole)

    with ThreadPoolExecutor(len(wholes)) as pool:
        writers = [pool.submit(write, whole) for whole in wholes]
        while not all(writer.done() for writer in writers):
            assert path.read_bytes() in wholes
    for writer in writers:
        writer.result()
    assert list(tmp_path.iterdir()) == [path]
