"""Who acts, what a role may do, and whose records a unit or organisation sees."""
