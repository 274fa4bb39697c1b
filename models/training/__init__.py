"""Training of the networks that ship in assets/models, one command each."""
