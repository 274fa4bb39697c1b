"""The profiles name models that exist."""

from models.store import ASSETS
from models.store.manifest import read_manifest
from vision.hands.profile import PROFILES


def test_every_profile_names_models_of_the_list() -> None:
    manifest = read_manifest(ASSETS / "manifest.toml")
    for profile in PROFILES.values():
        assert manifest.model(profile.palm_model).name.startswith("palm_detection")
        assert manifest.model(profile.landmark_model).name.startswith("hand_landmark")


def test_less_work_is_never_more_searches() -> None:
    fast, balanced, accurate = (PROFILES[name] for name in ("fast", "balanced", "accurate"))
    assert fast.search_period_ns >= balanced.search_period_ns >= accurate.search_period_ns
