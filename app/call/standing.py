"""What stands in a call until something else is said: raised hands, silenced microphones."""

from app.call.messages import Microphone, RaisedHand, Side

State = RaisedHand | Microphone


class Standing:
    """Hands are down and microphones on until somebody says otherwise."""

    def __init__(self) -> None:
        """Begin at rest."""
        self._unusual: dict[tuple[str, Side], State] = {}

    def put(self, state: State) -> bool:
        """Take what is said; tell whether it is news."""
        key = (state.type, state.side)
        usual = at_rest(state)
        before = self._unusual.pop(key, usual)
        if state != usual:
            self._unusual[key] = state
        return state != before

    def now(self) -> list[State]:
        """Return all that is not at rest, as a newcomer is told it."""
        return list(self._unusual.values())


def at_rest(state: State) -> State:
    """Return the same of the same side, as it is when nobody said anything."""
    if isinstance(state, RaisedHand):
        return RaisedHand(state.side, raised=False)
    return Microphone(state.side, on=True)
