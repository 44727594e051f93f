"""Organs of State and Party, sites and laboratories, their areas over time, and the people who log in."""
