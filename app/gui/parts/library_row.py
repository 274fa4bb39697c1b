"""One recording in the list: a picture, its name, when and how long, its sound as an outline."""

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QFont, QFontMetrics, QImage, QPainter, QPainterPath, QPen
from PyQt6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from app.gui.facts import facts_text, found_text
from app.gui.look.theme import Theme
from app.gui.state.library import Role, name_of
from app.gui.work.library_rows import Look
from app.storage.entry import Entry
from app.storage.search import Hit

ROW_PX, THUMB_PX, OUTLINE_PX = 92, (112, 64), 168
PAD_PX = 14


class LibraryRow(QStyledItemDelegate):
    """Paints and edits rows of a LibraryModel."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Return a row's size; it grows with the text."""
        return QSize(400, max(ROW_PX, round(ROW_PX * self._theme.text_percent / 100)))

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Paint one row."""
        entry: Entry | None = index.data(Role.ENTRY)
        if painter is None or entry is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = option.rect.adjusted(0, 3, 0, -3)
        self._paint_ground(painter, room, option)
        look: Look | None = index.data(Role.LOOK)
        top = room.top() + (room.height() - THUMB_PX[1]) // 2
        thumb = QRect(room.left() + PAD_PX, top, *THUMB_PX)
        self._paint_thumb(painter, thumb, look)
        wide = room.width() > 640
        right = room.right() - PAD_PX
        if wide:
            outline = QRectF(right - OUTLINE_PX, thumb.top() + 6, OUTLINE_PX, thumb.height() - 12)
            self._paint_outline(painter, outline, look)
            right -= OUTLINE_PX + 2 * PAD_PX
        left = thumb.right() + PAD_PX + 4
        self._paint_texts(
            painter, QRect(left, room.top(), right - left, room.height()), entry, index
        )
        painter.restore()

    def setEditorData(self, editor: QWidget | None, index: QModelIndex) -> None:
        """Offer the title; one that is being typed, or chosen, stays when its row is drawn anew."""
        field = editor if isinstance(editor, QLineEdit) else None
        title = index.data(Qt.ItemDataRole.EditRole)
        if field is None or not (field.isModified() or field.text() == title):
            super().setEditorData(editor, index)

    def createEditor(
        self, parent: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> QWidget | None:
        """Return a field for the title."""
        field = QLineEdit(parent)
        field.setAccessibleName(self.tr("Title"))
        field.setPlaceholderText(self.tr("Title"))
        return field

    def updateEditorGeometry(
        self, editor: QWidget | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        """Put the field where the title is."""
        if editor is not None:
            left = option.rect.left() + 2 * PAD_PX + THUMB_PX[0]
            top = option.rect.top() + 10
            editor.setGeometry(left, top, max(200, option.rect.width() // 2), 38)

    def _paint_ground(self, painter: QPainter, room: QRect, option: QStyleOptionViewItem) -> None:
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        role = "accent_soft" if chosen else "raised" if hovered else "surface"
        line = "accent" if focused else "line"
        painter.setBrush(self._theme.colour(role))
        painter.setPen(QPen(self._theme.colour(line), 1.5 if focused else 1))
        painter.drawRoundedRect(QRectF(room).adjusted(0.5, 0.5, -0.5, -0.5), 12, 12)

    def _paint_thumb(self, painter: QPainter, place: QRect, look: Look | None) -> None:
        path = QPainterPath()
        path.addRoundedRect(QRectF(place), 8, 8)
        if look is not None and look.picture is not None:
            height, width, _ = look.picture.shape
            data, form = look.picture.tobytes(), QImage.Format.Format_RGB32
            image = QImage(data, width, height, 4 * width, form)
            scale = max(place.width() / width, place.height() / height)
            shown = QRectF(0, 0, place.width() / scale, place.height() / scale)
            shown.moveCenter(QRectF(0, 0, width, height).center())
            painter.save()
            painter.setClipPath(path)
            painter.drawImage(QRectF(place), image, shown)
            painter.restore()
            return
        painter.fillPath(path, self._theme.colour("raised"))
        icon = self._theme.icon("microphone", "quiet")
        icon.paint(painter, place.adjusted(38, 16, -38, -16))

    def _paint_outline(self, painter: QPainter, place: QRectF, look: Look | None) -> None:
        if look is None or not len(look.outline):
            return
        step = place.width() / len(look.outline)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("wave"))
        for number, height in enumerate(look.outline.tolist()):
            half = max(1.0, height * place.height() / 2)
            painter.drawRoundedRect(
                QRectF(place.left() + number * step, place.center().y() - half, 2, 2 * half), 1, 1
            )

    def _paint_texts(
        self, painter: QPainter, room: QRect, entry: Entry, index: QModelIndex
    ) -> None:
        title = self._theme.font(1.07, QFont.Weight.DemiBold)
        small = self._theme.font(0.93)
        hit: Hit | None = index.data(Role.HIT)
        found = "" if hit is None else found_text(hit)
        lines = [(name_of(entry), title, "ink"), (facts_text(entry), small, "quiet")]
        heights = [QFontMetrics(font).height() + 5 for _, font, _ in lines]
        found_px = QFontMetrics(small).height() + 5 if found else 0
        top = room.top() + (room.height() - sum(heights) - found_px) // 2
        for (text, font, role), height in zip(lines, heights, strict=True):
            painter.setFont(font)
            painter.setPen(self._theme.colour(role))
            line = QRect(room.left(), top, room.width(), height)
            shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
            top += height
        if found:
            self._paint_found(painter, QRect(room.left(), top, room.width(), found_px), found)

    def _paint_found(self, painter: QPainter, room: QRect, snippet: str) -> None:
        """Paint a passage, the words that were looked for in the accent colour."""
        plain = self._theme.font(0.93)
        bold = self._theme.font(0.93, QFont.Weight.DemiBold)
        left = room.left()
        for number, piece in enumerate(snippet.replace("]", "[").split("[")):
            font = bold if number % 2 else plain
            painter.setFont(font)
            painter.setPen(self._theme.colour("accent_ink" if number % 2 else "ink"))
            left_px = room.right() - left
            if left_px <= 8:
                return
            text = QFontMetrics(font).elidedText(piece, Qt.TextElideMode.ElideRight, left_px)
            place = QRect(left, room.top(), left_px, room.height())
            painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
            left += QFontMetrics(font).horizontalAdvance(text)
