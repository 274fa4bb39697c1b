"""What can go wrong, by what the person can do about it.

EarshotError            anything below; the command line prints it on one line and exits with 2
├── DeviceError         a camera or microphone that is absent, busy or gone
├── MediaFileError      a picture, sound or video file that cannot be read
├── CallError           a call that cannot be received: no codec, no readable packets
├── StorageError        a folder or disk that cannot be written, a recording that cannot be read
└── UsageError          a command or setting that makes no sense

Errors of models are `models.errors.ModelError`, beside the code that raises them.
"""


class EarshotError(Exception):
    """One sentence for a person: what happened, to which file or device, and what to do."""


class DeviceError(EarshotError):
    """A camera or microphone is absent, busy, or has gone away."""


class MediaFileError(EarshotError):
    """A media file cannot be opened or decoded."""


class StorageError(EarshotError):
    """A recording cannot be written or read."""


class UsageError(EarshotError):
    """A command line or setting that cannot be carried out."""


class CallError(EarshotError):
    """A call cannot be received: the codec is absent, or a packet dump cannot be read."""
