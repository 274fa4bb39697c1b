"""What stands in a call: only news is told, and a newcomer is told what is unusual."""

from app.call.messages import Microphone, RaisedHand
from app.call.standing import Standing, at_rest


def test_only_a_change_is_news() -> None:
    standing = Standing()
    assert not standing.put(RaisedHand("earshot", raised=False))
    assert standing.put(RaisedHand("earshot", raised=True))
    assert not standing.put(RaisedHand("earshot", raised=True))
    assert standing.put(RaisedHand("guest", raised=True))
    assert standing.put(Microphone("earshot", on=False))
    assert standing.put(RaisedHand("earshot", raised=False))
    assert standing.put(Microphone("earshot", on=True))


def test_a_newcomer_is_told_what_is_unusual() -> None:
    standing = Standing()
    assert standing.now() == []
    standing.put(RaisedHand("guest", raised=True))
    standing.put(Microphone("earshot", on=False))
    standing.put(Microphone("guest", on=False))
    standing.put(Microphone("guest", on=True))
    assert standing.now() == [RaisedHand("guest", raised=True), Microphone("earshot", on=False)]


def test_rest_is_a_hand_down_and_a_microphone_on() -> None:
    assert at_rest(RaisedHand("guest", raised=True)) == RaisedHand("guest", raised=False)
    assert at_rest(Microphone("guest", on=False)) == Microphone("guest", on=True)
