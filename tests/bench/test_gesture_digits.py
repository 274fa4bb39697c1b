"""The accuracies that the table and the examples promise."""

from pathlib import Path

import numpy as np
import pytest

from tests.bench.gesture_digits import (
    FOLDS,
    confusion,
    learned_read,
    read_digits,
    read_table,
    rules_read,
)
from vision.hands.neighbours import angle_features


def test_a_confusion_table_has_a_row_for_each_digit_and_a_column_for_none() -> None:
    table = confusion(np.array(["0", "0", "1"]), ["0", "-", "1"]).splitlines()
    assert table[0].split() == ["shown", "read:", "0", "1", "-"]
    assert [line.split() for line in table[1:]] == [["0", "1", ".", "1"], ["1", ".", "1", "."]]


@pytest.mark.shared_data
def test_digits_are_read_as_promised(shared_data: Path) -> None:
    digits = read_digits()
    assert len(digits.labels) == 308
    assert (np.array(rules_read(read_table(), digits)) == digits.labels).mean() >= 0.93
    features = np.array([angle_features(angles) for angles in digits.angles])
    order = np.random.default_rng(0).permutation(len(features))
    read = learned_read(features, digits.labels, [order[start::FOLDS] for start in range(FOLDS)])
    assert (np.array(read) == digits.labels).mean() >= 0.98
