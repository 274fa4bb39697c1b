"""Every text of the window is in the German table, with the same places for values."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtCore import QCoreApplication
from PyQt6.QtWidgets import QApplication

import app.gui
from app.gui.parts.transport import Transport
from app.gui.translation import TABLES, TableTranslator, read_table

SOURCES = Path(app.gui.__file__).parent
PLACES = re.compile(r"\{\d\}")


def texts_of(path: Path) -> Iterator[tuple[str, str]]:
    """Yield context and text of everything that is translated in a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for owner in ast.walk(tree):
        context = owner.name if isinstance(owner, ast.ClassDef) else ""
        for call in ast.walk(owner) if context else ():
            if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "tr":
                yield context, ast.literal_eval(call.args[0])
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and name_of(call.func) in ("translate", "QT_TRANSLATE_NOOP"):
            of, text = call.args[:2]
            if isinstance(text, ast.Constant):
                yield ast.literal_eval(of), ast.literal_eval(text)


def name_of(function: ast.expr) -> str:
    return str(getattr(function, "attr", getattr(function, "id", "")))


ALL = sorted({text for path in SOURCES.rglob("*.py") for text in texts_of(path)})


def test_the_german_table_is_complete() -> None:
    german = read_table(TABLES / "earshot_de.ts")
    assert len(ALL) > 250
    assert [text for text in ALL if text not in german] == []
    assert [text for text in german if text not in ALL] == []


@pytest.mark.parametrize("table", sorted(TABLES.glob("*.ts")), ids=lambda path: path.stem)
def test_a_translation_has_the_places_of_the_original(table: Path) -> None:
    for (_, source), text in read_table(table).items():
        assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(source)), source
        assert source[-1:].isspace() == text[-1:].isspace(), source


def test_texts_are_shown_in_german(qapp: QApplication) -> None:
    translator = TableTranslator(TABLES / "earshot_de.ts")
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("gesture", "fist") == "Faust"
        assert Transport.tr("Position") == "Stelle"
        assert QCoreApplication.translate("gesture", "no such gesture") == "no such gesture"
    finally:
        qapp.removeTranslator(translator)
