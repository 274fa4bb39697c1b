"""Documents to export, made from text."""

from app.storage.document import Document, SpokenWord, Transcript, Utterance

MS = 1_000_000


def utterance(
    text: str, start_ms: int = 0, *, word_ms: int = 300, speaker: str | None = None, first: int = 0
) -> Utterance:
    """Return words of equal length without pauses, numbered from `first`."""
    words = tuple(
        SpokenWord(
            id=first + place,
            start_ns=(start_ms + place * word_ms) * MS,
            end_ns=(start_ms + (place + 1) * word_ms) * MS,
            text=word,
            confidence=0.75,
        )
        for place, word in enumerate(text.split())
    )
    return Utterance(
        id=first, start_ns=words[0].start_ns, end_ns=words[-1].end_ns, speaker=speaker, words=words
    )


def document(*utterances: Utterance, title: str = "Yearly budget", draft: bool = False) -> Document:
    return Document(
        recording_id="0123",
        started_at="2026-03-01T12:30:00+00:00",
        duration_ns=3_723_000 * MS,
        title=title,
        tags=("work", "old"),
        transcript=Transcript(
            engine="parakeet",
            draft=draft,
            created_at="2026-03-02T12:30:00+00:00",
            utterances=utterances,
        ),
    )
