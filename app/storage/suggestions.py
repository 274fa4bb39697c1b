"""Titles for words that were heard before, by the same rules as while recording."""

from app.storage.document import Transcript
from audio.speech.titles import english_titler
from audio.speech.transcript import Final, Word


def suggested_titles(transcript: Transcript) -> tuple[str, ...]:
    """Return the titles for a transcript, best first; loads for about a second."""
    titler = english_titler()
    for said in transcript.utterances:
        if said.words:
            words = (Word(w.text, w.start_ns, w.end_ns, w.confidence) for w in said.words)
            titler.push(Final(said.id, tuple(words)))
    return titler.suggest()
