"""Every frame of a contact sheet as rows."""

import csv
import io
import json
from collections.abc import Sequence
from typing import Any

from app.storage.contact_sheet.sheet import NS_PER_S, Section

FORMAT = 1
DIGITS = 4
COLUMNS = ("source", "frame", "time_s", "score", "rank", "faces", "reason")


def as_json(sections: Sequence[Section]) -> dict[str, Any]:
    """Return plain values: each source with its best frames and all frames."""
    return {"format": FORMAT, "sources": [_source(section) for section in sections]}


def as_json_text(sections: Sequence[Section]) -> str:
    """Return `as_json` as text."""
    return json.dumps(as_json(sections), indent=1) + "\n"


def as_csv(sections: Sequence[Section]) -> str:
    """Return a row for each frame; the last columns are what each term added to the log odds."""
    rows = [(section, row) for section in sections for row in _rows(section)]
    terms = sorted({name for _, row in rows for name in row["terms"]})
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*COLUMNS, *terms])
    for section, row in rows:
        named = [section.title, *(row[name] for name in COLUMNS[1:])]
        writer.writerow([*named, *(row["terms"].get(name, "") for name in terms)])
    return text.getvalue()


def _source(section: Section) -> dict[str, Any]:
    rows = list(_rows(section))
    ranked = sorted((row for row in rows if row["rank"]), key=lambda row: row["rank"])
    return {"source": section.title, "best": ranked, "frames": rows}


def _rows(section: Section) -> list[dict[str, Any]]:
    best = {one.frame.pts_ns: place for place, one in enumerate(section.ranking.best)}
    reasons = {one.frame.pts_ns: one.reason for one in section.ranking.best}
    return [
        {
            "frame": section.names.get(frame.pts_ns, number),
            "time_s": round(frame.pts_ns / NS_PER_S, DIGITS),
            "score": round(frame.score, DIGITS),
            "rank": best[frame.pts_ns] + 1 if frame.pts_ns in best else "",
            "faces": len(frame.faces),
            "reason": reasons.get(frame.pts_ns, ""),
            "terms": {name: round(value, DIGITS) for name, value in frame.terms.items()},
        }
        for number, frame in enumerate(section.ranking.frames)
    ]
