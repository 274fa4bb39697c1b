"""Observable models: what is true now, signals when it changes, and signals for what is asked."""
