"""A contact sheet as one picture."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from app.storage.contact_sheet.sheet import Section
from vision.topshot.score import FrameScore

Colour = tuple[int, int, int]  # red, green, blue

WIDTH_PX, MARGIN_PX, GAP_PX = 1600, 40, 16
BEST_IN_ROW, STRIP_IN_ROW = 3, 8
CAPTION_PX, SMALL_CAPTION_PX, HEADER_PX, CURVE_PX = 74, 30, 76, 110
LEAST_TALL, MOST_TALL = 0.5, 1.2  # height over width of a place for a picture
BACK: Colour = (24, 26, 31)
CARD: Colour = (36, 39, 46)
TEXT: Colour = (238, 240, 243)
SOFT: Colour = (165, 172, 183)
GOOD: Colour = (92, 214, 170)
FONT = cv2.FONT_HERSHEY_DUPLEX


def as_png(sections: Sequence[Section]) -> bytes:
    """Return the PNG."""
    picture = np.concatenate([_section(section) for section in sections])
    done, data = cv2.imencode(".png", cv2.cvtColor(picture, cv2.COLOR_RGB2BGR))
    assert done, "a picture in memory can be encoded"
    return data.tobytes()


def _section(section: Section) -> NDArray[np.uint8]:
    """Return a band of the sheet, (height, WIDTH_PX, 3)."""
    frames = {frame.pts_ns: frame for frame in section.ranking.frames}
    best = [
        _card(section, one.frame, BEST_IN_ROW, CAPTION_PX, f"{place}.  ", one.reason)
        for place, one in enumerate(section.ranking.best, start=1)
    ]
    strip = [_card(section, frames[time], STRIP_IN_ROW, SMALL_CAPTION_PX) for time in section.strip]
    bands = [_header(section), *_rows(best, BEST_IN_ROW), _curve(section)]
    bands += _rows(strip, STRIP_IN_ROW)
    bands.append(_blank(MARGIN_PX))
    return np.concatenate(bands)


def _blank(height_px: int, colour: Colour = BACK, width_px: int = WIDTH_PX) -> NDArray[np.uint8]:
    return np.full((height_px, width_px, 3), colour, np.uint8)


def _header(section: Section) -> NDArray[np.uint8]:
    band = _blank(HEADER_PX)
    _write(band, section.title, (MARGIN_PX, 44), 0.9, TEXT, WIDTH_PX * 2 // 3)
    summary = section.summary()
    right = WIDTH_PX - MARGIN_PX - cv2.getTextSize(summary, FONT, 0.6, 1)[0][0]
    _write(band, summary, (right, 44), 0.6, SOFT, WIDTH_PX // 3)
    return band


def _rows(cards: Sequence[NDArray[np.uint8]], most: int) -> list[NDArray[np.uint8]]:
    """Return cards in rows of at most so many."""
    bands = []
    for start in range(0, len(cards), most):
        row = cards[start : start + most]
        band = _blank(row[0].shape[0] + GAP_PX)
        for place, card in enumerate(row):
            left = MARGIN_PX + place * (card.shape[1] + GAP_PX)
            band[: card.shape[0], left : left + card.shape[1]] = card
        bands.append(band)
    return bands


def _card(
    section: Section,
    frame: FrameScore,
    in_row: int,
    caption_px: int,
    rank: str = "",
    why: str = "",
) -> NDArray[np.uint8]:
    width = (WIDTH_PX - 2 * MARGIN_PX - (in_row - 1) * GAP_PX) // in_row
    tall = round(width * shape_of(section))
    card = _blank(tall + caption_px, CARD, width)
    _fit(card[:tall], section.pictures[frame.pts_ns])
    large = bool(rank)
    scale, line = (0.65, tall + 28) if large else (0.42, tall + 20)
    score = f"{frame.score:.2f}"
    right = width - 12 - cv2.getTextSize(score, FONT, scale, 1)[0][0]
    _write(card, rank + section.label(frame.pts_ns), (12, line), scale, TEXT, right - 24)
    _write(card, score, (right, line), scale, SOFT, width)
    if large:
        _write(card, why, (12, tall + 58), 0.6, GOOD, width - 24)
    cv2.rectangle(card, (0, tall - 4), (round(width * frame.score), tall - 1), GOOD, cv2.FILLED)
    return card


def shape_of(section: Section) -> float:
    """Return height over width of the first picture, within bounds; others are fitted in."""
    for picture in section.pictures.values():
        shape = float(picture.shape[0] / picture.shape[1])
        return min(max(shape, LEAST_TALL), MOST_TALL)
    return MOST_TALL


def _fit(place: NDArray[np.uint8], rgb: NDArray[np.uint8]) -> None:
    """Draw a picture into a place, whole, in its middle."""
    scale = min(place.shape[1] / rgb.shape[1], place.shape[0] / rgb.shape[0])
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    method = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    fitted = cv2.resize(rgb, size, interpolation=method)
    top, left = (place.shape[0] - size[1]) // 2, (place.shape[1] - size[0]) // 2
    place[top : top + size[1], left : left + size[0]] = fitted


def _curve(section: Section) -> NDArray[np.uint8]:
    """Return the scores over time, the best marked."""
    band = _blank(CURVE_PX)
    frames = section.ranking.frames
    if len(frames) < 2:
        return _blank(GAP_PX)
    first, last = frames[0].pts_ns, frames[-1].pts_ns

    def place(frame: FrameScore) -> tuple[int, int]:
        x = MARGIN_PX + (frame.pts_ns - first) / (last - first) * (WIDTH_PX - 2 * MARGIN_PX)
        return round(x), round(CURVE_PX - 22 - frame.score * (CURVE_PX - 40))

    floor = CURVE_PX - 22
    cv2.line(band, (MARGIN_PX, floor), (WIDTH_PX - MARGIN_PX, floor), CARD, 1, cv2.LINE_AA)
    points = np.array([place(frame) for frame in frames], np.int32)
    cv2.polylines(band, [points], isClosed=False, color=SOFT, thickness=2, lineType=cv2.LINE_AA)
    for one in section.ranking.best:
        cv2.circle(band, place(one.frame), 7, GOOD, cv2.FILLED, cv2.LINE_AA)
    return band


def _write(
    picture: NDArray[np.uint8],
    text: str,
    at: tuple[int, int],
    scale: float,
    colour: Colour,
    room_px: int,
) -> None:
    """Write in one line from its foot at the left, cut to the room there is.

    The typeface has ASCII alone; a letter beyond it becomes a question mark.
    """
    plain = text.encode("ascii", "replace").decode()
    shown = plain
    while shown and cv2.getTextSize(shown, FONT, scale, 1)[0][0] > room_px:
        plain = plain[:-1]
        shown = plain + "..."
    cv2.putText(picture, shown, at, FONT, scale, colour, 1, cv2.LINE_AA)
