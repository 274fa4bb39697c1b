"""The call plugin."""
