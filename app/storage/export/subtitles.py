"""Words cut into subtitles that people can read in time.

The numbers are those of Netflix's Timed Text Style Guide (General Requirements and English): lines
of 42 characters, two of them, 5/6 s to 7 s on the screen, two frames between two subtitles, 20
characters a second for adults. The BBC's Subtitle Guidelines say nearly the same.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.storage.document import Utterance

LINE_CHARACTERS = 42
CUE_CHARACTERS = 2 * LINE_CHARACTERS
SHORTEST_MS = 833
LONGEST_MS = 7000
BETWEEN_MS = 83  # two frames of 24 a second
CHARACTERS_PER_S = 20
PAUSE_MS = 300  # long enough to be a place to cut
SILENCE_MS = 2000  # what is said after it was not said in one breath
SPLIT_COST = 0.3  # cutting where nobody paused; as bad as a cue that is half empty
NS_PER_MS = 1_000_000


@dataclass(frozen=True, slots=True)
class Cue:
    """One subtitle: one or two lines between two times from the recording's origin."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]
    speaker: str | None


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of text with its times that is never cut."""

    text: str
    start_ms: int
    end_ms: int


def cues(utterances: Sequence[Utterance], *, named: bool) -> list[Cue]:
    """Cut utterances into cues, in order of time, that never overlap.

    A cue lasts as long as it takes to read it where the next one leaves room, and no line is longer
    than LINE_CHARACTERS.

    Args:
        utterances: of one transcript.
        named: put `Name:` into the text where the speaker changes.
    """
    drawn: list[Cue] = []
    before: str | None = None
    for said in sorted(utterances, key=lambda utterance: utterance.start_ns):
        name = said.speaker if named and said.speaker != before else None
        before = said.speaker
        for piece in _pieces(list(_tokens(said, name))):
            text = " ".join(token.text for token in piece)
            drawn.append(Cue(piece[0].start_ms, piece[-1].end_ms, _lines(text), said.speaker))
    return _timed(drawn)


def _tokens(said: Utterance, name: str | None) -> Iterator[_Token]:
    """Yield the words, the speaker's name before them; what is longer than a line is broken."""
    if name is not None:
        for part in f"{name}:".split():
            yield from _broken(part, said.start_ns, said.start_ns)
    for word in said.words:
        yield from _broken("".join(word.text.split()), word.start_ns, word.end_ns)


def _broken(text: str, start_ns: int, end_ns: int) -> Iterator[_Token]:
    for first in range(0, len(text), LINE_CHARACTERS):
        part = text[first : first + LINE_CHARACTERS]
        yield _Token(part, max(start_ns, 0) // NS_PER_MS, max(end_ns, 0) // NS_PER_MS)


def _pieces(tokens: list[_Token]) -> list[list[_Token]]:
    """Cut tokens into cues at the least cost: full ones, cut at pauses and ends of sentences."""
    # where each token starts in the text, one blank between two
    places = list(accumulate((len(token.text) + 1 for token in tokens), initial=0))
    costs, cuts = [0.0], [0]
    for end in range(1, len(tokens) + 1):
        at_end = end == len(tokens) or _is_end(tokens[end - 1], tokens[end])
        split_cost = 0.0 if at_end else SPLIT_COST
        cost, cut = min(
            (costs[start] + _emptiness(places[end] - places[start] - 1) + split_cost, start)
            for start in _starts(tokens, places, end)
        )
        costs.append(cost)
        cuts.append(cut)
    pieces: list[list[_Token]] = []
    end = len(tokens)
    while end:
        pieces.append(tokens[cuts[end] : end])
        end = cuts[end]
    return pieces[::-1]


def _starts(tokens: list[_Token], places: list[int], end: int) -> Iterator[int]:
    """Yield where a cue that ends before token `end` may start, from the shortest on."""
    yield end - 1
    for start in range(end - 2, -1, -1):
        token, after = tokens[start], tokens[start + 1]
        long = tokens[end - 1].end_ms - token.start_ms > LONGEST_MS
        silent = after.start_ms - token.end_ms > SILENCE_MS
        if long or silent or not _fits(places, start, end):
            return
        yield start


def _fits(places: list[int], start: int, end: int) -> bool:
    """Tell whether tokens go onto two lines: the first as full as can be, the rest after it."""
    if places[end] - places[start] - 1 <= LINE_CHARACTERS:
        return True
    second = bisect_right(places, places[start] + LINE_CHARACTERS + 1, start, end) - 1
    return places[end] - places[second] - 1 <= LINE_CHARACTERS


def _is_end(token: _Token, after: _Token) -> bool:
    return token.text[-1] in ".?!,;:" or after.start_ms - token.end_ms >= PAUSE_MS


def _emptiness(characters: int) -> float:
    return max(0.0, 1 - characters / CUE_CHARACTERS) ** 2


def _lines(text: str) -> tuple[str, ...]:
    """Return one line, or two as equal as can be, the upper the shorter."""
    if len(text) <= LINE_CHARACTERS:
        return (text,)
    middle = (len(text) - 1) // 2
    left, right = text.rfind(" ", 0, middle + 1), text.find(" ", middle + 1)
    blanks = [blank for blank in (left, right) if blank >= 0]
    place = min(blanks, key=lambda blank: max(blank, len(text) - blank - 1))
    return text[:place], text[place + 1 :]


def _timed(drawn: list[Cue]) -> list[Cue]:
    """Give each cue the time to be read, as far as the next one lets it."""
    starts_ms: list[int] = []
    for cue in drawn:
        earliest_ms = starts_ms[-1] + 1 if starts_ms else 0
        starts_ms.append(max(cue.start_ms, earliest_ms))
    timed: list[Cue] = []
    for number, (cue, start_ms) in enumerate(zip(drawn, starts_ms, strict=True)):
        characters = sum(map(len, cue.lines))
        reading_ms = max(SHORTEST_MS, characters * 1000 // CHARACTERS_PER_S)
        end_ms = min(max(cue.end_ms, start_ms + reading_ms), start_ms + LONGEST_MS)
        if number + 1 < len(drawn):
            next_ms = starts_ms[number + 1]
            end_ms = min(end_ms, max(next_ms - BETWEEN_MS, min(cue.end_ms, next_ms)))
            end_ms = min(max(end_ms, start_ms + 1), next_ms)
        timed.append(Cue(start_ms, end_ms, cue.lines, cue.speaker))
    return timed
