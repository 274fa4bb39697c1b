"""Settings of a person: read once from TOML, passed down, never a global."""

import json
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import platformdirs

from app.disk import replace_file
from app.errors import UsageError
from vision.hands.profile import PROFILES, ProfileName

HOME_VARIABLE = "EARSHOT_HOME"  # moves everything Earshot keeps, for a test or a second library
DEFAULT_MAX_HANDS = 2
MOST_HANDS = 4  # more than one person at a desk shows
DEFAULT_PROFILE: ProfileName = "balanced"
BUILT_IN_ENGINE = "pocketsphinx"
APPEARANCES = ("system", "light", "dark")
SMALLEST_TEXT_PERCENT, LARGEST_TEXT_PERCENT = 80, 160
CULTURES = ("american", "european", "chinese", "asl")
LANGUAGES = ("system", "en", "de")


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What can be set in `config.toml`.

    Attributes:
        recordings: folder in which new recordings are made.
        max_hands: hands tracked at once, 1 to 4.
        hand_profile: how much work goes into a picture, see `vision.hands.profile`.
        gestures: the action that a gesture asks for, an empty one for none, by the gesture's name;
            where it is not what `assets/gestures/actions.toml` says.
        culture: the way of counting on fingers, see `assets/gestures/static.toml`.
        mirrored: the camera's pictures are mirrored, as a selfie.
        engine: writes down the words of recordings: the built-in draft, or one that is installed.
        appearance: colours of the window, one of APPEARANCES.
        text_percent: size of text in the window, 80 to 160.
        language: of the window, one of LANGUAGES.
        preview: the window shows camera and level before a recording.
        photos: the window scores every picture while recording, and takes photos.
        photo_sound: photos keep the sound of their three seconds.
    """

    recordings: Path
    max_hands: int = DEFAULT_MAX_HANDS
    hand_profile: ProfileName = DEFAULT_PROFILE
    gestures: Mapping[str, str] = field(default_factory=dict)
    culture: str = CULTURES[0]
    mirrored: bool = False
    engine: str = BUILT_IN_ENGINE
    appearance: str = APPEARANCES[0]
    text_percent: int = 100
    language: str = LANGUAGES[0]
    preview: bool = True
    photos: bool = False
    photo_sound: bool = True


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


def save(folder: Path, config: Config) -> None:
    """Write `folder/config.toml` whole, so that `load` gives an equal Config.

    Of several writers at once, the last that is done stands.

    Raises:
        OSError: it cannot be written; the old settings stand.
    """
    lines = [f"{field.name} = {_toml(getattr(config, field.name))}" for field in fields(Config)]
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / "config.toml", ("\n".join(lines) + "\n").encode())


def _toml(value: object) -> str:
    """Return a value as TOML; a JSON string is a TOML string, but for lone surrogates."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {_toml(each)}' for key, each in value.items())} }}"
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def checked(path: Path, settings: dict[str, object]) -> Config:
    """Return the settings as a Config; raise UsageError when a value does not fit."""
    fits: dict[str, tuple[Callable[[Any], bool], str]] = {
        "recordings": (lambda value: isinstance(value, (str, Path)), "a folder in quotes"),
        "max_hands": (
            lambda value: type(value) is int and 1 <= value <= MOST_HANDS,
            f"a number from 1 to {MOST_HANDS}",
        ),
        "hand_profile": (lambda value: value in tuple(PROFILES), f"one of {', '.join(PROFILES)}"),
        "gestures": (fit_gestures, "a table of gestures, with an action in quotes for each"),
        "culture": (lambda value: value in CULTURES, f"one of {', '.join(CULTURES)}"),
        "appearance": (lambda value: value in APPEARANCES, f"one of {', '.join(APPEARANCES)}"),
        "text_percent": (
            lambda value: (
                type(value) is int and SMALLEST_TEXT_PERCENT <= value <= LARGEST_TEXT_PERCENT
            ),
            f"a number from {SMALLEST_TEXT_PERCENT} to {LARGEST_TEXT_PERCENT}",
        ),
        "language": (lambda value: value in LANGUAGES, f"one of {', '.join(LANGUAGES)}"),
        "mirrored": (lambda value: type(value) is bool, "true or false"),
        "preview": (lambda value: type(value) is bool, "true or false"),
        "photos": (lambda value: type(value) is bool, "true or false"),
        "photo_sound": (lambda value: type(value) is bool, "true or false"),
        "engine": (lambda value: isinstance(value, str), "an engine of 'earshot models' in quotes"),
    }
    for key, value in settings.items():
        does_fit, what = fits[key]
        if not does_fit(value):
            raise UsageError(f"{path}: {key!r} must be {what}, not {value!r}")
    known: dict[str, Any] = settings
    try:
        recordings = Path(known["recordings"]).expanduser()
    except RuntimeError:  # ~name of nobody here
        raise UsageError(
            f"{path}: 'recordings' is {known['recordings']!r}, in the home folder of nobody on "
            "this machine; name another folder"
        ) from None
    return Config(**{**known, "recordings": recordings})


def fit_gestures(value: object) -> bool:
    """Tell whether a value is a table of names; which there are is checked where they are used."""
    return isinstance(value, dict) and all(
        gesture.isidentifier() and isinstance(action, str) for gesture, action in value.items()
    )
