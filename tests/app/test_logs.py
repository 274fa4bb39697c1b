"""Notes go to one file and never to the screen."""

import logging
from pathlib import Path

import pytest

from app import logs


def test_warnings_of_any_module_are_kept(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    with logs.kept(folder):
        logging.getLogger("some.module").warning("the driver hangs")
    logging.getLogger("some.module").warning("nobody listens")
    (line,) = (folder / "earshot.log").read_text(encoding="utf-8").splitlines()
    assert line.endswith("WARNING some.module: the driver hangs")


def test_a_quiet_run_leaves_no_file(tmp_path: Path) -> None:
    with logs.kept(tmp_path):
        logging.getLogger("some.module").info("all is well")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("at", ["home", "home/earshot.log"])
def test_a_file_that_cannot_be_written_costs_only_the_notes(
    tmp_path: Path, at: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / at).parent.mkdir(exist_ok=True)
    if at == "home":
        (tmp_path / at).write_text("a file where the folder should be")
    else:
        (tmp_path / at).mkdir()
    with logs.kept(tmp_path / "home"):
        logging.getLogger("some.module").warning("the driver hangs")
    assert capsys.readouterr().err == ""
