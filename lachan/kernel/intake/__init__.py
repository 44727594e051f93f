"""The one way files come in: staged, previewed, applied in idempotent chunks, bad rows handed back."""
