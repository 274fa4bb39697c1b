"""The errors of models: absent, corrupt, not convertible."""


class ModelError(Exception):
    """One sentence for a person: which model, what is wrong, and the command that mends it."""


class FetchCancelledError(ModelError):
    """The person stopped a fetch; what has arrived is kept for the next one."""
