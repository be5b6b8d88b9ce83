"""Reference data: what a decision needs of it, and what a delivery changes."""
