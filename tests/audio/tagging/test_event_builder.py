"""Events: named, sure, long enough, told while they last, numbered one after another."""

from collections.abc import Sequence

from audio.tagging.event_builder import ONGOING_BARS, SHORTEST_BARS, EventBuilder
from audio.tagging.sounds import Bar, SoundEvent
from audio.tagging.windows import BAR_NS


def told(*runs: tuple[str, int, float]) -> Sequence[SoundEvent]:
    """Build events of (sound, bars, probability); each run begins 1 ns after its first bar."""
    builder, index = EventBuilder(), 0
    out: list[SoundEvent] = []
    for sound, bars, probability in runs:
        for _ in range(bars):
            pts_ns = index * BAR_NS
            out += builder.push(Bar(pts_ns, sound, probability, final=True), pts_ns + 1)
            index += 1
    return [*out, *builder.flush()]


def test_an_event_reaches_from_its_onset_to_the_next() -> None:
    (rain, dog) = told(("rain", 10, 0.8), ("dog", 6, 0.9), ("silence", 5, 1.0))
    assert rain == SoundEvent(0, 0, 10 * BAR_NS + 1, "rain", rain.probability, ended=True)
    assert (dog.number, dog.start_ns, dog.end_ns) == (1, 10 * BAR_NS + 1, 16 * BAR_NS + 1)
    assert round(dog.probability, 6) == 0.9


def test_what_has_no_name_or_is_short_or_unsure_is_no_event() -> None:
    assert not told(("silence", 50, 1.0), ("background", 50, 0.9))
    assert not told(("dog", SHORTEST_BARS - 1, 0.9))
    assert not told(("dog", 50, 0.24))
    assert len(told(("dog", SHORTEST_BARS, 0.26))) == 1


def test_what_was_told_while_it_lasted_ends_though_it_became_unsure() -> None:
    events = told(("rain", ONGOING_BARS, 0.4), ("rain", 3 * ONGOING_BARS, 0.0), ("dog", 9, 1.0))
    assert [(e.number, e.sound, e.ended) for e in events] == [
        (0, "rain", False),
        (0, "rain", True),
        (1, "dog", True),
    ]


def test_after_a_reset_no_number_is_given_twice() -> None:
    builder = EventBuilder()
    for index in range(ONGOING_BARS):
        told = builder.push(Bar(index * BAR_NS, "rain", 0.9, final=True), 0)
    builder.reset()
    for index in range(SHORTEST_BARS):
        builder.push(Bar(index * BAR_NS, "dog", 0.9, final=True), 0)
    assert [event.number for event in (*told, *builder.flush())] == [0, 1]
