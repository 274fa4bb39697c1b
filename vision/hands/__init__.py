"""Hand tracking: regions of interest, the detect-or-track loop, results."""
