"""The style sheet: every control in the colours of a palette, sizes following the text size."""

from pathlib import Path

from app.gui.look.palette import Palette

TICKS = Path(__file__).resolve().parents[3] / "assets" / "icons"

BASE_PX = 14
FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")


def text_px(percent: int, step: float = 1.0) -> int:
    """Return the size of text, `step` times the plain one, at a person's text size."""
    return round(BASE_PX * step * percent / 100)


def style_sheet(palette: Palette, percent: int) -> str:
    """Return the style of all controls."""
    p = palette

    def px(step: float) -> int:
        return text_px(percent, step)

    return f"""
* {{ font-size: {px(1)}px; }}
QWidget {{ color: {p.ink}; background: transparent; }}
QMainWindow, QDialog, #page, #window {{ background: {p.window}; }}
#rail {{ background: {p.rail}; border-right: 1px solid {p.line}; }}
#card {{ background: {p.surface}; border: 1px solid {p.line}; border-radius: 14px; }}
#stage {{ background: {p.stage}; border-radius: 14px; }}
QLabel#wordmark {{ font-size: {px(1.3)}px; font-weight: 600; }}
QLabel#title {{ font-size: {px(1.75)}px; font-weight: 600; }}
QLabel#heading {{ font-size: {px(1.07)}px; font-weight: 600; }}
QLabel#quiet {{ color: {p.quiet}; }}
QLabel#small {{ color: {p.quiet}; font-size: {px(0.86)}px; }}
QLabel#clock {{ font-size: {px(1.6)}px; font-weight: 500; }}
QLabel#badge {{ color: {p.quiet}; background: {p.raised}; border-radius: 9px; padding: 2px 9px;
    font-size: {px(0.86)}px; }}
QLabel#badge[warm="true"] {{ color: {p.accent_ink}; background: {p.accent_soft}; }}

QPushButton, QToolButton {{ background: {p.surface}; border: 1px solid {p.line};
    border-radius: 9px; padding: 7px 13px; }}
QPushButton:hover, QToolButton:hover {{ background: {p.raised}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {p.line}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {p.faint}; }}
QPushButton:focus, QToolButton:focus {{ border: 2px solid {p.accent}; padding: 6px 12px; }}
QPushButton#primary {{ background: {p.accent}; color: {p.on_accent}; border: 1px solid {p.accent};
    font-weight: 600; }}
QPushButton#primary:hover {{ background: {p.accent_ink}; }}
QPushButton#primary:focus {{ border: 2px solid {p.ink}; }}
QPushButton#primary:disabled {{ background: {p.raised}; color: {p.faint};
    border-color: {p.line}; }}
QToolButton#plain, QPushButton#plain {{ background: transparent; border: 2px solid transparent;
    padding: 6px; }}
QToolButton#plain:hover, QPushButton#plain:hover {{ background: {p.raised}; }}
QToolButton#plain:focus, QPushButton#plain:focus {{ border: 2px solid {p.accent}; }}
QToolButton#plain:checked {{ background: {p.accent_soft}; color: {p.accent_ink}; }}
QPushButton#link {{ background: transparent; border: none; color: {p.accent_ink}; padding: 4px 6px;
    font-weight: 600; }}
QPushButton#link:focus {{ border: 2px solid {p.accent}; padding: 2px 4px; }}
QPushButton#chip {{ background: {p.raised}; border: 1px solid {p.line}; border-radius: 13px;
    padding: 4px 12px; }}
QPushButton#chip:checked {{ background: {p.accent_soft}; border-color: {p.accent};
    color: {p.accent_ink}; font-weight: 600; }}
QPushButton#chip:focus {{ border: 2px solid {p.accent}; padding: 3px 11px; }}
QToolButton#choice {{ background: {p.surface}; border: 1px solid {p.edge}; border-radius: 14px;
    font-size: {px(1.07)}px; font-weight: 600; padding: 26px 10px 22px 10px; }}
QToolButton#choice:hover {{ background: {p.accent_soft}; border-color: {p.accent}; }}
QToolButton#choice:focus {{ border: 2px solid {p.accent}; }}
QToolButton#choice:disabled {{ color: {p.faint}; border-color: {p.line}; }}
QLineEdit#small_field {{ padding: 3px 8px; }}
QLineEdit#small_field:focus {{ padding: 2px 7px; }}
#rail QPushButton {{ background: transparent; border: 2px solid transparent; text-align: left;
    padding: 9px 12px; border-radius: 10px; color: {p.quiet}; }}
#rail QPushButton:hover {{ background: {p.raised}; }}
#rail QPushButton:checked {{ background: {p.surface}; color: {p.ink}; font-weight: 600;
    border-color: {p.line}; }}
#rail QPushButton:focus {{ border-color: {p.accent}; }}
#rail #card QPushButton {{ text-align: center; border: 2px solid {p.line}; }}
#rail #card QPushButton:focus {{ border-color: {p.accent}; }}
QPushButton#segment {{ border-radius: 9px; padding: 7px 15px; }}
QPushButton#segment:checked {{ background: {p.accent_soft}; color: {p.accent_ink};
    border-color: {p.accent}; font-weight: 600; }}

QLineEdit, QComboBox {{ background: {p.surface}; border: 1px solid {p.edge};
    border-radius: 9px; padding: 7px 11px; selection-background-color: {p.accent};
    selection-color: {p.on_accent}; }}
QLineEdit:focus, QComboBox:focus {{ border: 2px solid {p.accent}; padding: 6px 10px; }}
QLineEdit[quiet="true"] {{ border: 1px solid transparent; background: transparent;
    font-size: {px(1.75)}px; font-weight: 600; padding: 2px 6px; margin-left: -9px; }}
QLineEdit[quiet="true"]:hover {{ border-color: {p.line}; }}
QLineEdit[quiet="true"]:focus {{ border: 2px solid {p.accent}; background: {p.surface};
    padding: 1px 5px; }}
QComboBox::drop-down {{ border: none; width: 26px; }}
QComboBox::down-arrow {{ image: none; }}
QComboBox QAbstractItemView {{ background: {p.surface}; border: 1px solid {p.line};
    selection-background-color: {p.accent_soft}; selection-color: {p.ink}; padding: 4px; }}
QCheckBox {{ spacing: 9px; }}
QCheckBox::indicator {{ width: 18px; height: 18px; border: 1px solid {p.edge}; border-radius: 5px;
    background: {p.surface}; }}
QCheckBox::indicator:checked {{ background: {p.accent}; border-color: {p.accent};
    image: url("{TICKS.as_posix()}/tick-{p.name}.svg"); }}
QCheckBox:focus {{ color: {p.accent_ink}; }}
QSlider {{ min-height: 26px; }}
QSlider::groove:horizontal {{ height: 4px; background: {p.line}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {p.accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{ width: 18px; height: 18px; margin: -7px 0; border-radius: 9px;
    background: {p.surface}; border: 1px solid {p.edge}; }}
QSlider::handle:horizontal:focus {{ border: 2px solid {p.accent}; }}
QProgressBar {{ background: {p.line}; border: none; border-radius: 3px; max-height: 6px;
    min-height: 6px; }}
QProgressBar::chunk {{ background: {p.accent}; border-radius: 3px; }}

QListView, QScrollArea, QAbstractScrollArea {{ background: transparent; border: none; outline: 0; }}
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 2px; }}
QScrollBar::handle:vertical {{ background: {p.edge}; border-radius: 4px; min-height: 36px; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 2px; }}
QScrollBar::handle:horizontal {{ background: {p.edge}; border-radius: 4px; min-width: 36px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {p.ink}; color: {p.window}; border: none; padding: 5px 8px; }}
QMenu {{ background: {p.surface}; border: 1px solid {p.line}; padding: 5px; }}
QMenu::item {{ padding: 7px 22px 7px 14px; border-radius: 6px; }}
QMenu::item:selected {{ background: {p.accent_soft}; }}
#notice {{ background: {p.ink}; border-radius: 12px; }}
#notice QLabel {{ color: {p.window}; }}
#notice QPushButton {{ background: transparent; border: 2px solid transparent; color: {p.window};
    font-weight: 600; padding: 4px 2px; text-decoration: underline; margin-left: -4px; }}
#notice QPushButton:focus {{ border-color: {p.window}; }}
"""
