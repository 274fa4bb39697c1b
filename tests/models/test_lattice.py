"""The text of a lattice comes through a file that does not stay."""

from pathlib import Path

import pytest

from models.lattice import lattice_text


class Written:
    """Writes a text, as the library does."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.path = Path()

    def write(self, path: str) -> None:
        self.path = Path(path)
        self.path.write_text(self.text, encoding="utf-8")


@pytest.mark.parametrize("text", ["", "Frames 3\n0 café 0 1 2 ; 0\n"])
def test_the_text_is_what_was_written_and_the_file_is_gone(text: str) -> None:
    lattice = Written(text)
    assert lattice_text(lattice) == text
    assert not lattice.path.exists()
