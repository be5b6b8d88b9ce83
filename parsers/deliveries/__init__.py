"""Deliveries of reference data and of the registry."""
