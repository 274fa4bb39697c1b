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
        self, config: Config, places: Places, actions: dict[str, str], *, kept: bool = True
    ) -> None:
        """Begin with these.

        Args:
            config: what is set.
            places: where everything lies.
            actions: what each gesture asks for.
            kept: whether the settings were ever written.
        """
        super().__init__()
        self.kept = kept
        self.config = config
        self.places = places
        self.actions = actions

    def change(self, **values: Any) -> None:
        """Set values by the names of Config's fields."""
        changed = replace(self.config, **values)
        if changed != self.config:
            self.config, self.kept = changed, True
            self.changed.emit()
            self.save_asked.emit(changed)

    def keep(self) -> None:
        """Write the settings as they are."""
        self.kept = True
        self.save_asked.emit(self.config)

    def put_places(self, places: Places) -> None:
        """Take where things are."""
        self.places = places
        self.places_changed.emit()
