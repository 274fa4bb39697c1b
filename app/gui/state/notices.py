"""What the window has to say: short sentences that wait for nobody, some with a way back."""

from collections.abc import Callable
from dataclasses import dataclass

from PyQt6.QtCore import QObject, pyqtSignal


@dataclass(frozen=True, slots=True)
class WindowNotice:
    """One sentence; `action` is what its button does, if it has one."""

    text: str
    action_text: str = ""
    action: Callable[[], None] | None = None


class NoticeBoard(QObject):
    """Takes sentences from anyone on the window's thread and shows them to whoever listens."""

    said = pyqtSignal(object)
    show_asked = pyqtSignal(object)  # a folder, in the system's own window

    def say(
        self, text: str, action_text: str = "", action: Callable[[], None] | None = None
    ) -> None:
        """Show a sentence."""
        self.said.emit(WindowNotice(text, action_text, action))
