"""What every test may ask for."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no failure, and a red run must be red again when it is repeated.
settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def shared_data() -> Path:
    """Return the folder of real evaluation material beside the checkout, or skip."""
    if not SHARED.is_dir():
        pytest.skip(f"no evaluation material: {SHARED} is absent")
    return SHARED
