"""The demonstration: an invented cast on real ground, and the morning of 15/9/2021 that they live through."""
