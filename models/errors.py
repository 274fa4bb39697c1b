"""The errors of models: absent, corrupt, not convertible."""


class ModelError(Exception):
    """One sentence for a person: which model, what is wrong with it, and the command that mends it."""
