"""Speech to words: voice activity, engines, transcript values."""
