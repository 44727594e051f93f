"""Suspected and confirmed episodes: investigation, classification, outcome."""
