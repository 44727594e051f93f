"""Screens of directives, one module for each kind of work."""
