"""What a person and a program see of hands while a recording is made."""

import io
import json

from app.actions import Action, ActionAsked
from app.cli.console import Console
from app.cli.json_lines import JsonLines
from audio.tagging.sounds import SoundEvent
from tests.app.storage.material import ORIGIN_NS, hand, hands
from vision.hands.deliberate import GestureMade
from vision.quality import Advice, Hint, Issue

S = 1_000_000_000


class Terminal(io.StringIO):
    """Takes what is drawn."""

    def isatty(self) -> bool:
        return True


def made(at_s: int, gesture: str) -> GestureMade:
    return GestureMade(ORIGIN_NS + at_s * S, 1, "left", gesture)


def test_away_from_a_terminal_each_sign_and_wish_is_a_line() -> None:
    stream = io.StringIO()
    console = Console(stream)
    console.begin(ORIGIN_NS)
    console.push(made(2, "thumbs_up"))
    console.push(made(2, "count_1"))
    console.push(ActionAsked(ORIGIN_NS + 2 * S, Action.MARK, "thumbs_up", 1))
    assert stream.getvalue().splitlines() == [
        "00:02  thumbs up, left hand",
        "00:02  * marked (thumbs up)",
    ]


def test_a_terminal_shows_a_gesture_beside_its_hand_for_a_moment() -> None:
    stream = Terminal()
    console = Console(stream)
    console.begin(ORIGIN_NS)
    console.push(made(1, "call_me"))
    console.push(hands(ORIGIN_NS + 2 * S, hand(1), hand(2)))
    assert "left: call me, left" in stream.getvalue()
    console.push(hands(ORIGIN_NS + 4 * S, hand(1)))
    assert stream.getvalue().rpartition("\r")[2].strip().endswith("left")


def test_every_action_can_be_said() -> None:
    stream = io.StringIO()
    console = Console(stream)
    for action in (Action.MARK, Action.SHUTTER, Action.TOGGLE_RECORDING):
        console.push(ActionAsked(0, action, "ok", 1))
    assert stream.getvalue().count("*") == 3


def test_advice_is_told_in_words_and_to_programs_with_its_score() -> None:
    advice = [
        Advice(ORIGIN_NS + S, (Hint(Issue.MOVING, 0.75), Hint(Issue.BACKLIT, 0.5))),
        Advice(ORIGIN_NS + 2 * S, ()),
    ]
    stream, lines = io.StringIO(), io.StringIO()
    for watch in (Console(stream), JsonLines(lines)):
        watch.begin(ORIGIN_NS)
        for one in advice:
            watch.push(one)
    assert stream.getvalue().splitlines() == [
        "00:01  ~ Hold still. The light is behind you: turn around.",
        "00:02  ~ The picture is good.",
    ]
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert told[0]["issues"] == [
        {"issue": "moving", "score": 0.75},
        {"issue": "backlit", "score": 0.5},
    ]


def test_a_program_gets_hands_gestures_and_actions() -> None:
    stream = io.StringIO()
    lines = JsonLines(stream)
    lines.begin(ORIGIN_NS)
    lines.push(hands(ORIGIN_NS + S, hand(1)))
    lines.push(made(1, "ok"))
    lines.push(ActionAsked(ORIGIN_NS + S, Action.MARK, "ok", 1))
    assert [json.loads(line) for line in stream.getvalue().splitlines()] == [
        {
            "event": "hands",
            "pts_ns": S,
            "hands": [{"id": 1, "handedness": "left", "state": "seen"}],
        },
        {"event": "gesture", "pts_ns": S, "hand": 1, "handedness": "left", "gesture": "ok"},
        {"event": "action", "pts_ns": S, "action": "mark", "gesture": "ok", "hand": 1},
    ]


def test_sounds_are_said_when_they_end_and_speech_by_its_words() -> None:
    stream, lines = io.StringIO(), io.StringIO()
    console, program = Console(stream), JsonLines(lines)
    for watch in (console, program):
        watch.begin(ORIGIN_NS)
        for number, (sound, ended) in enumerate(
            (("rain", False), ("rain", True), ("speech", True))
        ):
            start_ns, end_ns = ORIGIN_NS + 2 * S, ORIGIN_NS + 5 * S
            watch.push(SoundEvent(number, start_ns, end_ns, sound, 0.8, ended))
    assert stream.getvalue() == "00:02  [rain]\n"
    told = [json.loads(line) for line in lines.getvalue().splitlines()]
    assert [(row["sound"], row["ended"]) for row in told] == [
        ("rain", False),
        ("rain", True),
        ("speech", True),
    ]
    assert told[0]["start_ns"] == 2 * S
