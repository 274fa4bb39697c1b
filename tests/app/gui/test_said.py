"""What the engine says is translated with its values, and the table says what the engine says."""

import ast
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PyQt6.QtWidgets import QApplication

import app
import models
from app.engine.events import Gap, GapReason
from app.gui.said import PLACE, SENTENCES, said
from app.gui.translation import TABLES, TableTranslator
from app.gui.views.signs import signs_of

ENGINE = [
    path
    for home in (app.__file__, models.__file__)
    for path in Path(home).parent.rglob("*.py")
    if "gui" not in path.parts or "work" in path.parts
]


def constants() -> Iterator[str]:
    """Yield every text of the engine; those that stand in one f-string by themselves."""
    for path in ENGINE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


TEXTS = "\n".join(constants())


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_engine_says_every_sentence_of_the_table(sentence: str) -> None:
    for piece in PLACE.split(sentence):
        words = piece.strip(" .")
        assert words in TEXTS, f"the engine never says {words!r}"


@pytest.mark.parametrize(
    "text",
    [
        "hands stopped: ModelError: it broke",
        "The camera has gone; plug it in again to go on.",
        "anything else (that nobody foresaw): {0}",
        "",
    ],
)
def test_without_a_translation_everything_stays_as_it_was_said(text: str) -> None:
    assert said(text) == text


@pytest.mark.parametrize(
    ("text", "german"),
    [
        (
            "The camera has gone; plug it in again to go on.",
            "Nicht mehr da: Kamera. Wieder anstecken, dann geht es weiter.",
        ),
        (
            "hands are not tracked: cannot read /home/x: no such file",
            "Hände werden nicht verfolgt: /home/x kann nicht gelesen werden: no such file",
        ),
        (
            "cannot write /media/{0}: gone; what was recorded before is kept, "
            "record to another folder or disk",
            "/media/{0} kann nicht geschrieben werden: gone; was vorher aufgenommen wurde, bleibt. "
            "In einen anderen Ordner oder auf eine andere Platte aufnehmen.",
        ),
        (
            "There is no microphone; plug one in or choose another (see `earshot devices`).",
            "Kein Mikrofon ist da; eines anstecken oder ein anderes wählen.",
        ),
        (
            "There is no microphone Headset; plug one in or choose another "
            "(see `earshot devices`).",
            "Kein Mikrofon Headset ist da; eines anstecken oder ein anderes wählen.",
        ),
        (
            "cannot record to /media/disk/a: No such file or directory; set another folder as "
            "`recordings` in config.toml",
            "In /media/disk/a kann nicht aufgenommen werden: No such file or directory; in den "
            "Einstellungen einen anderen Ordner wählen.",
        ),
        (
            "hands are not tracked: the model palm could not be fetched: https://x cannot be "
            "fetched: Network is unreachable; mend that and run 'earshot models sync palm'",
            "Hände werden nicht verfolgt: Das Modell palm konnte nicht geholt werden: https://x "
            "lässt sich nicht holen: Network is unreachable. Danach noch einmal auf der Seite "
            "Modelle, oder mit „earshot models sync palm“.",
        ),
        ("a sentence nobody foresaw", "a sentence nobody foresaw"),
    ],
)
def test_sentences_are_shown_in_german(qapp: QApplication, text: str, german: str) -> None:
    translator = TableTranslator(TABLES / "earshot_de.ts")
    qapp.installTranslator(translator)
    try:
        assert said(text) == german
    finally:
        qapp.removeTranslator(translator)


def test_a_device_that_is_missing_is_named_in_german(qapp: QApplication) -> None:
    gap = Gap(0, 1, "camera", GapReason.DEVICE_LOST)
    content: Any = SimpleNamespace(gaps=[gap], marks=(), gestures=(), sounds=(), photos=())
    translator = TableTranslator(TABLES / "earshot_de.ts")
    qapp.installTranslator(translator)
    try:
        assert [sign.text for sign in signs_of(content)] == ["Kamera fehlt"]
    finally:
        qapp.removeTranslator(translator)
