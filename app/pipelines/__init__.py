"""One page per feature: each builds a graph out of pure processors."""
