"""Writes that cross rooms, one story a file."""
