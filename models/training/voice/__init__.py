"""Training of the perceptron that tells a voice from other sounds."""
