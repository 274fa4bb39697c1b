"""The palette in use, told to whoever paints; icons in its colours."""

from functools import lru_cache
from pathlib import Path

from PyQt6.QtCore import QByteArray, QObject, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PyQt6.QtSvg import QSvgRenderer
from PyQt6.QtWidgets import QApplication

from app.gui.look.palette import DARK, LIGHT, Palette
from app.gui.look.style import FAMILIES, style_sheet, text_px
from audio.tagging import colours as sounds

ICONS = Path(__file__).resolve().parents[3] / "assets" / "icons"
ICON_PX = 20
SHARPEST = 3  # pixels of an icon for each of the layout: enough for any screen


class Theme(QObject):
    """How everything looks now."""

    changed = pyqtSignal()

    def __init__(self, appearance: str = "system", text_percent: int = 100) -> None:
        """Take `appearance` (system, light or dark) and the size of text in percent."""
        super().__init__()
        self.appearance = appearance
        self.text_percent = text_percent
        self.palette = chosen(appearance)
        hints = QGuiApplication.styleHints()
        if hints is not None:
            hints.colorSchemeChanged.connect(self._follow)

    def _follow(self) -> None:
        """Look like the system, if that is wished and it looks otherwise now."""
        if chosen(self.appearance) is not self.palette:
            self.choose(self.appearance, self.text_percent)

    def choose(self, appearance: str, text_percent: int) -> None:
        """Change the look of the whole application."""
        self.appearance = appearance
        self.text_percent = text_percent
        self.palette = chosen(appearance)
        self.dress()

    def dress(self) -> None:
        """Put the look on every widget there is."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.setPalette(qt_palette(self.palette))
        application.setFont(self.font())
        application.setStyleSheet(style_sheet(self.palette, self.text_percent))
        self.changed.emit()

    def colour(self, role: str, opacity: float = 1.0) -> QColor:
        """Return a colour of the palette by the name of its field."""
        colour = QColor(getattr(self.palette, role))
        colour.setAlphaF(opacity)
        return colour

    def sound_colour(self, family: str) -> QColor:
        """Return the colour of a family of sounds; quiet for one that has none."""
        colours = sounds.DARK if self.palette.name == "dark" else sounds.LIGHT
        return QColor(colours.get(family, colours["quiet"]))

    def font(self, step: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        """Return the font of text, `step` times the plain size."""
        font = QFont()
        font.setFamilies(list(FAMILIES))
        font.setPixelSize(text_px(self.text_percent, step))
        font.setWeight(weight)
        return font

    def icon(self, name: str, role: str = "ink") -> QIcon:
        """Return an icon in a colour of the palette."""
        return drawn_icon(name, getattr(self.palette, role))


def chosen(appearance: str) -> Palette:
    """Return the palette a person chose, or the one like the system's."""
    if appearance != "system":
        return DARK if appearance == "dark" else LIGHT
    return DARK if system_is_dark() else LIGHT


def system_is_dark() -> bool:
    """Tell whether the system's own colours are dark."""
    hints = QGuiApplication.styleHints()
    return hints is not None and hints.colorScheme() == Qt.ColorScheme.Dark


def qt_palette(palette: Palette) -> QPalette:
    """Return the palette as Qt knows it, for what a style sheet does not reach."""
    qt = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, palette.window),
        (QPalette.ColorRole.WindowText, palette.ink),
        (QPalette.ColorRole.Base, palette.surface),
        (QPalette.ColorRole.AlternateBase, palette.raised),
        (QPalette.ColorRole.Text, palette.ink),
        (QPalette.ColorRole.PlaceholderText, palette.quiet),
        (QPalette.ColorRole.Button, palette.surface),
        (QPalette.ColorRole.ButtonText, palette.ink),
        (QPalette.ColorRole.Highlight, palette.accent),
        (QPalette.ColorRole.HighlightedText, palette.on_accent),
        (QPalette.ColorRole.Accent, palette.accent),
        (QPalette.ColorRole.ToolTipBase, palette.ink),
        (QPalette.ColorRole.ToolTipText, palette.window),
    ):
        qt.setColor(role, QColor(colour))
    return qt


@lru_cache(maxsize=256)
def drawn_icon(name: str, colour: str) -> QIcon:
    """Draw one of our icons in a colour."""
    text = (ICONS / f"{name}.svg").read_text(encoding="utf-8").replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    side_px = ICON_PX * SHARPEST
    pixmap = QPixmap(QSize(side_px, side_px))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    pixmap.setDevicePixelRatio(SHARPEST)
    return QIcon(pixmap)
