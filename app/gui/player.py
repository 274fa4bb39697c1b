"""Playback: a position that moves, and the sound that goes with it where there is a loudspeaker.

The position is the sound's own while there is sound; otherwise a timer moves it, so that pictures,
words and gestures can be followed on a machine that cannot be heard.
"""

from pathlib import Path

from PyQt6.QtCore import QElapsedTimer, QObject, QTimer, QUrl, pyqtSignal

NS_PER_MS = 1_000_000
TICK_MS = 16
DRIFT_MS = 120  # the sound's own position steps by as much; beyond this ours is put right


class Player(QObject):
    """Plays one sound file, or silence."""

    moved = pyqtSignal()
    playing_changed = pyqtSignal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._sound: Sound | None = None
        self._duration_ns = 0
        self._from_ns = 0
        self._since = QElapsedTimer()
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self._on_tick)
        self.rate = 1.0

    @property
    def playing(self) -> bool:
        """Whether the position moves."""
        return self._tick.isActive()

    @property
    def position_ns(self) -> int:
        """Where playback is."""
        if not self.playing:
            return self._from_ns
        gone_ns = round(self._since.nsecsElapsed() * self.rate)
        return min(self._from_ns + gone_ns, self._duration_ns)

    def open(self, sound: Path | None, duration_ns: int) -> None:
        """Be ready to play a file, or so much silence."""
        self.close()
        self._duration_ns = duration_ns
        self._sound = None if sound is None else Sound(sound, self)

    def close(self) -> None:
        """Stop, and let go of the file."""
        self.pause()
        if self._sound is not None:
            self._sound.close()
            self._sound = None
        self._duration_ns = self._from_ns = 0

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        """Go on from here, from the end from the start."""
        if self.playing:
            return
        if self._from_ns >= self._duration_ns:
            self._from_ns = 0
        self._since.start()
        self._tick.start()
        if self._sound is not None:
            self._sound.play(self._from_ns, self.rate)
        self.playing_changed.emit()

    def pause(self) -> None:
        """Stay here."""
        if not self.playing:
            return
        self._from_ns = self.position_ns
        self._tick.stop()
        if self._sound is not None:
            self._sound.pause()
        self.playing_changed.emit()

    def seek(self, time_ns: int) -> None:
        """Go to a time."""
        self._from_ns = time_ns
        self._since.start()
        if self._sound is not None and self.playing:
            self._sound.play(time_ns, self.rate)
        self.moved.emit()

    def set_rate(self, rate: float) -> None:
        """Play at `rate` times the speed."""
        self._from_ns = self.position_ns
        self._since.start()
        self.rate = rate
        if self._sound is not None and self.playing:
            self._sound.play(self._from_ns, rate)

    def _on_tick(self) -> None:
        if self._sound is not None:
            self._follow(self._sound)
        if self.position_ns >= self._duration_ns:
            self.pause()
        self.moved.emit()

    def _follow(self, sound: "Sound") -> None:
        """Put the position right where it has left the sound's."""
        heard_ns = sound.heard_ns()
        if heard_ns is not None and abs(heard_ns - self.position_ns) > DRIFT_MS * NS_PER_MS:
            self._from_ns = heard_ns
            self._since.start()


class Sound:
    """One sound file through Qt's own player, which stretches time without changing pitch."""

    def __init__(self, path: Path, parent: QObject) -> None:
        # loads FFmpeg and asks the sound server: only once something is to be played
        from PyQt6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaPlayer

        self._audible = bool(QMediaDevices.audioOutputs())
        self._player = QMediaPlayer(parent)
        self._playing = QMediaPlayer.PlaybackState.PlayingState
        if self._audible:
            self._player.setAudioOutput(QAudioOutput(self._player))
            self._player.setPitchCompensation(True)
            self._player.setSource(QUrl.fromLocalFile(str(path)))

    def play(self, time_ns: int, rate: float) -> None:
        """Be heard from a time on; silent from the end of the sound on."""
        if not self._audible:
            return
        if 0 < self._player.duration() <= time_ns // NS_PER_MS:
            self._player.pause()
            return
        self._player.setPlaybackRate(rate)
        self._player.setPosition(time_ns // NS_PER_MS)
        self._player.play()

    def pause(self) -> None:
        """Be silent."""
        self._player.pause()

    def close(self) -> None:
        """Let go of the file."""
        self._player.stop()
        self._player.deleteLater()

    def heard_ns(self) -> int | None:
        """Return the position of the sound, None while nothing is heard."""
        if not self._audible or self._player.playbackState() != self._playing:
            return None
        position_ms: int = self._player.position()
        return position_ms * NS_PER_MS if 0 < position_ms < self._player.duration() else None
