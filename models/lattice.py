"""The lattice of a pocketsphinx decoder: the library hands it out only as a file."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol


class Lattice(Protocol):
    """What `Decoder.get_lattice` returns."""

    def write(self, path: str) -> None:
        """Write it as text in the library's own format."""
        ...


def lattice_text(lattice: Lattice) -> str:
    """Return the lattice in the library's own format."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "lattice"
        lattice.write(str(path))
        return path.read_text(encoding="utf-8")
