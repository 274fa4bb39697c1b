"""Text that people give, as files, databases and screens can hold it."""

import unicodedata


def valid_text(value: object) -> str:
    """Return text that can be written as UTF-8 and holds no control characters but white space."""
    text = str(value).encode("utf-8", "replace").decode()
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) != "Cc")
