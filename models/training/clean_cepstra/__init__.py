"""Training of the network that takes noise and echo out of cepstra."""
