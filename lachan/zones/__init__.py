"""Ground under a measure: rings of houses around a case, worked through and closed by the rule."""
