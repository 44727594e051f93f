"""Screens of the ring of houses."""
