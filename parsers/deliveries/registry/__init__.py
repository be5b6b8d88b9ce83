"""Deliveries to the registry, as CSV or JSON, read into tables and findings."""
