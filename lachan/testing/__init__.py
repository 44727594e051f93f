"""Specimens, whose they are, and what a laboratory found in them; who is not surely known waits for a person to decide."""
