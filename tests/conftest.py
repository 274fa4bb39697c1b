"""What every test may ask for."""

from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Return the folder of real evaluation material beside the checkout, or skip."""
    if not SHARED.is_dir():
        pytest.skip(f"no evaluation material: {SHARED} is absent")
    return SHARED
