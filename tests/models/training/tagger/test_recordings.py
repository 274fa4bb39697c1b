"""Which recordings are learnt from."""

from models.training.tagger.recordings import originals_to_hold_out

ROWS = [("dog", f"d{n // 2}") for n in range(24)] + [("cat", f"c{n}") for n in range(3)]


def test_holds_out_a_sixth_of_the_originals_of_a_class() -> None:
    held = originals_to_hold_out(ROWS)
    assert len({one for key, one in held if key == "dog"}) == 2


def test_a_thin_class_is_needed_whole() -> None:
    assert not [one for key, one in originals_to_hold_out(ROWS) if key == "cat"]


def test_the_order_of_the_files_does_not_matter() -> None:
    assert originals_to_hold_out(ROWS) == originals_to_hold_out(ROWS[::-1])
