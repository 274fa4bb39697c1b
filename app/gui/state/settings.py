"""The settings of a person, and where everything is kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PyQt6.QtCore import QObject, pyqtSignal

from app.config import Config


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where everything lies, and how much it is.

    Attributes:
        home: library and settings.
        recordings: where new recordings go.
        models: what was fetched.
        recordings_bytes: None while it is being counted.
        kept: recordings in the library.
        trashed: recordings in the trash.
    """

    home: Path
    recordings: Path
    models: Path
    recordings_bytes: int | None = None
    kept: int = 0
    trashed: int = 0


class SettingsModel(QObject):
    """What is set; every change is kept at once."""

    changed = pyqtSignal()
    places_changed = pyqtSignal()

    save_asked = pyqtSignal(object)
    places_asked = pyqtSignal()
    trash_all_asked = pyqtSignal()
    empty_trash_asked = pyqtSignal()

    def __init__(
        self,
        config: Config,
        places: Places,
        asked: Mapping[str, str],
        gestures: Sequence[str] = (),
        *,
        kept: bool = True,
    ) -> None:
        """Begin with these.

        Args:
            config: what is set.
            places: where everything lies.
            asked: the action that each gesture asks for where a person changed nothing.
            gestures: all there are that can ask for something.
            kept: whether the settings were ever written.
        """
        super().__init__()
        self.kept = kept
        self.config = config
        self.places = places
        self.asked = asked
        self.gestures = gestures

    def change(self, **values: Any) -> None:
        """Set values by the names of Config's fields."""
        changed = replace(self.config, **values)
        if changed != self.config:
            self.config, self.kept = changed, True
            self.changed.emit()
            self.save_asked.emit(changed)

    def action_of(self, gesture: str) -> str:
        """Return the action that a gesture asks for; empty when it asks for none."""
        return self.config.gestures.get(gesture, self.asked.get(gesture, ""))

    def let_ask(self, gesture: str, action: str) -> None:
        """Have a gesture ask for an action, or with an empty one for none."""
        changes = {**self.config.gestures, gesture: action}
        self.change(
            gestures={
                name: asked for name, asked in changes.items() if asked != self.asked.get(name, "")
            }
        )

    def keep(self) -> None:
        """Write the settings as they are."""
        self.kept = True
        self.save_asked.emit(self.config)

    def put_places(self, places: Places) -> None:
        """Take where things are."""
        self.places = places
        self.places_changed.emit()
