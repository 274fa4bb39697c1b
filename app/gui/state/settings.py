"""The settings of a person, and where everything is kept."""

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
    """

    home: Path
    recordings: Path
    models: Path
    recordings_bytes: int | None = None


class SettingsModel(QObject):
    """What is set; every change is kept at once."""

    changed = pyqtSignal()
    places_changed = pyqtSignal()

    save_asked = pyqtSignal(object)
    places_asked = pyqtSignal()

    def __init__(self, config: Config, places: Places, actions: dict[str, str]) -> None:
        """Begin with these; `actions` tells what each gesture asks for."""
        super().__init__()
        self.config = config
        self.places = places
        self.actions = actions

    def change(self, **values: Any) -> None:
        """Set values by the names of Config's fields."""
        changed = replace(self.config, **values)
        if changed != self.config:
            self.config = changed
            self.changed.emit()
            self.save_asked.emit(changed)

    def put_places(self, places: Places) -> None:
        """Take where things are."""
        self.places = places
        self.places_changed.emit()
