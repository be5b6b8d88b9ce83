"""The dated rules of declarations."""
