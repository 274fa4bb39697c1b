"""The errors of models: absent, corrupt, not convertible."""


class ModelError(Exception):
    """One sentence for a person: which model, what is wrong, and the command that mends it."""
