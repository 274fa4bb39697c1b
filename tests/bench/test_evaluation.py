"""A benchmark whose material is absent says so."""

from pathlib import Path

import pytest

from app.errors import UsageError
from tests.bench import bench_plc, bench_speech, bench_speech_memory, bench_tagging
from tests.bench.evaluation import evaluation


@pytest.mark.parametrize(
    "measure",
    [bench_plc.measure, bench_speech.measure, bench_speech_memory.measure, bench_tagging.measure],
)
def test_without_its_material_it_asks_for_it(measure: object, tmp_path: Path) -> None:
    assert callable(measure)
    with pytest.raises(UsageError, match="--data"):
        measure(data=tmp_path, quick=True)


def test_what_is_there_is_taken(tmp_path: Path) -> None:
    (tmp_path / "eval").mkdir()
    assert evaluation(tmp_path, "eval") == tmp_path
