"""The words of the open recording: read, found, corrected one by one with a way back."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from PyQt6.QtCore import QObject, pyqtSignal

from app.gui.state.word_history import Respelling, WordHistory
from app.gui.work.recording_content import RecordingContent
from app.storage.document import SpokenWord, Utterance


class WordsModel(QObject):
    """What was said, as a person put it right."""

    leaving = pyqtSignal()  # these words are about to be let go: keep what was typed
    changed = pyqtSignal()
    utterance_changed = pyqtSignal(int)
    history_changed = pyqtSignal()

    correct_asked = pyqtSignal(object, object, object)  # content, heard word, text or None
    speaker_asked = pyqtSignal(object, str, str)  # content, speaker as heard, name
    take_asked = pyqtSignal(object, str)  # folder, take
    hear_again_asked = pyqtSignal(object, str)  # folder, engine
    cancel_asked = pyqtSignal()

    def __init__(self) -> None:
        super().__init__()
        self.heard_share: float | None = None  # how far another hearing is, 0..1; None when none is
        self.engines: Sequence[str] = ()  # what could hear it again, the best first
        self.put(None)

    def put(self, content: RecordingContent | None) -> None:
        """Take the words of a recording."""
        self.leaving.emit()
        self.content = content
        self.utterances: list[Utterance] = []
        self._number_of: dict[int, int] = {}  # place of an utterance by its id
        self._place_of: dict[int, int] = {}  # heard id by the id of a word in its place
        if content is not None:
            self.utterances = list(content.transcript.utterances)
            self._number()
            for heard, spelling in content.corrections.words.items():
                self._place_of |= {number: heard for number, _ in spelling}
        self._history = WordHistory(() if content is None else respellings(content))
        self._count()
        self.changed.emit()
        self.history_changed.emit()

    @property
    def history(self) -> WordHistory:
        """What was changed; of each word before the recording was opened, the last change."""
        return self._history

    def at(self, time_ns: int) -> int | None:
        """Return the number of the word that is heard at a time, None between words."""
        number = bisect_right(self.words, time_ns, key=lambda word: word.start_ns) - 1
        if number < 0 or time_ns >= self.words[number].end_ns:
            return None
        return number

    def find(self, text: str) -> list[int]:
        """Return the numbers of the words that hold a text, or that a phrase begins in."""
        wanted = text.casefold().split()
        if not wanted:
            return []
        texts = [word.text.casefold() for word in self.words]
        if len(wanted) == 1:
            return [n for n, one in enumerate(texts) if wanted[0] in one]
        phrase = " ".join(wanted)
        begun = (n for n, one in enumerate(texts) if one.endswith(wanted[0]))
        return [n for n in begun if phrase in " ".join(texts[n : n + len(wanted)])]

    def heard_id(self, number: int) -> int:
        """Return the id of the heard word in whose place a word stands."""
        word = self.words[number]
        return self._place_of.get(word.id, word.id)

    def numbers_of(self, heard_id: int) -> range:
        """Return the numbers of the words in the place of a heard one; none if it is out."""
        home = self._utterance_of(self._heard(heard_id))
        numbers = range(self.firsts[home], self.firsts[home + 1])
        inside = [number for number in numbers if self.heard_id(number) == heard_id]
        return range(inside[0], inside[-1] + 1) if inside else range(0)

    def place_of(self, heard_id: int) -> int:
        """Return the number of the word in the place of a heard one, or of the one behind."""
        begin_ns = self._heard(heard_id).start_ns
        return bisect_left(self.words, begin_ns, key=lambda word: word.start_ns)

    def text_of(self, heard_id: int) -> str:
        """Return what stands in the place of a heard word."""
        return " ".join(self.words[number].text for number in self.numbers_of(heard_id))

    def spell(self, heard_id: int, text: str) -> None:
        """Ask to put right what was said in the place of a heard word; no text takes it out."""
        heard = self._heard(heard_id)
        after, now = " ".join(text.split()), self.text_of(heard_id)
        if after != now:
            change = Respelling(
                heard, None if now == heard.text else now, None if after == heard.text else after
            )
            self._history.add(change)
            self._ask(heard, change.after)

    def undo(self) -> int | None:
        """Take the last change back; return the number of the word there, or the one behind."""
        change = self._history.undo()
        return None if change is None else self._turn(change.heard, change.before)

    def redo(self) -> int | None:
        """Make a change again that was taken back; return as `undo` does."""
        change = self._history.redo()
        return None if change is None else self._turn(change.heard, change.after)

    def put_words(
        self, content: RecordingContent, heard: SpokenWord, words: Sequence[SpokenWord]
    ) -> None:
        """Take the words that stand in the place of a heard one now; those of this hearing alone.

        An utterance that had no words when the recording was opened comes back with them.
        """
        if self.content is None or self.content.hearing != content.hearing:
            return
        fresh = self.content.home_of[heard.id] not in self._number_of
        if fresh:
            self.leaving.emit()
            self._bring_back(self.content, heard)
        number = self._utterance_of(heard)
        said = self.utterances[number]
        others = [word for word in said.words if self._place_of.get(word.id, word.id) != heard.id]
        self._place_of |= {word.id: heard.id for word in words}
        all_words = tuple(sorted([*others, *words], key=lambda word: word.start_ns))
        self.utterances[number] = replace(said, words=all_words)
        self._count()
        if fresh:
            self.changed.emit()
        else:
            self.utterance_changed.emit(number)

    def name_speaker(self, shown: str, name: str) -> None:
        """Ask to call a speaker by a name, wherever that one speaks."""
        if self.content is not None and name.strip() and name != shown:
            names = self.content.corrections.speakers
            heard = next((who for who, called in names.items() if called == shown), shown)
            self.speaker_asked.emit(self.content, heard, name.strip())

    def put_engines(self, engines: Sequence[str]) -> None:
        """Take which engines could hear a recording again."""
        self.engines = engines
        self.history_changed.emit()

    def put_heard_share(self, share: float | None) -> None:
        """Take how far another hearing is; None when it has ended."""
        self.heard_share = share
        self.history_changed.emit()

    def _turn(self, heard: SpokenWord, text: str | None) -> int:
        """Ask for a change; return the number of the word there, or of the one behind."""
        self._ask(heard, text)
        return self.place_of(heard.id)

    def _ask(self, heard: SpokenWord, text: str | None) -> None:
        self.correct_asked.emit(self.content, heard, text)
        self.history_changed.emit()

    def _heard(self, heard_id: int) -> SpokenWord:
        assert self.content is not None, "there are words, so there is a recording"
        return self.content.heard_words[heard_id]

    def _utterance_of(self, heard: SpokenWord) -> int:
        assert self.content is not None, "there are words, so there is a recording"
        return self._number_of[self.content.home_of[heard.id]]

    def _bring_back(self, content: RecordingContent, heard: SpokenWord) -> None:
        """Put the utterance of a heard word where it belongs, empty."""
        home = content.home_of[heard.id]
        said = next(one for one in content.heard.utterances if one.id == home)
        speaker = content.corrections.speakers.get(said.speaker or "", said.speaker)
        place = bisect_left(self.utterances, said.start_ns, key=lambda one: one.start_ns)
        self.utterances.insert(place, replace(said, words=(), speaker=speaker))
        self._number()

    def _number(self) -> None:
        self._number_of = {said.id: n for n, said in enumerate(self.utterances)}

    def _count(self) -> None:
        self.words = [word for said in self.utterances for word in said.words]
        self.firsts = list(accumulate((len(said.words) for said in self.utterances), initial=0))


def respellings(content: RecordingContent) -> Iterator[Respelling]:
    """Yield how each corrected word of a hearing was put right, the newest last."""
    for heard_id, spelling in content.corrections.words.items():
        heard = content.heard_words.get(heard_id)
        if heard is not None:
            yield Respelling(heard, None, " ".join(text for _, text in spelling))
