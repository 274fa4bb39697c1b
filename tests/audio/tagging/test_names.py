"""People's names for sounds."""

import pytest

from audio.tagging.names import alike, sounds_called
from audio.tagging.ontology import CLASSES


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("laughter", ("laughter",)),
        ("Baby Cry", ("baby_cry",)),
        ("phone_ring", ("phone_ring",)),
        ("violin", ("strings",)),
        ("Chuckle", ("laughter",)),
        ("xylophone", ("mallets",)),
        ("nothing of the kind", ()),
    ],
)
def test_a_name_means_its_class(name: str, keys: tuple[str, ...]) -> None:
    assert sounds_called(name) == keys


def test_a_family_means_all_its_classes() -> None:
    animals = sounds_called("animal")
    assert {"dog", "cat", "bird"} <= set(animals)
    assert "piano" in sounds_called("music")


def test_every_class_is_found_by_its_key() -> None:
    for one in CLASSES:
        assert one.key in sounds_called(one.key)


def test_a_slip_is_recognised() -> None:
    assert alike("laugter")[0] == "laughter"
