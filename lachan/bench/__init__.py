"""The measured claims: an invented province at full size, and commands that time the product against a floor."""
