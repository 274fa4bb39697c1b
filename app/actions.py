"""What a gesture asks the program to do: a table, and a pause so that one gesture is one wish.

The table is `assets/gestures/actions.toml`. Nothing is done here: each front end names the actions
it can carry out, and carries them out.
"""

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.errors import UsageError
from vision.hands.deliberate import GestureMade

NS_PER_MS = 1_000_000
FORMAT = 1
BUTTON = "button"  # in the place of a gesture, for what was asked for by hand or key


class Action(StrEnum):
    """What can be asked for."""

    TOGGLE_RECORDING = "toggle_recording"
    SHUTTER = "shutter"
    MARK = "mark"
    RAISE_HAND = "raise_hand"
    LOWER_HAND = "lower_hand"
    MUTE = "mute"


@dataclass(frozen=True, slots=True)
class ActionAsked:
    """A person asked for something by a gesture.

    Attributes:
        pts_ns: time of the frame that completed the gesture.
        action: what is wanted.
        gesture: the gesture's name, or BUTTON.
        hand_id: the hand that made it; None for a button.
    """

    pts_ns: int
    action: Action
    gesture: str
    hand_id: int | None


@dataclass(frozen=True, slots=True)
class ActionTable:
    """Which gesture asks for what.

    Attributes:
        actions: by the name of the gesture.
        cooldown_ns: least time between two wishes for the same action.
    """

    actions: Mapping[str, Action]
    cooldown_ns: int


def changed_table(table: ActionTable, changes: Mapping[str, str]) -> ActionTable:
    """Return the table with some gestures asking for other actions; an empty one is none.

    Raises:
        UsageError: there is no such action; the settings of a person may name any.
    """
    kept = {gesture: action for gesture, action in table.actions.items() if gesture not in changes}
    other = {
        gesture: _action(gesture, action, changes) for gesture, action in changes.items() if action
    }
    return ActionTable(kept | other, table.cooldown_ns)


class Actions:
    """Turns gestures into wishes; a processor of GestureMade into ActionAsked."""

    def __init__(self, table: ActionTable, possible: Collection[Action]) -> None:
        """Ask for the actions in `possible` alone."""
        self._table = table
        self._possible = frozenset(possible)
        self._asked_ns: dict[Action, int] = {}

    def push(self, item: GestureMade) -> Sequence[ActionAsked]:
        """Return what the gesture asks for, if anything."""
        action = self._table.actions.get(item.gesture)
        if action is None or action not in self._possible:
            return ()
        asked_ns = self._asked_ns.get(action)
        if asked_ns is not None and item.pts_ns - asked_ns < self._table.cooldown_ns:
            return ()
        self._asked_ns[action] = item.pts_ns
        return [ActionAsked(item.pts_ns, action, item.gesture, item.hand_id)]

    def flush(self) -> Sequence[ActionAsked]:
        """Return nothing: no wish is ever held back."""
        return ()

    def reset(self) -> None:
        """Forget what was asked for."""
        self._asked_ns.clear()


def parse_action_table(text: str, gestures: Collection[str]) -> ActionTable:
    """Read the text of a table; UsageError names what is wrong.

    Args:
        text: TOML, as `assets/gestures/actions.toml` explains.
        gestures: the names of all gestures there are.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"the table of actions is not valid TOML: {error}") from None
    if document.get("format") != FORMAT:
        raise UsageError(f"the table of actions is not of format {FORMAT}")
    cooldown_ms, rows = document.get("cooldown_ms"), document.get("actions")
    if type(cooldown_ms) is not int or cooldown_ms < 0:
        raise UsageError("cooldown_ms in the table of actions must be a whole number from 0 up")
    if not isinstance(rows, dict):
        raise UsageError("the table of actions has no part [actions]")
    actions = {gesture: _action(gesture, action, gestures) for gesture, action in rows.items()}
    return ActionTable(actions, cooldown_ms * NS_PER_MS)


def _action(gesture: str, action: Any, gestures: Collection[str]) -> Action:
    if gesture not in gestures:
        raise UsageError(f"the table of actions names the gesture {gesture!r}, which is unknown")
    if action not in list(Action):
        raise UsageError(
            f"the table of actions has {action!r} for {gesture}; "
            f"it may be one of {', '.join(Action)}"
        )
    return Action(action)
