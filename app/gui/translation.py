"""The window in a person's language, from tables that Qt Linguist edits (`assets/translations`).

The tables are read as they are, so that none has to be compiled; Qt's own texts come with Qt.
`pylupdate6 $(find app/gui -name '*.py') --ts assets/translations/earshot_de.ts` adds new texts.
"""

from pathlib import Path
from xml.etree import ElementTree as ET

from PyQt6.QtCore import QLibraryInfo, QLocale, QTranslator
from PyQt6.QtWidgets import QApplication

TABLES = Path(__file__).resolve().parents[2] / "assets" / "translations"
SYSTEM = "system"


class TableTranslator(QTranslator):
    """Looks texts up in one table."""

    def __init__(self, table: Path, parent: QApplication | None = None) -> None:
        super().__init__(parent)
        self._texts = read_table(table)

    def translate(  # type: ignore[override]  # None is Qt's null string: not an empty text
        self,
        context: str | None,
        source: str | None,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        """Return a text of a class in the table's language; None where there is none."""
        return self._texts.get((context or "", source or ""))

    def isEmpty(self) -> bool:
        """Tell Qt that there is something to ask."""
        return not self._texts


def read_table(path: Path) -> dict[tuple[str, str], str]:
    """Return the finished translations of a table, by context and text."""
    texts = {}
    for context in ET.parse(path).iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            translation = message.find("translation")
            if translation is not None and translation.get("type") is None and translation.text:
                texts[name, message.findtext("source", "")] = translation.text
    return texts


def speak(application: QApplication, language: str) -> None:
    """Show all texts from now on in a language, or in the system's."""
    locale = QLocale() if language == SYSTEM else QLocale(language)
    QLocale.setDefault(locale)
    of_qt = QTranslator(application)
    if of_qt.load(
        locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ):
        application.installTranslator(of_qt)
    table = TABLES / f"earshot_{locale.name().partition('_')[0]}.ts"
    if table.exists():
        application.installTranslator(TableTranslator(table, application))
