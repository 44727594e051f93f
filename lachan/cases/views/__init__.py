"""The list of cases and the forms of an investigation."""
