"""Training code does what it says, on small made-up data."""
