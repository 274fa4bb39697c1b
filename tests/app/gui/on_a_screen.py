"""A person's first ten minutes, on a real screen with real pointer and keys; run as a program.

Every step waits for what a person would see; the first that does not come ends with TimeoutError.
"""

import os
import sys
from pathlib import Path

from PyQt6.QtCore import QPoint
from PyQt6.QtWidgets import QAbstractButton, QLineEdit, QListView, QWidget

from app.gui.parts.record_button import RecordButton
from app.gui.parts.transcript import Transcript
from app.gui.parts.word_editor import WordEditor
from app.gui.state.library import State as Listed
from app.gui.state.live import Phase
from app.gui.state.recording import State
from tests.bench.gui_desk import Desk, desk
from tests.fakes.x_input import XInput

RECORDED_NS = 4_000_000_000
UNHURRIED_MS = 60_000  # between two clicks that belong together, on a busy machine


class Person:
    """Sees a window, and reaches it through the X server alone."""

    def __init__(self, opened: Desk, hand: XInput) -> None:
        self.desk, self.hand = opened, hand
        self.window, self.models = opened.window, opened.models

    def click(self, widget: QWidget, at: QPoint | None = None, times: int = 1) -> None:
        """Click into a widget, its middle by default."""
        self.desk.until(widget.isVisible)
        place = widget.mapToGlobal(at or widget.rect().center())
        self.hand.click(place.x(), place.y(), times)

    def button(self, text: str) -> QAbstractButton:
        """Return a button by what is written on it."""
        found = [b for b in self.window.findChildren(QAbstractButton) if b.text().strip() == text]
        return next(iter(sorted(found, key=lambda b: not b.isVisible())))

    def field(self, name: str) -> QLineEdit:
        """Return a field by its name."""
        fields = self.window.findChildren(QLineEdit)
        return next(f for f in fields if f.accessibleName() == name)


def first_recording(person: Person) -> None:
    """Two clicks from the very first start to a recording."""
    live, until = person.models.live, person.desk.until
    until(person.window.welcome.isVisible)
    person.click(person.button("Try the demo clip"))
    until(person.window.live.isVisible)
    record = person.window.live.findChild(RecordButton)
    assert record is not None
    person.click(record)
    until(lambda: live.phase is Phase.RECORDING)
    until(lambda: live.elapsed_ns > RECORDED_NS)
    person.hand.press("m")
    until(lambda: any(one.kind == "mark" for one in live.happenings))
    person.hand.press("Ctrl", "r")
    until(lambda: live.phase is Phase.IDLE)


def find_and_rename(person: Person) -> None:
    """Go to the library by key, rename, search, open with Enter."""
    library, until = person.models.library, person.desk.until
    person.hand.press("Ctrl", "2")
    until(lambda: library.state is Listed.LISTED and person.window.library.isVisible())
    person.window.library.focus_list()
    person.hand.press("F2")
    listed = next(
        one for one in person.window.findChildren(QListView) if one.accessibleName() == "Recordings"
    )
    until(lambda: any(e.isVisible() for e in listed.findChildren(QLineEdit)))
    person.hand.type("kitchen talk")
    person.hand.press("Return")
    until(lambda: library.data(library.index(0)) == "kitchen talk")
    person.hand.press("Ctrl", "f")
    until(person.field("Search").hasFocus)
    person.hand.type("kitch")
    until(lambda: library.question == "kitch" and library.rowCount() == 1)
    person.hand.press("Return")
    until(lambda: person.models.recording.state is State.OPEN)


def listen_and_correct(person: Person) -> None:
    """Play with the space bar, put a word right with a double click, take it back by key."""
    recording, until = person.models.recording, person.desk.until
    person.hand.press(" ")
    until(lambda: recording.playing and recording.position_ns > 100_000_000)
    person.hand.press(" ")
    until(lambda: not recording.playing)
    transcript = person.window.recording.findChild(Transcript)
    editor = person.window.recording.findChild(WordEditor)
    assert transcript is not None
    assert editor is not None
    heard = recording.said.words[0].text
    port = transcript.viewport()
    assert port is not None
    person.click(port, transcript.rect_of(0).center() + QPoint(2, 0), times=2)
    until(editor.isVisible)
    person.hand.type("zebra")
    person.hand.press("Return")
    until(lambda: recording.said.words[0].text == "zebra")
    person.hand.press("Ctrl", "z")
    until(lambda: recording.said.words[0].text == heard)
    person.hand.press("Escape")
    until(person.window.library.isVisible)


def main(home: Path) -> None:
    """Do it all."""
    display = int(os.environ["DISPLAY"].lstrip(":").partition(".")[0])
    with XInput(display) as hand, desk(home) as opened:
        person = Person(opened, hand)
        opened.application.setDoubleClickInterval(UNHURRIED_MS)
        opened.window.activateWindow()
        opened.until(opened.window.isActiveWindow)
        for step in (first_recording, find_and_rename, listen_and_correct):
            step(person)
            print(f"{step.__name__} done", flush=True)  # noqa: T201 - told to the test


if __name__ == "__main__":
    main(Path(sys.argv[1]))
