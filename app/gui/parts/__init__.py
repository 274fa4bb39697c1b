"""Widgets that know no model: values in, signals out."""
