"""Screens of isolation."""
