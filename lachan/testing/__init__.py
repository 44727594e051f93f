"""Specimens, pools and results, from the laboratory's own file to the person they belong to."""
