"""Alembic migrations; each version runs the SQL file of its name."""
