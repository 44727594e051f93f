"""Encryption of personal numbers and files, and blind indexes for exact search on them."""
