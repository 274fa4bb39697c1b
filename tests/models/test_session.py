"""The session: outputs by name, the provider it got, quiet on a machine without CUDA."""

import ctypes.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from models import session as session_module
from models.errors import ModelError
from models.session import Session
from tests.models.files import write_network

ROOT = Path(__file__).resolve().parents[2]
# Any library that loads: a driver without the rest of CUDA.
STANDS_IN_FOR_A_DRIVER = ctypes.util.find_library("c") or "msvcrt"
CUDA_LOADS = ctypes.util.find_library("cublasLt") is not None
X = np.array([[-1, 2, -3, 4]], np.float32)


def test_outputs_come_by_name(tmp_path: Path) -> None:
    session = Session(write_network(tmp_path / "tiny.onnx", outputs=2))
    outputs = session.run({"x": X})
    assert list(outputs) == ["y0", "y1"]
    np.testing.assert_array_equal(outputs["y1"], np.maximum(X, 0))


def test_the_cpu_is_taken_when_asked_for(tmp_path: Path) -> None:
    session = Session(write_network(tmp_path / "tiny.onnx"), "cpu")
    assert session.provider == "CPUExecutionProvider"


def test_nobody_is_told_which_networks_run_here(tmp_path: Path) -> None:
    """Left to itself ONNX Runtime numbers the machine, and keeps what it has yet to send."""
    path, home = write_network(tmp_path / "tiny.onnx"), tmp_path / "home"
    home.mkdir()
    silences = ("CI", "ORT_DISABLE_TELEMETRY", "ORT_RUNNING_UNIT_TESTS", "XDG_CACHE_HOME")
    outside = {name: value for name, value in os.environ.items() if name not in silences}
    program = "import sys; from models.session import Session; Session(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", program, path],
        cwd=ROOT,
        env=outside | {"HOME": str(home)},
        check=True,
    )
    assert list(home.rglob("*")) == []


@pytest.fixture
def forget_driver() -> Iterator[None]:
    """Let a test choose the driver library."""
    session_module._has_driver.cache_clear()
    yield
    session_module._has_driver.cache_clear()


@pytest.mark.usefixtures("forget_driver")
@pytest.mark.parametrize("driver", ["no-such-driver.so", STANDS_IN_FOR_A_DRIVER])
def test_where_cuda_does_not_load_the_cpu_is_taken_without_a_word(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    driver: str,
) -> None:
    monkeypatch.setattr(session_module, "_DRIVER", driver)
    if session_module._has_driver() and CUDA_LOADS:
        pytest.skip("CUDA works on this machine")
    session = Session(write_network(tmp_path / "tiny.onnx"))
    assert session.provider == "CPUExecutionProvider"
    assert capfd.readouterr() == ("", "")
    with pytest.raises(ModelError, match="cannot run on CUDA here"):
        Session(tmp_path / "tiny.onnx", "cuda")


def test_a_damaged_file_is_one_clear_error(tmp_path: Path) -> None:
    path = write_network(tmp_path / "tiny.onnx")
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(ModelError, match=r"tiny\.onnx is not a usable model"):
        Session(path)


def test_an_absent_file_is_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"gone\.onnx is not a usable model"):
        Session(tmp_path / "gone.onnx")
