"""The parts of Sphinx's acoustic model are read as Sphinx means them."""

import numpy as np

from models.training.clean_cepstra.sphinx_model import (
    STATES_OF_PHONE,
    STREAMS,
    states,
    weights,
)

PHONES = 42  # of the wheel's model, fillers and silence among them
SENONES = 5_126


def test_every_tied_state_belongs_to_a_state_of_a_phone() -> None:
    known = states()
    assert len(known.phones) == PHONES
    assert known.of_senone.shape == (SENONES,)
    assert set(known.of_senone) == set(range(PHONES * STATES_OF_PHONE))


def test_the_states_without_context_are_their_own() -> None:
    known = states()
    assert np.array_equal(known.of_senone[known.plain].ravel(), np.arange(known.plain.size))
    assert known.phones[known.silence[0] // STATES_OF_PHONE] == "SIL"


def test_the_gaussians_of_a_state_share_nearly_all_of_it() -> None:
    shares = weights(states().plain)
    assert shares.shape == (STREAMS, PHONES, STATES_OF_PHONE, 128)
    assert np.allclose(shares.sum(axis=-1), 0.95, atol=0.05)  # kept in eight bits
