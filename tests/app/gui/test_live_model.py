"""What the live page is told: hands in their own picture, words that settle, gaps said once."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.engine.events import Gap, GapReason
from app.gui.state.live import HANDS_LATE_NS, Choice, Kind, LiveModel, Phase
from app.gui.work.live_news import News
from app.pipelines.preview import Picture
from audio.speech.transcript import Final, Partial, Word
from tests.app.storage.material import hand, hands
from vision.hands.deliberate import GestureMade

MS = 1_000_000


def picture(at_ms: int) -> Picture:
    return Picture(at_ms * MS, np.zeros((2, 2, 4), np.uint8))


def ids(model: LiveModel) -> list[int]:
    return [one.id for one in model.hands_in_picture]


@pytest.fixture
def model(qtbot: QtBot) -> LiveModel:
    made = LiveModel(lambda: 0)
    made.enter(Phase.STARTING)
    return made


def test_hands_are_shown_in_the_picture_they_were_seen_in(model: LiveModel) -> None:
    for at_ms in (0, 33, 66, 100):
        model.put_news(News(picture=picture(at_ms)), 0)
    assert model.picture is not None
    assert model.picture.pts_ns == 100 * MS
    assert ids(model) == []
    model.put_news(News(hands=hands(33 * MS, hand(1))), 0)
    assert model.picture.pts_ns == 33 * MS
    assert ids(model) == [1]


def test_hands_that_are_too_late_leave_the_present_alone(model: LiveModel) -> None:
    model.put_news(News(picture=picture(0), hands=hands(0, hand(1))), 0)
    late_ms = HANDS_LATE_NS // MS + 1
    model.put_news(News(picture=picture(late_ms)), 0)
    assert model.picture is not None
    assert model.picture.pts_ns == late_ms * MS
    assert ids(model) == []


def test_a_final_replaces_its_draft_and_leaves_the_next(model: LiveModel) -> None:
    model.put_news(News(draft=Partial(0, 0, "hel")), 0)
    assert getattr(model.draft, "text", None) == "hel"
    done = Final(0, (Word("hello", 0, 5, 0.9),))
    model.put_news(News(finals=[done]), 0)
    assert model.utterances == [done]
    assert model.draft is None
    model.put_news(News(finals=[], draft=Partial(1, 9, "wor")), 0)
    model.put_news(News(draft=Partial(1, 9, "")), 0)
    assert model.draft is None


def test_a_gap_in_pieces_is_one_happening(model: LiveModel) -> None:
    news = News()
    news.gaps.extend(
        Gap(n * 250 * MS, (n + 1) * 250 * MS, "camera", GapReason.NO_DEVICE) for n in range(4)
    )
    model.put_news(news, 0)
    assert [(one.kind, one.detail) for one in model.happenings] == [(Kind.GAP, "camera")]


def test_a_gesture_is_named_for_two_seconds(model: LiveModel) -> None:
    news = News(hands=hands(0, hand(1)))
    news.gestures.append(GestureMade(0, 1, "left", "thumbs_up"))
    news.gestures.append(GestureMade(0, 1, "left", "count_1"))  # counting is not announced
    model.put_news(news, 0)
    assert model.gesture_of(1) == "thumbs_up"
    model.put_news(News(hands=hands(2001 * MS, hand(1))), 0)
    assert model.gesture_of(1) is None


def test_a_new_recording_forgets_the_last(model: LiveModel) -> None:
    model.put_news(News(picture=picture(1), draft=Partial(0, 0, "old")), 0)
    model.enter(Phase.IDLE)
    model.enter(Phase.STARTING)
    assert model.picture is None
    assert model.draft is None


def test_the_late_end_of_an_earlier_look_leaves_the_new_one_alone(qtbot: QtBot) -> None:
    live, choice = LiveModel(lambda: 0), Choice("a camera", "")
    looks: list[int] = []
    live.rehearse_asked.connect(lambda look, _: looks.append(look))
    live.rehearse(choice)
    live.rest()
    live.rehearse(choice)  # the page was left and come back to at once
    live.put_rehearsal_end(looks[0], "")
    assert live.rehearsing
    with qtbot.waitSignal(live.rest_asked):
        live.rest()
    live.put_rehearsal_end(looks[1], "")
    assert not live.rehearsing


def test_the_end_of_a_look_is_taken(qtbot: QtBot) -> None:
    live = LiveModel(lambda: 0)
    live.rehearse_asked.connect(lambda look, _: live.put_rehearsal_end(look, "no such camera"))
    with qtbot.waitSignal(live.rehearsal_ended) as ended:
        live.rehearse(Choice("a camera", ""))
    assert ended.args == ["no such camera"]
    assert not live.rehearsing
