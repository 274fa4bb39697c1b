"""Real models for tests marked `models`."""

from functools import cache
from pathlib import Path

import pytest

from models.errors import ModelError
from models.store import open_store


def ready_model(name: str) -> Path:
    """Return the file of a model, fetched and converted on first use, or skip saying why not."""
    path = _path_or_reason(name)
    if isinstance(path, str):
        pytest.skip(path)
    return path


@cache
def _path_or_reason(name: str) -> Path | str:
    """Try once per run: without a network every try takes long."""
    try:
        return open_store().path(name)
    except ModelError as error:
        return str(error)
