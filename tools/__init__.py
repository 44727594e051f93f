"""Small scripts called by make, and the import contracts of the house."""
