"""Messages of the data channel: round trips, strangers, enemies."""

import json
import random

import pytest

from app.call.messages import (
    BadMessageError,
    Caption,
    Gesture,
    Hello,
    Message,
    Notice,
    Quality,
    RaisedHand,
    read,
    written,
)
from tests.app.call.mutations import mutated_message

ALL: list[Message] = [
    Hello("Earshot", recording=True),
    Caption("guest", 3, "wörds", final=False),
    Gesture("earshot", "open_palm", "left"),
    RaisedHand("guest", raised=True),
    Quality(1.5, 2, 0.0, 83.1, 4.0),
    Notice("camera is gone"),
]


@pytest.mark.parametrize("message", ALL, ids=lambda message: message.type)
def test_a_message_is_read_as_it_was_written(message: Message) -> None:
    assert read(written(message)) == message
    assert json.loads(written(message))["v"] == 1


def test_a_type_of_a_newer_program_is_passed_over() -> None:
    assert read('{"v": 1, "type": "dance", "steps": [1, 2]}') is None


def test_fields_of_a_newer_program_are_passed_over() -> None:
    text = '{"v": 1, "type": "hand", "side": "guest", "raised": true, "height": 2}'
    assert read(text) == RaisedHand("guest", raised=True)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"v": 2, "type": "hand", "side": "guest", "raised": true}', "version"),
        ('{"v": true, "type": "hand", "side": "guest", "raised": true}', "version"),
        ('{"type": "hand"}', "version"),
        ('{"v": 1}', "no type"),
        ('{"v": 1, "type": ["hand"]}', "no type"),
        ('{"v": 1, "type": "hand", "side": "guest"}', "no raised"),
        ('{"v": 1, "type": "hand", "side": "guest", "raised": 1}', "raised makes no sense"),
        ('{"v": 1, "type": "hand", "side": "nobody", "raised": true}', "side makes no sense"),
        ('{"v": 1, "type": "hand", "side": [], "raised": true}', "side makes no sense"),
        ("[]", "not an object"),
        ("", "not JSON"),
        ('{"v": NaN}', "not JSON"),
        ("[" * 9, "nested"),
        ('{"v": 1, "type": "' + "x" * 20_000 + '"}', "longer"),
        (b"{}", "not text"),
    ],
)
def test_what_makes_no_sense_is_refused(text: str | bytes, why: str) -> None:
    with pytest.raises(BadMessageError, match=why):
        read(text)


def test_mutated_messages_are_read_or_refused_and_nothing_else() -> None:
    rng, refused = random.Random(7), 0
    texts = [written(message) for message in ALL]
    for _ in range(3000):
        try:
            read(mutated_message(rng, rng.choice(texts)))
        except BadMessageError:
            refused += 1
    assert 1000 < refused < 3000
