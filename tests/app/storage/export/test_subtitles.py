"""Subtitles can be read: short lines, enough time, no overlap, nothing lost."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.storage.document import Utterance
from app.storage.export.subtitles import LINE_CHARACTERS, LONGEST_MS, cues
from tests.app.storage.export.spoken import utterance

SPOKEN = st.builds(
    utterance,
    st.lists(
        st.text(st.characters(exclude_categories=["Zs", "Zl", "Zp", "Cc", "Cs"]), min_size=1)
        | st.sampled_from(["yes", "extraordinarily", "a" * 50, "stop.", "x" * 200]),
        min_size=1,
        max_size=60,
    ).map(" ".join),
    st.integers(-500, 100_000),
    word_ms=st.integers(0, 9000),
    speaker=st.sampled_from([None, "Anna", "Ben Q. " * 9]),
)


@given(st.lists(SPOKEN, max_size=4), st.booleans())
def test_always_readable_and_complete(spoken: list[Utterance], named: bool) -> None:
    shown = cues(spoken, named=named)
    for cue in shown:
        assert 1 <= len(cue.lines) <= 2
        assert all(0 < len(line) <= LINE_CHARACTERS for line in cue.lines)
        assert 0 <= cue.start_ms < cue.end_ms <= cue.start_ms + LONGEST_MS
    for cue, after in pairwise(shown):
        assert cue.end_ms <= after.start_ms
    letters = "".join(line for cue in shown for line in cue.lines).replace(" ", "")
    if not named:
        ordered = sorted(spoken, key=lambda said: said.start_ns)
        assert letters == "".join(word.text for said in ordered for word in said.words)


def test_a_long_sentence_is_cut_into_like_pieces() -> None:
    text = (
        "we looked at the numbers of the last year and found that they were far better than hoped"
    )
    shown = cues([utterance(text)], named=False)
    assert [cue.lines for cue in shown] == [
        ("we looked at the numbers", "of the last year and"),
        ("found that they were far better than hoped",),
    ]
    assert shown[0].start_ms == 0
    assert all(cue.end_ms - cue.start_ms >= 833 for cue in shown)


def test_cut_at_the_end_of_a_sentence() -> None:
    text = (
        "that is all there was to say of it. now for something that is completely different again"
    )
    first, second = cues([utterance(text)], named=False)
    assert " ".join(first.lines).endswith("say of it.")
    assert second.lines[0].startswith("now")


def test_cut_at_a_pause_and_always_at_silence() -> None:
    said = utterance("one two three four")
    late = tuple(
        replace(word, start_ns=word.start_ns + 3_000_000_000, end_ns=word.end_ns + 3_000_000_000)
        for word in said.words[2:]
    )
    shown = cues([replace(said, words=(*said.words[:2], *late))], named=False)
    assert [(cue.start_ms, cue.lines) for cue in shown] == [
        (0, ("one two",)),
        (3600, ("three four",)),
    ]


def test_a_short_word_stays_long_enough_to_be_read() -> None:
    (cue,) = cues([utterance("yes", 1000, word_ms=100)], named=False)
    assert (cue.start_ms, cue.end_ms) == (1000, 1833)


def test_the_next_subtitle_comes_two_frames_after() -> None:
    first, second = cues(
        [utterance("yes", 1000, word_ms=100), utterance("no", 1500, word_ms=100)], named=False
    )
    assert (first.end_ms, second.start_ms) == (1417, 1500)


def test_names_come_where_the_speaker_changes() -> None:
    said = [
        utterance("hello", 0, speaker="Anna"),
        utterance("again", 2000, speaker="Anna"),
        utterance("well", 4000, speaker="Ben"),
    ]
    assert [cue.lines for cue in cues(said, named=True)] == [
        ("Anna: hello",),
        ("again",),
        ("Ben: well",),
    ]
    assert [cue.speaker for cue in cues(said, named=False)] == ["Anna", "Anna", "Ben"]
