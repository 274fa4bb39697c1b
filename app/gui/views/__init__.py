"""The pages of the window; they know models and parts, never files, network or sessions."""
