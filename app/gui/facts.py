"""What there is to say of a recording in a list, in the person's language: seen and read aloud."""

from datetime import datetime

from PyQt6.QtCore import QCoreApplication, QDateTime, QLocale

from app.gui.parts.labels import clock
from app.gui.words import sound_text
from app.storage.entry import Entry
from app.storage.search import Hit, Where

BETWEEN = "  ·  "


def facts_text(entry: Entry) -> str:
    """Return when a recording was made, how long it is or what is the matter, and its tags."""
    when = datetime.fromisoformat(entry.started_at)
    facts = [day_text(when), clock(entry.duration_ns or 0), *(f"#{tag}" for tag in entry.tags)]
    if entry.unfinished:
        facts[1] = QCoreApplication.translate("facts", "being recorded")
    if entry.missing:
        facts[1] = QCoreApplication.translate("facts", "its folder is gone")
    return BETWEEN.join(facts)


def found_text(hit: Hit) -> str:
    """Return what answered a search, in [brackets], and what stands around it."""
    if hit.where is Where.WORDS:
        return hit.snippet
    if hit.where is not Where.SOUND:
        return ""
    _, _, said = hit.snippet.partition(" near: ")
    return BETWEEN.join(filter(None, (f"[{sound_text(hit.sound)}]", clock(hit.start_ns), said)))


def day_text(when: datetime) -> str:
    """Return a day and time of day in the person's own time zone and language."""
    here = when.astimezone()
    ago = (datetime.now().astimezone().date() - here.date()).days
    moment = QDateTime.fromSecsSinceEpoch(int(when.timestamp()))
    days = {
        0: QCoreApplication.translate("day", "Today"),
        1: QCoreApplication.translate("day", "Yesterday"),
    }
    day = days.get(ago) or QLocale().toString(moment, "d MMM yyyy")
    return f"{day}, {here:%H:%M}"
