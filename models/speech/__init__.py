"""Speech recognisers that are fetched when a person wants them: which there are, and installing.

`catalogue` is the list, `shelf` installs from it (`unpack` opens archives, `trial` tries what came
out), `advice` recommends one for a machine and a language, `recogniser` alone knows sherpa-onnx.
"""

from models.speech.advice import Machine, recommended, this_machine
from models.speech.catalogue import SpeechModel, read_catalogue
from models.speech.shelf import Shelf, SpeechStatus, open_shelf

__all__ = [
    "Machine",
    "Shelf",
    "SpeechModel",
    "SpeechStatus",
    "open_shelf",
    "read_catalogue",
    "recommended",
    "this_machine",
]
