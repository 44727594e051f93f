"""Writes of isolation, by what they write."""
