"""All models of the window, handed from the start to the bridge and to the pages."""

from dataclasses import dataclass

from app.gui.state.arrival import ArrivalModel
from app.gui.state.call import CallModel
from app.gui.state.library import LibraryModel
from app.gui.state.live import LiveModel
from app.gui.state.notices import NoticeBoard
from app.gui.state.recording import RecordingModel
from app.gui.state.settings import SettingsModel
from app.gui.state.top_shot import TopShotModel
from app.gui.state.weights import WeightsModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """One of each."""

    notices: NoticeBoard
    live: LiveModel
    library: LibraryModel
    recording: RecordingModel
    weights: WeightsModel
    arrival: ArrivalModel
    settings: SettingsModel
    top_shot: TopShotModel
    call: CallModel
