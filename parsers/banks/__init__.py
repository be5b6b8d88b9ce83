"""Bank files."""
