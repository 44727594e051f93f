"""Closed days and indicators."""
