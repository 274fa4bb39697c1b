"""Live transcription: blocks of any format in, words with session times out."""

from collections.abc import Sequence
from dataclasses import replace

from audio.block import AudioBlock
from audio.mono_stream import MonoStream
from audio.speech.engine import Hurries, SpeechEngine
from audio.speech.pocketsphinx_engine import PocketsphinxEngine
from audio.speech.transcript import Final, Partial, TranscriptEvent, Word
from audio.speech.vad import (
    END_ODDS,
    FRAME_MS,
    SAMPLE_RATE_HZ,
    VoiceAudio,
    VoiceEvent,
    VoiceGate,
    VoiceStart,
)

# Of 57 stretches of speech two have mean log odds of a voice below 2. In noise a voice has less;
# there the words speak for it, if there are some. Of 58 stretches of music, machines and animals
# that were decoded on trial none reaches 1.7, the next 1.5 (measured on training sounds).
VOICE_ODDS = 1.7
ENOUGH_WORDS = 3  # fewer speak only against a voice: single invented words are often sure
NEITHER_SURE = 0.4  # mean confidence that speaks neither for nor against a voice
ODDS_OF_WORDS = 6.0  # what a mean confidence of 1 more weighs
LOOKS_BACK_NS = 400_000_000  # half a window of the network, and the smoothing
FRAME_NS = FRAME_MS * 1_000_000


class LiveTranscriber:
    """Processor of AudioBlock into transcript events: mono, 16 kHz, voice gate, engine.

    Where the stream breaks, as `audio.mono_stream` tells, the pending utterance ends. Utterances
    are counted on through every break and reset, so that none takes the place of an earlier one.
    """

    def __init__(self, engine: SpeechEngine, gate: VoiceGate | None = None) -> None:
        """Drive `engine`, which must want 16 kHz; the gate finds the speech."""
        if engine.sample_rate_hz != SAMPLE_RATE_HZ:
            raise ValueError(f"{engine.name} wants {engine.sample_rate_hz} Hz, not 16 kHz")
        self._engine = engine
        self._gate = gate or VoiceGate()
        self._sound = MonoStream(SAMPLE_RATE_HZ)
        self._fed_samples = 0  # at 16 kHz, where the open stretch has got to
        self._odds: list[float] = []  # of a voice in it, for finals before its end
        self._told = 0  # utterances of which a final was told
        self._first = 0  # number of the utterance that the engine counts as its 0

    def push(self, block: AudioBlock) -> Sequence[TranscriptEvent]:
        """Take the next block and return what it made known."""
        events: list[TranscriptEvent] = []
        if self._sound.is_broken_by(block):
            events += self.flush()
        return events + self._drive(self._gate.push(self._sound.push(block)))

    def flush(self) -> Sequence[TranscriptEvent]:
        """Finish the pending utterance with all that was heard; the next block starts anew."""
        rest = self._drive(self._gate.push(self._sound.flush()))
        return rest + self._drive(self._gate.flush())

    def late(self, late_ns: int) -> None:
        """Learn how far the pushes are behind the sound: an engine that can may hurry.

        Whoever drives a transcriber and has a clock says so; without a word it never hurries.
        """
        if isinstance(self._engine, Hurries):
            self._engine.late(late_ns)

    def reset(self) -> None:
        """Forget everything, the pending utterance included, but how many there were."""
        self._engine.reset()
        self._first = self._told
        self._gate.reset()
        self._sound = MonoStream(SAMPLE_RATE_HZ)

    def _drive(self, voice: Sequence[VoiceEvent]) -> list[TranscriptEvent]:
        events: list[TranscriptEvent] = []
        for event in voice:
            if isinstance(event, VoiceStart):
                self._fed_samples = event.start
                self._odds.clear()
                self._engine.begin(self._sound.time_ns(event.start))
            elif isinstance(event, VoiceAudio):
                events += self._feed(event)
            else:
                end_ns = self._sound.time_ns(event.end)
                events += [believed(said, event.odds, end_ns) for said in self._engine.end()]
        return [self._numbered(event) for event in events]

    def _numbered(self, event: TranscriptEvent) -> TranscriptEvent:
        """Return what the engine said under its number in the whole stream."""
        number = self._first + event.utterance
        if isinstance(event, Final):
            self._told = number + 1
        return replace(event, utterance=number)

    def _feed(self, audio: VoiceAudio) -> list[TranscriptEvent]:
        self._fed_samples += len(audio.pcm)
        if audio.odds is not None:
            self._odds.append(audio.odds)
        now_ns = self._sound.time_ns(self._fed_samples)
        said = self._engine.feed(audio.pcm)
        return [believed(event, self._odds, now_ns) for event in said] if self._odds else [*said]


def believed(said: TranscriptEvent, odds: Sequence[float], end_ns: int) -> TranscriptEvent:
    """Return what was said by a voice, given the log odds of one per frame up to `end_ns`."""
    if not isinstance(said, Final):
        return said
    voiced = [(word, voice_of(word, odds, end_ns)) for word in said.words]
    voiced = [(word, voice) for word, voice in voiced if voice > END_ODDS]
    if not voiced:
        return taken_back(said)
    words = tuple(word for word, _ in voiced)
    sure = sum(word.confidence for word in words) / len(words)
    if len(words) < ENOUGH_WORDS:
        sure = min(sure, NEITHER_SURE)
    voice = sum(voice for _, voice in voiced) / len(voiced)  # not of the pauses between
    trust = voice + ODDS_OF_WORDS * (sure - NEITHER_SURE)
    return Final(said.utterance, words) if trust >= VOICE_ODDS else taken_back(said)


def voice_of(word: Word, odds: Sequence[float], end_ns: int) -> float:
    """Return the mean log odds of a voice of the frames that look back on `word`."""
    first, last = (
        len(odds) - 1 - (end_ns - time_ns - LOOKS_BACK_NS) // FRAME_NS
        for time_ns in (word.start_ns, word.end_ns)
    )
    first = min(max(0, first), len(odds) - 1)
    frames = odds[first : max(first, last) + 1]
    return sum(frames) / len(frames)


def taken_back(said: TranscriptEvent) -> Partial:
    """Return what replaces the words of a stretch that held no voice after all."""
    return Partial(said.utterance, said.start_ns, "")


def draft_transcriber() -> LiveTranscriber:
    """Return the transcriber that works everywhere; picklable by name, loads for about 0.4 s."""
    return LiveTranscriber(PocketsphinxEngine())
