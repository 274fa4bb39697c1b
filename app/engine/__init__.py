"""Clock, channels, stages, graphs and the session that runs them."""
