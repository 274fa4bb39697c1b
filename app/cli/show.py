"""`earshot show DIR`: what was heard and seen in a recording."""

import argparse
import json
from pathlib import Path
from typing import Any

from app.config import Config

NS_PER_S = 1_000_000_000
DOUBTFUL = 0.5  # words below this confidence are shown in brackets


def add(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the verb."""
    verb = verbs.add_parser("show", help="print what was heard and seen in a recording")
    verb.add_argument("folder", type=Path, metavar="DIR")
    verb.add_argument("--json", action="store_true", help="print one JSON object")
    verb.set_defaults(run=run)


def run(options: argparse.Namespace, config: Config) -> int:  # noqa: ARG001 - verbs are alike
    """Print a recording, mending it first when its writer died."""
    from app.storage.repair import repair
    from app.storage.summary import summarise

    repair(options.folder)
    summary = summarise(options.folder)
    print(json.dumps(summary, indent=2) if options.json else as_text(summary))
    return 0


def as_text(summary: dict[str, Any]) -> str:
    """Return the summary for a person: facts, what was said, what was seen, what is missing."""
    lines = [
        f"{summary['folder']}: {clock(summary['duration_ns'] or 0)}, {summary['state']}, "
        f"begun {summary['started_at']}"
    ]
    if summary["title"]:
        lines.append(f"  title: {summary['title']}")
    if summary["tags"]:
        lines.append(f"  tags: {', '.join(summary['tags'])}")
    if summary["suggested_titles"]:
        lines.append(f"  suggested titles: {', '.join(summary['suggested_titles'])}")
    if audio := summary["audio"]:
        lines.append(f"  sound: {audio['sample_rate_hz']} Hz, {audio['channels']} channel(s)")
    if video := summary["video"]:
        rate = f", {video['fps']:.1f} pictures a second" if video["fps"] else ""
        lines.append(f"  picture: {video['width']} x {video['height']}, {video['frames']}{rate}")
    if (hands := summary["hands"])["frames"]:
        lines.append(
            f"  hands: in {hands['frames_with_hands']} of {hands['frames']} pictures "
            f"({hands['percent']} %)"
        )
    if summary["words"]:
        draft = "draft by" if summary["draft"] else "by"
        lines.append(f"  words ({draft} {summary['engine']}; doubtful ones in brackets):")
        lines += [f"    {line}" for line in sentences(summary["words"])]
        if summary["draft"]:
            lines.append("  a better engine for this machine: earshot models recommend")
    lines += [f"  sound: {line}" for line in sounds(summary["sounds"])]
    lines += [f"  gesture: {line}" for line in gestures(summary["gestures"])]
    lines += [f"  mark: {clock(mark['pts_ns'])} ({mark['source']})" for mark in summary["marks"]]
    lines += [
        f"  missing: {clock(gap['start_ns'])} to {clock(gap['end_ns'])} of {gap['source']}, "
        f"{gap['reason']}"
        for gap in summary["gaps"]
    ]
    lines += [f"  note: {clock(note['pts_ns'])} {note['text']}" for note in summary["notices"]]
    lines += [f"  dropped: {count} on {edge}" for edge, count in summary["drops"].items()]
    lines += [f"  failed: {failure}" for failure in summary["failures"]]
    return "\n".join(lines)


def sentences(words: list[dict[str, Any]]) -> list[str]:
    """Return each utterance with the time of its first word, and its speaker where one is known."""
    said: dict[int, list[dict[str, Any]]] = {}
    for word in words:
        said.setdefault(word["utterance"], []).append(word)
    return [
        f"{clock(utterance[0]['start_ns'])}  "
        + (f"{utterance[0]['speaker']}: " if utterance[0]["speaker"] else "")
        + " ".join(
            word["text"] if word["confidence"] >= DOUBTFUL else f"({word['text']})"
            for word in utterance
        )
        for utterance in said.values()
    ]


def sounds(heard: list[dict[str, Any]]) -> list[str]:
    """Return each sound with its times."""
    return [
        f"{clock(row['start_ns'])} to {clock(row['end_ns'])}  {row['sound'].replace('_', ' ')}"
        for row in heard
    ]


def gestures(made: list[dict[str, Any]]) -> list[str]:
    """Return what each hand showed at a time, once: two fingers are a sign and a number."""
    shown: dict[tuple[int, int, str], list[str]] = {}
    for row in made:
        shown.setdefault((row["pts_ns"], row["hand"], row["handedness"]), []).append(row["gesture"])
    return [
        f"{clock(pts_ns)}  {', '.join(names)} ({handedness} hand)"
        for (pts_ns, _, handedness), names in shown.items()
    ]


def clock(time_ns: int) -> str:
    """Return a time as h:mm:ss.t, without hours when there are none."""
    tenths = max(0, time_ns) // (NS_PER_S // 10)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    head = f"{hours}:{minutes:02d}" if hours else f"{minutes}"
    return f"{head}:{rest // 10:02d}.{rest % 10}"
