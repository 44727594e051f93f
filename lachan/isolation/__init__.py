"""Decisions that separate people, the sites that take them, and the hours of each step."""
