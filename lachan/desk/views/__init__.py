"""Screens that show several rooms at once."""
