"""Contact sheets of made-up rankings."""

import csv
import io
import json
import re

import cv2
import numpy as np
import pytest

from app.storage.contact_sheet.as_html import as_html
from app.storage.contact_sheet.as_png import WIDTH_PX, as_png
from app.storage.contact_sheet.as_table import as_csv, as_json, as_json_text
from app.storage.contact_sheet.sheet import Section, clock, strip_of
from tests.fakes.faces import STEP_NS, face, frame, gam
from vision.topshot.best import Ranking, ranking

SMILE = {"mouth_width": 0.8}
ODD_NAME = 'Grüße <b>&"party".mp4'


def ranked(count: int = 24) -> Ranking:
    """Return frames of which the fifth is the best."""
    frames = [frame(n, face(0, **(SMILE if n == 5 else {}))) for n in range(count)]
    return ranking(frames, 3, gam())


def section(names: dict[int, str] | None = None, count: int = 24) -> Section:
    found = ranked(count)
    strip = strip_of(found, 6)
    shown = {*strip, *(one.frame.pts_ns for one in found.best)}
    pictures = {pts_ns: np.full((90, 160, 3), 120, np.uint8) for pts_ns in shown}
    return Section(ODD_NAME, found, names or {}, pictures, strip)


def test_the_best_come_first_and_say_why() -> None:
    found = ranked()
    assert found.best[0].frame.pts_ns == 5 * STEP_NS
    assert found.best[0].reason == "bigger smile"
    assert found.best[0].frame.score == max(one.score for one in found.frames)
    assert len(found.best) == 2  # all others look alike


def test_what_is_no_better_than_most_is_not_called_better() -> None:
    assert [one.reason for one in ranked(count=1).best] == [""]
    blurs = [0.0, -1.0, -2.0]
    frames = [frame(3 * n, face(0, sharp_nats=-6.0 + blur)) for n, blur in enumerate(blurs)]
    found = ranking(frames, 3, gam())
    assert [one.reason for one in found.best] == ["sharper", "", ""]


def test_no_frames_give_an_empty_ranking() -> None:
    assert ranking([], 3, gam()).best == ()


def test_the_strip_runs_from_first_to_last() -> None:
    found = ranked()
    assert strip_of(found, 6)[0] == 0
    assert strip_of(found, 6)[-1] == 23 * STEP_NS
    assert len(set(strip_of(found, 6))) == 6
    assert len(strip_of(found, 100)) == 24


@pytest.mark.parametrize(
    ("pts_ns", "text"),
    [(0, "0:00.00"), (61_500_000_000, "1:01.50"), (3_600_000_000_000, "60:00.00")],
)
def test_times_are_told(pts_ns: int, text: str) -> None:
    assert clock(pts_ns) == text


@pytest.mark.parametrize("sections", [[section()], [section(), section(count=1)]])
def test_the_picture_can_be_looked_at(sections: list[Section]) -> None:
    picture = cv2.imdecode(np.frombuffer(as_png(sections), np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert picture.shape[1] == WIDTH_PX
    assert picture.shape[0] > 500


def test_the_page_needs_no_other_file_and_says_what_is_said() -> None:
    page = as_html([section()])
    assert set(re.findall(r'src="(.{5})', page)) == {"data:"}
    assert "http" not in page
    assert "bigger smile" in page
    assert "Grüße &lt;b&gt;&amp;&quot;party&quot;.mp4" in page
    assert "<b>" not in page
    assert page.count("<img") == page.count("alt=") == len(section().ranking.best) + 6


def test_photographs_have_their_names() -> None:
    names = {n * STEP_NS: f"IMG_{n}.jpg" for n in range(24)}
    assert "IMG_5.jpg" in as_html([section(names)])
    assert as_json([section(names)])["sources"][0]["best"][0]["frame"] == "IMG_5.jpg"


def test_tables_hold_every_frame_with_its_terms() -> None:
    told = json.loads(as_json_text([section()]))
    (source,) = told["sources"]
    assert source["source"] == ODD_NAME
    assert len(source["frames"]) == 24
    assert source["best"][0]["time_s"] == 0.5
    rows = list(csv.DictReader(io.StringIO(as_csv([section(), section(count=3)]))))
    assert len(rows) == 27
    assert rows[5]["rank"] == "1"
    assert float(rows[5]["smile"]) > float(rows[4]["smile"])
    assert rows[5]["reason"] == "bigger smile"
