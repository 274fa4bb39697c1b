"""Everything a recording says about itself, as plain values for JSON."""

from pathlib import Path
from typing import Any

from app.engine.clock import NS_PER_S
from app.storage import wav
from app.storage.document import Transcript
from app.storage.events import Events, open_events
from app.storage.recording import Recording
from app.storage.run_report import read_run_report
from app.storage.segments import segments
from app.storage.takes import preferred_take, take_names
from app.storage.video_file import read_video_info


def summarise(folder: Path) -> dict[str, Any]:
    """Return what `earshot show` prints; times in ns from the recording's origin.

    Raises:
        StorageError: no recording, or a file of it cannot be read.
    """
    recording = Recording.open(folder)
    meta = recording.meta
    with open_events(recording.events_path) as events:
        return {
            "folder": str(folder),
            "id": meta.id,
            "started_at": meta.started_at,
            "state": str(meta.state),
            "app_version": meta.app_version,
            "sources": list(meta.sources),
            "duration_ns": meta.duration_ns,
            "title": meta.title,
            "tags": list(meta.tags),
            "call": meta.call,
            "suggested_titles": list(meta.suggested_titles),
            "takes": take_names(recording),
            **_words(preferred_take(recording).transcript),
            "audio": _audio(recording.audio_path),
            "video": _video(recording.video_path),
            **_events(events),
            **_run(folder),
        }


def _audio(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    info = wav.read_info(path)
    return {
        "sample_rate_hz": info.sample_rate_hz,
        "channels": info.channels,
        "samples": info.frames,
        "duration_ns": info.frames * NS_PER_S // info.sample_rate_hz,
    }


def _video(path: Path) -> dict[str, Any] | None:
    if not path.exists():
        return None
    info = read_video_info(path)
    span_s = (info.last_ns - info.first_ns) / NS_PER_S
    return {
        "width": info.width,
        "height": info.height,
        "frames": info.frames,
        "fps": round((info.frames - 1) / span_s, 3) if span_s > 0 else None,
    }


def _words(transcript: Transcript) -> dict[str, Any]:
    """Return who heard the words, and the words of all utterances."""
    return {
        "engine": transcript.engine,
        "draft": transcript.draft,
        "words": [
            {
                "id": word.id,
                "utterance": said.id,
                "speaker": said.speaker,
                "text": word.text,
                "start_ns": word.start_ns,
                "end_ns": word.end_ns,
                "confidence": word.confidence,
            }
            for said in transcript.utterances
            for word in said.words
        ],
    }


def _events(events: Events) -> dict[str, Any]:
    hands = events.hands()
    return {
        "hands": {
            "frames": hands.frames,
            "frames_with_hands": hands.frames_with_hands,
            "percent": round(100 * hands.frames_with_hands / hands.frames, 1)
            if hands.frames
            else None,
            "frames_of_hand": {str(hand): n for hand, n in hands.frames_of_hand.items()},
        },
        "gestures": [
            {
                "pts_ns": made.pts_ns,
                "hand": made.hand_id,
                "handedness": made.handedness,
                "gesture": made.gesture,
            }
            for made in events.gestures()
        ],
        "sounds": [
            {
                "sound": sound.sound,
                "start_ns": sound.start_ns,
                "end_ns": sound.end_ns,
                "probability": round(sound.probability, 3),
            }
            for sound in segments(events.sounds())
        ],
        "marks": [{"pts_ns": mark.pts_ns, "source": mark.source} for mark in events.marks()],
        "gaps": [
            {
                "source": gap.source,
                "start_ns": gap.start_ns,
                "end_ns": gap.end_ns,
                "reason": str(gap.reason),
            }
            for gap in events.gaps()
        ],
        "notices": [
            {"pts_ns": notice.pts_ns, "source": notice.source, "text": notice.text}
            for notice in events.notices()
        ],
    }


def _run(folder: Path) -> dict[str, Any]:
    """Return what was dropped and what failed; nothing is known of a session that was cut off."""
    report = read_run_report(folder)
    return {
        "drops": report.dropped() if report else {},
        "failures": report.failures if report else [],
    }
