"""The table of sounds."""

import pytest

from models.errors import ModelError
from models.sound_classes import families, load_sound_classes, parse_sound_classes

ROW = '[[class]]\nkey = "dog"\nname = "Dog"\nfamily = "animal"\nmembers = ["Bark"]\n'
HEAD = 'format = 1\nfamilies = ["animal"]\n'


def test_reads_a_class() -> None:
    (dog,) = parse_sound_classes(HEAD + ROW)
    assert (dog.key, dog.name, dog.family, dog.members) == ("dog", "Dog", "animal", ("Dog", "Bark"))


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('format = 2\nfamilies = ["animal"]\n' + ROW, "format 1"),
        ('format = 1\nfamilies = ["music"]\n' + ROW, "unlisted family animal"),
        (HEAD + ROW + ROW, "key twice"),
    ],
)
def test_refuses_a_table_that_contradicts_itself(text: str, fault: str) -> None:
    with pytest.raises(ModelError, match=fault):
        parse_sound_classes(text)


def test_no_sound_of_audioset_belongs_to_two_classes() -> None:
    members = [member for one in load_sound_classes() for member in one.members]
    assert len(members) == len(set(members))


def test_ends_with_what_is_no_event() -> None:
    classes = load_sound_classes()
    assert [one.key for one in classes[-2:]] == ["background", "silence"]
    assert families(classes)[-1] == "quiet"
