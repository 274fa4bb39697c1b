"""Photographs from farther away, spoiled: a smile must be told there too, or none be seen there.

In a burst faces are large and blur is small beside them. Faces of 60 to 140 pixels, blurred by up
to a fifth of their width, confuse the features of the lips most: learnt from bursts alone, neutral
ones of other people measured 0.88 +-1.55 at the strongest blur, learnt from these as well
0.12 +-0.22, and pairs across people sorted rightly rose from 66 to 96 % (98.1 to 98.4 % without
blur).
"""

from collections.abc import Sequence

import cv2
import numpy as np

from models.training.topshot.bursts import Mesh, blur, expose
from models.training.topshot.people import Person
from models.training.topshot.readings import read_frames
from models.training.topshot.smile import KnownFace
from vision.frame import Frame
from vision.topshot.scorer import FaceModels

WIDTHS_PX = (60, 90, 140)  # of the face
BLUR_SHARES = (0.0, 0.05, 0.1, 0.2)  # of its width
MOST_EXPOSURE_EV = 1.5


def small_faces(people: Sequence[Person], mesh: Mesh, networks: FaceModels) -> list[KnownFace]:
    """Return the faces that are found in small, blurred and wrongly exposed photographs."""
    known = []
    for person in people:
        rng = np.random.default_rng([*person.id.encode()])
        for smiling in (False, True):
            picture = person.picture(smiling)
            width = float(np.ptp(mesh(picture)[:, 0]))
            for width_px in WIDTHS_PX:
                zoom = width_px / width
                small = np.asarray(
                    cv2.resize(picture, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_AREA),
                    np.uint8,
                )
                for share in BLUR_SHARES:
                    for exposure_ev in (0.0, rng.uniform(-MOST_EXPOSURE_EV, MOST_EXPOSURE_EV)):
                        blurred = blur(small, share * width_px, rng.uniform(0, np.pi))
                        spoiled = expose(blurred, exposure_ev, rng)
                        (frame,) = read_frames([Frame(0, spoiled)], networks)
                        known += [KnownFace(person.id, smiling, one) for one in frame.faces[:1]]
    return known
