"""Documents out, in the official layout, with numbers that never disappear."""
