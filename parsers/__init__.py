"""Bytes to message tables and findings. Knows no database and no partner."""
