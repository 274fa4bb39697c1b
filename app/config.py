"""Settings of a person: read once from TOML, passed down, never a global."""

import os
import tomllib
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

import platformdirs

from app.errors import UsageError

HOME_VARIABLE = "EARSHOT_HOME"  # moves everything Earshot keeps, for a test or a second library
DEFAULT_MAX_HANDS = 2
MOST_HANDS = 4  # more than one person at a desk shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What can be set in `config.toml`.

    Attributes:
        recordings: folder in which new recordings are made.
        max_hands: hands tracked at once, 1 to 4.
    """

    recordings: Path
    max_hands: int = DEFAULT_MAX_HANDS


def home() -> Path:
    """Return the folder that holds the library, the recordings and the settings."""
    place = os.environ.get(HOME_VARIABLE)
    return Path(place) if place else platformdirs.user_data_path("earshot")


def load(folder: Path) -> Config:
    """Read `folder/config.toml`; what it does not set keeps its default.

    Raises UsageError for a file that is no TOML, an unknown key or a value out of range.
    """
    path = folder / "config.toml"
    settings: dict[str, object] = {"recordings": folder / "recordings"}
    try:
        written = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(
            f"{path} cannot be read as settings ({error}): mend or remove it"
        ) from None
    known = [field.name for field in fields(Config)]
    for key, value in written.items():
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f"did you mean {near[0]!r}?" if near else f"known keys: {', '.join(known)}"
            raise UsageError(f"{path}: there is no setting {key!r}; {hint}")
        settings[key] = value
    return checked(path, settings)


def checked(path: Path, settings: dict[str, object]) -> Config:
    """Return the settings as a Config; raise UsageError when a value does not fit."""
    recordings, max_hands = settings["recordings"], settings.get("max_hands", DEFAULT_MAX_HANDS)
    if not isinstance(recordings, (str, Path)):
        raise UsageError(f"{path}: 'recordings' must be a folder in quotes, not {recordings!r}")
    if type(max_hands) is not int or not 1 <= max_hands <= MOST_HANDS:
        raise UsageError(
            f"{path}: 'max_hands' must be a number from 1 to {MOST_HANDS}, not {max_hands!r}"
        )
    return Config(recordings=Path(recordings).expanduser(), max_hands=max_hands)
