"""Engines over sherpa-onnx: one writes along with the sound, one hears whole utterances.

Both give the words, capitals, punctuation and times that their network gives. A network that tells
no times of its tokens has its words spread over the utterance by their lengths.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from audio.speech.transcript import Final, Partial, TranscriptEvent, Word
from models.speech.recogniser import (
    Heard,
    OfflineRecogniser,
    OnlineHeard,
    OnlineRecogniser,
    Stream,
)

RATE_HZ = 16_000
NS_PER_S = 1_000_000_000
TAIL_S = 0.4  # a network's look into the future, beyond its chunk
LAST_TOKEN_NS = 160_000_000  # a token's sound, where the next one does not show its end
UNTOLD = 1.0  # the confidence of words whose network tells none


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a word, with a blank in front where a word begins; `belief` is 0..1."""

    text: str
    start_ns: int
    belief: float


class SherpaStream:
    """`SpeechEngine` over a recogniser that writes along with the sound.

    It says a final where the recogniser finds the end of an utterance, and at `end`.
    """

    draft = False
    sample_rate_hz = RATE_HZ

    def __init__(
        self,
        name: str,
        recogniser: OnlineRecogniser,
        chunk_ms: int,
        graph_words: Sequence[str] = (),
    ) -> None:
        """Drive `recogniser`, which works in steps of `chunk_ms`.

        `graph_words` are the words of a decoding graph by number, where there is one.
        """
        self.name = name
        self._recogniser = recogniser
        self._tail = np.zeros(round((chunk_ms / 1000 + TAIL_S) * RATE_HZ), np.float32)
        self._graph_words = graph_words
        self._stream: Stream | None = None
        self._begin_ns = 0
        self._utterance = 0
        self._draft_text = ""

    def begin(self, pts_ns: int) -> None:
        """Start a stretch whose first sample has time `pts_ns`."""
        self._stream = self._recogniser.create_stream()
        self._begin_ns = pts_ns
        self._draft_text = ""

    def feed(self, pcm: NDArray[np.float32]) -> Sequence[TranscriptEvent]:
        """Decode the next (n,) samples as far as they go."""
        stream = self._open()
        stream.accept_waveform(RATE_HZ, pcm)
        return list(self._decode(stream))

    def end(self) -> Sequence[TranscriptEvent]:
        """Let the recogniser hear silence until it has said all, and return it."""
        stream = self._open()
        stream.accept_waveform(RATE_HZ, self._tail)
        stream.input_finished()
        events = [*self._decode(stream), *self._final(stream)]
        self._stream = None
        return events

    def reset(self) -> None:
        """Drop an open stretch and the count of utterances."""
        self._stream = None
        self._utterance = 0

    def _open(self) -> Stream:
        assert self._stream is not None, "feed and end belong between begin and end"
        return self._stream

    def _decode(self, stream: Stream) -> Iterator[TranscriptEvent]:
        while self._recogniser.is_ready(stream):
            self._recogniser.decode_stream(stream)
            if self._recogniser.is_endpoint(stream):
                yield from self._final(stream)
                self._recogniser.reset(stream)
            else:
                yield from self._changed_draft(self._recogniser.get_result_all(stream))

    def _changed_draft(self, heard: OnlineHeard) -> Iterator[Partial]:
        text = " ".join(word.text for word in self._words(heard))
        if text != self._draft_text:
            self._draft_text = text
            yield Partial(self._utterance, self._origin_ns(heard), text)

    def _final(self, stream: Stream) -> Iterator[TranscriptEvent]:
        heard = self._recogniser.get_result_all(stream)
        if words := self._words(heard):
            yield Final(self._utterance, tuple(words))
            self._draft_text = ""
            self._utterance += 1
        else:
            yield from self._changed_draft(heard)

    def _origin_ns(self, heard: OnlineHeard) -> int:
        return self._begin_ns + round(heard.start_time * NS_PER_S)

    def _words(self, heard: OnlineHeard) -> list[Word]:
        tokens = tokens_of(heard, heard.ys_probs, self._origin_ns(heard))
        words = words_of(tokens)
        if not self._graph_words:
            return words
        # The graph spells better than its tokens, which have the times.
        spelt = [self._graph_words[number] for number in heard.words]
        return [
            Word(text, word.start_ns, word.end_ns, word.confidence)
            for text, word in zip(spelt, words, strict=False)
        ]


