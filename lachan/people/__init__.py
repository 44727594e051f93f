"""Persons and households: who somebody is, kept apart from what happened to them."""
