"""Indicator values of past days and the province's closed daily figures."""