class SherpaUtterances:
    """`SpeechEngine` over a recogniser of whole utterances: nothing is said before `end`."""

    draft = False
    sample_rate_hz = RATE_HZ

    def __init__(self, name: str, recogniser: OfflineRecogniser) -> None:
        """Drive `recogniser`."""
        self.name = name
        self._recogniser = recogniser
        self._begin_ns: int | None = None
        self._heard: list[NDArray[np.float32]] = []
        self._utterance = 0

    def begin(self, pts_ns: int) -> None:
        """Start a stretch whose first sample has time `pts_ns`."""
        self._begin_ns = pts_ns
        self._heard = []

    def feed(self, pcm: NDArray[np.float32]) -> Sequence[TranscriptEvent]:
        """Keep the next (n,) samples."""
        assert self._begin_ns is not None, "feed and end belong between begin and end"
        self._heard.append(pcm)
        return ()

    def end(self) -> Sequence[TranscriptEvent]:
        """Hear the stretch and return what it said."""
        assert self._begin_ns is not None, "feed and end belong between begin and end"
        pcm = np.concatenate([np.zeros(0, np.float32), *self._heard])
        stream = self._recogniser.create_stream()
        stream.accept_waveform(RATE_HZ, pcm)
        self._recogniser.decode_stream(stream)
        heard = stream.result
        tokens = tokens_of(heard, heard.ys_log_probs, self._begin_ns)
        end_ns = self._begin_ns + len(pcm) * NS_PER_S // RATE_HZ
        words = words_of(tokens) if tokens else spread(heard.text, self._begin_ns, end_ns)
        self._begin_ns = None
        self._heard = []
        if not words:
            return ()
        self._utterance += 1
        return [Final(self._utterance - 1, tuple(words))]

    def reset(self) -> None:
        """Drop an open stretch and the count of utterances."""
        self._begin_ns = None
        self._heard = []
        self._utterance = 0


def tokens_of(heard: Heard, log_beliefs: Sequence[float], origin_ns: int) -> list[Token]:
    """Return the tokens with their times on the session's clock; none where they have no times."""
    if len(heard.timestamps) != len(heard.tokens):
        return []
    told = len(log_beliefs) == len(heard.tokens)
    beliefs = [float(np.exp(min(0.0, log))) for log in log_beliefs] if told else None
    return [
        Token(text, origin_ns + round(start_s * NS_PER_S), beliefs[number] if beliefs else UNTOLD)
        for number, (text, start_s) in enumerate(zip(heard.tokens, heard.timestamps, strict=True))
    ]


def words_of(tokens: Sequence[Token]) -> list[Word]:
    """Return the words that tokens spell; a character of a script without blanks is a word.

    Marks stay with the word before them.
    """
    starts = [
        number
        for number, token in enumerate(tokens)
        if number == 0
        or token.text.startswith((" ", "▁"))
        or (
            (without_blanks(token.text) or without_blanks(tokens[number - 1].text))
            and not is_mark(token.text)
        )
    ]
    words = []
    for first, after in pairwise([*starts, len(tokens)]):
        pieces = tokens[first:after]
        text = "".join(piece.text for piece in pieces).replace("▁", " ").strip()
        end_ns = pieces[-1].start_ns + LAST_TOKEN_NS
        if after < len(tokens):
            end_ns = min(end_ns, max(tokens[after].start_ns, pieces[-1].start_ns))
        if text:
            belief = float(np.mean([piece.belief for piece in pieces]))
            words.append(Word(text, pieces[0].start_ns, end_ns, belief))
    return words


def without_blanks(text: str) -> bool:
    """Whether a token is of a script that puts no blanks between words."""
    name = unicodedata.name(text[0], "") if text else ""
    return name.startswith(("CJK UNIFIED", "HIRAGANA", "KATAKANA", "IDEOGRAPHIC", "FULLWIDTH"))


def is_mark(text: str) -> bool:
    """Whether a token is nothing but punctuation."""
    return all(unicodedata.category(character).startswith("P") for character in text)


def spread(text: str, start_ns: int, end_ns: int) -> list[Word]:
    """Return the words of `text` with times in proportion to their lengths: a rough guess."""
    texts = text.split()
    letters = np.cumsum([0, *(len(word) + 1 for word in texts)])
    span_ns = end_ns - start_ns
    edges = [start_ns + span_ns * int(count) // max(1, int(letters[-1])) for count in letters]
    return [
        Word(word, first, last, UNTOLD)
        for word, (first, last) in zip(texts, pairwise(edges), strict=True)
    ]
