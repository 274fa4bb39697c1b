"""A document as the text of each format; pure, so that every format is a function to be tested."""

import csv
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.storage.document import Document, Utterance, as_json
from app.storage.export.subtitles import cues

NS_PER_S = 1_000_000_000
MS_PER_S = 1000
CSV_COLUMNS = ("utterance", "word", "speaker", "start_s", "end_s", "text", "confidence")
FORMULA_STARTS = ("=", "+", "-", "@")  # which spreadsheets carry out, on opening the file
MARKDOWN_MARKS = "\\`*_{}[]()<>#+-!|~&"


@dataclass(frozen=True, slots=True)
class Format:
    """How a document is told to another program; `ending` closes the file's name."""

    ending: str
    render: Callable[[Document], str]


def as_text(document: Document) -> str:
    """Return one utterance a line, with the speaker's name where it is known."""
    lines = [f"[{draft_note(document)}]", ""] if document.transcript.draft else []
    lines += [_with_name(said, said.text) for said in document.transcript.utterances]
    return "".join(f"{line}\n" for line in lines)


def as_markdown(document: Document) -> str:
    """Return a page: title, facts, each utterance with its time."""
    facts = [f"- begun {document.started_at}", f"- {clock(document.duration_ns)} long"]
    if document.tags:
        facts.append("- tags: " + ", ".join(map(escaped, document.tags)))
    if document.transcript.draft:
        facts.append(f"- {escaped(draft_note(document))}")
    said = [
        f"**{clock(utterance.start_ns)}** {escaped(_with_name(utterance, utterance.text))}\n"
        for utterance in document.transcript.utterances
    ]
    title = escaped(document.title) or f"Recording of {document.started_at[:10]}"
    return "\n".join([f"# {title}", "", *facts, "", *said])


def as_srt(document: Document) -> str:
    """Return SubRip subtitles, with `Name:` where the speaker changes."""
    return "\n".join(
        f"{number}\n{_stamp(cue.start_ms, ',')} --> {_stamp(cue.end_ms, ',')}\n"
        + "".join(f"{line.replace('-->', '->')}\n" for line in cue.lines)
        for number, cue in enumerate(cues(document.transcript.utterances, named=True), 1)
    )


def as_vtt(document: Document) -> str:
    """Return WebVTT subtitles (W3C), speakers as voices."""
    head = ["WEBVTT\n"]
    if document.transcript.draft:
        head.append(f"NOTE {_in_vtt(draft_note(document))}\n")
    shown = []
    for cue in cues(document.transcript.utterances, named=False):
        voice = "" if cue.speaker is None else f"<v {_in_vtt(' '.join(cue.speaker.split()))}>"
        text = "\n".join(map(_in_vtt, cue.lines))
        shown.append(f"{_stamp(cue.start_ms, '.')} --> {_stamp(cue.end_ms, '.')}\n{voice}{text}\n")
    return "\n".join([*head, *shown])


def as_csv(document: Document) -> str:
    """Return one word a row (RFC 4180), times in seconds; no cell is a formula."""
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(CSV_COLUMNS)
    for said in document.transcript.utterances:
        for word in said.words:
            times_s = (f"{ns / NS_PER_S:.3f}" for ns in (word.start_ns, word.end_ns))
            confidence = f"{word.confidence:.3f}"
            texts = (defused(said.speaker or ""), *times_s, defused(word.text))
            rows.writerow((said.id, word.id, *texts, confidence))
    return out.getvalue()


def defused(cell: str) -> str:
    """Return a cell that a spreadsheet shows as text, whatever it begins with."""
    return f"'{cell}" if cell.lstrip().startswith(FORMULA_STARTS) else cell


def as_labels(document: Document) -> str:
    """Return Audacity's labels: start, end and text of each utterance, seconds to 6 decimals."""
    return "".join(
        f"{max(said.start_ns, 0) / NS_PER_S:.6f}\t{max(said.end_ns, 0) / NS_PER_S:.6f}\t"
        f"{_with_name(said, said.text)}\n"
        for said in document.transcript.utterances
    )


def as_sound_labels(document: Document) -> str:
    """Return Audacity's labels: start, end and class of each sound, seconds to 6 decimals."""
    return "".join(
        f"{max(sound.start_ns, 0) / NS_PER_S:.6f}\t{max(sound.end_ns, 0) / NS_PER_S:.6f}\t"
        f"{sound.sound.replace('_', ' ')}\n"
        for sound in document.sounds
    )


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "txt": Format(".txt", as_text),
        "md": Format(".md", as_markdown),
        "srt": Format(".srt", as_srt),
        "vtt": Format(".vtt", as_vtt),
        "json": Format(".json", as_json),
        "csv": Format(".csv", as_csv),
        "labels": Format(".labels.txt", as_labels),
        "sounds": Format(".sounds.txt", as_sound_labels),
    }
)


def draft_note(document: Document) -> str:
    """Say that the text is not to be relied upon."""
    return f"draft transcript by {document.transcript.engine}: many words may be wrong"


def clock(time_ns: int) -> str:
    """Return a time as h:mm:ss."""
    minutes, seconds = divmod(max(time_ns, 0) // NS_PER_S, 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{seconds:02d}"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    marked = "".join(f"\\{c}" if c in MARKDOWN_MARKS else c for c in text)
    return " ".join(marked.split())


def _with_name(said: Utterance, text: str) -> str:
    return text if said.speaker is None else f"{' '.join(said.speaker.split())}: {text}"


def _in_vtt(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(time_ms: int, point: str) -> str:
    seconds, ms = divmod(time_ms, MS_PER_S)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{seconds:02d}{point}{ms:03d}"
