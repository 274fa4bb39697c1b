"""What the engine says, in the person's language: a table of its sentences with their values.

The engine speaks English, and recordings keep what it said. A sentence that is not in the table is
shown as it was said.
"""

import re
from functools import cache

from PyQt6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

SENTENCES = (
    # devices
    QT_TRANSLATE_NOOP("said", "The {0} has gone; plug it in again to go on."),
    QT_TRANSLATE_NOOP("said", "The {0} is not there; plug it in or choose another."),
    QT_TRANSLATE_NOOP("said", "The {0} is used by another program; close that one."),
    QT_TRANSLATE_NOOP(
        "said",
        "The {0} may not be used by you; allow camera access (on Linux: join the group 'video').",
    ),
    QT_TRANSLATE_NOOP(
        "said", "The {0} may not be used by you; allow camera access in the system settings."
    ),
    QT_TRANSLATE_NOOP("said", "The {0} gives no pictures; unplug it and plug it in."),
    QT_TRANSLATE_NOOP("said", "The {0} delivers digital silence: is it muted or unplugged?"),
    QT_TRANSLATE_NOOP("said", "The microphone {0} cannot be opened ({1})."),
    QT_TRANSLATE_NOOP("said", "The sound system cannot be asked for its devices ({0})."),
    QT_TRANSLATE_NOOP("said", "The sound system does not start ({0})."),
    QT_TRANSLATE_NOOP(
        "said", "There is no microphone{0}; plug one in or choose another (see `earshot devices`)."
    ),
    QT_TRANSLATE_NOOP("said", "There is no camera {0}; see `earshot devices` for those there are."),
    QT_TRANSLATE_NOOP(
        "said",
        "The sound library PortAudio is missing; install it (Debian and Ubuntu: "
        "`sudo apt install libportaudio2`).",
    ),
    # media files
    QT_TRANSLATE_NOOP("said", "{0} does not exist; check the path."),
    QT_TRANSLATE_NOOP("said", "{0} is a folder; give a media file."),
    QT_TRANSLATE_NOOP("said", "{0} cannot be opened ({1}); check its permissions."),
    QT_TRANSLATE_NOOP("said", "{0} is empty (0 bytes); nothing was ever written to it."),
    QT_TRANSLATE_NOOP("said", "{0} is a text file, not sound or video."),
    QT_TRANSLATE_NOOP(
        "said",
        "{0} is not a media file Earshot can read ({1}); it may be damaged or of another kind.",
    ),
    QT_TRANSLATE_NOOP("said", "{0} contains no {1} track; choose a file that has one."),
    QT_TRANSLATE_NOOP("said", "{0} holds no sound that can be decoded."),
    QT_TRANSLATE_NOOP("said", "{0} holds no picture that can be decoded."),
    QT_TRANSLATE_NOOP("said", "{0}: {1} damaged pieces of sound were skipped."),
    QT_TRANSLATE_NOOP("said", "{0}: {1} damaged pictures were skipped."),
    # recordings and the library
    QT_TRANSLATE_NOOP("said", "{0} is not a recording: it has no {1}"),
    QT_TRANSLATE_NOOP("said", "{0} is damaged and does not describe a recording"),
    QT_TRANSLATE_NOOP("said", "{0} is being recorded to by another program"),
    QT_TRANSLATE_NOOP(
        "said",
        "{0} is still being recorded, or was cut off; try again when it has ended, and if it was "
        "cut off run `earshot show` on it first",
    ),
    QT_TRANSLATE_NOOP("said", "cannot record to {0}: {1}; choose another folder"),
    QT_TRANSLATE_NOOP(
        "said", "cannot record to {0}: {1}; set another folder as `recordings` in config.toml"
    ),
    QT_TRANSLATE_NOOP("said", "cannot move {0} to {1}: {2}"),
    QT_TRANSLATE_NOOP("said", "cannot remove {0}: {1}"),
    QT_TRANSLATE_NOOP("said", "cannot repair {0}: {1}"),
    QT_TRANSLATE_NOOP("said", "{0} is a recording; choose another folder for exports"),
    QT_TRANSLATE_NOOP("said", "{0} is damaged, it is kept as it was; other players may read it"),
    QT_TRANSLATE_NOOP("said", "cannot open the library {0}: {1}"),
    QT_TRANSLATE_NOOP("said", "cannot read the library {0}: {1}"),
    QT_TRANSLATE_NOOP("said", "cannot search the library {0}: {1}"),
    QT_TRANSLATE_NOOP("said", "cannot write the library {0}: {1}"),
    QT_TRANSLATE_NOOP(
        "said",
        "{0}; it is damaged, the recordings are not: move this file away, then list them anew with "
        "`earshot library --add DIR...`",
    ),
    QT_TRANSLATE_NOOP("said", "cannot read {0}: it holds no pictures"),
    QT_TRANSLATE_NOOP("said", "cannot read {0}: {1}"),
    QT_TRANSLATE_NOOP("said", "{0} has no pictures at this moment; choose another"),
    QT_TRANSLATE_NOOP(
        "said",
        "the disk is full, {0} cannot grow: what was recorded before is kept; "
        "free some space or record to another disk",
    ),
    QT_TRANSLATE_NOOP(
        "said",
        "cannot write {0}: {1}; what was recorded before is kept, record to another folder or disk",
    ),
    # recording
    QT_TRANSLATE_NOOP("said", "hands are not tracked: {0}"),
    QT_TRANSLATE_NOOP("said", "no photos are taken: {0}"),
    QT_TRANSLATE_NOOP("said", "the words are a draft: {0}"),
    QT_TRANSLATE_NOOP("said", "Photo taken: {0}. Better: {1}."),
    QT_TRANSLATE_NOOP("said", "Photo taken: {0}."),
    QT_TRANSLATE_NOOP("said", "No photo: {0} are still being made, try again in some seconds."),
    # calls
    QT_TRANSLATE_NOOP("said", "no port from {0} on is free for a call"),
    QT_TRANSLATE_NOOP("said", "calls need {0}: pip install -e '.[call]'"),
    QT_TRANSLATE_NOOP("said", "{0} is no address to call: it begins with http:// or https://"),
    QT_TRANSLATE_NOOP("said", "{0} refuses the call: {1}"),
    QT_TRANSLATE_NOOP("said", "this machine is in no network that others could call from"),
    QT_TRANSLATE_NOOP("said", "{0} is not whom the link names"),
    QT_TRANSLATE_NOOP("said", "nobody answers at {0} ({1})"),
    QT_TRANSLATE_NOOP("said", "the answer of {0} makes no sense ({1})"),
    QT_TRANSLATE_NOOP("said", "no media can pass to {0}; is a firewall between?"),
    # networks
    QT_TRANSLATE_NOOP("said", "the fetch was stopped; the next one goes on from here"),
    QT_TRANSLATE_NOOP("said", "the fetch was stopped"),
    QT_TRANSLATE_NOOP("said", "the model {0} could not be fetched: {1}; mend that and run '{2}'"),
    QT_TRANSLATE_NOOP("said", "the engine {0} could not be fetched: {1}; mend that and run '{2}'"),
    QT_TRANSLATE_NOOP("said", "the model {0} at {1} is damaged; run '{2}'"),
    QT_TRANSLATE_NOOP(
        "said",
        "{0} has {1} MB free and {2} MB are needed: free some space, or set EARSHOT_CACHE to a "
        "folder on another disk",
    ),
    # a part of the engine that failed, and why; after all that it could be mistaken for
    QT_TRANSLATE_NOOP("said", "{0} stopped: {1}"),
    QT_TRANSLATE_NOOP("said", "{0} cannot be fetched: {1}"),
    # values of sentences
    QT_TRANSLATE_NOOP("said", "camera"),
    QT_TRANSLATE_NOOP("said", "camera {0}"),
    QT_TRANSLATE_NOOP("said", "microphone"),
    QT_TRANSLATE_NOOP("said", "microphone {0}"),
)
PLACE = re.compile(r"\{\d\}")


def said(text: str) -> str:
    """Return a sentence of the engine in the person's language; any other text as it is."""
    for sentence, pattern in patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            values = [said(value) for value in found.groups()]
            return QCoreApplication.translate("said", sentence).format(*values)
    return text


@cache
def patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return each sentence with what it looks like once its values are in it."""
    return tuple(
        (sentence, re.compile("(.*?)".join(map(re.escape, PLACE.split(sentence))), re.DOTALL))
        for sentence in SENTENCES
    )
